"""A day that somebody types for something to be done: read as people write it, still to come, within reach, and said when offices are closed.

One rule for actions, milestones, entrusted rows, campaigns, steps of the year, announced days, reviews. A day on which nobody works is
taken, for it may be meant (a deadline given by others), and the next working day is said: delays promised to members are in calendar days,
those of staff follow the offices (`core.working_days`). What speaks of the past (a proof's period, an extraction) is not a deadline.
"""

from datetime import date
from typing import Any

from wtforms import DateField
from wtforms.validators import InputRequired

from core import french, working_days
from core.errors import Refused

FORMATS = ["%Y-%m-%d", "%d/%m/%Y", "%d/%m/%y", "%d.%m.%Y", "%d-%m-%Y"]
YEARS_AHEAD = 10
"""Further away, the year is a slip of the finger."""


class DayField(DateField):
    """A day, from the browser's calendar or typed as 31/12/2026."""

    def __init__(self, label: str, required: str, hint: str = "", **more: Any) -> None:
        super().__init__(label, [InputRequired(required)], FORMATS, description=hint, **more)

    def process_formdata(self, valuelist: list[Any]) -> None:
        try:
            super().process_formdata([value.strip() for value in valuelist])
        except ValueError as error:
            self.data = None
            raise ValueError("Écrivez la date ainsi : 31/12/2026.") from error


def expect_to_come(
    day: date, today: date, what: str = "un jour", about: str = "", today_too: bool = False
) -> None:
    """Refused, beside the field `about`, unless this day is after today (or today, with `today_too`) and not absurdly far."""
    if day < today:
        raise Refused(f"Choisissez {what} à venir : le {french.day(day)} est passé.", about)
    if day == today and not today_too:
        raise Refused(
            f"Choisissez {what} à venir : le {french.day(day)}, c’est aujourd’hui.", about
        )
    expect_within_reach(day, today, about)


def expect_within_reach(day: date, today: date, about: str = "") -> None:
    """Refused when this day, past or to come, is absurdly far away: 2206 for 2026."""
    if day.year > today.year + YEARS_AHEAD:
        raise Refused(f"Vérifiez l’année : le {french.day(day)} est dans plus de dix ans.", about)


def said(done: str, day: date | None) -> str:
    """What was done; when the offices are closed that day, it is said, with the first day on which they are open."""
    if day is None or working_days.is_working(day):
        return done
    other = french.weekday(working_days.first_from(day))
    return f"{done} Le {french.weekday(day)} n’est pas travaillé : le premier jour ouvré est le {other}."
