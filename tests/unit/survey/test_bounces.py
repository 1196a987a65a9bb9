"""Addresses in error, on a real mail server that refuses (550), puts off (451), or cuts the line."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlmodel import select

from core import jobs, mail
from core.errors import Refused
from core.models import MessageStatus, OutgoingMessage
from organisation import journal
from organisation.models import Role
from survey.desk import status_changes
from survey.models import InvitationStatus, LeftOut
from survey.sending import bounces, reminders
from tests import mail_server
from tests.builders import make_user
from tests.sending_builders import ADDRESS, at, keys, letters, make_postal_event, sent
from tests.survey_builders import make_event


@pytest.fixture
def server(app, settings):
    """A mail server at work, to which this process delivers."""
    with mail_server.running() as (handler, address):
        mail.init(replace(settings, SMTP=address))
        yield handler


def delivered(app, session) -> None:
    """Everything due now is tried; what is put off waits."""
    session.commit()
    jobs.drain(app.extensions["engine"])
    session.expire_all()


def the_message(session, invitation) -> OutgoingMessage:
    key = f"invitation-{invitation.id}-0"
    return session.exec(select(OutgoingMessage).where(OutgoingMessage.key == key)).one()


def exhausted(session, invitation, now) -> OutgoingMessage:
    """The message after its eight attempts, made one after the other."""
    message = the_message(session, invitation)
    while message.status is MessageStatus.WAITING:
        now += timedelta(minutes=30)
        mail.deliver(session, now, message.id)
    return message


# ---------------------------------------------------------------- taken


def test_a_message_taken_arrives_once_with_its_headers(app, session, server, now):
    event = make_event(session, **ADDRESS)
    invitation = sent(session, event, now)
    delivered(app, session)
    mail.deliver(session, now, the_message(session, invitation).id)
    (message,) = server.taken
    assert message["To"] == event.email
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert message["List-Unsubscribe"].endswith("/opposition>")
    assert [part.get_content_type() for part in message.walk()] == [
        "multipart/alternative",
        "text/plain",
        "text/html",
    ]


# ---------------------------------------------------------------- refused


def test_a_refused_address_is_not_tried_again_and_goes_on_by_letter(app, session, server, now):
    event = make_event(session, **(ADDRESS | {"email": "refused@exemple.example"}))
    invitation = sent(session, event, now)
    delivered(app, session)
    assert the_message(session, invitation).status is MessageStatus.FAILED
    assert bounces.take_up(session, now) == 1
    session.refresh(invitation)
    assert (invitation.channel, invitation.bounced_on) == ("letter", now.date())
    assert invitation.status is InvitationStatus.SENT
    assert letters(session) == [(invitation.id, 0)]
    assert server.tried["refused@exemple.example"] == 1


def test_taken_up_twice_it_writes_one_letter(app, session, server, now):
    event = make_event(session, **(ADDRESS | {"email": "refused@exemple.example"}))
    sent(session, event, now)
    delivered(app, session)
    bounces.take_up(session, now)
    assert bounces.take_up(session, now) == 0
    assert len(letters(session)) == 1


def test_a_refused_address_without_postal_address_ends_there(app, session, server, now):
    invitation = sent(session, make_event(session, email="refused@exemple.example"), now)
    delivered(app, session)
    bounces.take_up(session, now)
    session.refresh(invitation)
    assert invitation.status is InvitationStatus.CANCELLED
    assert invitation.cancelled_because is LeftOut.NO_CHANNEL


def test_one_refused_address_does_not_stop_the_others(app, session, server, now):
    good = make_event(session)
    sent(session, make_event(session, **(ADDRESS | {"email": "refused@exemple.example"})), now)
    sent(session, good, now)
    delivered(app, session)
    assert server.to == [good.email]


def test_a_refused_text_says_nothing_of_the_address(app, session, server, now):
    invitation = sent(session, make_event(session, **(ADDRESS | {"email": "spam@a.example"})), now)
    delivered(app, session)
    message = exhausted(session, invitation, now)
    assert (message.status, message.last_error[:13]) == (MessageStatus.FAILED, "SMTPDataError")
    assert bounces.take_up(session, now) == 0


# ---------------------------------------------------------------- put off, cut, down


def test_a_message_put_off_is_tried_again_and_leaves_once(app, session, server, now):
    server.is_down = True
    invitation = sent(session, make_event(session), now)
    delivered(app, session)
    message = the_message(session, invitation)
    assert (message.status, message.attempts) == (MessageStatus.WAITING, 1)
    assert server.taken == []
    server.is_down = False
    mail.deliver(session, now + timedelta(minutes=2), message.id)
    assert (message.status, len(server.taken)) == (MessageStatus.SENT, 1)


def test_an_address_put_off_eight_times_goes_on_by_letter(app, session, server, now):
    event = make_event(session, **(ADDRESS | {"email": "later@exemple.example"}))
    invitation = sent(session, event, now)
    delivered(app, session)
    assert exhausted(session, invitation, now).attempts == mail.AT_MOST
    assert server.tried["later@exemple.example"] == mail.AT_MOST
    assert bounces.take_up(session, now) == 1
    assert letters(session) == [(invitation.id, 0)]


def test_a_line_cut_in_the_message_is_a_doubt_for_a_person_never_a_second_copy(
    app, session, server, now
):
    server.cuts_the_answer = True
    invitation = sent(session, make_event(session, **ADDRESS), now)
    delivered(app, session)
    message = the_message(session, invitation)
    assert (message.status, message.attempts) == (MessageStatus.FAILED, 1)
    assert mail.is_doubtful(message)
    assert "peut-être parti" in bounces.cause(message)
    for minutes in (2, 10, 600):
        mail.deliver(session, now + timedelta(minutes=minutes), message.id)
    assert bounces.take_up(session, now) == 0
    assert (len(server.taken), letters(session)) == (1, [])


def test_a_person_says_that_a_message_in_doubt_had_left(app, session, server, now):
    server.cuts_the_answer = True
    invitation = sent(session, make_event(session), now)
    delivered(app, session)
    message = the_message(session, invitation)
    officer = make_user(session, Role.QUALITY_OFFICER)
    bounces.left_after_all(session, message, officer, now)
    assert (message.status, message.text, message.sent_at) == (MessageStatus.SENT, "", now)
    assert journal.about(session, f"message {message.id}")[0].deed == "found_sent"
    with pytest.raises(Refused, match="rechargez"):
        bounces.left_after_all(session, message, officer, now)


def test_or_sends_it_again_with_the_same_number(app, session, server, now):
    invitation = sent(session, make_event(session, email="cut@exemple.example"), now)
    delivered(app, session)
    message = the_message(session, invitation)
    assert mail.is_doubtful(message)
    first = mail.as_email(message, mail.fund())["Message-ID"]
    message.to_address = "whole@exemple.example"
    bounces.retry(session, message, make_user(session, Role.QUALITY_OFFICER), now)
    delivered(app, session)
    assert [m["Message-ID"] for m in server.taken] == [first]


def test_a_worker_killed_while_a_message_leaves_never_sends_it_twice(app, session, server, now):
    invitation = sent(session, make_event(session), now)
    message = the_message(session, invitation)
    message.status, message.attempts = MessageStatus.SENDING, 1  # as it is found after kill -9
    session.commit()
    delivered(app, session)
    session.refresh(message)
    assert server.taken == []
    assert mail.is_doubtful(message)
    assert "travailleur" in bounces.cause(message)
    assert mail.undelivered(session) == [message]


def test_a_server_that_is_down_says_nothing_of_the_address(app, session, settings, now):
    mail.init(replace(settings, SMTP=f"127.0.0.1:{mail_server.free_port()}"))
    invitation = sent(session, make_event(session, **ADDRESS), now)
    delivered(app, session)
    message = exhausted(session, invitation, now)
    assert message.status is MessageStatus.FAILED
    assert bounces.take_up(session, now) == 0
    assert letters(session) == []
    assert mail.undelivered(session) == [message]


def test_once_the_server_is_back_a_person_sends_it_again(app, session, server, now):
    server.is_down = True
    invitation = sent(session, make_event(session), now)
    delivered(app, session)
    message = exhausted(session, invitation, now)
    server.is_down = False
    officer = make_user(session, Role.QUALITY_OFFICER)
    bounces.retry(session, message, officer, now)
    delivered(app, session)
    assert len(server.taken) == 1
    assert journal.about(session, f"message {message.id}")[0].by_id == officer.id


def test_whoever_died_while_the_server_was_down_gets_nothing(app, session, server, now):
    server.is_down = True
    event = make_event(session)
    invitation = sent(session, event, now)
    delivered(app, session)
    number = event.member_number
    status_changes.suppress(session, number, LeftOut.DECEASED, now.date(), None, now)
    server.is_down = False
    mail.deliver(session, now + timedelta(minutes=2), the_message(session, invitation).id)
    assert server.taken == []
    session.refresh(invitation)
    assert (invitation.cancelled_because, invitation.sent_on) == (LeftOut.DECEASED, None)


# ---------------------------------------------------------------- said by a person


def test_a_person_says_that_an_address_is_wrong(session, now):
    officer = make_user(session, Role.QUALITY_OFFICER)
    invitation = sent(session, make_event(session, **ADDRESS), now)
    bounces.address_in_error(session, invitation, officer, now)
    assert letters(session) == [(invitation.id, 0)]
    (line,) = journal.about(session, f"invitation {invitation.id}")
    assert (line.deed, line.by_id) == ("address_in_error", officer.id)


def test_a_letter_already_waiting_is_not_doubled(session):
    from survey.models import EventKind

    event = make_event(session, EventKind.RETIREMENT, **ADDRESS)
    invitation = sent(session, event, at(2027, 3, 15))
    reminders.remind_due(session, at(2027, 3, 23))
    reminders.remind_due(session, at(2027, 4, 5))
    bounces.address_in_error(session, invitation, None, at(2027, 4, 6))
    assert letters(session) == [(invitation.id, 2)]


def test_a_letter_that_came_back_ends_there(session, now):
    invitation = sent(session, make_postal_event(session), now)
    bounces.address_in_error(session, invitation, None, now)
    assert invitation.status is InvitationStatus.CANCELLED
    assert letters(session) == []


def test_an_invitation_that_waits_for_nothing_cannot_change(session, now):
    invitation = sent(session, make_postal_event(session), now)
    invitation.status = InvitationStatus.ANSWERED
    with pytest.raises(Refused, match="n’attend plus"):
        bounces.address_in_error(session, invitation, None, now)


def test_keys_of_other_rooms_are_left_alone(app, session, server, now):
    message = OutgoingMessage(
        key="assessment-1", to_address="refused@a.example", subject="s", text="t", written_at=now
    )
    mail.write(session, message)
    delivered(app, session)
    assert bounces.take_up(session, now) == 0
    assert keys(session, MessageStatus.FAILED) == ["assessment-1"]
