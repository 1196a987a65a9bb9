"""The plan of a department for a year: where it is found, who may read, prepare, approve and close it.

Nobody approves or closes what they prepared. What was approved never changes: what comes later is told apart
(`actionplans.plans.following`).
"""

from datetime import datetime

from sqlalchemy.orm import joinedload, selectinload
from sqlmodel import Session, select

from actionplans.models import PlannedAction, YearlyPlan
from core.errors import Missing, Refused
from organisation import journal, leading
from organisation.models import Role, User
from organisation.rights import Right, may, may_in


def of(session: Session, department_id: int, year: int) -> YearlyPlan | None:
    """The plan of this department for this year, if somebody began it."""
    wanted = select(YearlyPlan).where(
        YearlyPlan.department_id == department_id, YearlyPlan.year == year
    )
    return session.exec(
        wanted.options(
            joinedload(YearlyPlan.department),  # type: ignore[arg-type]
            joinedload(YearlyPlan.prepared_by),  # type: ignore[arg-type]
            joinedload(YearlyPlan.submitted_by),  # type: ignore[arg-type]
            joinedload(YearlyPlan.approved_by),  # type: ignore[arg-type]
            joinedload(YearlyPlan.closed_by),  # type: ignore[arg-type]
            selectinload(YearlyPlan.lines).joinedload(PlannedAction.action),  # type: ignore[arg-type]
        )
    ).first()


def find(session: Session, department_id: int, year: int, user: User) -> YearlyPlan:
    """The same, for whoever may read it; Missing for others."""
    plan = of(session, department_id, year)
    if plan is None or not may_read(user, plan):
        raise Missing("Ce plan n’existe pas, ou ne vous est pas encore ouvert.")
    return plan


# ---------------------------------------------------------------- who


def may_read(user: User, plan: YearlyPlan) -> bool:
    """Everybody inside once it is approved; before, who prepares it, the officer and management."""
    if plan.is_approved:
        return may(user, Right.READ_RESULTS)
    rights = (Right.PREPARE_PLANS, Right.APPROVE_PLANS)
    return any(may_in(user, right, plan.department_id) for right in rights)


def may_prepare(session: Session, user: User, department_id: int) -> bool:
    """Who leads the department; the officer where nobody does."""
    if leading.leads(user, department_id):
        return True
    return user.role is Role.QUALITY_OFFICER and department_id not in headed(session)


def headed(session: Session) -> set[int | None]:
    """The departments that somebody leads, in one query."""
    return set(leading.heads(session))


def objection_to_approval(plan: YearlyPlan, by: User) -> str:
    """Why this person may not approve or send back this plan; empty when they may."""
    if not may(by, Right.APPROVE_PLANS):
        return "Seule la direction approuve un plan annuel."
    return _own_work(plan, by)


def objection_to_closing(plan: YearlyPlan, by: User) -> str:
    """Why this person may not close this plan; empty when they may."""
    if not may(by, Right.VERIFY_ACTIONS):
        return "Seuls le référent qualité et la direction closent un plan annuel."
    return _own_work(plan, by)


def _own_work(plan: YearlyPlan, by: User) -> str:
    if by.id in (plan.prepared_by_id, plan.submitted_by_id):
        return "Vous avez préparé ce plan : une autre personne doit se prononcer."
    if leading.leads(by, plan.department_id):
        return "Vous dirigez ce service : une autre personne doit se prononcer."
    return ""


def expect_preparer(session: Session, plan: YearlyPlan, by: User) -> None:
    """Refused to whoever does not prepare this plan."""
    if not may_prepare(session, by, plan.department_id):
        raise Refused("Seul le responsable de ce service prépare son plan.")


def expect(objection: str) -> None:
    """Refused with this sentence, if there is one."""
    if objection:
        raise Refused(objection)


def subject(plan: YearlyPlan) -> str:
    """How the journal names a plan."""
    return f"plan {plan.department_id}-{plan.year}"


def written(
    session: Session, plan: YearlyPlan, deed: str, by: User, now: datetime, details: str = ""
) -> YearlyPlan:
    """Write the step in the journal; the plan is newer."""
    plan.version += 1
    session.flush()
    journal.write(session, now, by, deed, subject(plan), details, plan.department_id)
    return plan
