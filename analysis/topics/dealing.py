"""Which topic each sentence of a search is in, once what people asked is respected."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from analysis.topics.groups import unit

Homes = dict[int, int]
"""The place of each sentence, and of its topic."""


def nearest_to(
    homes: Mapping[int, int],
    asked: Collection[int],
    directions: Sequence[NDArray[Any]],
    vectors: NDArray[Any],
) -> Homes:
    """Topics that a person keeps and no search found (`asked`) take the sentences nearest to them.

    `directions` are those of each topic, one or several rows; a topic without any takes nothing.
    """
    if not asked or not homes:
        return dict(homes)
    owners = np.array([place for place, rows in enumerate(directions) for _ in rows])
    all_rows = np.vstack([rows for rows in directions if len(rows)])
    best = owners[(unit(vectors) @ unit(all_rows).T).argmax(axis=1)]
    return {row: int(best[row]) if int(best[row]) in asked else home for row, home in homes.items()}


def kept_apart(
    homes: Mapping[int, int],
    pairs: Sequence[tuple[int, int]],
    fixed: Collection[int],
    directions: Sequence[NDArray[Any]],
    vectors: NDArray[Any],
) -> Homes:
    """Of two sentences that do not go together, the one less like the topic goes to the next nearest.

    Never one that a person put where it is (`fixed`). Pairs are dealt with in their order; one topic
    alone cannot part them.
    """
    found = dict(homes)
    likeness = _likeness(directions, vectors)
    for first, second in pairs:
        home = found.get(first)
        if home is None or home != found.get(second):
            continue
        free = [row for row in (first, second) if row not in fixed]
        leaving = min(free, key=lambda row: likeness[row, home], default=None)
        if leaving is not None:
            found[leaving] = _next(leaving, home, likeness, _foes(leaving, pairs, found))
    return found


def _foes(row: int, pairs: Sequence[tuple[int, int]], homes: Homes) -> set[int]:
    """The topics of the sentences this one must not be with."""
    others = [b if a == row else a for a, b in pairs if row in (a, b)]
    return {homes[other] for other in others if other in homes}


def _next(row: int, home: int, likeness: NDArray[Any], barred: Collection[int]) -> int:
    """The nearest topic that is neither this one nor barred; this one where there is no other."""
    order = np.argsort(-likeness[row], kind="stable")
    free = [int(p) for p in order if p != home and p not in barred and likeness[row, p] > -1]
    return free[0] if free else home


def _likeness(directions: Sequence[NDArray[Any]], vectors: NDArray[Any]) -> NDArray[Any]:
    """Cosine of each sentence with the nearest direction of each topic; −1 for a topic without one."""
    rows = unit(np.asarray(vectors, np.float64))
    columns = [
        (rows @ unit(np.asarray(one, np.float64)).T).max(axis=1)
        if len(one)
        else np.full(len(rows), -1.0)
        for one in directions
    ]
    return np.stack(columns, axis=1)
