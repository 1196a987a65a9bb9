"""Whoever another survey of the fund asks is left alone by ours for a year, before and after."""

from datetime import date, timedelta

import pytest
from sqlmodel import select

from core.errors import Refused
from organisation import journal
from survey.models import EventKind, InvitationStatus, LeftOut, OtherMailing
from survey.privacy import retention
from survey.sending import forecast, other_mailings, planning, reminders, sending
from tests.sending_builders import at, invitation_of, planned, publish, sent
from tests.survey_builders import make_event

MONDAY = at(2027, 3, 15)
TODAY = MONDAY.date()


def noted(session, *numbers: str, asked_on: date = TODAY) -> int:
    return other_mailings.record(session, "Enquête téléphonique", asked_on, numbers, None, MONDAY)


def test_whoever_was_asked_elsewhere_is_not_planned(session):
    publish(session)
    asked, free = make_event(session), make_event(session)
    noted(session, asked.member_number)
    assert planning.plan(session, MONDAY).left_out == {LeftOut.RECENTLY_ASKED: 1}
    assert invitation_of(session, free).status is InvitationStatus.PLANNED


def test_what_is_planned_for_them_stops_and_the_forecast_knows(session):
    invitation = planned(session, make_event(session), MONDAY)
    assert forecast.next_days(session, MONDAY).days
    assert noted(session, invitation.event.member_number) == 1
    assert invitation.cancelled_because is LeftOut.RECENTLY_ASKED
    assert forecast.next_days(session, MONDAY).days == []
    assert sending.send_due(session, MONDAY).by_channel == {}


def test_it_is_asked_again_when_the_message_would_leave(session):
    invitation = planned(session, make_event(session), MONDAY)
    number = invitation.event.member_number
    session.add(OtherMailing(member_number=number, asked_on=TODAY, name="Écrite à côté"))
    session.flush()
    assert sending.send_due(session, MONDAY).stopped == {LeftOut.RECENTLY_ASKED: 1}


def test_a_survey_to_come_counts_as_one_that_was(session):
    publish(session)
    event = make_event(session)
    noted(session, event.member_number, asked_on=TODAY + timedelta(days=60))
    assert planning.plan(session, MONDAY).left_out == {LeftOut.RECENTLY_ASKED: 1}


def test_after_a_year_they_may_be_asked(session):
    publish(session)
    event = make_event(session)
    noted(session, event.member_number, asked_on=TODAY - timedelta(days=364))
    later = MONDAY + timedelta(days=3)
    assert planning.plan(session, later).invited == {"email": 1}


def test_the_reminders_of_what_had_left_go_on(session):
    sent(session, make_event(session), MONDAY)
    number = invitation_of_all(session)
    assert noted(session, number) == 0
    assert reminders.remind_due(session, MONDAY + timedelta(days=8)).by_channel == {"email": 1}


def invitation_of_all(session) -> str:
    from survey.models import LifeEvent

    return session.exec(select(LifeEvent.member_number)).one()


def test_the_two_moments_are_a_year_apart(session):
    publish(session)
    for kind in EventKind:
        make_event(session, kind, member_number="0012345")
    done = planning.plan(session, MONDAY)
    assert (done.invited, done.left_out) == ({"email": 1}, {LeftOut.RECENTLY_ASKED: 1})


def test_a_number_without_its_zeros_is_the_same_member(session):
    invitation = planned(session, make_event(session, member_number="0012345"), MONDAY)
    assert noted(session, "12345") == 1
    assert invitation.status is InvitationStatus.CANCELLED


def test_noted_twice_it_is_noted_once_and_the_journal_names_nobody(session):
    noted(session, "0012345")
    noted(session, "0012345", "0012346")
    assert other_mailings.told(session) == [("Enquête téléphonique", TODAY, 2)]
    assert all("0012345" not in entry.details for entry in journal.about(session, "sendings"))


def test_taken_back_it_stops_nobody_any_more(session):
    publish(session)
    event = make_event(session)
    noted(session, event.member_number)
    assert other_mailings.erase(session, "Enquête téléphonique", TODAY, None, MONDAY) == 1
    assert planning.plan(session, MONDAY).invited == {"email": 1}
    with pytest.raises(Refused, match="rechargez"):
        other_mailings.erase(session, "Enquête téléphonique", TODAY, None, MONDAY)


def test_a_year_later_it_is_erased(session):
    noted(session, "0012345")
    assert retention.erase_expired(session, MONDAY + timedelta(days=364))["other_mailings"] == 0
    assert retention.erase_expired(session, MONDAY + timedelta(days=365))["other_mailings"] == 1


@pytest.mark.parametrize("days", [-365, 181])
def test_a_day_that_changes_nothing_is_refused(session, days):
    with pytest.raises(Refused, match="douze derniers mois"):
        noted(session, "0012345", asked_on=TODAY + timedelta(days=days))


@pytest.mark.parametrize(
    ("pasted", "numbers"),
    [
        ("0012345\r\n0012346\r\n0012345\r\n", ["0012345", "0012346"]),
        ("\ufeffNuméro\n0012345;A123456", ["0012345", "A123456"]),
        ("0012345, 0012346\t0012347", ["0012345", "0012346", "0012347"]),
    ],
)
def test_a_pasted_column_is_read(pasted, numbers):
    assert other_mailings.numbers_in(pasted) == numbers


@pytest.mark.parametrize(
    "pasted", ["", " ; ", "numéro", "0012345 Martin", "a@b.example 0012345", "0012345 01/02/2027"]
)
def test_anything_but_numbers_is_refused(pasted):
    with pytest.raises(Refused, match="numéro"):
        other_mailings.numbers_in(pasted)
