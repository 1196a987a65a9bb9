"""The officer's year, day after day: usual steps as they stand, one's own, and what follows from the fund's data."""

from collections.abc import Sequence
from datetime import date

import sqlalchemy as sa
from sqlmodel import Session, select

from actionplans.models import YearStep
from actionplans.tracing.links import Address
from actionplans.year import sources, usual
from actionplans.year.items import Item
from core.clock import PARIS
from organisation.models import JournalEntry

OWN = "own-"
FIRST_YEAR, LAST_YEAR = 2020, 2099


def items(session: Session, year: int) -> list[Item]:
    """All that a year holds, by day; a constant number of queries."""
    found = [*steps(session, year), *sources.items(session, year)]
    return sorted(found, key=lambda item: (item.on, not item.step, item.title))


def by_month(found: Sequence[Item]) -> dict[int, list[Item]]:
    """The twelve months, empty ones too."""
    months: dict[int, list[Item]] = {month: [] for month in range(1, 13)}
    for item in found:
        months[item.on.month].append(item)
    return months


def steps(session: Session, year: int) -> list[Item]:
    """The steps that a person takes: usual ones, moved or not, then those the officer added."""
    kept = session.exec(select(YearStep).where(YearStep.year == year)).all()
    touched = {row.code: row for row in kept if row.code}
    true, began = usual.facts(session, year), began_on(session)
    found = [_usual(one, year, touched.get(one.code), true.get(one.fact), began) for one in usual.steps().values()]  # fmt: skip
    return found + [_own(row) for row in kept if row.code is None]


def _usual(
    one: usual.Usual, year: int, row: YearStep | None, fact: date | None, began: date | None
) -> Item:
    on = row.due_on if row else one.due_on(year)
    url: Address | None = (one.url, {}) if one.url else None
    done_on = (row.ended_on if row else None) or fact
    is_before = row is None and began is not None and on < began
    return Item(one.code, on, one.title, one.detail, url, one.code, done_on, is_before)


def _own(row: YearStep) -> Item:
    name = f"{OWN}{row.id}"
    return Item(name, row.due_on, row.title, step=name, done_on=row.ended_on)


def began_on(session: Session) -> date | None:
    """The day this tool was first used here: usual steps from before are nobody's lateness."""
    first = session.exec(select(sa.func.min(JournalEntry.at))).one()
    return first.astimezone(PARIS).date() if first else None
