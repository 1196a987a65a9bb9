"""Process charts: what is ordinary variation from quarter to quarter, and what calls for a look.

Marks are on an XmR chart (Shewhart; Wheeler, « Understanding Variation », 1993), shares on a p chart, whose limits follow the number
of answers. Four rules, those of « Making Data Count » (NHS England): more would raise too many false alarms. A chart says that
something changed, never why.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from math import sqrt
from statistics import fmean

from analysis.statistics import Interval

# Mean moving range of two, in units that give three standard deviations (Shewhart; 3 / 1.128).
OF_MOVING_RANGE = 2.66
FEWEST_POINTS = 6  # fewer say nothing of what is ordinary
RUN = 7  # points in a row on one side of the centre
RISE = 6  # points in a row that all rise, or all fall
NEAR = 2 / 3  # of the way from the centre to a limit


class Signal(StrEnum):
    """Why a point calls for a look, the strongest reason first."""

    OUTSIDE = "hors des limites"
    NEAR_LIMIT = "deux points sur trois près d’une même limite"
    ONE_SIDE = "sept points de suite du même côté de la moyenne"
    TREND = "six points de suite qui montent, ou qui descendent"


@dataclass(frozen=True, slots=True)
class Limits:
    """The centre and, for each point, the ordinary range around it; computed from the first `baseline` points."""

    centre: float
    ranges: tuple[Interval, ...]
    baseline: int


def xmr(values: Sequence[float], baseline: int | None = None) -> Limits | None:
    """Limits of individual values: mean ± 2.66 × mean moving range; None under six points.

    With a `baseline` they come from that many of the first points: later ones are judged and never move them.
    """
    used = values[:baseline]
    if len(used) < FEWEST_POINTS:
        return None
    centre = fmean(used)
    moves = [abs(after - before) for before, after in pairwise(used)]
    half = OF_MOVING_RANGE * fmean(moves)
    return Limits(centre, (Interval(centre - half, centre + half),) * len(values), len(used))


def p_chart(counts: Sequence[tuple[float, int]], baseline: int | None = None) -> Limits | None:
    """Limits of shares `x` of `n` when `n` varies: p ± 3√(p(1−p)/n), within 0 and 1; None under six points.

    A period without answers has the whole scale as its range.
    """
    used = counts[:baseline]
    total = sum(n for _, n in used)
    if len(used) < FEWEST_POINTS or not total:
        return None
    p = sum(x for x, _ in used) / total
    halves = [3 * sqrt(p * (1 - p) / n) if n else 1.0 for _, n in counts]
    ranges = tuple(Interval(max(0.0, p - half), min(1.0, p + half)) for half in halves)
    return Limits(p, ranges, len(used))


def signals(values: Sequence[float], limits: Limits) -> dict[int, Signal]:
    """The points that call for a look, by place, each with its strongest reason."""
    found: dict[int, Signal] = {}
    for size, rule in ((RISE, _trend), (RUN, _one_side), (3, _near_limit)):
        for end in range(size, len(values) + 1):
            places = range(end - size, end)
            found |= rule(places, values, limits)
    for place, (value, (low, high)) in enumerate(zip(values, limits.ranges, strict=True)):
        if not low <= value <= high:
            found[place] = Signal.OUTSIDE
    return dict(sorted(found.items()))


Found = Mapping[int, Signal]


def _trend(places: range, values: Sequence[float], limits: Limits) -> Found:
    steps = [values[after] - values[before] for before, after in pairwise(places)]
    is_one = all(step > 0 for step in steps) or all(step < 0 for step in steps)
    return dict.fromkeys(places, Signal.TREND) if is_one else {}


def _one_side(places: range, values: Sequence[float], limits: Limits) -> Found:
    gaps = [values[place] - limits.centre for place in places]
    is_one = all(gap > 0 for gap in gaps) or all(gap < 0 for gap in gaps)
    return dict.fromkeys(places, Signal.ONE_SIDE) if is_one else {}


def _near_limit(places: range, values: Sequence[float], limits: Limits) -> Found:
    """Two of three in the outer third of the ordinary range, on the same side."""
    for side in (1, -1):
        near = [place for place in places if side * _reach(values[place], limits, place) > NEAR]
        if len(near) >= 2:
            return dict.fromkeys(near, Signal.NEAR_LIMIT)
    return {}


def _reach(value: float, limits: Limits, place: int) -> float:
    """How far from the centre a value is, 1 at the upper limit and −1 at the lower."""
    low, high = limits.ranges[place]
    edge = high - limits.centre if value >= limits.centre else limits.centre - low
    return (value - limits.centre) / edge if edge else 0.0
