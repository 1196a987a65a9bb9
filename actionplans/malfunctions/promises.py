"""What the fund promises whoever reports a malfunction, and how far it is kept: counted, by severity, over twelve months.

Two promises (improvement §4.3): looked at within five working days (two when it is serious), never more than seven days; told what
became of it within twenty-five working days of that. A report still waiting beyond its day counts as not kept, whatever
becomes of it: else the worst ones would not be counted. One joined to an earlier report, or sent to an official channel, is
followed there and is not counted. Anonymous reports count like the others: no author is read here.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

import sqlalchemy as sa
from sqlmodel import Session, col

from actionplans.malfunctions.malfunctions import SEVERITIES, TO_FIX
from actionplans.malfunctions.reporting import TO_QUALIFY
from actionplans.models import Malfunction, MalfunctionStatus
from core import working_days

OVER = timedelta(days=365)
SERIOUS, TO_QUALIFY_SERIOUS = (1, 2), 2  # working days
AT_MOST = timedelta(days=7)  # whatever the holidays
ENOUGH = 10  # below, a share says nothing (§3.4.3)
ELSEWHERE = (MalfunctionStatus.JOINED, MalfunctionStatus.REDIRECTED)


@dataclass(frozen=True)
class Kept:
    """Of `of` reports whose day has come or that were answered, `kept` were in time."""

    kept: int = 0
    of: int = 0

    @property
    def share(self) -> float | None:
        """Between 0 and 1; None below ten reports."""
        return self.kept / self.of if self.of >= ENOUGH else None

    def with_one(self, is_kept: bool | None) -> "Kept":
        return self if is_kept is None else Kept(self.kept + is_kept, self.of + 1)


@dataclass(frozen=True)
class Line:
    """How far both promises are kept for one severity, or for all of them."""

    label: str
    looked_at: Kept
    answered: Kept


@dataclass(frozen=True)
class Dates:
    """What is read of a report: its days, nothing of who told it nor of what it says."""

    severity: int | None
    reported_on: date
    qualified_on: date | None
    closed_on: date | None


def kept(session: Session, today: date) -> list[Line]:
    """All together first, then by severity; reports not judged yet are in the first line alone."""
    found = session.connection().execute(
        sa.select(
            col(Malfunction.severity),
            col(Malfunction.reported_on),
            col(Malfunction.qualified_on),
            col(Malfunction.closed_on),
        ).where(
            col(Malfunction.reported_on) > today - OVER,
            col(Malfunction.status).not_in(ELSEWHERE),
        )
    )
    rows = [Dates(*row) for row in found]
    lines = [_line("Tous les signalements", rows, today)]
    for severity, words in SEVERITIES.items():
        alike = [row for row in rows if row.severity == severity]
        if alike:
            lines.append(_line(f"Gravité {severity}, {words}", alike, today))
    return lines


def satisfied(session: Session, today: date) -> Kept:
    """Of the reporters who said whether they were satisfied with what followed, over a year, how many were."""
    answers = session.connection().execute(
        sa.select(col(Malfunction.is_satisfied)).where(
            col(Malfunction.reported_on) > today - OVER, col(Malfunction.is_satisfied).is_not(None)
        )
    )
    found = Kept()
    for (is_satisfied,) in answers:
        found = found.with_one(is_satisfied)
    return found


def _line(label: str, rows: Iterable[Dates], today: date) -> Line:
    looked_at, answered = Kept(), Kept()
    for row in rows:
        looked_at = looked_at.with_one(is_looked_at_in_time(row, today))
        answered = answered.with_one(is_answered_in_time(row, today))
    return Line(label, looked_at, answered)


def is_looked_at_in_time(row: Dates, today: date) -> bool | None:
    """None while there is still time."""
    working = TO_QUALIFY_SERIOUS if row.severity in SERIOUS else TO_QUALIFY
    until = min(_after(row.reported_on, working), row.reported_on + AT_MOST)
    return _in_time(row.qualified_on or row.closed_on, until, today)


def is_answered_in_time(row: Dates, today: date) -> bool | None:
    """Counted from the day it was judged; None while there is still time, or before that day."""
    if row.qualified_on is None:
        return None
    return _in_time(row.closed_on, _after(row.qualified_on, TO_FIX + TO_QUALIFY), today)


def _in_time(on: date | None, until: date, today: date) -> bool | None:
    if on is None:
        return False if today > until else None
    return on <= until


@cache
def _after(day: date, working: int) -> date:
    return working_days.after(day, working)
