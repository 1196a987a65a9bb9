"""What weighs on overall satisfaction: how far marks go with speaking well, or ill, of each theme.

A member counts +1 for a theme praised in « ce qui a bien marché », −1 for one named in « à améliorer », 0 for one not named
or in both. The marks are regressed on all themes together (least squares), so that a theme is not charged with what another
explains; the weight is the standardised coefficient: 0, the mark does not go with it; 1, it follows it entirely. Intervals: 95 %
percentiles of 500 resamplings of the members, with one seed (Efron and Tibshirani, 1993). An association, not a cause.
"""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from analysis.statistics import Estimate, Interval

DRAWS, SEED = 500, 20_270_101
FEWEST_MEMBERS = 60  # who gave a mark and wrote: four for each of fifteen themes
FEWEST_VOICES = 10
RIDGE = 1e-6  # lets a theme that nobody names in a resampling weigh nothing, instead of anything

Numbers = NDArray[np.float64]


def weights(
    marks: Sequence[float], named: Mapping[str, Sequence[float]]
) -> dict[str, Estimate | None]:
    """The weight of each theme, from one mark a member and what they said of each theme, in the same order.

    None for a theme too few named; for all when too few members wrote, or all gave the same mark.
    """
    voices = {theme: sum(1 for sign in signs if sign) for theme, signs in named.items()}
    used = [theme for theme, n in voices.items() if n >= FEWEST_VOICES]
    found: dict[str, Estimate | None] = dict.fromkeys(named)
    if len(marks) < FEWEST_MEMBERS or len(set(marks)) < 2 or not used:
        return found
    x = np.array([named[theme] for theme in used], dtype=float).T
    y = np.array(marks, dtype=float)
    value = _standardised(x, y, np.ones((1, len(y))))[0]
    low, high = np.percentile(_standardised(x, y, _resamplings(len(y))), [2.5, 97.5], axis=0)
    for at, theme in enumerate(used):
        interval = Interval(float(min(low[at], value[at])), float(max(high[at], value[at])))
        found[theme] = Estimate(float(value[at]), interval, voices[theme])
    return found


def _resamplings(members: int) -> Numbers:
    """How many times each member is drawn, one row a resampling."""
    drawn = np.random.default_rng(SEED).integers(0, members, size=(DRAWS, members))
    return np.apply_along_axis(np.bincount, 1, drawn, minlength=members).astype(float)


def _standardised(x: Numbers, y: Numbers, times: Numbers) -> Numbers:
    """The standardised coefficients of each weighting of the members, one row each."""
    total = times.sum(axis=1)
    mean_x, mean_y = times @ x / total[:, None], times @ y / total
    products = np.einsum("bn,ni,nj->bij", times, x, x, optimize=True) / total[:, None, None]
    covariance = products - mean_x[:, :, None] * mean_x[:, None, :]
    with_y = (times * y) @ x / total[:, None] - mean_x * mean_y[:, None]
    slopes = np.linalg.solve(covariance + RIDGE * np.eye(x.shape[1]), with_y[:, :, None])[:, :, 0]
    spread_x = np.sqrt(np.maximum(np.einsum("bii->bi", covariance), 0))
    spread_y = np.sqrt(np.maximum(times @ (y * y) / total - mean_y**2, RIDGE))
    scaled: Numbers = slopes * spread_x / spread_y[:, None]
    return scaled
