"""A handful of texts put together by what they mean, where k-means has too few of them to work on."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

# Mean cosine of two groups from which they are one; general sentence vectors, on which two reports of staff that tell
# the same problem have 0.5 or more and two taken at random 0.1.
ALIKE = 0.35


def groups(vectors: NDArray[Any], fewest: int = 2) -> list[list[int]]:
    """Places of the texts that go together, the largest group first; those like no other are left out.

    Average linkage (Sokal and Michener, 1958): deterministic. One row of length 1 a text; a row of zeros is like
    nothing.
    """
    if len(vectors) < 2:
        return []
    from scipy.cluster.hierarchy import fcluster, linkage

    # Rounded: the last digits of a vector depend on its neighbours in the batch.
    distances = np.clip(1 - vectors @ vectors.T, 0, 2).round(4)
    pairs = distances[np.triu_indices(len(vectors), 1)]
    labels = fcluster(linkage(pairs, "average"), 1 - ALIKE, "distance")
    found = [np.flatnonzero(labels == label).tolist() for label in np.unique(labels)]
    return sorted((one for one in found if len(one) >= fewest), key=_largest_first)


def _largest_first(rows: Sequence[int]) -> tuple[int, int]:
    return -len(rows), rows[0]
