"""Call: what comes of a call in which nothing was answered. What is answered goes through survey.entry.entry, as any other entry.

A call in vain is kept with its day and its reason while an answer is awaited, and nobody's name is beside it; the journal does not
say whom it was about, else it would tell later who answered by telephone.
"""

from collections.abc import Sequence
from datetime import date, datetime

from sqlmodel import Session, col, select

from core import french
from core.clock import PARIS
from core.errors import Refused
from organisation import journal
from organisation.models import User
from organisation.words import DEEDS
from survey.desk import status_changes
from survey.entry import entry
from survey.models import CallAttempt, CallOutcome, Invitation, LeftOut

DEEDS.update(
    {
        "note_call": "appel sans réponse",
        "refuse_survey": "refus de répondre, dit au téléphone",
    }
)
MOST_CALLS = 3  # on three different days: more would be harassment


def attempts(session: Session, invitation: Invitation) -> Sequence[CallAttempt]:
    """The calls made in vain, the first one first."""
    made = select(CallAttempt).where(CallAttempt.invitation_id == invitation.id)
    return session.exec(made.order_by(col(CallAttempt.called_on))).all()


def check(session: Session, invitation: Invitation, by: User, now: datetime) -> None:
    """Refused when this person must not be called now: by this department, again today, too often, at a wrong number."""
    today = now.astimezone(PARIS).date()
    entry.check(invitation, by, today)
    made = attempts(session, invitation)
    if any(one.outcome is CallOutcome.WRONG_NUMBER for one in made):
        raise Refused("N’appelez plus : le numéro connu n’est pas celui de cette personne.")
    if any(one.called_on == today for one in made):
        raise Refused("Cette personne a déjà été appelée aujourd’hui : réessayez un autre jour.")
    if len(made) >= MOST_CALLS:
        raise Refused(f"N’appelez plus : {french.count(MOST_CALLS, 'essai')} au plus. Une lettre suffit.")  # fmt: skip


REFUSED, OBJECTION = "refused", "objection"  # what a call may come to, beside a call in vain


def end(
    session: Session, invitation: Invitation, came_to: str, calls: bool, by: User, now: datetime
) -> str:
    """Note what came of a call that brought no answer; what to say of it. `calls`: we made the call."""
    if came_to == REFUSED:
        refuse(session, invitation, by, now)
        return "Refus noté : plus rien ne part pour cet événement."
    if came_to == OBJECTION:
        object_for_good(session, invitation, by, now)
        return "Opposition notée : cette personne ne sera plus ni appelée ni sollicitée."
    if calls and came_to in {one.value for one in CallOutcome}:
        note(session, invitation, CallOutcome(came_to), by, now)
        return "Appel noté. Rien d’autre n’en est gardé."
    raise Refused("Dites ce qu’il en est de cet appel.")


def note(
    session: Session, invitation: Invitation, outcome: CallOutcome, by: User, now: datetime
) -> None:
    """Keep the day of a call in vain and why."""
    check(session, invitation, by, now)
    assert invitation.id is not None
    day = now.astimezone(PARIS).date()
    session.add(CallAttempt(invitation_id=invitation.id, called_on=day, outcome=outcome))
    session.flush()
    journal.write(session, now, by, "note_call", "sendings", outcome.label)


def refuse(session: Session, invitation: Invitation, by: User, now: datetime) -> None:
    """The person will not answer this time: nothing more is sent about this event; a later one may be asked about."""
    entry.check(invitation, by, now.astimezone(PARIS).date())
    status_changes.halt(session, invitation, LeftOut.OBJECTION)
    session.flush()
    journal.write(session, now, by, "refuse_survey", f"invitation {invitation.id}")


def object_for_good(session: Session, invitation: Invitation, by: User, now: datetime) -> None:
    """The person wants no survey any more: never called nor written to again."""
    today: date = now.astimezone(PARIS).date()
    entry.check(invitation, by, today)
    number = invitation.event.member_number
    status_changes.suppress(session, number, LeftOut.OBJECTION, today, by, now)
