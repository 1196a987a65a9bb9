"""The actions that a plan may hold: those of the department that are to be done that year, or were."""

from collections.abc import Sequence
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import joinedload
from sqlmodel import Session, col, select

from actionplans.models import CARRIED, Action, ActionStatus, YearlyPlan

UNFINISHED = (ActionStatus.PROPOSED, *CARRIED)
DONE = (ActionStatus.DONE, ActionStatus.EFFECTIVE, ActionStatus.WITHOUT_EFFECT)


def of(session: Session, plan: YearlyPlan) -> Sequence[Action]:
    """Still to be done and due by the end of the year or without a day; or done, and first due that year."""
    first, last = date(plan.year, 1, 1), date(plan.year, 12, 31)
    due_on, first_due_on = col(Action.due_on), col(Action.first_due_on)
    to_do = sa.and_(col(Action.status).in_(UNFINISHED), sa.or_(due_on.is_(None), due_on <= last))
    done = sa.and_(col(Action.status).in_(DONE), first_due_on.between(first, last))
    wanted = select(Action).where(Action.department_id == plan.department_id, sa.or_(to_do, done))
    return session.exec(
        wanted.options(joinedload(Action.owner)).order_by(due_on.is_(None), due_on, col(Action.id))  # type: ignore[arg-type]
    ).all()
