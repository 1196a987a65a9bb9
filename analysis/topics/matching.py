"""The topics of one run found again in the next, by their centroids."""

from collections.abc import Sequence

import numpy as np

from analysis.topics.groups import Group, unit

# Two topics are the same one when what sets them apart from the others points the same way, to 60°.
ALIKE = 0.5


def match(previous: Sequence[Group], current: Sequence[Group]) -> list[int | None]:
    """For each current topic, the place of the previous one it continues, or None when it is new.

    A previous topic is continued by one current topic at most. The pairs are those whose likeness,
    summed, is the greatest. Likeness is the cosine of the centroids once the mean of all of them,
    which is the theme itself, is taken away. With a single topic on each side there is nothing to
    compare with: they are taken for the same.
    """
    if not previous or not current:
        return [None] * len(current)
    if len(previous) == len(current) == 1:
        return [0]
    from scipy.optimize import linear_sum_assignment

    likeness = _likeness(previous, current)
    continued: list[int | None] = [None] * len(current)
    for old, new in zip(*linear_sum_assignment(-likeness), strict=True):
        if likeness[old, new] >= ALIKE:
            continued[int(new)] = int(old)
    return continued


def _likeness(previous: Sequence[Group], current: Sequence[Group]) -> np.ndarray:
    centroids = np.array([one.centroid for one in (*previous, *current)])
    apart = unit(centroids - centroids.mean(axis=0))
    likeness: np.ndarray = apart[: len(previous)] @ apart[len(previous) :].T
    return likeness
