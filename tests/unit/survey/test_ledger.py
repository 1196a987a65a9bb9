"""The ledger: each event in one place alone, and nobody vanishes from the denominator."""

from datetime import date, timedelta

import pytest

from survey import replies
from survey.answering import objecting
from survey.desk import status_changes
from survey.models import EventKind, LeftOut
from survey.sending import bounces, planning, sending
from tests.builders import make_department
from tests.sending_builders import ADDRESS, planned, publish, sent
from tests.survey_builders import answer, fill, make_event, make_invitation


def ledger(session, **scope) -> replies.Ledger:
    return replies.ledger(session, replies.Scope(**scope))


def balances(found: replies.Ledger) -> bool:
    never = sum(found.left_out.values())
    return found.events == never + found.waiting + found.planned + found.sent


def test_each_event_is_in_one_place_alone(session, now):
    publish(session)
    today = now.date()
    for fate in (answer, fill, lambda *_: None):
        fate(session, sent(session, make_event(session), now))
    stopped = make_event(session)
    planned(session, stopped, now)
    status_changes.suppress(session, stopped.member_number, LeftOut.DECEASED, today, None, now)
    make_event(session, email="")
    planning.plan(session, now)
    make_event(session, happened_on=today)
    planning.plan(session, now)
    make_event(session)
    found = ledger(session)
    assert found.events == 7
    assert found.left_out == {LeftOut.DECEASED: 1, LeftOut.NO_CHANNEL: 1}
    assert (found.waiting, found.planned, found.sent) == (1, 1, 3)
    assert (found.opened, found.answered) == (2, 1)
    assert balances(found)


def test_who_objects_after_the_sending_stays_in_the_denominator(session, now):
    invitations = [make_invitation(session) for _ in range(4)]
    answer(session, invitations[0])
    objecting.object_to_surveys(session, invitations[1], now.date())
    found = ledger(session)
    assert (found.sent, found.rate) == (4, 0.25)
    assert found.stopped == {LeftOut.OBJECTION: 1}
    assert found.left_out == {}
    assert balances(found)


def test_an_address_in_error_is_counted(session, now):
    invitation = sent(session, make_event(session, **ADDRESS), now)
    bounces.address_in_error(session, invitation, None, now)
    found = ledger(session)
    assert (found.bounced, found.sent) == (1, 1)


def test_moments_of_life_and_periods_are_counted_apart(session, now):
    make_invitation(session, EventKind.AFFILIATION)
    make_invitation(session, EventKind.RETIREMENT, sent_on=now.date() - timedelta(days=200))
    assert ledger(session, kind=EventKind.RETIREMENT).sent == 1
    assert ledger(session, since=now.date() - timedelta(days=30)).sent == 1


def test_without_a_sending_there_is_no_rate(session):
    assert ledger(session).rate is None


@pytest.mark.parametrize("hour", [7, 9])
def test_what_could_not_leave_yet_stays_planned(session, now, hour):
    planned(session, make_event(session), now)
    sending.send_due(session, now.replace(hour=hour - 2))
    assert ledger(session).planned == (1 if hour == 7 else 0)


def test_the_parts_of_a_ledger_make_the_whole(session):
    place = make_department(session)
    for sent_on in (date(2026, 12, 30), date(2027, 1, 4), date(2027, 3, 1)):
        make_invitation(session, department=place, sent_on=sent_on)
    make_event(session)
    whole = ledger(session)
    by_quarter = replies.ledgers_by_quarter(session, replies.Scope())
    assert {start: one.sent for start, one in by_quarter.items()} == {
        date(2026, 10, 1): 1,
        date(2027, 1, 1): 2,
    }
    by_place = replies.ledgers_by_department(session, replies.Scope())
    assert {one: found.sent for one, found in by_place.items()} == {place.id: 3, None: 0}
    for parts in (by_quarter, by_place):
        assert sum(one.events for one in parts.values()) == whole.events
