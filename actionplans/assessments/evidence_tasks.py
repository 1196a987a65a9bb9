"""« Preuves à juger »: what the officer has to admit or refuse, and management where the officer may not."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy.orm import joinedload
from sqlmodel import Session, col, select

from actionplans.assessments import admitting
from actionplans.assessments.evidence_lists import Shown
from actionplans.models import ActionProof, Evidence, EvidenceState
from actionplans.my_work.tasks import Task
from core import working_days
from core.clock import PARIS
from core.french import count
from organisation import leading, leaving
from organisation.models import Role, User
from organisation.rights import Right, may

DAYS = 15  # working days, as for an assessment handed over


def evidence_tasks(session: Session, user: User, today: date) -> list[Task]:
    """One line for all of them, dated by the one that has waited longest."""
    if not may(user, Right.VALIDATE_ASSESSMENTS):
        return []
    waiting = [one for one in _proposed(session, today) if admitting.may_judge(user, one)]
    if user.role is not Role.QUALITY_OFFICER:
        found = select(User).where(User.role == Role.QUALITY_OFFICER, leaving.at_work(today))
        officers = session.exec(found.options(*leading.WITH_LED)).unique().all()
        waiting = [one for one in waiting if not _is_theirs(one, officers)]
    return [_task(waiting)] if waiting else []


def _proposed(session: Session, today: date) -> Sequence[Evidence]:
    """Nobody has said anything of them, and their period is not over."""
    found = select(Evidence).where(
        Evidence.state == EvidenceState.PROPOSED, col(Evidence.valid_to) >= today
    )
    shown = joinedload(Evidence.shown).joinedload(ActionProof.action)  # type: ignore[arg-type]
    return session.exec(found.options(shown).order_by(col(Evidence.added_at))).unique().all()


def _is_theirs(evidence: Evidence, officers: Sequence[User]) -> bool:
    return any(admitting.may_judge(one, evidence) for one in officers)


def _task(waiting: Sequence[Evidence]) -> Task:
    oldest = waiting[0].added_at.astimezone(PARIS).date()
    of_actions = sum(bool(one.shown) for one in waiting)
    detail = "Admettez-les, ou dites au service pourquoi non."
    if of_actions:
        joined = count(of_actions, "jointe à une action", "jointes à des actions")
        detail = f"{detail} Dont {joined}."
    return Task(
        working_days.after(oldest, DAYS),
        f"{count(len(waiting), 'preuve')} à juger",
        detail,
        "Tous",
        ("evidence.index", {"voir": Shown.PROPOSED.value}),
        "Juger",
    )
