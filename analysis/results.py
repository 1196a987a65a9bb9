"""The results of a year for one moment of life: indicators with their margins, and who answered."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from analysis import disclosure, indicators, measures
from analysis.disclosure import Audience, Sum
from analysis.indicators import FORMULAS, Indicator
from analysis.statistics import Estimate
from core import french
from survey import replies
from survey.models import EventKind, Mode
from survey.replies import Ledger, Scope

QUARTERS = 6
YEAR = "year"


@dataclass(frozen=True)
class Year:
    """Twelve months of one moment of life."""

    kind: EventKind
    since: date
    until: date  # excluded
    ledger: Ledger
    indicators: Sequence[Indicator]
    modes: dict[Mode, int]

    @property
    def answers(self) -> int:
        """How many replies the figures rest on."""
        return sum(self.modes.values())

    @property
    def label(self) -> str:
        """« juillet 2025 à juin 2026 »."""
        last = measures.month_start(self.until, -1)
        return f"{french.month(self.since)} à {french.month(last)}"


@dataclass(frozen=True)
class Quarter:
    """One quarter of one indicator; `estimate` is None when it may not be shown."""

    since: date
    n: int
    estimate: Estimate | None

    @property
    def label(self) -> str:
        return french.quarter(self.since)


def last_year(today: date) -> tuple[date, date]:
    """The twelve months before the quarter that is still coming in (its waves are not closed)."""
    until = measures.quarter_of(today)[0]
    return measures.month_start(until, -12), until


def year(session: Session, kind: EventKind, today: date, audience: Audience) -> Year:
    """All indicators of the last twelve months; those under the threshold say only their n."""
    since, until = last_year(today)
    scope = Scope(since=since, until=until, kind=kind)
    ledger = replies.ledger(session, scope)
    given = replies.answers(session, scope)
    found = indicators.indicators(given, ledger.sent, audience)
    modes = replies.modes(session, scope)
    return Year(kind, since, until, ledger, found, modes)


def quarters(
    session: Session, kind: EventKind, code: str, today: date, audience: Audience
) -> list[Quarter]:
    """The last six quarters of one indicator, oldest first; small ones, and those that would give a
    small one away beside the year's figure, are withheld."""
    first, _ = measures.quarter_of(today)
    starts = [measures.month_start(first, -3 * back) for back in range(QUARTERS, 0, -1)]
    whole = Scope(since=starts[0], until=first, kind=kind)
    by_quarter = replies.answers_by_quarter(session, whole)
    invited = replies.sent_by_quarter(session, whole)
    counts = {start: FORMULAS[code].people(by_quarter.get(start, [])) for start in starts}
    away = _withheld(counts, starts, audience)
    return [
        Quarter(
            start,
            counts[start],
            None
            if start in away
            else FORMULAS[code].estimate(by_quarter.get(start, []), invited.get(start)),
        )
        for start in starts
    ]


def _withheld(
    counts: dict[date, int], starts: Sequence[date], audience: Audience
) -> set[date | str]:
    in_year = starts[-4:]
    known: dict[date | str, int] = {YEAR: sum(counts[start] for start in in_year)}
    for start in starts:
        known[start] = counts[start]
    sums: list[Sum[date | str]] = [Sum(YEAR, tuple(in_year))]
    return set(disclosure.hidden(known, sums, audience))
