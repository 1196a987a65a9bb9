"""The calendar of actions as a list: what is late, then each month with its due dates and its milestones."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from actionplans.actions.bars import Window, ended_on
from actionplans.actions.timelines import Timeline
from actionplans.models import Action
from core.french import month
from core.keys import key


@dataclass(frozen=True)
class Date:
    """Something that falls on a day: an action's due date, or one of its milestones."""

    on: date
    action: Action
    words: str
    is_late: bool


@dataclass(frozen=True)
class Month:
    """What falls in a month; `first` is None for what is late, whatever its month."""

    first: date | None
    label: str
    dates: Sequence[Date]


def by_month(found: Timeline, today: date) -> list[Month]:
    """The same actions as a list: what is late first, then each month with its due dates and milestones."""
    dates = sorted(_dates(found, today), key=lambda one: (one.on, key(one.action)))
    late = [one for one in dates if one.is_late]
    rest = [one for one in dates if not one.is_late]
    months = [
        Month(first, month(first), list(held))
        for first, held in groupby(rest, key=lambda one: one.on.replace(day=1))
    ]
    return [*([Month(None, "En retard", late)] if late else []), *months]


def _dates(found: Timeline, today: date) -> Iterator[Date]:
    for group in found.groups:
        for one in group.lines:
            yield from _of(one.action, found.window, today)


def _of(action: Action, months: Window, today: date) -> Iterator[Date]:
    end, due_on = ended_on(action), action.due_on
    assert due_on is not None
    if end is None:
        late = action.is_late(today)
        if late or months.holds(due_on):
            yield Date(due_on, action, "échéance", late)
    elif months.holds(end):
        yield Date(end, action, "réalisée" if action.done_on else action.status.label, False)
    for one in action.milestones:
        if one.ended_on is None and months.holds(one.due_on):
            yield Date(one.due_on, action, f"jalon : {one.title}", one.is_late(today))
