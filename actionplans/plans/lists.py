"""The plans of a year, department by department, those that nobody began included; and the same rows as a file."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload
from sqlmodel import Session, col, select

from actionplans.actions import story
from actionplans.models import Action, PlannedAction, PlanStatus, YearlyPlan
from actionplans.plans import candidates, plans
from core.csv_files import Cell
from core.keys import key
from organisation import leading
from organisation.models import Department, Role, User
from organisation.rights import EVERYWHERE


class Shown(StrEnum):
    """Which plans of the year."""

    ALL = ""
    NOT_BEGUN = "pas-commences"
    IN_PREPARATION = "en-preparation"
    SUBMITTED = "soumis"
    APPROVED = "approuves"
    CLOSED = "clos"
    JOINED = "repris"

    @property
    def label(self) -> str:
        return {
            "": "Tous",
            "pas-commences": "Pas commencés",
            "en-preparation": "En préparation",
            "soumis": "Soumis",
            "approuves": "Approuvés",
            "clos": "Clos",
            "repris": "Repris ailleurs",
        }[self.value]


OF_STATUS = {
    PlanStatus.IN_PREPARATION: Shown.IN_PREPARATION,
    PlanStatus.SUBMITTED: Shown.SUBMITTED,
    PlanStatus.APPROVED: Shown.APPROVED,
    PlanStatus.CLOSED: Shown.CLOSED,
    PlanStatus.JOINED: Shown.JOINED,
}


Figures = tuple[int, int, int, int]


@dataclass(frozen=True)
class Row:
    """One department and its plan of the year; figures are None before anything is planned."""

    department: Department
    plan: YearlyPlan | None
    actions: int = 0
    done: int = 0
    late: int = 0
    slipped: int = 0
    may_begin: bool = False

    @property
    def shown(self) -> Shown:
        """The filter it falls in."""
        return OF_STATUS[self.plan.status] if self.plan else Shown.NOT_BEGUN

    @property
    def state(self) -> str:
        """Its state in one word."""
        return self.plan.status.label if self.plan else "pas commencé"


def years(session: Session, today: date) -> list[int]:
    """The years that have a plan, with this one and the next, the newest first."""
    known = session.exec(select(YearlyPlan.year).distinct())
    return sorted({*known, today.year, today.year + 1}, reverse=True)


def rows(session: Session, user: User, year: int, today: date) -> list[Row]:
    """Every department with what this person may read of its plan, by name, in four queries."""
    found = select(YearlyPlan).where(YearlyPlan.year == year)
    approvers = joinedload(YearlyPlan.approved_by)  # type: ignore[arg-type]
    by_place = {plan.department_id: plan for plan in session.exec(found.options(approvers))}
    figures = _figures(session, year, today)
    begun_by_me = _may_begin(session, user)
    departments = session.exec(select(Department).order_by(sa.func.lower(Department.name)))
    return [
        _row(
            one, by_place.get(key(one)), figures, not one.is_closed(today) and begun_by_me(key(one))
        )
        for one in departments
        if _is_open(user, one, by_place.get(key(one)))
        and (key(one) in by_place or not one.is_closed(date(year, 1, 1)))
    ]


def _is_open(user: User, department: Department, plan: YearlyPlan | None) -> bool:
    if plan is not None:
        return plans.may_read(user, plan)
    return user.role in EVERYWHERE or leading.leads(user, department.id)


def _may_begin(session: Session, user: User) -> Callable[[int], bool]:
    """The rule of `plans.may_prepare`, for many departments at once."""
    if user.role is not Role.QUALITY_OFFICER:
        return lambda number: leading.leads(user, number)
    headed = plans.headed(session)
    return lambda number: leading.leads(user, number) or number not in headed


def _row(
    department: Department,
    plan: YearlyPlan | None,
    figures: dict[int, Figures],
    may_begin: bool,
) -> Row:
    if plan is None:
        return Row(department, None, may_begin=may_begin)
    if plan.status is PlanStatus.JOINED:  # its actions are counted where they are now
        return Row(department, plan)
    return Row(department, plan, *figures.get(key(plan), (0, 0, 0, 0)))


def _figures(session: Session, year: int, today: date) -> dict[int, Figures]:
    """Planned, done, late, slipped, by plan, in one query."""
    held = sa.func.coalesce(PlannedAction.due_on, Action.due_on)
    waiting = col(Action.status).in_(candidates.UNFINISHED)

    def number(condition: Any) -> Any:
        return sa.func.coalesce(sa.func.sum(sa.case((condition, 1), else_=0)), 0)

    counted = (
        sa.select(
            col(PlannedAction.plan_id),
            sa.func.count(),
            number(col(Action.status).in_(candidates.DONE)),
            number(sa.and_(waiting, held < today)),
            number(col(Action.due_on) > held),
        )
        .select_from(PlannedAction)
        .join(Action, col(Action.id) == PlannedAction.action_id)
        .join(YearlyPlan, col(YearlyPlan.id) == PlannedAction.plan_id)
        .where(col(YearlyPlan.year) == year)
        .group_by(col(PlannedAction.plan_id))
    )
    found = session.connection().execute(counted)
    return {
        plan_id: (int(n), int(done), int(late), int(moved))
        for plan_id, n, done, late, moved in found
    }


def written(year: int, shown: Sequence[Row]) -> list[Sequence[Cell]]:
    """The rows of the list as a file."""
    return [(year, one.department.name, one.state, *_said(one)) for one in shown]


def _said(row: Row) -> tuple[Cell, ...]:
    if row.plan is None:
        return (None,) * 6
    at, by = row.plan.approved_at, row.plan.approved_by
    figures = (row.actions, row.done, row.late, row.slipped)
    return (*figures, story.today(at) if at else None, by.name if by else None)
