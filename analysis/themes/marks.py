"""Satisfaction by theme: the members' own marks, never a guessed feeling, praise apart from complaint.

A member speaks of a theme when one of their comments does. Their mark is the one they gave to the whole; what they wrote in « ce
qui a bien marché » is praise, in « à améliorer » complaint: the box tells it, not a machine.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from analysis import statistics
from analysis.indicators import measures
from analysis.models import ThemeReading, Verbatim, Voice
from analysis.results import results
from analysis.results.disclosure import Audience, withheld
from analysis.results.shown import REMEMBERED
from analysis.statistics import Change, Estimate
from analysis.themes import weights
from analysis.themes.themes import OTHER, Theme, themes
from core import french
from survey.models import EventKind
from survey.sending import waves

TOP = 10.0
COMPARED = (len(themes()) - 1) * len(EventKind)  # on one page, sharing one risk of error

Key = tuple[str, date, str]
Cell = tuple[date, EventKind, frozenset[Voice]]


@dataclass(frozen=True, slots=True)
class Speaker:
    """One member who gave a mark and wrote: in which boxes, of which themes."""

    kind: EventKind
    quarter: date
    mark: float
    said: Mapping[str, frozenset[Voice]]


@dataclass(frozen=True)
class Part:
    """Those who speak of a theme, or praise it, or complain of it: how many marks, and their mean where it may be shown."""

    n: int
    estimate: Estimate | None


@dataclass(frozen=True)
class ThemeMark:
    """A theme in a year of one moment of life."""

    theme: Theme
    all: Part
    praise: Part
    complaint: Part
    change: Change
    """Beside the marks of those who do not speak of it."""
    weight: Estimate | None


@dataclass(frozen=True)
class Marks:
    """All themes of a year of one moment of life, those that weigh most first, those withheld last."""

    kind: EventKind
    since: date
    until: date  # excluded
    members: int
    mean: Estimate | None
    themes: Sequence[ThemeMark]

    @property
    def label(self) -> str:
        return f"{french.month(self.since)} à {french.month(measures.month_start(self.until, -1))}"

    @property
    def told(self) -> list[ThemeMark]:
        """The themes whose mark may be shown."""
        return [one for one in self.themes if one.all.estimate is not None]

    @property
    def weighed(self) -> list[ThemeMark]:
        """Of these, those whose weight is known."""
        return [one for one in self.told if one.weight is not None]


def marks(session: Session, today: date) -> list[Marks]:
    """Satisfaction by theme over the last year, for each moment of life; one query."""
    _, until = results.last_year(today)
    return of_year(remembered(session, until), until)


def remembered(session: Session, until: date) -> list[Speaker]:
    """The members that decide what may be shown of a year that ends before this day."""
    return speakers(session, measures.month_start(until, -REMEMBERED), until)


def of_year(found: Sequence[Speaker], until: date) -> list[Marks]:
    """Satisfaction by theme over the year that ends before this day, for each moment of life."""
    since = measures.month_start(until, -12)
    known = [one for one in found if one.quarter < until]
    return [_of_kind(kind, known, since, until) for kind in EventKind]


def speakers(session: Session, since: date, until: date) -> list[Speaker]:
    """Members who gave a mark and whose comments were read, from a day to another, excluded."""
    lines = (
        sa.select(
            col(Verbatim.reply_id), col(Verbatim.kind), col(Verbatim.period_start), col(Verbatim.satisfaction),
            col(Verbatim.voice), col(ThemeReading.theme),
        )
        .join(ThemeReading, col(ThemeReading.verbatim_id) == col(Verbatim.id))
        .where(col(Verbatim.period_start) >= since, col(Verbatim.period_start) < until)
        .where(col(Verbatim.satisfaction).is_not(None))
    )  # fmt: skip
    about: dict[str, tuple[EventKind, date, float]] = {}
    said: dict[str, dict[str, set[Voice]]] = {}
    rows: Iterable[Any] = session.connection().execute(lines)
    for reply_id, kind, start, mark, voice, theme in rows:
        about[reply_id] = (kind, waves.quarter_start(start), float(mark))
        said.setdefault(reply_id, {}).setdefault(theme, set()).add(voice)
    return [
        Speaker(*about[reply], said={theme: frozenset(boxes) for theme, boxes in themes_of.items()})
        for reply, themes_of in sorted(said.items())
    ]


def _of_kind(kind: EventKind, found: Sequence[Speaker], since: date, until: date) -> Marks:
    inside = [one for one in found if one.kind is kind and one.quarter >= since]
    weighed = weights.weights([one.mark for one in inside], _signs(inside))
    told = [
        _theme(theme, found, inside, kind, until, weighed.get(theme.code)) for theme in themes()
    ]
    told = [one for one in told if one.all.n]
    told.sort(key=lambda one: (one.theme.code == OTHER, one.all.estimate is None, -_weight(one), -one.all.n))  # fmt: skip
    mean = _mean([one.mark for one in inside]) if len(inside) >= Audience.INTERNAL else None
    return Marks(kind, since, until, len(inside), mean, told)


def _weight(one: ThemeMark) -> float:
    return one.weight.value if one.weight else -1.0


def _signs(inside: Sequence[Speaker]) -> dict[str, list[float]]:
    """What each member said of each theme: +1 in praise, −1 in complaint, 0 else; « autre » is no theme to work on."""
    return {
        theme.code: [_sign(one.said.get(theme.code, frozenset())) for one in inside]
        for theme in themes()
        if theme.code != OTHER
    }


def _sign(boxes: frozenset[Voice]) -> float:
    return float(Voice.PRAISE in boxes) - float(Voice.SUGGESTION in boxes)


def _mean(values: Sequence[float]) -> Estimate | None:
    return statistics.mean(values, TOP) if values else None


def _theme(
    theme: Theme,
    found: Sequence[Speaker],
    inside: Sequence[Speaker],
    kind: EventKind,
    until: date,
    weight: Estimate | None,
) -> ThemeMark:
    visible = _visible(theme.code, found, until)
    about = [one for one in inside if theme.code in one.said]

    def part(sort: str, chosen: Sequence[Speaker]) -> Part:
        is_shown = (sort, until, kind.value) in visible
        return Part(len(chosen), _mean([one.mark for one in chosen]) if is_shown else None)

    whole = part("all", about)
    marks, rest = (
        [one.mark for one in about],
        [one.mark for one in inside if theme.code not in one.said],
    )
    beside = statistics.beside(marks, rest, among=COMPARED)
    return ThemeMark(
        theme,
        whole,
        part(Voice.PRAISE.value, [one for one in about if Voice.PRAISE in one.said[theme.code]]),
        part(Voice.SUGGESTION.value, [one for one in about if Voice.SUGGESTION in one.said[theme.code]]),
        beside if whole.estimate else Change.TOO_FEW,
        weight if whole.estimate else None,
    )  # fmt: skip


# ---------------------------------------------------------------- what may be shown


def _visible(theme: str, found: Sequence[Speaker], until: date) -> frozenset[Key]:
    counted = Counter(
        (one.quarter, one.kind, one.said[theme]) for one in found if theme in one.said
    )
    known: frozenset[Key] = frozenset()
    for back in range((REMEMBERED - 12) // 3, -1, -1):
        end = measures.month_start(until, -3 * back)
        cells = tuple(sorted((cell for cell in counted.items() if cell[0][0] < end), key=_in_order))
        known |= _new(cells, end, known)
    return known


def _in_order(cell: tuple[Cell, int]) -> tuple[str, ...]:
    (quarter, kind, boxes), _ = cell
    return (quarter.isoformat(), kind.value, *sorted(boxes))


@lru_cache(maxsize=4096)
def _new(cells: tuple[tuple[Cell, int], ...], end: date, known: frozenset[Key]) -> frozenset[Key]:
    """What is shown at the end of a year, beside what was; the page of themes shows each quarter with five marks."""
    counts = dict(cells)
    quarters: set[Key] = {("quarter", quarter, "") for quarter, _, _ in counts}
    told = {key for key in quarters if _size(counts, key) >= Audience.INTERNAL}
    sorts = (Voice.PRAISE.value, Voice.SUGGESTION.value, "all")
    fresh: list[Key] = [(sort, end, kind.value) for sort in sorts for kind in EventKind]
    known |= told
    groups = {key: _members(counts, key) for key in [*sorted(known), *fresh]}
    worth = {key: int(key[0] == "all") for key in fresh}
    away: frozenset[Key] = withheld(counts, groups, Audience.INTERNAL, known, worth)
    return frozenset(fresh) - away | told


def _size(counts: Mapping[Cell, int], key: Key) -> int:
    return sum(counts[cell] for cell in _members(counts, key))


def _members(counts: Mapping[Cell, int], key: Key) -> frozenset[Cell]:
    sort, day, which = key
    if sort == "quarter":
        return frozenset(cell for cell in counts if cell[0] == day)
    since = measures.month_start(day, -12)
    inside = {cell for cell in counts if since <= cell[0] < day and cell[1].value == which}
    return frozenset(cell for cell in inside if sort == "all" or Voice(sort) in cell[2])
