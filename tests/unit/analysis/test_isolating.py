"""What adding and subtracting what is shown may isolate, beside all unions of hidden groups tried one by one."""

from itertools import chain, combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.results.isolating import Numbers, Sum, _effects, _may_be_isolated, smallest_group

CELLS = range(7)
GROUPS = st.lists(st.sets(st.sampled_from(CELLS), min_size=1), min_size=1, max_size=6)
SIZES = st.lists(st.integers(1, 6), min_size=len(CELLS), max_size=len(CELLS))


def made(groups: list[set[int]], sizes: list[int]) -> tuple[dict[object, int], list[Sum[object]]]:
    """Cells that are never shown, and groups of them that are."""
    counts: dict[object, int] = {("cell", at): n for at, n in enumerate(sizes)}
    sums: list[Sum[object]] = []
    for place, group in enumerate(groups):
        parts = tuple(("cell", at) for at in sorted(group))
        counts[place] = sum(counts[part] for part in parts)
        sums.append(Sum(place, parts))
    return counts, sums


def smallest_tried(effects: Numbers, sizes: Numbers, fewest: int) -> float | None:
    """The size of the smallest union that is a combination of the sums, each union tried in turn."""
    every = range(len(sizes))
    unions = chain.from_iterable(
        combinations(every, n) for n in range(1, min(fewest, len(sizes) + 1))
    )
    found = [sizes[list(one)].sum() for one in unions if _is_combination(effects, list(one))]
    return min((size for size in found if size < fewest), default=None)


def _is_combination(effects: Numbers, union: list[int]) -> bool:
    wanted = np.zeros(effects.shape[1])
    wanted[union] = 1
    nearest = np.linalg.lstsq(effects.T, wanted, rcond=None)[0]
    return bool(np.allclose(nearest @ effects, wanted, atol=1e-8))


@settings(max_examples=60, deadline=None)
@given(GROUPS, SIZES, st.sampled_from([5, 10]), st.data())
def test_the_smallest_union_that_can_be_worked_out_is_found_and_how(
    groups: list[set[int]], sizes: list[int], fewest: int, data: st.DataObject
) -> None:
    counts, sums = made(groups, sizes)
    away = data.draw(st.sets(st.sampled_from(range(len(groups)))))
    kept = [key for key in counts if isinstance(key, tuple) or key in away]
    numbers = np.array([counts[key] for key in kept], dtype=float)
    effects = _effects(sums, kept)
    expected = smallest_tried(effects, numbers, fewest)
    combination = smallest_group(counts, sums, kept, fewest)
    assert (combination is None) == (expected is None)
    if combination is not None:
        union = combination @ effects
        assert np.allclose(union * (union - 1), 0, atol=1e-8)
        assert union @ numbers == pytest.approx(expected)


def test_the_difference_of_two_years_that_roll_is_worked_out() -> None:
    counts, sums = made([{0, 1, 2, 3}, {1, 2, 3, 4}, {1, 2, 3}], [3, 9, 9, 9, 9, 9, 9])
    kept = [key for key in counts if isinstance(key, tuple)]
    combination = smallest_group(counts, sums, kept, 5)
    assert combination is not None
    assert np.allclose(np.abs(combination), [1, 0, 1])


def test_a_large_table_where_nothing_can_be_worked_out_needs_no_integer_programme() -> None:
    rows = [set(range(40 * at, 40 * at + 40)) for at in range(30)]
    columns = [set(range(at, 1200, 40)) for at in range(40)]
    counts, sums = made([*rows, *columns], [1] * 1200)
    kept = [key for key in counts if isinstance(key, tuple)]
    assert not _may_be_isolated(_effects(sums, kept), np.ones(1200), 5).size
