"""What is proved without the integer programme is what the integer programme would have said."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.results.isolating import Sum, _effects, _isolated, _may_be_isolated, smallest_group

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


@settings(max_examples=60, deadline=None)
@given(GROUPS, SIZES, st.sampled_from([5, 10]), st.data())
def test_a_group_that_can_be_worked_out_is_never_said_to_be_safe(
    groups: list[set[int]], sizes: list[int], fewest: int, data: st.DataObject
) -> None:
    counts, sums = made(groups, sizes)
    away = data.draw(st.sets(st.sampled_from(range(len(groups)))))
    kept = [key for key in counts if isinstance(key, tuple) or key in away]
    numbers = np.array([counts[key] for key in kept], dtype=float)
    alone = _isolated(_effects(sums, kept).T, numbers, fewest)
    found = smallest_group(counts, sums, kept, fewest)
    assert (found is None) == (alone is None)
    assert found is None or np.array_equal(found, alone)


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
