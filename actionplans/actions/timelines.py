"""The calendar of actions: twelve months across, one line an action, grouped by department.

Four queries, whatever the number of actions: the page of lines with their count, the milestones, what is left out.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload
from sqlmodel import Session, col, select

from actionplans.actions import lists
from actionplans.actions.bars import Line, Window, ended_on, line
from actionplans.actions.lists import Wanted
from actionplans.models import Action
from core.lists import Slice, sliced
from organisation.models import Department, User

PER_PAGE = 100
OPEN_UP_TO = 30
"""Lines that are read at a glance; beyond, departments are folded and their months counted."""


@dataclass(frozen=True)
class Group:
    """The lines of a department, and how many of their due dates fall in each month."""

    department: Department
    lines: Sequence[Line]
    counts: Sequence[tuple[float, int]]
    late: int


@dataclass(frozen=True)
class Timeline:
    """What the page shows: the months, the groups, where today falls, what it cannot show."""

    window: Window
    groups: Sequence[Group]
    page: Slice[Any]
    today: float | None
    undated: int
    elsewhere: int

    @property
    def are_open(self) -> bool:
        """Few enough to be read at a glance, or one department alone."""
        return self.page.total <= OPEN_UP_TO or len(self.groups) == 1


def timeline(
    session: Session, user: User, wanted: Wanted, months: Window, page: int, today: date
) -> Timeline:
    """The actions that this person may see and wants to, whose life touches these months."""
    found = sliced(session, _listed(user, wanted, months, today), page, PER_PAGE)
    undated, dated = _left(session, user, wanted, today)
    lines = [line(action, months, today) for action in found.rows]
    by_place = groupby(lines, key=lambda one: one.action.department)
    return Timeline(
        months,
        [_group(place, list(held), months) for place, held in by_place],
        found,
        months.place(today) if months.holds(today) else None,
        undated,
        dated - found.total,
    )


def _listed(user: User, wanted: Wanted, months: Window, today: date) -> Any:
    ends = sa.func.coalesce(col(Action.done_on), col(Action.closed_on), col(Action.due_on))
    goes_on = col(Action.status).in_(lists.WAITING) if today >= months.first else sa.false()
    touches = sa.or_(ends >= months.first, goes_on)  # what is late goes on until today
    is_over = sa.case((col(Action.status).in_(lists.GOING_ON), 0), else_=1)  # what is to do, first
    found = select(Action).join(Department).where(*lists.narrowed(user, wanted, today), *_dated())
    return (
        found.where(col(Action.decided_on) <= months.last, touches)
        .options(
            joinedload(Action.owner),  # type: ignore[arg-type]
            joinedload(Action.department),  # type: ignore[arg-type]
            selectinload(Action.milestones),  # type: ignore[arg-type]
        )
        .order_by(sa.func.lower(Department.name), col(Department.id), is_over, ends, col(Action.id))
    )


def _dated() -> list[Any]:
    return [col(Action.decided_on).is_not(None), col(Action.due_on).is_not(None)]


def _left(session: Session, user: User, wanted: Wanted, today: date) -> tuple[int, int]:
    """How many have no date yet (proposed, refused), and how many have one."""
    is_dated = sa.and_(*_dated())
    counted = sa.select(
        sa.func.count(),
        sa.func.coalesce(sa.func.sum(sa.case((is_dated, 1), else_=0)), 0),
    ).select_from(Action)
    row = session.connection().execute(counted.where(*lists.narrowed(user, wanted, today))).one()
    return int(row[0]) - int(row[1]), int(row[1])


def _group(department: Department, lines: list[Line], months: Window) -> Group:
    due = [one.action.due_on for one in lines if ended_on(one.action) is None]
    counts = [
        (months.place(first), sum(on is not None and on.replace(day=1) == first for on in due))
        for first in months.months
    ]
    return Group(department, lines, counts, sum(one.tone == "bad" for one in lines))
