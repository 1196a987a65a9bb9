"""A fund of ten years and forty departments, written in bulk: what pages are asked to hold.

`fill` adds to a world that exists already (see tests.world) everything that piles up with the years,
in the proportions of a fund that works: two invitations a reply, two requests a reply, five lines of
journal a thing. Rows are plausible and varied, not random: the same size gives the same fund.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import count
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, SQLModel, select

from core.keys import key
from organisation.models import Commitment, Department, User
from tests.world import World

AT_ONCE = 5_000


@dataclass(frozen=True)
class Size:
    """How much there is of what grows; the rest follows from it."""

    replies: int
    reports: int
    actions: int
    departments: int
    years: int


TEN_YEARS = Size(replies=20_000, reports=3_000, actions=1_500, departments=40, years=10)


@dataclass
class Filling:
    """What the parts hand to each other while they write."""

    session: Session
    world: World
    size: Size
    now: datetime
    departments: list[int] = field(default_factory=list)
    users: list[int] = field(default_factory=list)
    commitments: list[int] = field(default_factory=list)
    numbers: count[int] = field(default_factory=lambda: count(1_000_000))
    """Keys above all those that the world took."""

    @property
    def today(self) -> date:
        return self.now.date()

    def day(self, place: int, of: int) -> date:
        """The day of the `place`-th thing out of `of`, spread over the years, the last one today."""
        span = 365 * self.size.years
        return self.today - timedelta(days=span - span * (place + 1) // of)

    def at(self, place: int, of: int) -> datetime:
        return self.now - (self.today - self.day(place, of))

    def new_keys(self, number: int) -> list[int]:
        return [next(self.numbers) for _ in range(number)]

    def write(self, table: type[SQLModel], rows: list[dict[str, Any]]) -> None:
        """Insert rows in bulk; what they do not say has its default."""
        for start in range(0, len(rows), AT_ONCE):
            insert = sa.insert(table)
            self.session.connection().execute(insert, rows[start : start + AT_ONCE])


def turn(values: list[Any], place: int) -> Any:
    """One of these values, each in its turn."""
    return values[place % len(values)]


def fill(session: Session, world: World, size: Size, now: datetime) -> None:
    """Write everything; the caller commits."""
    from tests.ten_years import assessing, improving, listening, people, reporting, understanding

    session.flush()
    filling = Filling(session, world, size, now)
    people.fill(filling)
    filling.departments = list(session.exec(select(Department.id).order_by(sa.text("id"))))  # type: ignore[arg-type]
    filling.users = list(session.exec(select(User.id).order_by(sa.text("id"))))  # type: ignore[arg-type]
    filling.commitments = list(session.exec(select(Commitment.id).order_by(sa.text("id"))))  # type: ignore[arg-type]
    listening.fill(filling)
    understanding.fill(filling)
    assessing.fill(filling)
    reporting.fill(filling)
    improving.fill(filling)
    people.tell(filling)
    session.flush()


def owner_of(world: World) -> int:
    """The collaborator of the world, in whose name a share of everything is."""
    return key(world.fund.owner)
