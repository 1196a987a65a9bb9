"""The next version of the charter, on screen."""

from typing import Any

import pytest
from sqlmodel import Session

from organisation import charters
from organisation.models import Role
from tests.builders import make_charter, make_user
from tests.pages import Visitor


@pytest.fixture
def people(app: Any, session: Session, now: Any) -> dict[Role, Visitor]:
    make_charter(session, now)
    users = {role: make_user(session, role) for role in (Role.QUALITY_OFFICER, Role.MANAGEMENT)}
    session.commit()
    return {role: Visitor(app).sign_in(user) for role, user in users.items()}


def begun(people: dict[Role, Visitor]) -> Visitor:
    officer = people[Role.QUALITY_OFFICER]
    officer.open("/charte/projet/")
    officer.submit("Commencer une nouvelle version")
    officer.follow()
    return officer


def test_the_officer_writes_and_management_publishes(
    people: dict[Role, Visitor], session: Session
) -> None:
    officer, manager = begun(people), people[Role.MANAGEMENT]
    assert "encore égale à la charte en vigueur" in officer.text
    officer.open("/charte/projet/ACC-01")
    officer.submit("Enregistrer l’engagement", title="Courtoisie partout")
    officer.follow()
    assert "1 engagement diffère" in officer.text
    assert "Publier cette version" not in officer.text
    manager.open("/charte/projet/")
    assert "Courtoisie partout" in manager.text
    manager.submit("Publier cette version")
    manager.follow()
    assert "La version 2 de la charte est en vigueur" in manager.text
    manager.open("/charte/versions/")
    assert "2 versions publiées" in manager.text
    assert "Courtoisie partout" in manager.text


def test_a_threshold_half_given_is_refused_and_nothing_typed_is_lost(
    people: dict[Role, Visitor],
) -> None:
    officer = begun(people)
    officer.open("/charte/projet/ACC-01")
    officer.submit("Enregistrer l’engagement", title="Autre", op="<=", expect=422)
    assert "Complétez la valeur" in officer.text
    assert 'value="Autre"' in str(officer.page)


def test_a_new_promise_is_added_to_its_theme(people: dict[Role, Visitor], session: Session) -> None:
    officer = begun(people)
    officer.open("/charte/projet/nouveau/ACC")
    officer.submit("Enregistrer l’engagement", code="acc-9", title="T", criterion="C", expect=422)
    assert "trois lettres, un tiret, deux chiffres" in officer.text
    officer.submit(
        "Enregistrer l’engagement",
        code="acc-90",
        title="Réponse signée",
        criterion="Chaque réponse est signée.",
        activities="tous",
    )
    officer.follow()
    assert "ACC-90" in officer.text
    assert "nouvel engagement" in officer.text


def test_a_promise_may_leave_and_a_version_be_given_up(
    people: dict[Role, Visitor], session: Session
) -> None:
    officer = begun(people)
    officer.open("/charte/projet/ACC-01")
    officer.submit("Retirer cet engagement de la nouvelle version")
    officer.follow()
    assert "ne figure plus" in officer.text
    officer.submit("Abandonner cette version")
    officer.follow()
    assert "n’a pas changé" in officer.text
    session.rollback()
    assert "ACC-01" in charters.by_code(session)


def test_what_is_not_in_the_draft_is_not_found(people: dict[Role, Visitor]) -> None:
    officer = people[Role.QUALITY_OFFICER]
    officer.open("/charte/projet/ACC-01", expect=404)
    begun(people)
    officer.open("/charte/projet/XXX-99", expect=404)
    officer.open("/charte/projet/nouveau/XXX", expect=404)
