"""Departments and their activities, on screen."""

from typing import Any

import pytest
from sqlmodel import Session, select

from organisation.models import Department, Role
from tests.builders import make_charter, make_department, make_user
from tests.pages import Visitor


@pytest.fixture
def officer(visitor: Visitor, session: Session, now: Any) -> Visitor:
    make_charter(session, now)
    make_department(session, "Retraite", ("gestion_retraite",))
    user = make_user(session, Role.QUALITY_OFFICER)
    session.commit()
    return visitor.sign_in(user)


def test_promises_that_nobody_carries_are_named(officer: Visitor) -> None:
    officer.open("/services/")
    assert "Engagements qu’aucun service ne porte" in officer.text
    assert "ECO-01" in officer.text


def test_a_department_is_created_then_changed(officer: Visitor, session: Session) -> None:
    officer.open("/services/nouveau")
    officer.submit("Créer le service", name="Accueil", activities="accueil_telephonique")
    officer.follow()
    assert "Accueil téléphonique" in officer.text
    session.rollback()
    number = session.exec(select(Department.id).where(Department.name == "Accueil")).one()
    session.rollback()
    officer.open(f"/services/{number}")
    officer.submit("Enregistrer le service", name="Accueil et conseil", activities="direction")
    officer.follow()
    made = session.get_one(Department, number)
    assert [activity.code for activity in made.activities] == ["direction"]
    assert made.name == "Accueil et conseil"


def test_two_departments_do_not_share_a_name_and_what_was_typed_stays(officer: Visitor) -> None:
    officer.open("/services/nouveau")
    officer.submit("Créer le service", name=" Retraite ", activities="direction", expect=422)
    assert "existe déjà" in officer.text
    assert officer.page.find("input", value="direction").has_attr("checked")


def test_a_department_that_does_nothing_is_refused(officer: Visitor) -> None:
    officer.open("/services/nouveau")
    officer.submit("Créer le service", name="Rien", expect=422)
    assert "Choisissez les activités" in officer.text
