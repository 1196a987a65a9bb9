"""What somebody is told of: one shape for every line of the daily digest."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Notice:
    """One line of one person's digest: about what, why today, and where to go."""

    user_id: int
    title: str
    reason: str
    path: str
    due_on: date


@dataclass(frozen=True)
class Days:
    """The days looked at: after `last`, up to `today` included."""

    last: date
    today: date

    def hold(self, day: date | None) -> bool:
        """Whether this day is one of them."""
        return day is not None and self.last < day <= self.today
