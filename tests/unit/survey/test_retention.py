"""What has served its time is erased, and what is said of it is what is done."""

from datetime import timedelta

import pytest
from sqlmodel import select

from core.models import MessageStatus, OutgoingMessage
from survey import replies
from survey.answering import objecting
from survey.models import CallBack, FreeText, LeftOut
from survey.privacy import retention
from tests.builders import saved
from tests.sending_builders import ADDRESS
from tests.survey_builders import make_event, make_invitation, make_reply

CONTACT = ("last_name", "first_name", "email", "address", "postcode", "city", "civility")


def contact(event) -> set[str]:
    return {getattr(event, name) for name in CONTACT}


@pytest.mark.parametrize(("days", "kept"), [(90, True), (91, False)])
def test_contacts_are_erased_ninety_days_after_the_closing(session, now, days, kept):
    event = make_event(session, **ADDRESS)
    make_invitation(session, event=event, closes_on=now.date() - timedelta(days=days))
    retention.erase_expired(session, now)
    session.refresh(event)
    assert (contact(event) != {""}) is kept
    assert event.member_number
    assert event.erased_on == (None if kept else now.date())


@pytest.mark.parametrize(("days", "kept"), [(365, True), (366, False)])
def test_contacts_of_somebody_left_out_are_erased_after_a_year(session, now, days, kept):
    happened_on = now.date() - timedelta(days=days)
    event = make_event(session, left_out=LeftOut.DISPUTE, happened_on=happened_on, **ADDRESS)
    retention.erase_expired(session, now)
    session.refresh(event)
    assert (contact(event) != {""}) is kept


def test_an_open_invitation_keeps_its_address(session, now):
    event = make_event(session, happened_on=now.date() - timedelta(days=400), **ADDRESS)
    make_invitation(session, event=event)
    retention.erase_expired(session, now)
    session.refresh(event)
    assert event.email


def test_raw_texts_are_erased_after_two_years_and_the_reply_stays(session, now):
    old, recent = now.date() - timedelta(days=731), now.date() - timedelta(days=730)
    for start in (old, recent):
        make_reply(session, period_start=start, answers={"satisfaction": "bad", "praise": "Oui"})
    assert retention.erase_expired(session, now)["texts"] == 1
    assert len(session.exec(select(FreeText)).all()) == 1
    assert len(replies.answers(session, replies.Scope())) == 2


def test_the_outbox_is_forgotten_after_ninety_days_but_what_waits(session, now):
    for status, days in (("sent", 91), ("failed", 91), ("cancelled", 91), ("waiting", 91), ("sent", 89)):  # fmt: skip
        written_at = now - timedelta(days=days)
        saved(
            session,
            OutgoingMessage(
                key=f"{status}-{days}", to_address="a@b.example", subject="s", text="", written_at=written_at,
                status=MessageStatus(status), sent_at=written_at if status == "sent" else None,
            ),
        )  # fmt: skip
    assert retention.erase_expired(session, now)["messages"] == 3
    left = session.exec(select(OutgoingMessage.key).order_by(OutgoingMessage.key)).all()
    assert left == ["sent-89", "waiting-91"]


def test_a_number_never_called_is_erased_in_the_end(session, now):
    objecting.ask_call_back(session, "06 12 34 56 78", "", now - timedelta(days=91))
    assert retention.erase_expired(session, now)["call_backs"] == 1
    assert session.exec(select(CallBack)).one().phone == ""


def test_what_is_said_is_what_is_done():
    said = " ".join(line.how_long for line in retention.kept())
    for days in (retention.CONTACT_KEPT_DAYS, retention.LEFT_OUT_KEPT_DAYS, retention.MESSAGES_KEPT_DAYS):  # fmt: skip
        assert f"{days}\u00a0jours" in said
