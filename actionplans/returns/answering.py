"""What the officer answers when the subject of a closed action is back: opened again, or left closed this quarter, and why."""

from datetime import date, datetime

from sqlmodel import Session

from actionplans.actions import steps, verifying
from actionplans.actions.story import today as day_of
from actionplans.models import Action, Return, ReturnAnswer
from actionplans.returns import saying, standing
from actionplans.returns.standing import USUAL_TIME, Proposal
from analysis.indicators import measures
from core import french
from core.errors import Missing, Refused
from core.keys import key
from organisation import journal
from organisation.models import User
from organisation.words import DEEDS

DEEDS.update(
    {
        "answer_return": "action rouverte, son sujet de retour",
        "leave_return": "action laissée close, son sujet de retour",
    }
)
LONGEST = 2000


def reopen(
    session: Session, action: Action, by: User, now: datetime, reason: str = "", due_on: date | None = None
) -> Action:  # fmt: skip
    """Open it again: its reason is the evidence, unless another is written; ninety days, unless a day is said."""
    found = _expect(session, action, by, now)
    told = " ".join(saying.evidence(one) for one in found.returns)
    due_on = due_on or day_of(now) + USUAL_TIME
    for one in found.returns:
        _answer(one, ReturnAnswer.REOPENED, reason.strip(), by, now)
    verifying.reopen(session, action, due_on, (reason.strip() or told)[:LONGEST], by, now)
    _write(session, action, "answer_return", found, by, now)
    return action


def leave(session: Session, action: Action, reason: str, by: User, now: datetime) -> Action:
    """Leave it closed: why is kept, and it is not asked again for this quarter."""
    found = _expect(session, action, by, now)
    if not reason.strip():
        raise Refused("Écrivez pourquoi vous ne la rouvrez pas : la raison sera lue.", "reason")
    for one in found.returns:
        _answer(one, ReturnAnswer.LEFT, reason.strip(), by, now)
    session.flush()
    _write(session, action, "leave_return", found, by, now)
    return action


def _expect(session: Session, action: Action, by: User, now: datetime) -> Proposal:
    steps.check("reopen", action, by)
    found = standing.of_action(session, action, day_of(now))
    if found is None:
        raise Missing(
            "Rien n’est proposé ici : c’est déjà répondu, ou une autre action s’en charge."
        )
    return found


def _answer(one: Return, answer: ReturnAnswer, reason: str, by: User, now: datetime) -> None:
    # together: the table refuses an answer without its day
    one.reason, one.answered_by_id, one.answered_at, one.answer = reason, key(by), now, answer


def _write(
    session: Session, action: Action, deed: str, found: Proposal, by: User, now: datetime
) -> None:
    # the theme alone: a topic is named in members' words, and the journal keeps none of them
    titles = {measures.theme(one.baseline.theme).title: None for one in found.returns}
    details = f"{', '.join(titles)}, {french.quarter(found.returns[0].quarter)}"
    journal.write(session, now, by, deed, f"action {action.id}", details, action.department_id)
