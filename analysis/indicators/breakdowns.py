"""An indicator broken down: year beside year, quarter after quarter, by mode, by department. Nothing is crossed."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from itertools import chain

from sqlmodel import Session

from analysis import statistics
from analysis.indicators import breaks, measures
from analysis.indicators.answered import Answered, once
from analysis.indicators.breaks import Break, Mix
from analysis.indicators.indicators import Formula, Unit
from analysis.results import results, shown
from analysis.results.disclosure import Audience
from analysis.results.shown import Key
from analysis.statistics import Change, Estimate
from core import french
from organisation import people
from survey import replies as desk
from survey.models import EventKind, Mode
from survey.replies import Ledger, Scope

QUARTERS = shown.REMEMBERED // 3
NO_DEPARTMENT = "service non précisé"


@dataclass(frozen=True)
class Slice:
    """One group of replies to a question. Without `estimate` it may not be shown, nor may its `n`."""

    label: str
    since: date
    n: int
    estimate: Estimate | None
    broken: Break | None = None
    """What makes it differ from the slice before, apart from what members think."""
    change: Change | None = None
    """In words, beside the slice before, or beside all the others for a mode or a department."""

    @property
    def is_withheld(self) -> bool:
        return self.estimate is None and self.n > 0


@dataclass(frozen=True)
class Breakdown:
    """All that is said of an indicator for one moment of life."""

    kind: EventKind
    formula: Formula
    year: Slice
    before: Slice
    quarters: Sequence[Slice]
    modes: Sequence[Slice]
    departments: Sequence[Slice]
    ledger: Ledger

    @property
    def has_answers(self) -> bool:
        return any(one.n for one in (self.year, self.before, *self.quarters))


@dataclass(frozen=True)
class Source:
    """The replies of one moment of life, read once for all indicators."""

    kind: EventKind
    until: date
    replies: Sequence[Answered]
    invited: Mapping[date, int]
    versions: breaks.Versions
    departments: Mapping[int, str]
    ledger: Ledger


def source(session: Session, kind: EventKind, today: date) -> Source:
    """What breakdowns are made of; a constant number of queries."""
    since, until = results.last_year(today)
    oldest = measures.month_start(until, -shown.REMEMBERED)
    return Source(
        kind,
        until,
        results.remembered(session, kind, until),
        desk.sent_by_quarter(session, Scope(since=oldest, until=until, kind=kind)),
        breaks.versions(session, kind),
        {one.id: one.name for one in people.departments(session) if one.id is not None},
        desk.ledger(session, Scope(since=since, until=until, kind=kind)),
    )


def breakdown(formula: Formula, found: Source, audience: Audience) -> Breakdown:
    """An indicator in all its slices, each shown or withheld by the one decision of `analysis.results.shown`."""
    made_of = (tuple(sorted(found.invited.items())), tuple(sorted(found.departments.items())))
    what = ("cut", formula, found.until, audience, *made_of)
    cut = once(found.replies, what, lambda: _cut(formula, found, audience))
    told = _Telling(formula.code, found)
    return Breakdown(
        found.kind, formula, told.after(cut.before, cut.year), cut.before, told.in_turn(cut.quarters), cut.modes,
        cut.departments, found.ledger,
    )  # fmt: skip


@dataclass(frozen=True)
class _Cut:
    """All slices of an indicator; modes and departments are told beside the others, nothing beside what was before."""

    before: Slice
    year: Slice
    quarters: Sequence[Slice]
    modes: Sequence[Slice]
    departments: Sequence[Slice]


def _cut(formula: Formula, found: Source, audience: Audience) -> _Cut:
    visible = shown.shown(formula, found.replies, found.until, audience)
    cut, end = _Cutting(formula, found, visible), found.until
    starts = [measures.month_start(end, -3 * back) for back in range(QUARTERS, 0, -1)]
    oldest = min((one.quarter for one in found.replies), default=end)
    modes = [(mode.label, shown.mode_key(end, mode), mode) for mode in Mode]
    places = sorted({one.department_id for one in found.replies}, key=str)
    departments = [
        (found.departments.get(place or 0, NO_DEPARTMENT), shown.department_key(end, place), place)
        for place in places
    ]
    return _Cut(
        cut.year(measures.month_start(end, -12)),
        cut.year(end),
        [cut.quarter(start) for start in starts if start >= oldest],
        cut.beside_others(modes, lambda one: one.mode),
        cut.beside_others(departments, lambda one: one.department_id),
    )


def every(session: Session, today: date, audience: Audience) -> list[list[Breakdown]]:
    """All indicators in their slices, moment by moment; those nobody answered are left out."""
    formulas = results.formulas(session).values()
    found = []
    for kind in EventKind:
        replies = source(session, kind, today)
        cut = [breakdown(formula, replies, audience) for formula in formulas]
        found.append([one for one in cut if one.has_answers])
    return [one for one in found if one]


Brought = tuple[Answered, Sequence[float]]
"""A reply, and the figures that the indicator takes from it."""
Group = Mode | int | None
"""A mode, or the key of a department."""


@dataclass(frozen=True)
class _Cutting:
    """Slices of one indicator; each reply is read once."""

    formula: Formula
    found: Source
    visible: frozenset[Key]

    @cached_property
    def by_quarter(self) -> dict[date, list[Brought]]:
        sorted_out: dict[date, list[Brought]] = {}
        for one in self.found.replies:
            sorted_out.setdefault(one.quarter, []).append((one, self.formula.brings(one.given)))
        return sorted_out

    def inside(self, since: date, until: date) -> list[Brought]:
        quarters = (some for start, some in self.by_quarter.items() if since <= start < until)
        return list(chain.from_iterable(quarters))

    def slice(
        self, label: str, since: date, key: Key, inside: Sequence[Brought], invited: int | None
    ) -> Slice:
        found = self.formula.figure(_figures(inside), invited) if key in self.visible else None
        return Slice(label, since, sum(1 for _, brought in inside if brought), found)

    def year(self, until: date) -> Slice:
        since, last = measures.month_start(until, -12), measures.month_start(until, -1)
        label = f"{french.month(since)} à {french.month(last)}"
        invited = sum(n for start, n in self.found.invited.items() if since <= start < until)
        return self.slice(label, since, shown.year_key(until), self.inside(since, until), invited or None)  # fmt: skip

    def quarter(self, since: date) -> Slice:
        inside = self.inside(since, measures.month_start(since, 3))
        invited = self.found.invited.get(since)
        return self.slice(french.quarter(since), since, shown.quarter_key(since), inside, invited)

    def beside_others(
        self, wanted: Sequence[tuple[str, Key, Group]], group_of: Callable[[Answered], Group]
    ) -> list[Slice]:
        """Groups of the year, each beside all the others together; those where nobody answered are left out."""
        since = measures.month_start(self.found.until, -12)
        groups: dict[Group, list[Brought]] = {}
        for one in self.inside(since, self.found.until):
            groups.setdefault(group_of(one[0]), []).append(one)
        cut = [
            (self.slice(label, since, key, groups.get(group, []), None), group)
            for label, key, group in wanted
        ]
        told = max(1, sum(1 for one, _ in cut if one.estimate is not None))
        figures = {group: _figures(some) for group, some in groups.items()}
        return [
            replace(one, change=self.beside(group, figures, told)) if one.estimate else one
            for one, group in cut
            if one.n
        ]

    def beside(self, group: Group, figures: Mapping[Group, list[float]], told: int) -> Change:
        """A group beside all the others: marks by Student's test, shares by Newcombe's interval."""
        own = figures[group]
        others = [one for which, some in figures.items() if which != group for one in some]
        if self.formula.unit is Unit.MARK:
            return statistics.beside(own, others, told)
        return statistics.change(self.formula.figure(others), self.formula.figure(own), told)


@dataclass(frozen=True)
class _Telling:
    """What may be said of a slice after the one before, and why they differ apart from what members think."""

    code: str
    found: Source

    def in_turn(self, quarters: Sequence[Slice]) -> list[Slice]:
        return [
            self.after(quarters[at - 1], one, 3) if at else one for at, one in enumerate(quarters)
        ]

    def after(self, before: Slice, now: Slice, months: int = 12) -> Slice:
        """The same slice, told beside the one before."""
        was, after = self.mix(before.since, months), self.mix(now.since, months)
        broken = breaks.between(self.code, was, after, self.found.versions)
        change = statistics.change(before.estimate, now.estimate)
        if broken is not None and broken.forbids:
            change = Change.NOT_COMPARABLE
        return replace(now, broken=broken, change=change)

    def mix(self, since: date, months: int) -> Mix:
        until, replies = measures.month_start(since, months), self.found.replies
        inside = (one for one in replies if since <= one.quarter < until)
        return once(replies, ("mix", since, until), lambda: breaks.mix(inside))


def _figures(brought: Sequence[Brought]) -> list[float]:
    return list(chain.from_iterable(figures for _, figures in brought))
