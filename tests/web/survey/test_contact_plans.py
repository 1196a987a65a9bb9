"""The contact plan and the other surveys, as the quality officer sees them."""

import pytest

from organisation.models import Role
from survey.models import EventKind, InvitationStatus
from survey.sending import contact_plans
from tests.builders import make_user
from tests.sending_builders import planned
from tests.survey_builders import make_event


@pytest.fixture
def officer(visitor, session):
    user = make_user(session, Role.QUALITY_OFFICER)
    session.commit()
    return visitor.sign_in(user)


def typed(**more) -> dict[str, str]:
    plan = contact_plans.STARTING
    values = {"opens": "8", "closes": "18", "daily_limit": "200"}
    for kind in EventKind:
        for name, value in vars(plan.of(kind)).items():
            if value is not False:
                values[f"{kind.value}-{name}"] = "y" if value is True else str(value)
    return values | more


def test_the_plan_is_said_and_changed(officer, session):
    officer.open("/envois/plan/")
    assert "10 jours après l’événement" in officer.text.replace("\u00a0", " ")
    officer.post("/envois/plan/", **typed(**{"affiliation-delay_days": "14"}))
    session.expire_all()
    assert contact_plans.current(session).of(EventKind.AFFILIATION).delay_days == 14
    officer.open("/envois/plan/")
    assert "Version 1" in officer.text.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("affiliation-delay_days", "3", "entre 7 et 60 jours"),
        ("affiliation-delay_days", "dix", "en chiffres"),
        ("retraite-last_reminder_days", "12", "entre les deux relances"),
        ("daily_limit", "100000", "de 1 à 1000"),
        ("opens", "", "en chiffres"),
    ],
)
def test_a_plan_out_of_bounds_says_what_to_do(officer, session, name, value, sentence):
    officer.open("/envois/plan/")
    officer.post("/envois/plan/", **typed(**{name: value}), expect=422)
    assert sentence in officer.text.replace("\u00a0", " ")
    assert contact_plans.versions(session) == []


def test_an_empty_reminder_is_no_reminder(officer, session):
    officer.open("/envois/plan/")
    officer.post("/envois/plan/", **typed(**{"affiliation-reminder_days": ""}))
    assert contact_plans.current(session).of(EventKind.AFFILIATION).reminder_days is None


def test_another_survey_is_noted_and_taken_back(officer, session, now):
    invitation = planned(session, make_event(session), now)
    number = invitation.event.member_number
    session.commit()
    said = {"name": "Enquête 2027", "asked_on": "2027-03-15", "numbers": number}
    officer.open("/envois/autres-enquetes/")
    officer.post("/envois/autres-enquetes/", **said)
    session.refresh(invitation)
    assert invitation.status is InvitationStatus.CANCELLED
    session.commit()
    officer.open("/envois/autres-enquetes/")
    assert "Enquête 2027" in officer.text
    officer.post("/envois/autres-enquetes/retirer", name="Enquête 2027", asked_on="2027-03-15")
    officer.open("/envois/autres-enquetes/")
    assert "Aucune autre enquête" in officer.text


def test_a_list_with_names_is_refused_with_its_sentence(officer):
    said = {"name": "Enquête", "asked_on": "2027-03-15", "numbers": "0012345 Martin"}
    officer.open("/envois/autres-enquetes/")
    officer.post("/envois/autres-enquetes/", **said, expect=422)
    assert "Gardez seulement les numéros" in officer.text
