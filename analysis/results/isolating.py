"""Whether adding and subtracting what is shown would isolate a few people: what an attacker could work out, at best.

What is shown are sums of groups, some of which are hidden: each sum is an equation between hidden groups. A union of hidden
groups can be worked out when a combination of equations gives each of them 1 and all other hidden ones 0.
"""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

K = TypeVar("K", bound=Hashable)

Numbers = NDArray[np.float64]
INFEASIBLE = 2  # what scipy's milp says where nothing fulfils the constraints
ROUNDING = 1e-6  # far above what the sums of a table lose to floating point, far below 1


@dataclass(frozen=True, slots=True)
class Sum(Generic[K]):
    """A group that is exactly made of others: a year of its quarters, a row of its cells."""

    total: K
    parts: tuple[K, ...]


def smallest_group(
    counts: Mapping[K, int], sums: Sequence[Sum[K]], kept: Sequence[K], fewest: int
) -> Numbers | None:
    """How to combine the sums to isolate the smallest union of hidden groups, `kept`, if it is under `fewest`."""
    if not kept or not sums:
        return None
    effects = _effects(sums, kept)
    sizes = np.array([counts[key] for key in kept], dtype=float)
    suspects = _may_be_isolated(effects, sizes, fewest)
    return _isolated(effects, sizes, suspects, fewest) if suspects.size else None


def _effects(sums: Sequence[Sum[K]], kept: Sequence[K]) -> Numbers:
    """How each hidden group enters each sum: 1 as a part, −1 as the total."""
    place = {key: index for index, key in enumerate(kept)}
    effects = np.zeros((len(sums), len(kept)))
    for row, one in zip(effects, sums, strict=True):
        for part in one.parts:
            if part in place:
                row[place[part]] += 1
        if one.total in place:
            row[place[one.total]] -= 1
    return effects


def _may_be_isolated(effects: Numbers, sizes: Numbers, fewest: int) -> NDArray[np.intp]:
    """The hidden groups that could be in a union under `fewest`; none proves that there is no such union.

    A union that can be worked out is its own projection on the combinations of the sums: the entries of the projection
    between any one of its groups and all of them add up to 1. A group whose entries with as many others as the union
    may hold, the largest ones, do not add up to 1 is in none; without it, others may fall in turn. On large tables,
    where the integer programme takes a second, this takes hundredths of one, and nearly always answers.
    """
    _, scales, directions = np.linalg.svd(effects, full_matrices=False)
    noise = scales.max() * max(effects.shape) * np.finfo(float).eps
    used = directions[scales > noise]
    projection = used.T @ used
    found = np.flatnonzero(sizes < fewest)
    while found.size:
        entries = projection[np.ix_(found, found)]
        reached = _at_most(entries, (fewest - 1 - sizes[found]).astype(int))
        if (reached > 1 - ROUNDING).all():
            break
        found = found[reached > 1 - ROUNDING]
    return found


def _at_most(entries: Numbers, others: NDArray[np.intp]) -> Numbers:
    """For each group: its own entry, and those of so many others, at most."""
    own = np.diag(entries).copy()
    beside = -entries.clip(0)
    np.fill_diagonal(beside, 0)
    most = min(int(others.max()), len(own) - 1)
    largest = np.sort(np.partition(beside, most, axis=1)[:, :most], axis=1)
    added = np.hstack([np.zeros((len(own), 1)), -largest.cumsum(axis=1)])
    total: Numbers = own + added[np.arange(len(own)), others.clip(max=most)]
    return total


def _isolated(
    effects: Numbers, sizes: Numbers, suspects: NDArray[np.intp], fewest: int
) -> Numbers | None:
    """The attacker's best choice among the suspects, a small programme in zeros and ones.

    In the reduced rows each has a 1 where all others have 0: a union that can be worked out is the sum of the rows it is
    the pivot of, so that its other groups follow. Written so, every variable is bounded: with the combination of the sums
    itself as free variables, the solver (HiGHS, by scipy 1.17.1) ended the whole process on some tables of a few hundred replies.
    """
    from scipy.optimize import Bounds, LinearConstraint, milp

    rows, made, pivots = _reduced(effects, suspects)
    if not len(pivots):
        return None
    size = len(suspects)
    others = np.setdiff1d(np.arange(size), pivots)
    follow = np.eye(size)[others]
    follow[:, pivots] = -rows[:, others].T
    found = milp(
        sizes[suspects],
        integrality=np.ones(size),
        bounds=Bounds(0, 1),
        constraints=[
            LinearConstraint(np.vstack([np.ones(size), sizes[suspects]]), [1, 0], [np.inf, fewest - 1]),
            *([LinearConstraint(follow, 0, 0)] if len(others) else []),
        ],
    )  # fmt: skip
    if found.status == INFEASIBLE:
        return None
    if not found.success:  # neither proved safe nor shown to be unsafe: nothing may be shown
        raise ArithmeticError(found.message)
    combination: Numbers = made[found.x[pivots] > 0.5].sum(axis=0)
    return combination


def _reduced(
    effects: Numbers, suspects: NDArray[np.intp]
) -> tuple[Numbers, Numbers, NDArray[np.intp]]:
    """The combinations of sums that touch suspects alone, by Gauss and Jordan: their rows, how sums make them, their pivots."""
    apart = np.setdiff1d(np.arange(effects.shape[1]), suspects)
    rows, made = effects[:, np.concatenate([apart, suspects])], np.eye(len(effects))
    pivots: list[int] = []
    for column in range(rows.shape[1]):
        at = len(pivots)
        if at == len(rows):
            break
        best = at + int(np.argmax(np.abs(rows[at:, column])))
        if abs(rows[best, column]) > ROUNDING:
            for one in (rows, made):
                one[[at, best]] = one[[best, at]]
            pivot, inside = rows[at, column], rows[:, column].copy()
            inside[at] = 0
            for one in (rows, made):
                one[at] /= pivot
                one -= np.outer(inside, one[at])
            pivots.append(column)
    place = np.array(pivots, dtype=int) - len(apart)
    last = np.flatnonzero(place >= 0)
    kept = np.where(np.abs(rows[last]) > ROUNDING, rows[last], 0)
    return kept[:, len(apart) :], made[last], place[last]
