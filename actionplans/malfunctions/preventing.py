"""What is decided of reports that come back: an action born of all of them, one taken up again, or nothing for now and why."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlmodel import Session, col, select

from actionplans.actions import actions, not_acting, verifying
from actionplans.actions.actions import Origin
from actionplans.malfunctions import recurrences
from actionplans.malfunctions.recurrences import Recurrence
from actionplans.models import Action, Malfunction, RecurrenceDecision
from core import french
from core.clock import PARIS
from core.errors import Missing, Refused
from core.keys import key
from organisation import charters, journal
from organisation.models import Commitment, User
from organisation.rights import Right, may
from organisation.words import DEEDS

DEEDS.update(
    {
        "leave_recurrence": "pas d’action sur des signalements qui reviennent",
        "prevent_recurrence": "action décidée pour des signalements qui reviennent",
    }
)


def suggested_title(recurrence: Recurrence) -> str:
    """A first wording of the action, for a person to put better."""
    n = french.count(len(recurrence.reports), "signalement")
    return f"Supprimer la cause de {n} : {recurrence.theme.title}"[: actions.LONGEST_TITLE]


def suggested_commitment(session: Session, recurrence: Recurrence) -> str:
    """The code of the commitment the reports touch, else the closest to their theme; empty without one in force."""
    in_force = charters.by_code(session)
    told = session.get(Commitment, recurrence.commitment_id) if recurrence.commitment_id else None
    codes = [told.code] if told else []
    return next((code for code in (*codes, *recurrence.theme.commitments) if code in in_force), "")


def act(
    session: Session,
    recurrence: Recurrence,
    title: str,
    commitment: Commitment | None,
    by: User,
    now: datetime,
) -> Action:
    """Propose an action to the department; all the reports, and the commitment they touch, are its causes."""
    _expect_settler(recurrence, by)
    origins: list[Origin] = [*_reports(session, recurrence), *([commitment] if commitment else [])]
    action = actions.propose(session, title, recurrence.department, origins, by, now)
    _written(session, recurrence, action, by, now)
    return action


def take_up(
    session: Session, recurrence: Recurrence, reason: str, due_on: date, by: User, now: datetime
) -> Action:
    """Open again the action after which it came back; the reports told since are among its causes."""
    _expect_settler(recurrence, by)
    if recurrence.again is None:
        raise Missing("Aucune action n’est à rouvrir ici : proposez-en une.")
    action = verifying.reopen(session, recurrence.again, due_on, reason, by, now)
    for report in _reports(session, recurrence):
        actions.add_cause(session, action, report)
    _written(session, recurrence, action, by, now)
    return action


def leave(
    session: Session, recurrence: Recurrence, reason: str, review_on: date, by: User, now: datetime
) -> RecurrenceDecision:
    """Nothing for now: why, and the day it is proposed again if it still comes back."""
    _expect_settler(recurrence, by)
    not_acting.expect_motivated(reason, review_on, now.astimezone(PARIS).date())
    decision = RecurrenceDecision(
        theme=recurrence.theme.code,
        department_id=key(recurrence.department),
        reports=len(recurrence.reports),
        reason=reason.strip(),
        review_on=review_on,
        decided_by_id=key(by),
        decided_at=now,
    )
    session.add(decision)
    session.flush()
    details = f"{_told(recurrence)}, à revoir le {french.day(review_on)}"
    subject, place = f"recurrence {decision.id}", key(recurrence.department)
    journal.write(session, now, by, "leave_recurrence", subject, details, place)
    return decision


def _written(
    session: Session, recurrence: Recurrence, action: Action, by: User, now: datetime
) -> None:
    subject, place = f"action {action.id}", key(recurrence.department)
    journal.write(session, now, by, "prevent_recurrence", subject, _told(recurrence), place)


def _expect_settler(recurrence: Recurrence, by: User) -> None:
    concerned = recurrences.concern(by, recurrence.department.id)
    if not (concerned and may(by, Right.SETTLE_RECURRENCES)):
        raise Refused(
            "Seuls le responsable de ce service, le référent et la direction en décident."
        )


def _reports(session: Session, recurrence: Recurrence) -> Sequence[Malfunction]:
    numbers = [report.id for report in recurrence.reports]
    found = select(Malfunction).where(col(Malfunction.id).in_(numbers))
    return session.exec(found.order_by(col(Malfunction.id))).all()


def _told(recurrence: Recurrence) -> str:
    n = french.count(len(recurrence.reports), "signalement")
    return f"{recurrence.theme.code}, {recurrence.department.name}, {n}"
