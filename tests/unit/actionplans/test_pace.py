"""Pace: what a row took, what is left, and never more promised than forty-five minutes."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actionplans.assessments import pace


def test_a_row_takes_the_time_since_the_row_before(now: datetime) -> None:
    assert pace.minutes_spent(now - timedelta(seconds=30), now) == 0.5


def test_lunch_is_not_counted(now: datetime) -> None:
    assert pace.minutes_spent(now - timedelta(hours=2), now) == 1
    assert pace.minutes_spent(None, now) == 1


@pytest.mark.parametrize(
    ("rows", "done", "minutes", "left"),
    [
        (31, 0, 0, 31),  # a minute a row, before anything is measured
        (70, 0, 0, 45),  # the promise, whatever the number of rows
        (31, 2, 10, 29),  # two slow rows say nothing yet
        (31, 22, 27, 12),  # as measured
        (31, 31, 20, 0),
        (31, 3, 15, None),  # five minutes a row: beyond the promise, and said so
    ],
)
def test_the_minutes_left_are_measured_after_three_rows(
    rows: int, done: int, minutes: float, left: int | None
) -> None:
    assert pace.minutes_left(rows, done, minutes) == left


@given(st.integers(0, 200), st.integers(0, 200), st.floats(0, 500))
def test_more_than_forty_five_minutes_is_never_promised(
    rows: int, done: int, minutes: float
) -> None:
    left = pace.minutes_left(max(rows, done), done, minutes)
    assert left is None or 0 <= left <= pace.PROMISED_MINUTES
