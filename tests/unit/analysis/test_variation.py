"""Process charts."""

import pytest

from analysis.variation import Signal, p_chart, signals, xmr

STEADY = [5.0, 6.0, 5.0, 6.0, 5.0, 6.0, 5.0, 6.0]


def test_limits_are_the_mean_and_the_mean_moving_range() -> None:
    limits = xmr(STEADY)
    assert limits is not None
    assert limits.centre == 5.5
    assert limits.ranges[0] == pytest.approx((5.5 - 2.66, 5.5 + 2.66))


def test_five_points_say_nothing_of_what_is_ordinary() -> None:
    assert xmr(STEADY[:5]) is None
    assert p_chart([(1, 2)] * 5) is None
    assert p_chart([(0, 0)] * 8) is None


def test_ordinary_variation_raises_no_signal() -> None:
    limits = xmr(STEADY)
    assert limits is not None
    assert signals(STEADY, limits) == {}


def test_a_point_outside_the_limits_is_seen() -> None:
    limits = xmr(STEADY)
    assert limits is not None
    assert signals([*STEADY[:-1], 9.0], limits) == {7: Signal.OUTSIDE}


def test_seven_points_on_one_side_are_seen_and_six_are_not() -> None:
    limits = xmr([4.0, 7.0] * 5)
    assert limits is not None
    values = [5.0, *[5.6, 5.7] * 3, 5.6, 5.0, 6.0]
    assert signals(values, limits) == dict.fromkeys(range(1, 8), Signal.ONE_SIDE)
    values[4] = 5.4
    assert signals(values, limits) == {}


def test_seven_rising_points_are_a_trend() -> None:
    limits = xmr([0.0, 10.0] * 4)
    assert limits is not None
    values = [1.0, 2.0, 3.0, 4.0, 6.0, 7.0, 8.0, 5.5]
    assert set(signals(values, limits).values()) == {Signal.TREND}


def test_fewer_answers_have_wider_limits() -> None:
    limits = p_chart([(8, 10), (80, 100), (8, 10), (80, 100), (8, 10), (0, 0)])
    assert limits is not None
    assert limits.centre == pytest.approx(0.8)
    small, large, *_, none = limits.ranges
    assert large.high - large.low < small.high - small.low
    assert none == (0, 1)
