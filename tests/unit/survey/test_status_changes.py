"""A member's state changes: everything under way stops, and nothing starts again."""

from datetime import date

import pytest
from sqlmodel import select

from core.errors import Refused
from core.models import MessageStatus
from organisation import journal
from organisation.models import JournalEntry
from survey.desk import status_changes
from survey.models import Draft, InvitationStatus, LeftOut, Suppression
from survey.privacy import retention
from survey.sending import planning
from tests.sending_builders import (
    keys,
    letters,
    make_postal_event,
    planned,
    publish,
    sent,
)
from tests.survey_builders import answer, fill, make_event

DIED_ON = date(2027, 3, 10)


def suppress(session, event, now, reason=LeftOut.DECEASED) -> int:
    return status_changes.suppress(session, event.member_number, reason, DIED_ON, None, now)


def test_a_planned_invitation_is_cancelled_with_the_reason(session, now):
    event = make_event(session)
    invitation = planned(session, event, now)
    assert suppress(session, event, now) == 1
    assert invitation.status is InvitationStatus.CANCELLED
    assert invitation.cancelled_because is LeftOut.DECEASED


def test_a_message_that_waits_is_taken_back(session, now):
    event = make_event(session)
    invitation = sent(session, event, now)
    suppress(session, event, now)
    assert keys(session, MessageStatus.CANCELLED) == [f"invitation-{invitation.id}-0"]
    assert invitation.sent_on is None


def test_a_letter_on_the_pile_is_taken_off(session, now):
    event = make_postal_event(session)
    sent(session, event, now)
    suppress(session, event, now)
    assert letters(session) == []


def test_an_answer_already_sent_stays(session, now):
    event = make_event(session)
    invitation = sent(session, event, now)
    answer(session, invitation)
    assert suppress(session, event, now) == 0
    assert invitation.status is InvitationStatus.ANSWERED
    assert session.exec(select(Draft)).one()


def test_an_answer_only_begun_is_erased(session, now):
    event = make_event(session)
    fill(session, sent(session, event, now))
    suppress(session, event, now)
    assert session.exec(select(Draft)).all() == []


def test_it_is_kept_for_events_to_come(session, now):
    publish(session)
    suppress(session, make_event(session, member_number="0000001"), now)
    later = make_event(session, member_number="0000001", happened_on=date(2027, 3, 1))
    planning.plan(session, now)
    assert later.left_out is LeftOut.DECEASED


def test_it_outlives_the_erasure_of_the_event(session, now):
    event = make_event(session, happened_on=date(2025, 1, 1))
    suppress(session, event, now)
    retention.erase_expired(session, now)
    session.refresh(event)
    assert event.last_name == ""
    assert session.exec(select(Suppression)).one().member_number == event.member_number


def test_said_twice_it_is_written_once(session, now):
    event = make_event(session)
    suppress(session, event, now)
    suppress(session, event, now)
    assert len(session.exec(select(Suppression)).all()) == 1
    assert len(session.exec(select(JournalEntry)).all()) == 1


def test_a_number_without_its_zeros_is_the_same_member(session, now):
    event = make_event(session, member_number="0012345")
    invitation = planned(session, event, now)
    status_changes.suppress(session, " 12345 ", LeftOut.DISPUTE, DIED_ON, None, now)
    assert invitation.status is InvitationStatus.CANCELLED


def test_a_member_not_known_yet_is_written_down_as_well(session, now):
    assert status_changes.suppress(session, "7654321", LeftOut.DECEASED, DIED_ON, None, now) == 0
    assert session.get(Suppression, ("7654321", LeftOut.DECEASED))


def test_the_journal_names_nobody(session, now):
    event = make_event(session)
    suppress(session, event, now)
    (entry,) = journal.about(session, "suppressions")
    assert entry.details == "personne décédée"
    assert event.member_number not in f"{entry.subject} {entry.details}"


@pytest.mark.parametrize("number", ["", "   ", "1" * 21])
def test_an_impossible_number_is_refused(session, now, number):
    with pytest.raises(Refused, match="numéro d’adhérent"):
        status_changes.suppress(session, number, LeftOut.DECEASED, DIED_ON, None, now)


def test_reasons_that_are_not_a_members_state_are_refused(session, now):
    with pytest.raises(Refused, match="Choisissez"):
        status_changes.suppress(session, "7654321", LeftOut.TOO_OLD, DIED_ON, None, now)


def test_a_dispute_that_ended_is_lifted_for_events_to_come(session, now):
    event = make_event(session, member_number="0000001")
    planned(session, event, now)
    suppress(session, event, now, LeftOut.DISPUTE)
    status_changes.lift(session, "0000001", LeftOut.DISPUTE, None, now)
    later = make_event(session, member_number="0000001", happened_on=date(2027, 3, 1))
    assert planned(session, later, now)
    with pytest.raises(Refused, match="n’existe plus"):
        status_changes.lift(session, "0000001", LeftOut.DISPUTE, None, now)


def test_contacts_of_an_invitation_stopped_before_leaving_are_erased_too(session, now):
    event = make_event(session, happened_on=date(2026, 3, 1))
    invitation = planned(session, make_event(session, member_number="x"), now)
    invitation.event_id = event.id
    status_changes.halt(session, invitation, LeftOut.DISPUTE)
    session.flush()
    retention.erase_expired(session, now)
    session.refresh(event)
    assert event.last_name == ""


def test_an_invitation_that_ended_cannot_be_stopped(session, now):
    invitation = sent(session, make_event(session), now)
    answer(session, invitation)
    with pytest.raises(Refused, match="déjà terminé"):
        status_changes.cancel(session, invitation, LeftOut.CANCELLED, None, now)


def test_an_invitation_is_not_stopped_for_a_reason_that_is_the_plans_own(session, now):
    invitation = planned(session, make_event(session), now)
    with pytest.raises(Refused, match="Choisissez"):
        status_changes.cancel(session, invitation, LeftOut.TOO_OLD, None, now)
