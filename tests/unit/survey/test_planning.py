"""Planning: each event gets an invitation, or the reason why there is none."""

from datetime import date, timedelta

import pytest
from sqlmodel import select

from core import working_days
from survey.models import EventKind, Invitation, InvitationStatus, LeftOut
from survey.sending import planning
from tests.sending_builders import (
    ADDRESS,
    invitation_of,
    make_postal_event,
    planned,
    publish,
    suppressed,
)
from tests.survey_builders import make_event, make_invitation, make_questionnaire


@pytest.fixture
def today(now):
    return now.date()


def test_someone_is_invited_ten_days_after_the_event(session, now, today):
    event = make_event(session, happened_on=today - timedelta(days=3))  # a Friday
    invitation = planned(session, event, now)
    assert invitation.send_on == date(2027, 3, 22)
    assert invitation.status is InvitationStatus.PLANNED
    assert invitation.sent_on is None


def test_a_day_already_past_becomes_today(session, now, today):
    event = make_event(session, happened_on=today - timedelta(days=60))
    assert planned(session, event, now).send_on == today


def test_a_weekend_or_a_holiday_is_put_off_to_the_next_working_day(session, now):
    friday_ten_days_on = make_event(session, happened_on=date(2027, 3, 10))  # Saturday 20
    easter_monday = make_event(session, happened_on=date(2027, 3, 19))  # Monday 29, a holiday
    assert planned(session, friday_ten_days_on, now).send_on == date(2027, 3, 22)
    assert invitation_of(session, easter_monday).send_on == date(2027, 3, 30)


def test_a_retirement_to_come_is_planned_after_it(session, now, today):
    event = make_event(session, EventKind.RETIREMENT, happened_on=today + timedelta(days=60))
    assert planned(session, event, now).send_on == working_days.first_from(
        event.happened_on + timedelta(days=10)
    )


@pytest.mark.parametrize(
    "reason", [LeftOut.DECEASED, LeftOut.PROTECTED, LeftOut.OBJECTION, LeftOut.DISPUTE]
)
def test_whoever_must_not_be_written_to_is_left_out_with_the_reason(session, now, reason):
    publish(session)
    event = make_event(session)
    suppressed(session, event.member_number, reason)
    assert planning.plan(session, now).left_out == {reason: 1}
    assert event.left_out is reason
    assert session.exec(select(Invitation)).all() == []


def test_of_two_reasons_the_gravest_is_told(session, now):
    publish(session)
    event = make_event(session)
    suppressed(session, event.member_number, LeftOut.DISPUTE)
    suppressed(session, event.member_number, LeftOut.DECEASED)
    planning.plan(session, now)
    assert event.left_out is LeftOut.DECEASED


def test_an_event_left_out_by_the_import_stays_left_out(session, now):
    publish(session)
    event = make_event(session, left_out=LeftOut.TO_CHECK)
    assert planning.plan(session, now) == planning.Planned({}, {})
    assert event.left_out is LeftOut.TO_CHECK


def test_a_first_import_does_not_ask_about_last_year(session, now, today):
    publish(session)
    old = make_event(session, happened_on=today - timedelta(days=121))
    recent = make_event(session, happened_on=today - timedelta(days=120))
    planning.plan(session, now)
    assert old.left_out is LeftOut.TOO_OLD
    assert recent.left_out is None


def test_a_member_is_asked_once_a_year(session, now, today):
    publish(session)
    first = make_event(session, happened_on=today - timedelta(days=200), member_number="0000001")
    make_invitation(session, event=first, sent_on=today - timedelta(days=180))
    second = make_event(session, EventKind.RETIREMENT, member_number="0000001")
    planning.plan(session, now)
    assert second.left_out is LeftOut.RECENTLY_ASKED


def test_after_a_year_a_member_may_be_asked_again(session, now, today):
    publish(session)
    first = make_event(session, happened_on=today - timedelta(days=400), member_number="0000001")
    make_invitation(session, event=first, sent_on=today - timedelta(days=366))
    second = make_event(session, EventKind.RETIREMENT, member_number="0000001")
    planning.plan(session, now)
    assert invitation_of(session, second)


def test_two_events_of_one_member_in_one_file_make_one_invitation(session, now, today):
    publish(session)
    for kind in EventKind:
        make_event(session, kind, member_number="0000001", happened_on=today - timedelta(days=9))
    found = planning.plan(session, now)
    assert found.left_out == {LeftOut.RECENTLY_ASKED: 1}
    assert found.invited == {"email": 1}


def test_an_invitation_stopped_before_it_left_does_not_count_as_asked(session, now):
    publish(session)
    first = make_event(session, member_number="0000001")
    make_invitation(session, event=first, sent_on=None, status=InvitationStatus.CANCELLED)
    second = make_event(session, EventKind.RETIREMENT, member_number="0000001")
    planning.plan(session, now)
    assert invitation_of(session, second)


def test_nobody_without_an_address_is_invited(session, now):
    publish(session)
    event = make_event(session, email="")
    planning.plan(session, now)
    assert event.left_out is LeftOut.NO_CHANNEL


@pytest.mark.parametrize(
    ("said", "channel"),
    [
        ({}, "email"),
        ({"preferred_channel": "letter"}, "letter"),
        ({"preferred_channel": "phone"}, "letter"),
        ({"preferred_channel": "email"}, "email"),
        ({"email": ""}, "letter"),
        ({"email": "neant"}, "letter"),
        ({"remarks": ["shared_mailbox"]}, "letter"),
        ({"remarks": ["shared_mailbox"], "preferred_channel": "email"}, "email"),
        ({"remarks": ["shared_mailbox"], "address": "", "postcode": "", "city": ""}, "email"),
        ({"preferred_channel": "letter", "address": "", "postcode": "", "city": ""}, "email"),
    ],
)
def test_the_channel_is_the_stated_preference_and_a_usable_address(session, now, said, channel):
    event = make_event(session, **(ADDRESS | said))
    assert planned(session, event, now).channel == channel


def test_age_never_chooses_the_channel(session, now):
    old = make_event(session, birth_date=date(1935, 1, 1), **ADDRESS)
    young = make_event(session, birth_date=date(1995, 1, 1), **ADDRESS)
    planned(session, old, now)
    assert invitation_of(session, old).channel == invitation_of(session, young).channel == "email"


def test_planning_twice_plans_once(session, now):
    publish(session)
    for _ in range(5):
        make_event(session)
    assert planning.plan(session, now).invited == {"email": 5}
    assert planning.plan(session, now) == planning.Planned({}, {})
    assert len(session.exec(select(Invitation)).all()) == 5


def test_every_event_has_one_line_in_the_ledger(session, now, today):
    publish(session)
    make_event(session)
    make_event(session, email="")
    make_postal_event(session)
    make_event(session, happened_on=today - timedelta(days=300))
    found = planning.plan(session, now)
    assert sum(found.invited.values()) + sum(found.left_out.values()) == 4
    assert planning.unplanned(session) == []


def test_without_a_published_questionnaire_events_wait(session, now):
    make_questionnaire(session).status = "retired"
    event = make_event(session)
    assert planning.plan(session, now).waiting == 1
    assert event.left_out is None


def test_refused_and_abandoned_requests_are_asked_as_well(session, now):
    event = make_event(session, EventKind.RETIREMENT, granted="rejeté")
    assert planned(session, event, now)


def test_two_invitations_never_share_a_code(session, now):
    publish(session)
    for _ in range(20):
        make_event(session)
    planning.plan(session, now)
    found = session.exec(select(Invitation)).all()
    assert len({i.code_hash for i in found}) == len({i.token_hash for i in found}) == 20
