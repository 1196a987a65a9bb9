"""Intervals and comparisons."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest

from analysis.statistics import (
    Change,
    Estimate,
    Interval,
    change,
    difference,
    effective_size,
    mean,
    newcombe,
    proportion,
    wilson,
)


@st.composite
def counted(draw: st.DrawFn) -> tuple[int, int]:
    n = draw(st.integers(1, 2_000))
    return draw(st.integers(0, n)), n


@given(counted())
def test_wilson_agrees_with_scipy(case: tuple[int, int]) -> None:
    x, n = case
    assert wilson(x, n) == pytest.approx(binomtest(x, n).proportion_ci(method="wilson"), abs=1e-9)


# survey.md, « Statistics to publish »: events invited, answers, interval without and with the population.
# Satisfied: 85 % as nearly as whole people allow.
TABLE = [
    (650, 193, 227, (80, 89), (81, 88)),
    (650, 110, 130, (77, 90), (78, 89)),
    (162, 48, 57, (73, 91), (75, 90)),
    (54, 16, 19, (62, 94), (67, 93)),
    (18, 5, 6, (44, 97), (50, 96)),
]


@pytest.mark.parametrize(("population", "x", "n", "without", "with_it"), TABLE)
def test_the_published_table_of_intervals(
    population: int, x: int, n: int, without: tuple[int, int], with_it: tuple[int, int]
) -> None:
    assert tuple(round(100 * bound) for bound in wilson(x, n)) == without
    assert tuple(round(100 * bound) for bound in wilson(x, n, population=population)) == with_it


@given(counted(), st.integers(0, 5_000))
def test_knowing_the_population_never_widens_an_interval(case: tuple[int, int], more: int) -> None:
    x, n = case
    (low, high), (lower, higher) = wilson(x, n, population=n + more), wilson(x, n)
    assert lower - 1e-12 <= low <= x / n + 1e-12
    assert x / n - 1e-12 <= high <= higher + 1e-12


def test_when_everybody_answered_there_is_no_doubt() -> None:
    assert wilson(6, 8, population=8) == (0.75, 0.75)
    assert wilson(6, 8, population=7) == (0.75, 0.75)
    assert mean([10, 5], 10, population=2).interval == (7.5, 7.5)


def test_an_endless_population_corrects_nothing() -> None:
    assert effective_size(50, None) == 50
    assert effective_size(50, 10**9) == pytest.approx(50, rel=1e-6)


@pytest.mark.parametrize(("x", "n"), [(1, 0), (-1, 5), (6, 5)])
def test_what_is_not_a_proportion_is_refused(x: int, n: int) -> None:
    with pytest.raises(ValueError, match="not a proportion"):
        wilson(x, n)


def marks(n: int) -> list[float]:
    """Marks of mean 8.5 with the spread of the published table (about 2.78)."""
    good, medium, bad = round(0.748 * n), round(0.204 * n), n
    bad = n - good - medium
    return [10.0] * good + [5.0] * medium + [0.0] * bad


def test_the_published_margin_of_a_mark() -> None:
    """The table gives ± 0.36, and ± 0.29 knowing that 650 were invited."""
    alone, known = mean(marks(227), 10), mean(marks(227), 10, population=650)
    assert (alone.interval.high - alone.interval.low) / 2 == pytest.approx(0.36, abs=0.01)
    assert (known.interval.high - known.interval.low) / 2 == pytest.approx(0.29, abs=0.01)


def test_equal_marks_do_not_promise_certainty() -> None:
    low, high = mean([10.0] * 6, 10).interval
    assert low == pytest.approx(10 * wilson(6, 6).low)
    assert high == 10
    assert mean([5.0], 10).interval.low < 2


@given(st.lists(st.sampled_from([0.0, 2.5, 5.0, 7.5, 10.0]), min_size=1, max_size=60))
def test_the_interval_of_a_mark_holds_it_and_stays_on_the_scale(given_marks: list[float]) -> None:
    found = mean(given_marks, 10)
    assert 0 <= found.interval.low <= found.value + 1e-9
    assert found.value - 1e-9 <= found.interval.high <= 10


# Newcombe 1998, table II, method 10.
@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ((56, 70), (48, 80), (0.0524, 0.3339)),
        ((9, 10), (3, 10), (0.1705, 0.8090)),
        ((5, 56), (0, 29), (-0.0381, 0.1926)),
        ((10, 10), (0, 10), (0.6075, 1.0)),
    ],
)
def test_newcombes_own_examples(
    first: tuple[int, int], second: tuple[int, int], expected: tuple[float, float]
) -> None:
    assert newcombe(*first, *second) == pytest.approx(expected, abs=5e-5)


def test_a_difference_is_opposite_when_read_the_other_way() -> None:
    first, second = proportion(40, 50), proportion(20, 60)
    low, high = difference(first, second)
    assert difference(second, first) == pytest.approx((-high, -low))


def test_a_rise_is_said_only_when_it_is_beyond_chance() -> None:
    assert change(proportion(60, 100), proportion(80, 100)) is Change.UP
    assert change(proportion(80, 100), proportion(60, 100)) is Change.DOWN
    assert change(proportion(80, 100), proportion(84, 100)) is Change.NONE_SHOWN
    assert Change.NONE_SHOWN == "pas de différence établie"


def test_a_small_rise_is_established_when_nearly_everybody_answered() -> None:
    before, after = proportion(80, 100, 102), proportion(84, 100, 102)
    assert change(before, after) is Change.UP


def test_too_few_answers_are_not_compared() -> None:
    many, few = proportion(80, 100), proportion(1, 9)
    assert change(many, few) is Change.TOO_FEW
    assert change(few, many) is Change.TOO_FEW
    assert change(None, many) is Change.TOO_FEW
    assert change(many, None) is Change.TOO_FEW


def test_marks_are_compared_by_the_same_rule() -> None:
    before = Estimate(6.0, Interval(5.5, 6.5), 100)
    assert change(before, Estimate(7.0, Interval(6.5, 7.5), 100)) is Change.UP
    assert change(before, Estimate(6.6, Interval(6.1, 7.1), 100)) is Change.NONE_SHOWN


def test_several_comparisons_share_the_risk_of_error() -> None:
    """A difference that is just established alone is not when it is one of ten."""
    before, after = proportion(40, 100), proportion(54, 100)
    assert change(before, after) is Change.UP
    assert change(before, after, among=10) is Change.NONE_SHOWN
    assert change(proportion(10, 100), after, among=10) is Change.UP
    assert change(after, proportion(10, 100), among=10) is Change.DOWN
