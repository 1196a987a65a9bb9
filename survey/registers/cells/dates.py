"""Days as people and spreadsheets write them: read in the French order, never guessed into another."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from survey.registers.cells.cleaned import Cleaned
from survey.registers.cells.text import fold, says_nothing, tidy
from survey.registers.remarks import Remark

FUTURE = timedelta(days=180)  # an event further ahead is a mistyped year
DOUBTFUL_AFTER = 18  # months
EPOCH_1900 = date(1899, 12, 30)  # day 0 of Excel, its false 29 February 1900 made up for
EPOCH_1904 = date(1904, 1, 1)
YOUNGEST, OLDEST = 16, 110

TIME = r"(?:[T ]+\d{1,2}[:hH.]\d{2}.*)?"
YEAR_FIRST = re.compile(rf"(\d{{4}})[-/.](\d{{1,2}})[-/.](\d{{1,2}}){TIME}")
DAY_FIRST = re.compile(rf"(\d{{1,2}}) ?[-/. ] ?(\d{{1,2}}) ?[-/. ] ?(\d{{4}}|\d{{2}}){TIME}")
IN_WORDS = re.compile(
    rf"(?:[a-z]+\.? )?(\d{{1,2}})(?:er)?[-/. ]*([a-z]+)\.?[-/. ]*(\d{{4}}|\d{{2}}){TIME.lower()}"
)
SERIAL = re.compile(r"(\d{5})(?:[.,]\d+)?")
# Day zero of mainframes and spreadsheets: a way of writing « no date ».
EMPTY_DAYS = frozenset({date(1, 1, 1), date(1899, 12, 30), date(1900, 1, 1), date(9999, 12, 31)})
MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "janvier janv jan january", "fevrier fevr fev feb february", "mars mar march",
            "avril avr apr april", "mai may", "juin jun june", "juillet juil jul july",
            "aout aou aug august", "septembre sept sep september", "octobre oct october",
            "novembre nov november", "decembre dec december",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip


class Fault(StrEnum):
    """Why a text is not a day."""

    MISSING = "missing"
    IMPOSSIBLE = "impossible"
    US_ORDER = "us_order"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class Reading:
    """One text read as a day: the day or the fault, and what had to be guessed."""

    day: date | None = None
    fault: Fault | None = None
    serial: bool = False
    short_year: bool = False


def read(text: str, newest_year: int) -> Reading:
    """A day from any of the known forms. A two-digit year is the last one up to `newest_year`."""
    text = tidy(text)
    if says_nothing(text) or not text.strip("0-/. "):
        return Reading(fault=Fault.MISSING)
    if match := YEAR_FIRST.fullmatch(text):
        year, month, day = match.groups()
        return _checked(year, month, day, newest_year)
    if match := DAY_FIRST.fullmatch(text):
        day, month, year = match.groups()
        return _checked(year, month, day, newest_year, french=True)
    return _less_usual(text, newest_year)


def _less_usual(text: str, newest_year: int) -> Reading:
    if re.fullmatch(r"\d{8}", text):
        return _compact(text, newest_year)
    if match := SERIAL.fullmatch(text):
        return Reading(EPOCH_1900 + timedelta(days=int(match[1])), serial=True)
    if match := IN_WORDS.fullmatch(_unaccented(text)):
        day, month, year = match.groups()
        if month in MONTHS:
            return _checked(year, str(MONTHS[month]), day, newest_year)
    return Reading(fault=Fault.UNREADABLE)


def _unaccented(text: str) -> str:
    return re.sub(r"[^\W\d_]+", lambda word: fold(word[0]), text)


def _compact(text: str, newest_year: int) -> Reading:
    """yyyymmdd when that is a day, else ddmmyyyy."""
    first = _checked(text[:4], text[4:6], text[6:], newest_year)
    if first.day and 1900 <= first.day.year <= 2100:
        return first
    last = _checked(text[4:], text[2:4], text[:2], newest_year)
    return last if last.day else first


def _checked(year: str, month: str, day: str, newest_year: int, french: bool = False) -> Reading:
    short = len(year) == 2
    full_year = _century(int(year), newest_year) if short else int(year)
    found = _day(full_year, int(month), int(day))
    if found is None:
        other = _day(full_year, int(day), int(month)) if french else None
        return Reading(other, Fault.US_ORDER if other else Fault.IMPOSSIBLE)
    return Reading(found, short_year=short)


def _century(year: int, newest_year: int) -> int:
    full = newest_year - newest_year % 100 + year
    return full if full <= newest_year else full - 100


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def shown(day: date) -> str:
    """« 04/03/2026 », as the person writes it."""
    return f"{day:%d/%m}/{day.year:04d}"


def swapped(day: date) -> date | None:
    """The day read with its month and its day exchanged, where that is another day."""
    return _day(day.year, day.day, day.month) if day.day != day.month else None


def event_date(text: str, today: date, months: int) -> Cleaned[date]:
    """The day of the event. A day out of bounds is kept with the reason that rejects its row."""
    reading = read(text, newest_year=(today + FUTURE).year)
    if reading.fault or reading.day is None:
        proposed = shown(reading.day) if reading.day else ""
        return Cleaned(None, (Remark(f"event_date_{reading.fault}", tidy(text), proposed),))
    remarks = [*_guesses("event_date", text, reading), *_too_far(text, reading, today, months)]
    return Cleaned(reading.day, tuple(remarks))


def _guesses(column: str, text: str, reading: Reading) -> list[Remark]:
    assert reading.day
    if reading.serial:
        return [Remark(f"{column}_serial", tidy(text), shown(reading.day))]
    if reading.short_year:
        return [Remark(f"{column}_short_year", tidy(text), shown(reading.day))]
    return []


def _too_far(text: str, reading: Reading, today: date, months: int) -> list[Remark]:
    assert reading.day
    day = shown(reading.day)
    if reading.day > today + FUTURE:
        return [Remark("event_date_future", day)]
    if reading.day < months_before(today, months):
        return [Remark("event_date_too_old", day, str(months)), *_macintosh(text, reading, today)]
    if reading.day < months_before(today, DOUBTFUL_AFTER):
        return [Remark("event_date_old", day)]
    return []


def _macintosh(text: str, reading: Reading, today: date) -> list[Remark]:
    """Excel's other calendar: the same serial, four years and a day later."""
    assert reading.day
    later = reading.day + (EPOCH_1904 - EPOCH_1900)
    recent = months_before(today, DOUBTFUL_AFTER) <= later <= today + FUTURE
    return (
        [Remark("event_date_1904", tidy(text), shown(later))] if reading.serial and recent else []
    )


def birth_date(text: str, today: date) -> Cleaned[date]:
    """A day of birth; unreadable or not yet come, it is left out and said. Never required."""
    reading = read(text, newest_year=today.year - YOUNGEST)
    if reading.fault is Fault.MISSING or reading.day in EMPTY_DAYS:
        return Cleaned()
    if reading.fault or reading.day is None:
        return Cleaned(None, (Remark("birth_date_unreadable", tidy(text)),))
    return Cleaned(reading.day, tuple(_guesses("birth_date", text, reading)))


def ages(born: date | None, on: date | None) -> tuple[Remark, ...]:
    """What a day of birth and the day of an event say together."""
    if born is None or on is None:
        return ()
    if born >= on:
        return (Remark("birth_after_event", shown(born), shown(on)),)
    years = on.year - born.year - ((on.month, on.day) < (born.month, born.day))
    if YOUNGEST <= years <= OLDEST:
        return ()
    return (Remark("age_unlikely", shown(born), str(years)),)


def is_a_day(text: str) -> bool:
    """Whether a column such as « date de décès » is filled in earnest."""
    if says_nothing(text) or not text.strip("0-/. "):
        return False
    reading = read(text, newest_year=2099)
    return reading.day not in EMPTY_DAYS


def months_before(day: date, months: int) -> date:
    """The same day some months earlier, or the last of its month."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
