"""A share that was counted, and the interval chance leaves around it: Wilson's closed formula."""

from math import sqrt

Z95 = 1.959963984540054
"""The 97.5 % quantile of the standard normal: two-sided 95 % intervals."""


def wilson(share: float, counted: float, z: float = Z95) -> tuple[float, float]:
    """Wilson's score interval (1927) around a share between 0 and 1 of `counted` cases, more than none; both bounds included.

    `counted` need not be whole: a finite population makes fewer answers tell as much (analysis.statistics).
    """
    squared = z * z
    middle = share + squared / (2 * counted)
    half = z * sqrt(share * (1 - share) / counted + squared / (4 * counted * counted))
    scale = 1 + squared / counted
    return max(0.0, (middle - half) / scale), min(1.0, (middle + half) / scale)
