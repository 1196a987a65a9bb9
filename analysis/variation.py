"""Process charts: what is ordinary variation from month to month, and what calls for a look."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from math import sqrt
from statistics import fmean

from analysis.statistics import Interval

# Mean moving range of two, in units that give three standard deviations (Shewhart; 3 / 1.128).
OF_MOVING_RANGE = 2.66
FEWEST_POINTS = 6  # fewer say nothing of what is ordinary
RUN = 7  # points in a row on one side, or all rising, or all falling


class Signal(StrEnum):
    """Why a point calls for a look."""

    OUTSIDE = "hors des limites"
    ONE_SIDE = "sept points du même côté"
    TREND = "sept points qui montent ou descendent"


@dataclass(frozen=True, slots=True)
class Limits:
    """The centre and, for each point, the ordinary range around it."""

    centre: float
    ranges: tuple[Interval, ...]


def xmr(values: Sequence[float]) -> Limits | None:
    """Limits of individual values: mean ± 2.66 × mean moving range; None under six points."""
    if len(values) < FEWEST_POINTS:
        return None
    centre = fmean(values)
    moves = [abs(after - before) for before, after in pairwise(values)]
    half = OF_MOVING_RANGE * fmean(moves)
    return Limits(centre, (Interval(centre - half, centre + half),) * len(values))


def p_chart(counts: Sequence[tuple[int, int]]) -> Limits | None:
    """Limits of shares `x` of `n` when `n` varies: p ± 3√(p(1−p)/n), within 0 and 1; None under six points.

    A period without answers has the whole scale as its range.
    """
    total = sum(n for _, n in counts)
    if len(counts) < FEWEST_POINTS or not total:
        return None
    p = sum(x for x, _ in counts) / total
    halves = [3 * sqrt(p * (1 - p) / n) if n else 1.0 for _, n in counts]
    return Limits(p, tuple(Interval(max(0.0, p - h), min(1.0, p + h)) for h in halves))


def signals(values: Sequence[float], limits: Limits) -> dict[int, Signal]:
    """The points that call for a look, by place, each with its strongest reason."""
    found: dict[int, Signal] = {}
    for end in range(RUN, len(values) + 1):
        if reason := _run(values[end - RUN : end], limits.centre):
            found |= dict.fromkeys(range(end - RUN, end), reason)
    for place, (value, (low, high)) in enumerate(zip(values, limits.ranges, strict=True)):
        if not low <= value <= high:
            found[place] = Signal.OUTSIDE
    return dict(sorted(found.items()))


def _run(values: Sequence[float], centre: float) -> Signal | None:
    if all(value > centre for value in values) or all(value < centre for value in values):
        return Signal.ONE_SIDE
    steps = [after - before for before, after in pairwise(values)]
    if all(step > 0 for step in steps) or all(step < 0 for step in steps):
        return Signal.TREND
    return None
