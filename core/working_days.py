"""Working days of metropolitan France: deadlines set to staff. Members' delays are calendar days."""

from datetime import date, timedelta

SATURDAY = 5


def is_working_day(day: date) -> bool:
    """Monday to Friday, public holidays left out."""
    from holidays import country_holidays  # here: member's pages start without it

    return day.weekday() < SATURDAY and day not in country_holidays("FR", years=day.year)


def after(day: date, working_days: int) -> date:
    """The day that many working days later; the day itself is not counted."""
    left = working_days
    while left > 0:
        day += timedelta(days=1)
        left -= is_working_day(day)
    return day
