"""The forecast says what will leave, and writes nothing; what then leaves is what it said."""

from datetime import date, timedelta

import pytest
from sqlmodel import select

from core.clock import PARIS
from survey.models import EventKind, Invitation, LeftOut
from survey.sending import forecast, planning, reminders, sending
from tests.sending_builders import (
    ADDRESS,
    at,
    keys,
    letters,
    limit,
    make_postal_event,
    publish,
    sent,
    suppressed,
)
from tests.survey_builders import answer, make_event

MONDAY = at(2027, 3, 15, 7)


def said(session, now=MONDAY, days=30) -> dict[date, dict[tuple[str, bool], int]]:
    return {day.day: dict(day.leaving) for day in forecast.next_days(session, now, days).days}


def lived(session, days: int) -> dict[date, dict[tuple[str, bool], int]]:
    """What really leaves, the jobs run each day, nobody answering."""
    found = {}
    for ahead in range(days):
        moment = MONDAY + timedelta(days=ahead, hours=2)
        planning.plan(session, moment)
        leaving = {
            (channel, True): n for channel, n in reminders.remind_due(session, moment).by_channel.items()
        }  # fmt: skip
        for channel, number in sending.send_due(session, moment).by_channel.items():
            leaving[channel, False] = number
        if leaving:
            found[moment.astimezone(PARIS).date()] = leaving
    return found


@pytest.fixture
def a_busy_month(session):
    """Events of both moments, by both channels, over two weeks."""
    publish(session)
    kinds = list(EventKind)
    for n in range(12):
        happened_on = date(2027, 3, 1) + timedelta(days=n)
        make_event(session, kinds[n % 2], happened_on=happened_on, **ADDRESS)
        make_postal_event(session, kinds[n % 2], happened_on=happened_on)


def test_what_leaves_is_what_was_said(session, a_busy_month):
    announced = said(session)
    assert lived(session, 30) == announced
    assert len(announced) > 8


def test_it_keeps_the_daily_limit_and_says_what_is_left_over(session, a_busy_month):
    limit(session, 2)
    announced = forecast.next_days(session, MONDAY)
    assert max(day.total for day in announced.days) == 2
    assert announced.beyond > 0


def test_it_writes_nothing(session, a_busy_month):
    session.commit()
    said(session)
    assert not session.dirty
    assert not session.new
    assert session.exec(select(Invitation)).all() == []
    assert (keys(session), letters(session)) == ([], [])


def test_it_counts_reminders_to_come_but_not_to_those_who_answered(session):
    sent(session, make_event(session), at(2027, 3, 15))
    answer(session, sent(session, make_event(session), at(2027, 3, 15)))
    assert said(session, at(2027, 3, 16)) == {
        date(2027, 3, 23): {("email", True): 1},
        date(2027, 4, 5): {("email", True): 1},
    }


def test_whoever_must_not_be_written_to_is_not_counted(session):
    publish(session)
    planned = make_event(session)
    planning.plan(session, MONDAY)
    new = make_event(session)
    for event in (planned, new):
        suppressed(session, event.member_number, LeftOut.DISPUTE)
    assert said(session) == {}


def test_in_the_evening_today_is_over(session):
    publish(session)
    make_event(session)
    assert min(said(session, at(2027, 3, 15, 17))) == date(2027, 3, 15)
    assert min(said(session, at(2027, 3, 15, 18))) == date(2027, 3, 16)


def test_days_are_gathered_by_week(session, a_busy_month):
    weeks = forecast.weeks(forecast.next_days(session, MONDAY))
    assert all(monday.weekday() == 0 for monday, _ in weeks)
    assert [monday for monday, _ in weeks] == sorted({monday for monday, _ in weeks})
