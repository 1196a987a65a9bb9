"""Wilson's interval around a share."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import proportions


def test_the_interval_is_wilsons():
    low, high = proportions.wilson(0.3, 10)  # 3 of 10: Agresti & Coull 1998, table 1
    assert (round(low, 3), round(high, 3)) == (0.108, 0.603)


@given(st.integers(1, 5000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_the_interval_holds_the_share_and_stays_between_none_and_all(counted):
    x, n = counted
    low, high = proportions.wilson(x / n, n)
    assert 0 <= low <= x / n + 1e-12
    assert x / n - 1e-12 <= high <= 1


@pytest.mark.parametrize("counted", [10, 100, 1000])
def test_more_cases_leave_less_doubt(counted):
    few, many = proportions.wilson(0.1, counted), proportions.wilson(0.1, counted * 10)
    assert many[1] - many[0] < few[1] - few[0]
