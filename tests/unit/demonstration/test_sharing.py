"""Whole things are shared out without losing any."""

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from demonstration.sharing import fitted, shared, some

weights = st.lists(st.floats(0.1, 10), min_size=1, max_size=20)


@given(st.integers(0, 500), weights)
def test_shares_are_whole_and_sum_to_the_total(total: int, by: list[float]) -> None:
    parts = shared(total, by)
    assert sum(parts) == total
    assert all(part >= 0 for part in parts)


def test_equal_weights_give_nearly_equal_shares() -> None:
    assert sorted(shared(10, [1, 1, 1])) == [3, 3, 4]


def test_no_weight_at_all_gives_nothing() -> None:
    assert shared(10, [0, 0]) == [0, 0]


@given(st.lists(st.integers(0, 40), min_size=2, max_size=8), st.integers(2, 9), st.randoms())
def test_a_fitted_table_has_the_sums_asked_for(
    rows: list[int], places: int, chance: Random
) -> None:
    columns = shared(sum(rows), [chance.random() + 0.1 for _ in range(places)])
    table = fitted([[chance.random() + 0.1 for _ in range(places)] for _ in rows], rows, columns)
    assert [sum(row) for row in table] == rows
    assert [sum(row[place] for row in table) for place in range(places)] == columns


def test_a_leaning_is_followed() -> None:
    table = fitted([[9, 1], [1, 1]], [20, 20], [20, 20])
    assert table[0][0] > table[0][1]


def test_some_is_right_on_average() -> None:
    chance = Random(1)
    drawn = [some(chance, 0.3) for _ in range(10_000)]
    assert set(drawn) == {0, 1}
    assert abs(sum(drawn) / len(drawn) - 0.3) < 0.02
