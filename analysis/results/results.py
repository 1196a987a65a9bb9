"""The results of a year for one moment of life: indicators with their margins, and who answered."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from analysis.indicators import measures
from analysis.indicators.answered import Answered, answered, once
from analysis.indicators.commitment_questions import own_formulas
from analysis.indicators.indicators import FORMULAS, Formula, Indicator, indicator
from analysis.results.disclosure import Audience
from analysis.results.shown import REMEMBERED, shown, year_key
from core import french
from survey import replies
from survey.models import EventKind, Mode
from survey.replies import Ledger, Scope


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


def last_year(today: date) -> tuple[date, date]:
    """The twelve months before the quarter that is still coming in (its waves are not closed)."""
    until = measures.quarter_of(today)[0]
    return measures.month_start(until, -12), until


def formulas(session: Session) -> dict[str, Formula]:
    """The indicators of everybody, then the fund's own questions."""
    return FORMULAS | own_formulas(session)


def remembered(session: Session, kind: EventKind, until: date) -> Sequence[Answered]:
    """The replies that decide what may be shown of a year that ends before this day."""
    since = measures.month_start(until, -REMEMBERED)
    return answered(session, Scope(since=since, until=until, kind=kind))


def year(session: Session, kind: EventKind, today: date, audience: Audience) -> Year:
    """All indicators of the last twelve months; those that may not be shown say only their n."""
    since, until = last_year(today)
    known = remembered(session, kind, until)
    ledger = replies.ledger(session, Scope(since=since, until=until, kind=kind))
    found = indicators(formulas(session), known, until, ledger.sent, audience)
    counted = Counter(one.mode for one in known if one.quarter >= since)
    modes = {mode: counted[mode] for mode in Mode if counted[mode]}  # in the order of modes
    return Year(kind, since, until, ledger, found, modes)


def indicators(
    wanted: Mapping[str, Formula],
    known: Sequence[Answered],
    until: date,
    invited: int | None,
    audience: Audience,
) -> list[Indicator]:
    """Each indicator of the year that ends before this day; the fund's own questions only where they were asked."""
    what = ("indicators", tuple(wanted.values()), until, invited, audience)
    return once(known, what, lambda: _indicators(wanted, known, until, invited, audience))


def _indicators(
    wanted: Mapping[str, Formula],
    known: Sequence[Answered],
    until: date,
    invited: int | None,
    audience: Audience,
) -> list[Indicator]:
    since = measures.month_start(until, -12)
    inside = [one.given for one in known if one.quarter >= since]
    found = [
        indicator(
            formula, inside, invited, year_key(until) in shown(formula, known, until, audience)
        )
        for formula in wanted.values()
    ]
    return [one for one in found if one.n or one.code in FORMULAS]
