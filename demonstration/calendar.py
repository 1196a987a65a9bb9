"""The calendar of the demonstration: eighteen months of sendings that end on the day it is made."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from core import working_days
from core.clock import PARIS
from survey.sending.waves import months_later

MONTHS = 18
LAST = MONTHS - 1


@dataclass(frozen=True)
class Calendar:
    """Month 0 is the first month in which invitations leave, month 17 the present one."""

    now: datetime

    @property
    def today(self) -> date:
        return self.now.astimezone(PARIS).date()

    def month(self, number: int) -> date:
        """The first day of that month; -1 is the month in which the fund gets ready."""
        return months_later(self.today, number - LAST)

    def working_day(self, month: int, rank: int) -> date:
        """The first (second…) working day of a month."""
        day = working_days.first_from(self.month(month))
        for _ in range(rank - 1):
            day = working_days.first_from(day + timedelta(days=1))
        return day

    def ago(self, days: int) -> date:
        """That many days before today, moved back to a working day."""
        day = self.today - timedelta(days=days)
        while not working_days.is_working(day):
            day -= timedelta(days=1)
        return day

    def ahead(self, days: int) -> date:
        """That many days after today, moved on to a working day."""
        return working_days.first_from(self.today + timedelta(days=days))

    def day(self, said: Sequence[int] | int) -> date:
        """A day as the stories write it: [month, working day], or days from today (−12, +30)."""
        if isinstance(said, int):
            return self.ago(-said) if said < 0 else self.ahead(said)
        return self.working_day(*said)

    def working_days(self) -> list[date]:
        """All of them from the first month to today."""
        day, found = self.month(0), []
        while day <= self.today:
            if working_days.is_working(day):
                found.append(day)
            day += timedelta(days=1)
        return found


def moment(day: date, hour: int, minute: int = 0) -> datetime:
    """That hour of Paris, in UTC."""
    return datetime.combine(day, time(hour, minute), PARIS).astimezone(UTC)
