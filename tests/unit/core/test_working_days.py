"""Working days: what the post and offices of mainland France keep."""

from datetime import date

import pytest

from core import working_days


@pytest.mark.parametrize(
    ("day", "open_"),
    [
        (date(2027, 3, 15), True),  # Monday
        (date(2027, 3, 20), False),  # Saturday
        (date(2027, 3, 21), False),  # Sunday
        (date(2027, 3, 29), False),  # Easter Monday
        (date(2027, 5, 6), False),  # Ascension
        (date(2027, 7, 14), False),
        (date(2027, 12, 24), True),
    ],
)
def test_weekends_and_public_holidays_are_not_worked(day, open_):
    assert working_days.is_working(day) is open_


def test_a_working_day_is_kept_and_another_is_put_off():
    assert working_days.first_from(date(2027, 3, 15)) == date(2027, 3, 15)
    assert working_days.first_from(date(2027, 3, 27)) == date(2027, 3, 30)  # over Easter


def test_a_weekday_can_be_avoided():
    assert working_days.first_from(date(2027, 3, 15), avoiding_weekday=0) == date(2027, 3, 16)


def test_twenty_working_days_leave_out_weekends():
    assert working_days.after(date(2027, 3, 1), 20) == date(2027, 3, 30)  # Easter Monday is skipped
