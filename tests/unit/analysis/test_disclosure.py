"""No group under the threshold can be seen, nor worked out."""

from collections.abc import Hashable, Mapping, Sequence
from itertools import combinations, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.results.disclosure import Audience, hidden, may_show
from analysis.results.isolating import Sum

YEAR = Sum("year", ("q1", "q2", "q3", "q4"))


def quarters(*counts: int) -> dict[str, int]:
    return {"year": sum(counts), **{f"q{place}": n for place, n in enumerate(counts, 1)}}


def hidden_cells(
    table: Mapping[tuple[str, str], int], audience: Audience
) -> frozenset[tuple[str | None, str | None]]:
    """What is hidden of a table shown with its margins: (row, None) is a row's total, (None, None) the whole."""
    rows = list(dict.fromkeys(row for row, _ in table))
    columns = list(dict.fromkeys(column for _, column in table))
    counts: dict[tuple[str | None, str | None], int] = {
        (row, column): table.get((row, column), 0) for row in rows for column in columns
    }
    sums: list[Sum[tuple[str | None, str | None]]] = []

    def add(
        total: tuple[str | None, str | None], parts: list[tuple[str | None, str | None]]
    ) -> None:
        counts[total] = sum(counts[part] for part in parts)
        sums.append(Sum(total, tuple(parts)))

    for row in rows:
        add((row, None), [(row, column) for column in columns])
    for column in columns:
        add((None, column), [(row, column) for row in rows])
    add((None, None), [(row, None) for row in rows])
    sums.append(Sum((None, None), tuple((None, column) for column in columns)))
    return hidden(counts, sums, audience)


def test_ten_answers_are_public_and_five_are_internal() -> None:
    assert may_show(10, Audience.PUBLIC)
    assert not may_show(9, Audience.PUBLIC)
    assert may_show(5, Audience.INTERNAL)
    assert not may_show(4, Audience.INTERNAL)


def test_nothing_is_hidden_among_large_groups() -> None:
    assert hidden(quarters(20, 30, 10, 40), [YEAR], Audience.PUBLIC) == frozenset()


def test_a_small_quarter_takes_the_next_smallest_with_it() -> None:
    assert hidden(quarters(20, 3, 15, 40), [YEAR], Audience.PUBLIC) == {"q2", "q3"}


def test_two_small_quarters_hide_each_other_when_they_are_enough_together() -> None:
    assert hidden(quarters(20, 6, 7, 40), [YEAR], Audience.PUBLIC) == {"q2", "q3"}
    assert hidden(quarters(20, 2, 3, 40), [YEAR], Audience.PUBLIC) == {"q1", "q2", "q3"}


def test_an_empty_quarter_may_be_shown_and_hides_nobody() -> None:
    assert hidden(quarters(20, 0, 3, 40), [YEAR], Audience.PUBLIC) == {"q1", "q3"}


def test_when_nothing_else_is_left_the_total_goes() -> None:
    assert hidden(quarters(20, 3, 0, 0), [YEAR], Audience.PUBLIC) == {"q1", "q2"}
    assert "year" in hidden(quarters(0, 3, 0, 0), [YEAR], Audience.PUBLIC)


def test_without_a_known_sum_only_small_groups_are_hidden() -> None:
    assert hidden(quarters(20, 3, 15, 40), [], Audience.PUBLIC) == {"q2"}


def test_nothing_counted_hides_nothing() -> None:
    assert hidden({}, [], Audience.PUBLIC) == frozenset()


def test_a_small_cell_is_covered_along_its_row_and_its_column() -> None:
    table = {("Paris", "T1"): 3, ("Paris", "T2"): 30, ("Lyon", "T1"): 40, ("Lyon", "T2"): 50}
    assert len(hidden_cells(table, Audience.PUBLIC)) == 4


def test_a_small_row_hides_its_total_too() -> None:
    table = {("Paris", "T1"): 2, ("Paris", "T2"): 4, ("Lyon", "T1"): 40, ("Lyon", "T2"): 50}
    away = hidden_cells(table, Audience.PUBLIC)
    assert {("Paris", None), ("Paris", "T1"), ("Paris", "T2")} <= away


def test_a_sum_of_three_lines_that_isolates_two_small_cells_is_seen() -> None:
    """Rows a and b less column x would leave (a, y) and (b, z), eight people, though each line hides more."""
    table = {
        ("a", "x"): 30, ("a", "y"): 4, ("a", "z"): 90,
        ("b", "x"): 30, ("b", "y"): 90, ("b", "z"): 4,
        ("c", "x"): 90, ("c", "y"): 30, ("c", "z"): 30,
    }  # fmt: skip
    away = hidden_cells(table, Audience.PUBLIC)
    counts, sums = with_margins(table)
    assert smallest_worked_out(counts, sums, away) >= Audience.PUBLIC


# ---------------------------------------------------------------- an attacker who tries everything


def with_margins(
    table: Mapping[tuple[str, str], int],
) -> tuple[dict[Hashable, int], list[Sum[Hashable]]]:
    rows, columns = sorted({row for row, _ in table}), sorted({column for _, column in table})
    counts: dict[Hashable, int] = dict(table)
    sums: list[Sum[Hashable]] = []
    for row in rows:
        sums.append(Sum((row, None), tuple((row, column) for column in columns)))
    for column in columns:
        sums.append(Sum((None, column), tuple((row, column) for row in rows)))
    sums.append(Sum((None, None), tuple((row, None) for row in rows)))
    for one in sums:
        counts[one.total] = sum(counts[part] for part in one.parts)
    return counts, sums


def smallest_worked_out(
    counts: Mapping[Hashable, int], sums: Sequence[Sum[Hashable]], away: frozenset[Hashable]
) -> float:
    """The smallest union of hidden groups that linear algebra can isolate; infinity when there is none."""
    kept = [key for key in counts if key in away and counts[key]]
    equations = np.array(
        [[(key in one.parts) - (key == one.total) for key in kept] for one in sums], dtype=float
    ).reshape(len(sums), len(kept))
    rank = np.linalg.matrix_rank(equations) if kept else 0
    smallest = np.inf
    for size in range(1, len(kept) + 1):
        for group in combinations(range(len(kept)), size):
            n = sum(counts[kept[place]] for place in group)
            wanted = np.zeros(len(kept))
            wanted[list(group)] = 1
            if n < smallest and np.linalg.matrix_rank(np.vstack([equations, wanted])) == rank:
                smallest = n
    return smallest


sizes = st.integers(0, 14)


@settings(max_examples=120, deadline=None)
@given(st.lists(sizes, min_size=1, max_size=7), st.sampled_from(Audience))
def test_no_difference_with_the_total_gives_a_small_group(
    parts: list[int], audience: Audience
) -> None:
    counts: dict[Hashable, int] = {**dict(enumerate(parts)), "all": sum(parts)}
    sums: list[Sum[Hashable]] = [Sum("all", tuple(range(len(parts))))]
    away = hidden(counts, sums, audience)
    assert all(key in away for key, n in counts.items() if 0 < n < audience)
    assert smallest_worked_out(counts, sums, away) >= audience


@settings(max_examples=60, deadline=None)
@given(st.integers(2, 3), st.integers(2, 3), st.data())
def test_no_combination_of_rows_and_columns_gives_a_small_group(
    height: int, width: int, data: st.DataObject
) -> None:
    places = list(product("abc"[:height], "xyz"[:width]))
    table = {place: data.draw(st.one_of(sizes, st.integers(10, 60))) for place in places}
    away = hidden_cells(table, Audience.PUBLIC)
    counts, sums = with_margins(table)
    assert all(key in away for key, n in counts.items() if 0 < n < Audience.PUBLIC)
    assert smallest_worked_out(counts, sums, away) >= Audience.PUBLIC


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(sizes, min_size=1, max_size=3), min_size=1, max_size=3))
def test_no_difference_in_a_tree_of_groups_gives_a_small_group(tree: list[list[int]]) -> None:
    counts: dict[Hashable, int] = {"all": sum(map(sum, tree))}
    sums: list[Sum[Hashable]] = [Sum("all", tuple((i,) for i in range(len(tree))))]
    for i, leaves in enumerate(tree):
        counts[i,] = sum(leaves)
        counts |= {(i, j): n for j, n in enumerate(leaves)}
        sums.append(Sum((i,), tuple((i, j) for j in range(len(leaves)))))
    away = hidden(counts, sums, Audience.INTERNAL)
    assert smallest_worked_out(counts, sums, away) >= Audience.INTERNAL


def test_a_whole_year_of_departments_is_decided_quickly() -> None:
    generator = np.random.default_rng(7)
    table = {
        (f"d{i}", f"m{j}"): int(generator.integers(0, 25)) for i in range(8) for j in range(12)
    }
    away = hidden_cells(table, Audience.PUBLIC)
    assert all(key in away for key, n in table.items() if 0 < n < Audience.PUBLIC)


@pytest.mark.parametrize("audience", Audience)
def test_the_same_counts_are_always_hidden_the_same_way(audience: Audience) -> None:
    assert hidden(quarters(20, 3, 15, 40), [YEAR], audience) == hidden(
        dict(reversed(quarters(20, 3, 15, 40).items())), [YEAR], audience
    )
