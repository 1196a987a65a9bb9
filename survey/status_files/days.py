"""The day of a piece of news: in the past, and not required."""

from datetime import date

from survey.registers.cells.cleaned import Cleaned
from survey.registers.cells.dates import EMPTY_DAYS, Fault, read
from survey.registers.cells.text import tidy
from survey.registers.remarks import Remark


def past_day(text: str, today: date) -> Cleaned[date]:
    """The day, or nothing when the cell is empty; unreadable or yet to come, it blocks the row."""
    reading = read(text, newest_year=today.year)
    if reading.fault is Fault.MISSING or reading.day in EMPTY_DAYS:
        return Cleaned()
    if reading.fault or reading.day is None:
        return Cleaned(None, (Remark("day_unreadable", tidy(text)),))
    if reading.day > today:
        return Cleaned(None, (Remark("day_future", tidy(text)),))
    return Cleaned(reading.day)
