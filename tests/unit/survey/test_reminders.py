"""Reminders: a week later on another day, then three weeks later for the last time; never to who answered."""

from datetime import date, timedelta

import pytest

from core import working_days
from survey.answering import objecting
from survey.desk import status_changes
from survey.models import EventKind, InvitationStatus, LeftOut
from survey.privacy import transfer
from survey.sending import bounces, pausing, reminders
from survey.sending.contact_plans import STARTING
from tests.sending_builders import (
    ADDRESS,
    at,
    keys,
    letters,
    limit,
    make_postal_event,
    sent,
    suppressed,
)
from tests.survey_builders import answer, fill, make_event

MONDAY = at(2027, 3, 15)


def days_later(days: int):
    return MONDAY + timedelta(days=days)


def remind_daily(session, days: int = 80) -> dict[date, dict[str, int]]:
    """The reminders of each day, the job run at half past eight."""
    found = {}
    for ahead in range(days):
        moment = at(2027, 3, 15, 8, 30) + timedelta(days=ahead)
        if by_channel := dict(reminders.remind_due(session, moment).by_channel):
            found[moment.date()] = by_channel
    return found


def test_an_affiliated_member_hears_twice_by_email(session):
    invitation = sent(session, make_event(session, **ADDRESS), MONDAY)
    assert remind_daily(session) == {
        date(2027, 3, 23): {"email": 1},  # a Tuesday: not the day of the first message
        date(2027, 4, 5): {"email": 1},
    }
    number = invitation.id
    assert keys(session) == [f"invitation-{number}-{step}" for step in (0, 1, 2)]
    assert letters(session) == []


def test_a_retired_member_gets_the_last_one_on_paper(session):
    event = make_event(session, EventKind.RETIREMENT, **ADDRESS)
    invitation = sent(session, event, MONDAY)
    assert remind_daily(session) == {
        date(2027, 3, 23): {"email": 1},
        date(2027, 4, 5): {"letter": 1},
    }
    assert letters(session) == [(invitation.id, 2)]


def test_a_retired_member_without_postal_address_gets_the_last_one_by_email(session):
    sent(session, make_event(session, EventKind.RETIREMENT), MONDAY)
    assert list(remind_daily(session).values()) == [{"email": 1}, {"email": 1}]


def test_by_post_there_is_one_reminder_the_last(session):
    invitation = sent(session, make_postal_event(session), MONDAY)
    assert remind_daily(session) == {date(2027, 4, 5): {"letter": 1}}
    assert letters(session) == [(invitation.id, 0), (invitation.id, 2)]


@pytest.mark.parametrize("weekday", range(5))
def test_the_first_reminder_comes_on_another_weekday(session, weekday):
    sent_at = MONDAY + timedelta(days=weekday)
    course = reminders.course(sent(session, make_event(session), sent_at), STARTING)
    contact = course.next()
    assert contact.due_on.weekday() != weekday
    assert working_days.is_working(contact.due_on)
    assert contact.due_on >= sent_at.date() + timedelta(days=7)


def test_the_reminder_is_shorter_than_the_invitation(session):
    from survey.channels import email

    invitation = sent(session, make_event(session, **ADDRESS), MONDAY)
    words = [len(email.message(invitation, step, MONDAY).text.split()) for step in (0, 1, 2)]
    assert words[1] < words[0]
    assert words[2] < words[0]


def test_reminding_twice_reminds_once(session):
    sent(session, make_event(session), MONDAY)
    reminders.remind_due(session, days_later(8))
    before = keys(session)
    assert reminders.remind_due(session, days_later(8)).by_channel == {}
    assert keys(session) == before


def test_nobody_is_reminded_a_third_time(session):
    sent(session, make_event(session), MONDAY)
    remind_daily(session)
    assert reminders.remind_due(session, at(2027, 5, 10)).by_channel == {}


# ---------------------------------------------------------------- who is left in peace


def test_someone_who_answered_is_left_in_peace(session):
    answer(session, sent(session, make_event(session), MONDAY))
    assert remind_daily(session) == {}


def test_someone_whose_answer_was_transferred_is_left_in_peace(session):
    for _ in range(transfer.BATCH):
        answer(session, sent(session, make_event(session), MONDAY))
    transfer.transfer_ready(session, days_later(1))
    assert remind_daily(session) == {}


def test_someone_who_answered_the_first_question_is_left_in_peace(session):
    fill(session, sent(session, make_event(session), MONDAY))
    assert remind_daily(session) == {}


def test_someone_who_began_without_the_first_question_is_reminded(session):
    fill(session, sent(session, make_event(session), MONDAY), satisfaction="")
    assert len(remind_daily(session)) == 2


def test_someone_who_objected_is_left_in_peace(session):
    objecting.object_to_surveys(
        session, sent(session, make_event(session), MONDAY), days_later(1).date()
    )
    assert remind_daily(session) == {}


@pytest.mark.parametrize("reason", [LeftOut.DECEASED, LeftOut.PROTECTED, LeftOut.DISPUTE])
def test_a_state_that_changed_stops_the_reminder(session, reason):
    event = make_event(session, **ADDRESS)
    invitation = sent(session, event, MONDAY)
    suppressed(session, event.member_number, reason)
    found = reminders.remind_due(session, days_later(8))
    assert found.stopped == {reason: 1}
    assert invitation.status is InvitationStatus.CANCELLED
    assert keys(session) == [f"invitation-{invitation.id}-0"]


def test_the_dead_get_no_reminder(session, now):
    event = make_event(session, **ADDRESS)
    sent(session, event, MONDAY)
    status_changes.suppress(
        session, event.member_number, LeftOut.DECEASED, now.date(), None, days_later(3)
    )
    assert remind_daily(session) == {}


def test_a_closed_wave_reminds_nobody(session):
    invitation = sent(session, make_event(session), MONDAY)
    invitation.closes_on = days_later(7).date()
    assert remind_daily(session) == {}


def test_a_reminder_that_leaves_no_time_to_answer_is_not_sent(session):
    sent(session, make_event(session), MONDAY)
    assert reminders.remind_due(session, at(2027, 5, 24)).by_channel == {}


def test_after_a_bounce_the_reminder_is_a_letter(session):
    invitation = sent(session, make_event(session, **ADDRESS), MONDAY)
    bounces.address_in_error(session, invitation, None, days_later(1))
    assert remind_daily(session) == {date(2027, 4, 5): {"letter": 1}}
    assert letters(session) == [(invitation.id, 0), (invitation.id, 2)]


# ---------------------------------------------------------------- hours, pause, limit


def test_reminders_keep_working_days(session):
    sent(session, make_event(session), MONDAY)
    assert reminders.remind_due(session, at(2027, 3, 27)).by_channel == {}  # a Saturday


def test_a_pause_holds_reminders_back_and_the_two_stay_a_week_apart(session):
    sent(session, make_event(session), MONDAY)
    pausing.suspend(session, "Incident", None, MONDAY)
    assert reminders.remind_due(session, days_later(8)).by_channel == {}
    pausing.resume(session, None, MONDAY)
    reminders.remind_due(session, at(2027, 4, 2))  # the first one, late
    assert reminders.remind_due(session, at(2027, 4, 8)).by_channel == {}
    assert reminders.remind_due(session, at(2027, 4, 9)).by_channel == {"email": 1}


def test_reminders_share_the_daily_limit_with_invitations(session):
    limit(session, 2)
    for _ in range(2):
        sent(session, make_event(session), MONDAY)
    sent(session, make_event(session), days_later(8))
    assert reminders.remind_due(session, days_later(8)).by_channel == {"email": 1}
    assert reminders.remind_due(session, days_later(9)).by_channel == {"email": 1}
