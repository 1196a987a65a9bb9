"""Intervals around what was counted, and whether two figures differ: closed formulas, nothing to configure.

The intervals cover chance alone. Who did not answer is another matter, told beside them by the response rate.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from math import inf, sqrt
from statistics import NormalDist, fmean
from typing import NamedTuple

from core import proportions

Z95 = proportions.Z95
"""The 97.5 % quantile of the standard normal: two-sided 95 % intervals."""

ENOUGH_TO_COMPARE = 10  # answers on each side: the threshold of publication (survey.md, 5)


class Interval(NamedTuple):
    """Both bounds included."""

    low: float
    high: float


class Change(StrEnum):
    """What may be said of two figures."""

    UP = "en hausse"
    DOWN = "en baisse"
    NONE_SHOWN = "pas de différence établie"
    TOO_FEW = "trop peu de réponses pour comparer"
    NOT_COMPARABLE = "non comparable"

    @property
    def beside(self) -> str:
        """The same of two groups of one period, where nothing rises nor falls."""
        return {"en hausse": "plus haut", "en baisse": "plus bas"}.get(self.value, self.value)


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure, its 95 % interval, and the number of answers it rests on."""

    value: float
    interval: Interval
    n: int


def wilson(x: float, n: int, z: float = Z95, population: int | None = None) -> Interval:
    """Wilson's score interval for `x` of `n` (Wilson 1927), bounds between 0 and 1; `n` at least 1.

    With the size of the population they were drawn from, the finite-population correction of O'Neill,
    « Mathematical properties and finite-population correction for the Wilson score interval » (2021):
    the same interval for n(N−1)/(N−n) answers. When everybody answered there is no doubt left.
    """
    if not 0 <= x <= n or n < 1:
        raise ValueError(f"{x} of {n} is not a proportion")
    p = x / n
    answers = effective_size(n, population)
    if answers == inf:
        return Interval(p, p)
    return Interval(*proportions.wilson(p, answers, z))


def effective_size(n: int, population: int | None) -> float:
    """How many answers from an endless population would tell as much as `n` of this one.

    A population smaller than the answers (people added by hand) counts as fully answered.
    """
    if population is None:
        return n
    return n * (population - 1) / (population - n) if population > n else inf


def proportion(x: int, n: int, population: int | None = None) -> Estimate:
    """`x` of `n` as an estimate between 0 and 1."""
    return Estimate(x / n, wilson(x, n, population=population), n)


def mean(marks: Sequence[float], top: float, population: int | None = None) -> Estimate:
    """The mean of marks from 0 to `top`; at least one mark.

    Student's interval, with the finite-population correction √((N−n)/(N−1)), cut to the scale. When
    all marks are equal Student would promise certainty after two answers: the interval is then
    Wilson's, which no mean of bounded marks can exceed.
    """
    n, value = len(marks), fmean(marks)
    spread = sqrt(_variance(marks)) if n > 1 else 0.0
    answers = effective_size(n, population)
    if spread == 0 or answers == inf:
        low, high = wilson(value / top * n, n, population=population)
        return Estimate(value, Interval(low * top, high * top), n)
    half = _student(n - 1) * spread / sqrt(answers)
    return Estimate(value, Interval(max(0.0, value - half), min(top, value + half)), n)


def _variance(marks: Sequence[float]) -> float:
    """Of a sample of two marks or more, exact: marks have few values, each counted once."""
    n, counts = len(marks), Counter(marks)
    total = sum(Fraction(mark) * times for mark, times in counts.items())
    squares = sum(Fraction(mark) ** 2 * times for mark, times in counts.items())
    return float((squares - total * total / n) / (n - 1))


def _student(freedom: int, tail: float = 0.025) -> float:
    from scipy.special import stdtrit

    return float(stdtrit(freedom, 1 - tail))


def newcombe(x1: int, n1: int, x2: int, n2: int, z: float = Z95) -> Interval:
    """Interval of the difference of two proportions, first minus second.

    Newcombe's hybrid score interval, method 10 of « Interval estimation for the difference between
    independent proportions », Statistics in Medicine 17 (1998), 873-890. The two samples are taken
    as independent; it says nothing of a cause.
    """
    first = Estimate(x1 / n1, wilson(x1, n1, z), n1)
    second = Estimate(x2 / n2, wilson(x2, n2, z), n2)
    return difference(first, second)


def difference(first: Estimate, second: Estimate) -> Interval:
    """Interval of first minus second, from the interval of each.

    The square-and-add rule (Newcombe 1998 for proportions; Zou and Donner, « Construction of confidence
    limits about effect measures », Statistics in Medicine 27 (2008), 1693-1702, for any estimate).
    """
    gap = first.value - second.value
    below = _together(first.value - first.interval.low, second.interval.high - second.value)
    above = _together(first.interval.high - first.value, second.value - second.interval.low)
    return Interval(gap - below, gap + above)


def _together(one: float, other: float) -> float:
    return sqrt(one * one + other * other)


def together(parts: Sequence[Estimate]) -> Estimate | None:
    """Several independent groups as one, each counting for its answers; None for none.

    The interval comes from those of the groups, by the square-and-add rule of `difference`.
    """
    n = sum(one.n for one in parts)
    if not n:
        return None
    value = sum(one.value * one.n for one in parts) / n
    below = sqrt(sum(((one.value - one.interval.low) * one.n / n) ** 2 for one in parts))
    above = sqrt(sum(((one.interval.high - one.value) * one.n / n) ** 2 for one in parts))
    return Estimate(value, Interval(value - below, value + above), n)


def change(before: Estimate | None, after: Estimate | None, among: int = 1) -> Change:
    """What may be said of a figure after another: a rise or a fall only when the interval leaves 0.

    When one comparison is made `among` several, they share the risk of error (Bonferroni): both margins are
    widened as a normal quantile would be. Does not say whether a rise is good, nor what caused it.
    """
    if before is None or after is None or min(before.n, after.n) < ENOUGH_TO_COMPARE:
        return Change.TOO_FEW
    wide = NormalDist().inv_cdf(1 - 0.025 / among) / Z95
    gap = after.value - before.value
    low, high = difference(after, before)
    if gap - wide * (gap - low) > 0:
        return Change.UP
    return Change.DOWN if gap + wide * (high - gap) < 0 else Change.NONE_SHOWN


def beside(marks: Sequence[float], others: Sequence[float], among: int = 1) -> Change:
    """What may be said of a group's marks beside those of all others of the same period.

    Student's test with the spread of both together: the few marks of a small group, often equal, tell too
    little of their own spread. When it is one of several comparisons, they share the risk (Bonferroni).
    """
    n, m = len(marks), len(others)
    if min(n, m) < ENOUGH_TO_COMPARE:
        return Change.TOO_FEW
    gap = fmean(marks) - fmean(others)
    spread = (_variance(marks) * (n - 1) + _variance(others) * (m - 1)) / (n + m - 2)
    margin = _student(n + m - 2, 0.025 / among) * sqrt(spread * (1 / n + 1 / m))
    if abs(gap) <= margin:
        return Change.NONE_SHOWN
    return Change.UP if gap > 0 else Change.DOWN
