"""The last check: what changed between writing a message and its leaving stops it."""

from datetime import timedelta

import pytest

from core import jobs, mail
from core.models import MessageStatus, OutgoingMessage
from survey import replies
from survey.models import InvitationStatus, LeftOut
from survey.sending import bounces, pausing, reminders
from tests.sending_builders import ADDRESS, at, keys, letters, sent, suppressed
from tests.survey_builders import answer, fill, make_event


def left(app, session, settings) -> int:
    """How many messages left, once all jobs are done."""
    session.commit()
    jobs.drain(app.extensions["engine"])
    session.expire_all()
    return len(list((settings.HOME / "outgoing").glob("*.eml")))


def test_nothing_changed_and_it_leaves(app, session, settings, now):
    sent(session, make_event(session), now)
    assert left(app, session, settings) == 1


@pytest.mark.parametrize(
    "reason", [LeftOut.DECEASED, LeftOut.PROTECTED, LeftOut.OBJECTION, LeftOut.DISPUTE]
)
def test_a_state_that_changed_stops_it_at_the_door(app, session, settings, now, reason):
    event = make_event(session)
    invitation = sent(session, event, now)
    suppressed(session, event.member_number, reason)
    assert left(app, session, settings) == 0
    assert keys(session, MessageStatus.CANCELLED) == [f"invitation-{invitation.id}-0"]
    session.refresh(invitation)
    assert (invitation.status, invitation.cancelled_because) == (InvitationStatus.CANCELLED, reason)


def test_what_never_left_is_not_counted_as_sent(app, session, settings, now):
    event = make_event(session)
    sent(session, event, now)
    suppressed(session, event.member_number, LeftOut.DECEASED)
    left(app, session, settings)
    found = replies.ledger(session, replies.Scope())
    assert (found.sent, found.left_out) == (0, {LeftOut.DECEASED: 1})


def test_an_event_cancelled_stops_it(app, session, settings, now):
    event = make_event(session)
    invitation = sent(session, event, now)
    event.left_out = LeftOut.CANCELLED
    assert left(app, session, settings) == 0
    session.refresh(invitation)
    assert invitation.cancelled_because is LeftOut.CANCELLED


@pytest.mark.parametrize("reply", [answer, fill])
def test_a_reminder_crossed_by_an_answer_does_not_leave(app, session, settings, now, reply):
    invitation = sent(session, make_event(session), now)
    left(app, session, settings)
    reminders.remind_due(session, now + timedelta(days=8))
    reply(session, invitation)
    assert left(app, session, settings) == 1
    assert keys(session, MessageStatus.CANCELLED) == [f"invitation-{invitation.id}-1"]
    session.refresh(invitation)
    assert invitation.status is not InvitationStatus.CANCELLED


def test_an_address_in_error_stops_the_email_on_its_way(app, session, settings, now):
    invitation = sent(session, make_event(session, **ADDRESS), now)
    bounces.address_in_error(session, invitation, None, now)
    assert left(app, session, settings) == 0
    assert letters(session) == [(invitation.id, 0)]


def test_after_closing_nothing_leaves(app, session, settings, now):
    invitation = sent(session, make_event(session), now)
    invitation.closes_on = now.date() - timedelta(days=1)
    assert left(app, session, settings) == 0


def test_a_pause_holds_what_waits_in_the_outbox(app, session, settings, now):
    sent(session, make_event(session), now)
    pausing.suspend(session, "Texte à corriger", None, now)
    assert left(app, session, settings) == 0
    assert len(keys(session, MessageStatus.WAITING)) == 1


def test_mail_to_staff_is_neither_stopped_nor_held(app, session, settings, now):
    pausing.suspend(session, "Texte à corriger", None, now)
    mail.write(
        session,
        OutgoingMessage(
            key="assessment-1-submitted", to_address="a@b.example", subject="s", text="t",
            written_at=now,
        ),
    )  # fmt: skip
    assert left(app, session, settings) == 1


def test_a_message_whose_invitation_is_gone_does_not_leave(app, session, settings, now):
    mail.write(
        session,
        OutgoingMessage(
            key="invitation-99-0", to_address="a@b.example", subject="s", text="t", written_at=now
        ),
    )
    assert left(app, session, settings) == 0


def test_a_worker_killed_and_started_again_sends_once(app, session, settings, now):
    sent(session, make_event(session), now)
    assert left(app, session, settings) == 1
    message_id = 1
    mail.deliver(session, at(2027, 3, 15, 10), message_id)  # the job done again after a kill
    assert left(app, session, settings) == 1
