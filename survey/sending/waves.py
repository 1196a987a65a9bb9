"""Waves: people invited in one month share one closing day, so that closing singles nobody out."""

from datetime import date, timedelta

OPEN_MONTHS = 2  # after the month of sending


def month_start(day: date) -> date:
    """The first day of its month."""
    return day.replace(day=1)


def quarter_start(day: date) -> date:
    """The first day of its quarter."""
    return date(day.year, 3 * ((day.month - 1) // 3) + 1, 1)


def months_later(day: date, months: int) -> date:
    """The first day of the month that many months away."""
    place = day.year * 12 + day.month - 1 + months
    return date(place // 12, place % 12 + 1, 1)


def closes_on(sent_on: date) -> date:
    """The last day on which an invitation sent that day may be answered."""
    return months_later(sent_on, OPEN_MONTHS + 1) - timedelta(days=1)


def last_closed_month(today: date) -> date:
    """The newest month of sending whose wave is over (its first day)."""
    return months_later(today, -(OPEN_MONTHS + 1))
