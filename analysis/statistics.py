"""Intervals around proportions: closed formulas, nothing to configure."""

from math import sqrt

Z95 = 1.959963984540054
"""The 97.5 % quantile of the standard normal: two-sided 95 % intervals."""


def wilson(x: int, n: int, z: float = Z95) -> tuple[float, float]:
    """Wilson's score interval for `x` of `n` (Wilson 1927), bounds between 0 and 1; `n` at least 1."""
    if not 0 <= x <= n or n < 1:
        raise ValueError(f"{x} of {n} is not a proportion")
    p, squared = x / n, z * z
    middle = p + squared / (2 * n)
    half = z * sqrt(p * (1 - p) / n + squared / (4 * n * n))
    scale = 1 + squared / n
    return max(0.0, (middle - half) / scale), min(1.0, (middle + half) / scale)


def newcombe(x1: int, n1: int, x2: int, n2: int, z: float = Z95) -> tuple[float, float]:
    """Interval of the difference of two proportions, first minus second.

    Newcombe's hybrid score interval, method 10 of « Interval estimation for the difference between
    independent proportions », Statistics in Medicine 17 (1998), 873-890. The two samples are taken
    as independent; it says nothing of a cause.
    """
    (low1, high1), (low2, high2) = wilson(x1, n1, z), wilson(x2, n2, z)
    p1, p2 = x1 / n1, x2 / n2
    below = sqrt((p1 - low1) ** 2 + (high2 - p2) ** 2)
    above = sqrt((high1 - p1) ** 2 + (p2 - low2) ** 2)
    return p1 - p2 - below, p1 - p2 + above
