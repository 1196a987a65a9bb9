"""Working days of mainland France: neither Saturday, Sunday nor public holiday."""

from collections.abc import Set
from datetime import date, timedelta
from functools import lru_cache

SATURDAY = 5


def is_working(day: date) -> bool:
    """Whether offices are open that day."""
    return day.weekday() < SATURDAY and day not in _holidays(day.year)


def first_from(day: date, avoiding_weekday: int | None = None) -> date:
    """The first working day from this one on; with `avoiding_weekday` (0 Monday), another one."""
    while not is_working(day) or day.weekday() == avoiding_weekday:
        day += timedelta(days=1)
    return day


def after(day: date, working_days: int) -> date:
    """The day that many working days later; the day itself is not counted."""
    for _ in range(working_days):
        day = first_from(day + timedelta(days=1))
    return day


@lru_cache(maxsize=16)
def _holidays(year: int) -> Set[date]:
    import holidays  # a slow import, needed by few pages

    return frozenset(holidays.country_holidays("FR", years=year))
