"""An action across twelve months, as shapes: where each begins and ends, in per cent of the width, and the same in words.

A place is cut at both ends: an action that began before the first month starts at the edge.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from actionplans.actions import lists
from actionplans.models import Action, ActionStatus
from core.french import count, day

MONTHS = 12
MONTH = re.compile(r"20[0-9]{2}-(0[1-9]|1[0-2])")
BEFORE = 3  # months shown before the present one, unless another first month is asked for


@dataclass(frozen=True)
class Window:
    """Twelve months from the first day of one."""

    first: date

    @property
    def months(self) -> list[date]:
        """The first day of each."""
        return [shifted(self.first, number) for number in range(MONTHS)]

    @property
    def last(self) -> date:
        """Its last day."""
        return shifted(self.first, MONTHS) - timedelta(days=1)

    def place(self, on: date) -> float:
        """Where a day falls, from 0 to 100."""
        whole = (self.last - self.first).days + 1
        return round(min(100.0, max(0.0, 100 * (on - self.first).days / whole)), 2)

    def holds(self, on: date | None) -> bool:
        """Whether it is one of its days."""
        return on is not None and self.first <= on <= self.last


def shifted(first: date, months: int) -> date:
    """The first day of the month so many months later, or earlier."""
    number = first.year * 12 + first.month - 1 + months
    return date(number // 12, number % 12 + 1, 1)


def window(asked: str, today: date) -> Window:
    """The one that the address asks for (« 2026-07 »), else the one around today."""
    if MONTH.fullmatch(asked):
        return Window(date(int(asked[:4]), int(asked[5:]), 1))
    return Window(shifted(today.replace(day=1), -BEFORE))


# ---------------------------------------------------------------- one line


@dataclass(frozen=True)
class Bar:
    """A stretch of an action's life; `kind` is its shape: planned, going, suspended, done, given-up, slipped, overdue."""

    kind: str
    at: float
    until: float

    @property
    def width(self) -> float:
        """At least a hair: an action of one day is seen."""
        return round(max(0.4, self.until - self.at), 2)


@dataclass(frozen=True)
class Mark:
    """A day of its life; `kind` is its shape: due, first-due, done, stopped, milestone, reached, cancelled."""

    kind: str
    at: float
    said: str


@dataclass(frozen=True)
class Line:
    """An action across the months, in shapes and in words."""

    action: Action
    bars: Sequence[Bar]
    marks: Sequence[Mark]
    tone: str
    said: str
    """What the drawing says, for who does not see it."""


def line(action: Action, months: Window, today: date) -> Line:
    """From the day it was decided to its end; what slipped and what is late are drawn apart."""
    bars = [bar for bar in _bars(action, months, today) if bar.until > 0 and bar.at < 100]
    return Line(
        action,
        bars,
        list(_marks(action, months)),
        lists.tone(action, today),
        said(action, today),
    )


def ended_on(action: Action) -> date | None:
    """The day it was done, or given up."""
    return action.done_on or action.closed_on


def _bars(action: Action, months: Window, today: date) -> Iterator[Bar]:
    begins, due_on = action.decided_on, action.due_on
    assert begins is not None
    assert due_on is not None
    place, end = months.place, ended_on(action)
    if end is not None:
        kind = "done" if action.done_on else "given-up"
        yield Bar(kind, place(begins), place(end + timedelta(days=1)))
        return
    first = min(action.first_due_on or due_on, due_on)
    yield Bar(KINDS.get(action.status, "going"), place(begins), place(first))
    if first < due_on:
        yield Bar("slipped", place(first), place(due_on))
    if action.is_late(today):
        yield Bar("overdue", place(due_on), place(today))


KINDS = {ActionStatus.DECIDED: "planned", ActionStatus.SUSPENDED: "suspended"}


def _marks(action: Action, months: Window) -> Iterator[Mark]:
    end = ended_on(action)
    dated = [
        (
            "first-due",
            action.first_due_on if end is None and _slipped(action) else None,
            "première échéance",
        ),
        ("due", action.due_on if end is None else None, "échéance"),
        ("done", action.done_on, "réalisée"),
        ("stopped", end if action.done_on is None else None, action.status.label),
    ]
    for kind, on, words in dated:
        if on is not None and months.holds(on):
            yield Mark(kind, months.place(on), f"{words} le {day(on)}")
    for one in action.milestones:
        on = one.ended_on or one.due_on
        if months.holds(on):
            kind = "cancelled" if one.is_cancelled else "reached" if one.ended_on else "milestone"
            yield Mark(kind, months.place(on), f"jalon « {one.title} » le {day(on)}")


def _slipped(action: Action) -> int:
    if action.first_due_on is None or action.due_on is None:
        return 0
    return max(0, (action.due_on - action.first_due_on).days)


def said(action: Action, today: date) -> str:
    """« du 3 mars au 9 juin 2026, reportée de 12 jours, en retard de 3 jours, 1 jalon sur 2 »."""
    assert action.decided_on is not None
    assert action.due_on is not None
    end = ended_on(action)
    parts = [f"du {day(action.decided_on)} au {day(end or action.due_on)}"]
    if end is not None:
        parts.append("réalisée" if action.done_on else action.status.label)
    if slipped := _slipped(action):
        parts.append(f"échéance reportée de {count(slipped, 'jour')}")
    if action.is_late(today):
        parts.append(f"en retard de {count((today - action.due_on).days, 'jour')}")
    if action.milestones:
        ended = sum(one.ended_on is not None for one in action.milestones)
        parts.append(f"{ended} sur {count(len(action.milestones), 'jalon')}")
    return ", ".join(parts)
