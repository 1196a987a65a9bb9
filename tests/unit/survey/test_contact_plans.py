"""The contact plan: data with bounds, in versions, that planning, reminders and the forecast all follow."""

import itertools
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import select

from core.clock import PARIS
from core.errors import Refused
from core.french import NBSP
from organisation import journal
from survey.models import ContactPlan, EventKind
from survey.sending import contact_plans, forecast, planning, reminders, sending
from survey.sending.contact_plans import DELAYS, REMINDERS, STARTING, Terms
from tests.sending_builders import ADDRESS, at, make_postal_event, planned, publish, sent
from tests.survey_builders import make_event

MONDAY = at(2027, 3, 15, 7)
AFFILIATION, RETIREMENT = EventKind


def changed(session, terms: Terms, **more):
    plan = replace(STARTING, moments={AFFILIATION: terms, RETIREMENT: terms}, **more)
    return contact_plans.change(session, plan, None, MONDAY)


def test_the_starting_plan_is_that_of_the_design():
    assert STARTING.of(AFFILIATION) == Terms(10, 7, 21)
    assert STARTING.of(RETIREMENT) == Terms(10, 7, 21, last_by_letter=True)
    assert (STARTING.opens, STARTING.closes, STARTING.daily_limit) == (8, 18, 200)


def test_a_plan_says_in_french_what_it_does():
    said = contact_plans.sentence(STARTING.of(RETIREMENT)).replace(NBSP, " ")
    assert said == (
        "10 jours après l’événement : courriel. 7 jours plus tard, sans réponse : relance par "
        "courriel, un autre jour de la semaine. 14 jours plus tard, sans réponse : dernière "
        "relance par courrier, avec le questionnaire papier. Puis plus rien."
    )
    by_post = contact_plans.sentence(Terms(12, 7, 25), has_email=False).replace(NBSP, " ")
    assert by_post == (
        "12 jours après l’événement : lettre avec code. 25 jours plus tard, sans réponse : "
        "dernière lettre, avec le questionnaire papier. Puis plus rien."
    )
    assert contact_plans.sentence(Terms(10, None, None)).endswith("Aucune relance.")


def test_a_change_makes_a_version_and_is_in_the_journal(session):
    assert changed(session, Terms(12)).version == 1
    assert changed(session, Terms(14)).version == 2
    assert contact_plans.current(session).of(AFFILIATION).delay_days == 14
    assert [row.version for row in contact_plans.versions(session)] == [2, 1]
    assert journal.about(session, "sendings")[0].details == "version 2"


def test_the_same_plan_again_makes_no_version(session):
    changed(session, Terms(12))
    changed(session, Terms(12))
    assert len(session.exec(select(ContactPlan)).all()) == 1


@pytest.mark.parametrize(
    ("terms", "more", "about", "sentence"),
    [
        (Terms(6), {}, "affiliation-delay_days", "entre 7 et 60 jours"),
        (Terms(61), {}, "affiliation-delay_days", "entre 7 et 60 jours"),
        (Terms(10, 6), {}, "affiliation-reminder_days", "entre 7 et 30 jours"),
        (Terms(10, 7, 31), {}, "affiliation-last_reminder_days", "entre 7 et 30 jours"),
        (Terms(10, 10, 16), {}, "affiliation-last_reminder_days", "entre les deux relances"),
        (Terms(10, 7, None, True), {}, "affiliation-last_by_letter", "par courrier"),
        (Terms(10), {"opens": 18, "closes": 18}, "opens", "la première avant la seconde"),
        (Terms(10), {"opens": 5}, "opens", "entre 7"),
        (Terms(10), {"closes": 22}, "opens", "entre 7"),
        (Terms(10), {"daily_limit": 0}, "daily_limit", "de 1 à 1000"),
        (Terms(10), {"daily_limit": 1001}, "daily_limit", "de 1 à 1000"),
    ],
)
def test_what_would_hurry_or_weary_a_member_is_refused(session, terms, more, about, sentence):
    with pytest.raises(Refused, match=sentence) as refused:
        changed(session, terms, **more)
    assert refused.value.about == about
    assert contact_plans.current(session) == STARTING


def test_planning_follows_the_plan(session):
    changed(session, Terms(20))
    event = make_event(session, happened_on=date(2027, 3, 10))
    assert planned(session, event, MONDAY).send_on == date(2027, 3, 30)


def test_reminders_follow_the_plan_in_force_when_they_leave(session):
    sent(session, make_event(session), at(2027, 3, 15))
    changed(session, Terms(10, None, 15))
    assert reminders.remind_due(session, at(2027, 3, 29)).by_channel == {}
    assert reminders.remind_due(session, at(2027, 3, 30)).by_channel == {"email": 1}
    assert reminders.remind_due(session, at(2027, 5, 3)).by_channel == {}


def test_an_affiliation_too_may_end_with_a_letter(session):
    changed(session, Terms(10, None, 21, last_by_letter=True))
    sent(session, make_event(session, **ADDRESS), at(2027, 3, 15))
    assert reminders.remind_due(session, at(2027, 4, 5)).by_channel == {"letter": 1}


def test_without_reminders_nobody_is_reminded(session):
    changed(session, Terms(10, None, None))
    sent(session, make_event(session), at(2027, 3, 15))
    sent(session, make_postal_event(session), at(2027, 3, 15))
    assert reminders.remind_due(session, at(2027, 5, 3)).by_channel == {}


def test_nothing_leaves_outside_the_hours_of_the_plan(session):
    changed(session, Terms(10), opens=10, closes=12)
    hours = [h for h in range(24) if sending.may_leave(session, at(2027, 3, 15, h))]
    assert hours == [10, 11]


def lived(session, days: int) -> dict[date, dict[tuple[str, bool], int]]:
    found = {}
    for ahead in range(days):
        moment = MONDAY + timedelta(days=ahead, hours=2)
        planning.plan(session, moment)
        again = reminders.remind_due(session, moment).by_channel
        first = sending.send_due(session, moment).by_channel
        leaving = {(c, True): n for c, n in again.items()} | {
            (c, False): n for c, n in first.items()
        }
        if leaving:
            found[moment.astimezone(PARIS).date()] = leaving
    return found


@pytest.mark.parametrize(
    "terms",
    [Terms(7, 7, 14), Terms(15, None, 30, True), Terms(12, 9, None), Terms(10, None, None)],
)
def test_whatever_the_plan_what_leaves_in_thirty_days_is_what_was_said(session, terms):
    changed(session, terms)
    publish(session)
    for n in range(8):
        happened_on = date(2027, 3, 1) + timedelta(days=n)
        make_event(session, list(EventKind)[n % 2], happened_on=happened_on, **ADDRESS)
        make_postal_event(session, list(EventKind)[n % 2], happened_on=happened_on)
    said = {day.day: dict(day.leaving) for day in forecast.next_days(session, MONDAY).days}
    assert said
    assert lived(session, 30) == said


@given(
    st.sampled_from(DELAYS),
    st.one_of(st.none(), st.sampled_from(REMINDERS)),
    st.one_of(st.none(), st.sampled_from(REMINDERS)),
    st.booleans(),
)
def test_no_accepted_plan_has_a_third_reminder_or_two_in_a_week(delay, first, last, by_letter):
    terms = Terms(delay, first, last, by_letter)
    plan = replace(STARTING, moments={AFFILIATION: terms, RETIREMENT: terms})
    try:
        contact_plans.check(plan)
    except Refused:
        return
    for channel in ("email", "letter"):
        days = [0, *terms.steps(channel).values()]
        assert len(days) <= 3
        assert all(b - a >= 7 for a, b in itertools.pairwise(days))
