"""Process charts."""

import pytest

from analysis.indicators.variation import Limits, Signal, p_chart, signals, xmr
from analysis.statistics import Interval

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


@pytest.mark.parametrize("turned", [1, -1])
def test_six_rising_or_falling_points_are_a_trend_and_five_are_not(turned: int) -> None:
    limits = xmr([0.0, 10.0] * 4)
    assert limits is not None
    values = [3.0, 2.0, 3.0, 4.0, 6.0, 7.0, 8.0, 5.5][::turned]
    assert signals(values, limits) == dict.fromkeys(range(1, 7), Signal.TREND)
    values[3] = values[2]
    assert signals(values, limits) == {}


def test_two_of_three_points_near_the_same_limit_are_seen() -> None:
    limits = Limits(5.0, (Interval(2.0, 8.0),) * 8, 8)
    near = [5.0, 7.2, 5.0, 7.4, 5.0, 4.0, 6.0, 5.0]
    assert signals(near, limits) == {1: Signal.NEAR_LIMIT, 3: Signal.NEAR_LIMIT}
    assert signals([5.0, 7.2, 5.0, 2.7, 5.0, 4.0, 6.0, 5.0], limits) == {}
    assert signals([5.0, 6.9, 5.0, 6.9, 5.0, 4.0, 6.0, 5.0], limits) == {}


def test_near_a_limit_that_follows_the_number_of_answers_is_judged_point_by_point() -> None:
    limits = Limits(0.8, (Interval(0.5, 1.0), Interval(0.7, 0.9), Interval(0.5, 1.0)), 3)
    assert signals([0.72, 0.72, 0.55], limits) == {1: Signal.NEAR_LIMIT, 2: Signal.NEAR_LIMIT}


def test_later_points_are_judged_by_the_limits_of_the_first_and_never_move_them() -> None:
    first = STEADY + STEADY[:4]
    alone, longer = xmr(first), xmr([*first, 9.0, 9.5, 9.0], 12)
    assert alone is not None
    assert longer is not None
    assert (longer.centre, longer.ranges[0], longer.baseline) == (alone.centre, alone.ranges[0], 12)
    assert signals([*first, 9.0, 9.5, 9.0], longer).keys() == {12, 13, 14}
    shares, more = p_chart([(8, 10)] * 12), p_chart([(8, 10)] * 12 + [(1, 10)] * 3, 12)
    assert shares is not None
    assert more is not None
    assert more.centre == shares.centre


def test_fewer_answers_have_wider_limits() -> None:
    limits = p_chart([(8, 10), (80, 100), (8, 10), (80, 100), (8, 10), (0, 0)])
    assert limits is not None
    assert limits.centre == pytest.approx(0.8)
    small, large, *_, none = limits.ranges
    assert large.high - large.low < small.high - small.low
    assert none == (0, 1)
