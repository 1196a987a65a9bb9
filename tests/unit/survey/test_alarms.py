"""When what leaves looks wrong, everything stops by itself; a person resumes, and is not told twice."""

from datetime import timedelta

import pytest
from sqlmodel import select

from core.models import MessageStatus, OutgoingMessage
from organisation import journal
from survey.models import Invitation
from survey.sending import alarms, pausing, planning, reminders, sending
from tests.sending_builders import at, publish
from tests.survey_builders import make_event, make_invitation

MONDAY = at(2027, 3, 15)
TODAY = MONDAY.date()


def sent_many(session, number: int, sent_on=TODAY) -> list[Invitation]:
    return [make_invitation(session, sent_on=sent_on) for _ in range(number)]


def tried(session, number: int, error: str, written_at=MONDAY) -> None:
    first = len(session.exec(select(OutgoingMessage)).all())
    for n in range(first, first + number):
        session.add(
            OutgoingMessage(
                key=f"invitation-{n + 1}-0",
                to_address="a@exemple.example",
                subject="Votre avis",
                text="",
                status=MessageStatus.WAITING if error else MessageStatus.SENT,
                attempts=1,
                last_error=error,
                written_at=written_at,
                sent_at=None if error else written_at,
            )
        )
    session.flush()


def test_nothing_wrong_suspends_nothing(session):
    sent_many(session, 30)
    tried(session, 30, "")
    assert alarms.watch(session, MONDAY) == ""
    assert pausing.current(session) is None


def test_a_server_that_refuses_half_of_a_day_stops_everything(session):
    tried(session, 6, "")
    tried(session, 6, "SMTPSenderRefused: 550")
    assert "6 messages sur 12" in alarms.watch(session, MONDAY + timedelta(hours=1))
    assert pausing.current(session).by_id is None
    assert journal.about(session, "sendings")[0].deed == "suspend_sendings"


@pytest.mark.parametrize(("taken", "refused"), [(0, 9), (11, 10)])
def test_a_few_refusals_are_no_alarm(session, taken, refused):
    tried(session, taken, "")
    tried(session, refused, "ConnectionRefusedError: no")
    assert alarms.watch(session, MONDAY + timedelta(hours=1)) == ""


@pytest.mark.parametrize(("back", "stops"), [(2, False), (3, True)])
def test_more_than_a_tenth_of_a_day_coming_back_stops_everything(session, back, stops):
    for invitation in sent_many(session, 20)[:back]:
        invitation.bounced_on, invitation.channel = MONDAY.date(), "letter"
    session.flush()
    assert bool(alarms.watch(session, MONDAY + timedelta(days=1))) is stops


def test_far_more_than_the_busiest_day_stops_before_anything_leaves(session):
    sent_many(session, 5, MONDAY.date() - timedelta(days=7))
    publish(session)
    for _ in range(60):
        make_event(session)
    planning.plan(session, MONDAY)
    assert sending.send_due(session, MONDAY).by_channel == {}
    assert "60 envois" in pausing.current(session).reason
    assert reminders.remind_due(session, MONDAY).by_channel == {}
    pausing.resume(session, None, MONDAY + timedelta(hours=1))
    assert sending.send_due(session, MONDAY + timedelta(hours=1)).by_channel == {"email": 60}


def test_a_fund_that_begins_may_send(session):
    publish(session)
    for _ in range(60):
        make_event(session)
    planning.plan(session, MONDAY)
    assert sending.send_due(session, MONDAY).by_channel == {"email": 60}


def test_what_a_person_has_seen_is_not_told_again(session):
    tried(session, 12, "ConnectionRefusedError: no")
    for invitation in sent_many(session, 20)[:5]:
        invitation.bounced_on = MONDAY.date()
    assert alarms.watch(session, MONDAY + timedelta(hours=1))
    pausing.resume(session, None, MONDAY + timedelta(hours=2))
    assert alarms.watch(session, MONDAY + timedelta(hours=3)) == ""
    tried(session, 12, "ConnectionRefusedError: no", MONDAY + timedelta(hours=3))
    assert alarms.watch(session, MONDAY + timedelta(hours=4))


def test_it_never_resumes_by_itself(session):
    tried(session, 12, "ConnectionRefusedError: no")
    alarms.watch(session, MONDAY)
    alarms.watch(session, MONDAY + timedelta(days=30))
    assert pausing.current(session) is not None
