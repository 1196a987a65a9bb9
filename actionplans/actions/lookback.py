"""The year behind: what members said of each theme quarter by quarter, and the decisions that still count.

Read once for all that looks at them together: what is to decide, what comes back, what became of each theme.
"""

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from actionplans.actions import decisions
from actionplans.actions.decisions import Made
from analysis.indicators import measures
from analysis.indicators.measures import Voices

QUARTERS = 5  # this one, and a year


@dataclass(frozen=True)
class Lookback:
    """Voices by quarter (its first day) and theme, from the quarter of `first`; decisions, newest first."""

    first: date
    spoken: dict[date, dict[str, Voices]]
    made: list[Made]

    def settled(self, since: date, today: date) -> set[str]:
        """The themes of which what was said since that day calls for nothing more."""
        return {one.decision.theme for one in self.made if one.answers(since, today)}


def look_back(session: Session, today: date) -> Lookback:
    """Three queries, whatever there is."""
    current = measures.quarter_of(today)
    first = measures.month_start(current[0], -3 * (QUARTERS - 1))
    spoken = measures.voices_by_quarter(session, first, current[1])
    return Lookback(first, spoken, decisions.counting(session, first, today))
