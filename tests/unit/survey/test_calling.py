"""A call in vain is noted with its day and reason, three times at most; a refusal and an objection stop everything."""

from datetime import timedelta

import pytest
from sqlmodel import select

from core.errors import Refused
from organisation import journal
from survey.entry import calling, entry
from survey.models import (
    CallAttempt,
    CallOutcome,
    Draft,
    EventKind,
    InvitationStatus,
    LeftOut,
    Mode,
    Reply,
    Suppression,
)
from survey.privacy import transfer
from survey.sending.endings import REFUSED, endings
from tests.builders import make_department, make_user
from tests.survey_builders import fill, make_event, make_invitation

SAID = {"satisfaction": "good", "contact_tried": ["phone"], "contact_reached": {"phone": "yes"}}


@pytest.fixture
def colleague(session):
    return make_user(session, department=make_department(session))


def test_what_was_said_becomes_an_answer_by_telephone(session, now, colleague):
    invitation = make_invitation(session)
    assert entry.enter_said(session, invitation, SAID, colleague, now)
    draft = session.get_one(Draft, invitation.id)
    assert (draft.mode, draft.is_submitted, draft.counts) == (Mode.PHONE, True, True)
    for _ in range(transfer.BATCH - 1):
        entry.enter_said(session, make_invitation(session), SAID, colleague, now)
    transfer.transfer_ready(session, now)
    assert {reply.mode for reply in session.exec(select(Reply))} == {Mode.PHONE}


def test_answers_that_no_longer_concern_the_person_are_not_kept(session, now, colleague):
    from survey.answering import answering

    invitation = make_invitation(session)
    entry.enter_said(session, invitation, SAID | {"contact_tried": ["none"]}, colleague, now)
    assert "contact_reached" not in answering.read(session.get_one(Draft, invitation.id))


def test_without_the_general_question_nothing_is_sent(session, now, colleague):
    with pytest.raises(Refused, match="première question"):
        entry.enter_said(session, make_invitation(session), {"effort": "1"}, colleague, now)


def test_the_judged_department_neither_asks_nor_notes(session, now):
    department = make_department(session)
    judged, invitation = make_user(session, department=department), make_invitation(session, department=department)  # fmt: skip
    for deed in (
        lambda: entry.enter_said(session, invitation, SAID, judged, now),
        lambda: calling.note(session, invitation, CallOutcome.ABSENT, judged, now),
        lambda: calling.refuse(session, invitation, judged, now),
        lambda: calling.object_for_good(session, invitation, judged, now),
    ):
        with pytest.raises(Refused, match="autre service"):
            deed()
    assert invitation.status is InvitationStatus.SENT


def test_a_call_in_vain_keeps_its_day_and_reason_alone(session, now, colleague):
    invitation = make_invitation(session)
    calling.note(session, invitation, CallOutcome.ABSENT, colleague, now)
    (made,) = calling.attempts(session, invitation)
    assert (made.called_on, made.outcome) == (now.date(), CallOutcome.ABSENT)
    assert set(CallAttempt.model_fields) == {"invitation_id", "called_on", "outcome"}
    (line,) = journal.about(session, "sendings")
    assert (line.deed, line.details) == ("note_call", "pas de réponse")


def test_nobody_is_called_twice_in_a_day(session, now, colleague):
    invitation = make_invitation(session)
    calling.note(session, invitation, CallOutcome.LATER, colleague, now)
    with pytest.raises(Refused, match="déjà été appelée aujourd’hui"):
        calling.check(session, invitation, colleague, now)


def test_nobody_is_called_a_fourth_time(session, now, colleague):
    invitation = make_invitation(session)
    for day in range(calling.MOST_CALLS):
        calling.note(session, invitation, CallOutcome.ABSENT, colleague, now + timedelta(days=day))
    with pytest.raises(Refused, match=r"3.essais au plus"):
        calling.check(session, invitation, colleague, now + timedelta(days=9))


def test_a_wrong_number_is_not_called_again(session, now, colleague):
    invitation = make_invitation(session)
    calling.note(session, invitation, CallOutcome.WRONG_NUMBER, colleague, now)
    with pytest.raises(Refused, match="numéro connu"):
        calling.check(session, invitation, colleague, now + timedelta(days=1))


def test_whoever_was_called_in_vain_may_still_call_us(session, now, colleague):
    invitation = make_invitation(session)
    calling.note(session, invitation, CallOutcome.ABSENT, colleague, now)
    assert entry.enter_said(session, invitation, SAID, colleague, now)


def test_a_refusal_stops_this_event_and_no_other(session, now, colleague):
    invitation = make_invitation(session)
    fill(session, invitation)  # begun on line
    calling.refuse(session, invitation, colleague, now)
    assert invitation.status is InvitationStatus.CANCELLED
    assert session.exec(select(Draft)).all() == []
    assert session.exec(select(Suppression)).all() == []
    assert endings(session)[EventKind.AFFILIATION] == {REFUSED: 1}


def test_an_objection_stops_all_the_events_of_the_person_for_good(session, now, colleague):
    event = make_event(session)
    invitation = make_invitation(session, event=event)
    other = make_invitation(session, event=make_event(session, EventKind.RETIREMENT, member_number=event.member_number), kind=EventKind.RETIREMENT)  # fmt: skip
    calling.object_for_good(session, invitation, colleague, now)
    assert {invitation.status, other.status} == {InvitationStatus.CANCELLED}
    assert session.get(Suppression, (event.member_number, LeftOut.OBJECTION))


# ---------------------------------------------------------------- anonymity


def test_no_call_is_remembered_beside_somebody_who_answered(session, now, colleague):
    """The only telephone reply of a month would else be that of the only member who was called."""
    called = make_invitation(session)
    calling.note(session, called, CallOutcome.ABSENT, colleague, now)
    waits = make_invitation(session)
    calling.note(session, waits, CallOutcome.ABSENT, colleague, now)
    for invitation in (called, *(make_invitation(session) for _ in range(transfer.BATCH - 1))):
        entry.enter_said(session, invitation, SAID, colleague, now)
    transfer.transfer_ready(session, now)
    assert [one.invitation_id for one in session.exec(select(CallAttempt))] == [waits.id]


def test_at_closing_no_call_is_remembered(session, now, colleague):
    calling.note(session, make_invitation(session), CallOutcome.ABSENT, colleague, now)
    transfer.close_due(session, now.replace(month=7))
    assert session.exec(select(CallAttempt)).all() == []


def test_the_journal_never_says_who_was_called_or_answered_by_telephone(session, now, colleague):
    invitation = make_invitation(session)
    calling.note(session, invitation, CallOutcome.ABSENT, colleague, now)
    entry.enter_said(session, invitation, SAID, colleague, now)
    assert journal.about(session, f"invitation {invitation.id}") == []
