"""Accounts, for the administrator, who sees no content."""

from typing import Any

import pytest
from sqlmodel import Session, select

from organisation.models import JournalEntry, Role, User
from tests.builders import make_department, make_user
from tests.pages import PASSWORD, Visitor

LONG = "une phrase de départ"


@pytest.fixture
def administrator(session: Session) -> User:
    made = make_user(session, Role.ADMINISTRATOR, name="Nora Petit")
    session.commit()
    return made


@pytest.fixture
def office(visitor: Visitor, administrator: User) -> Visitor:
    """A visitor signed in as the only administrator."""
    return visitor.sign_in(administrator)


def filled(**more: Any) -> dict[str, Any]:
    values = {"name": "Inès Roy", "email": "ines.roy@caisse.example", "role": "collaborator"}
    return values | {"password": LONG} | more


def the(session: Session, email: str) -> User:
    found = select(User).where(User.email == email)
    user = session.exec(found.execution_options(populate_existing=True)).one()
    session.commit()  # the lock of SQLite is given back
    return user


# ---------------------------------------------------------------- opening


def test_an_account_is_opened_and_its_owner_signs_in(office: Visitor, session: Session) -> None:
    department = make_department(session, "Accueil")
    session.commit()
    office.open("/comptes/nouveau")
    office.submit("Ouvrir le compte", **filled(department=str(department.id)))
    office.follow()
    assert "Inès Roy" in office.text
    assert "Accueil" in office.text
    made = the(session, "ines.roy@caisse.example")
    assert (made.role, made.department_id, made.is_active) == (
        Role.COLLABORATOR,
        department.id,
        True,
    )
    office.client.delete_cookie("session")
    office.sign_in(made, LONG)


def test_the_address_is_kept_in_small_letters(office: Visitor, session: Session) -> None:
    office.open("/comptes/nouveau")
    office.submit("Ouvrir le compte", **filled(email="Ines.ROY@caisse.example"))
    assert the(session, "ines.roy@caisse.example").name == "Inès Roy"


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"name": ""}, "Indiquez le prénom et le nom"),
        ({"email": "ines"}, "Cette adresse n’est pas complète"),
        ({"password": ""}, "Donnez un premier mot de passe"),
        ({"password": "court"}, "au moins 12 caractères"),
        ({"role": "emperor"}, "Rôle"),
        ({"expires_on": "31/02/2027"}, "Dernier jour d’accès"),
        ({"name": "x" * 81}, "80 caractères au plus"),
        ({"name": "x"}, "Nom"),
    ],
)
def test_a_fault_is_told_beside_its_field_and_nothing_typed_is_lost(
    office: Visitor, session: Session, wrong: dict[str, str], said: str
) -> None:
    office.open("/comptes/nouveau")
    office.submit("Ouvrir le compte", expect=422, **filled(**wrong))
    assert said in office.page.find(class_="faults").get_text()
    kept = filled(**wrong)
    assert office.page.find(id="email")["value"] == kept["email"]
    session.rollback()
    assert len(session.exec(select(User)).all()) == 1


def test_an_address_already_known_is_told(office: Visitor, administrator: User) -> None:
    office.open("/comptes/nouveau")
    address = administrator.email.upper()
    office.submit("Ouvrir le compte", expect=422, **filled(email=address))
    assert "Un compte existe déjà avec cette adresse" in office.text
    assert office.page.find(id="name")["value"] == "Inès Roy"


# ---------------------------------------------------------------- changing


@pytest.fixture
def someone(session: Session) -> User:
    made = make_user(session, Role.HEAD, name="Marc Delaunay")
    session.commit()
    return made


def test_an_account_is_changed_and_its_password_is_left_alone(
    office: Visitor, session: Session, someone: User
) -> None:
    office.open(f"/comptes/{someone.id}")
    office.submit("Enregistrer", name="Marc Delaunay-Roy", role="quality_officer", password="")
    changed = the(session, someone.email)
    assert (changed.name, changed.role) == ("Marc Delaunay-Roy", Role.QUALITY_OFFICER)
    office.client.delete_cookie("session")
    office.sign_in(changed, PASSWORD)


def test_a_closed_account_no_longer_opens_and_is_shown_so(
    office: Visitor, session: Session, someone: User
) -> None:
    office.open(f"/comptes/{someone.id}")
    box = office.page.find(id="is_active")
    del box["checked"]
    office.submit("Enregistrer")
    office.follow()
    assert "fermé" in office.text
    assert not the(session, someone.email).is_active


def test_a_new_password_too_short_changes_nothing_at_all(
    office: Visitor, session: Session, someone: User
) -> None:
    office.open(f"/comptes/{someone.id}")
    office.submit("Enregistrer", name="Autre Nom", password="court", expect=422)
    assert "au moins 12 caractères" in office.text
    assert office.page.find(id="name")["value"] == "Autre Nom"
    assert office.page.h1.get_text(strip=True) == "Marc Delaunay"
    assert the(session, someone.email).name == "Marc Delaunay"


def test_what_was_done_is_in_the_journal_without_the_name(
    office: Visitor, session: Session, someone: User
) -> None:
    office.open(f"/comptes/{someone.id}")
    office.submit("Enregistrer", role="management")
    session.rollback()
    entry = session.exec(select(JournalEntry).where(JournalEntry.deed == "change_account")).one()
    assert (entry.subject, entry.details) == (f"user {someone.id}", "Direction")


# ---------------------------------------------------------------- the last administrator


@pytest.mark.parametrize("change", [{"role": "head"}, {"closed": True}])
def test_the_last_administrator_cannot_leave(
    office: Visitor, session: Session, administrator: User, change: dict[str, Any]
) -> None:
    office.open(f"/comptes/{administrator.id}")
    if change.pop("closed", False):
        del office.page.find(id="is_active")["checked"]
    office.submit("Enregistrer", expect=422, **change)
    assert "C’est le dernier administrateur" in office.text
    kept = the(session, administrator.email)
    assert (kept.role, kept.is_active) == (Role.ADMINISTRATOR, True)


def test_a_closed_administrator_does_not_count_as_another(
    office: Visitor, session: Session, administrator: User
) -> None:
    make_user(session, Role.ADMINISTRATOR, is_active=False)
    session.commit()
    office.open(f"/comptes/{administrator.id}")
    office.submit("Enregistrer", role="head", expect=422)


def test_an_administrator_whose_access_has_ended_does_not_count_either(
    office: Visitor, session: Session, administrator: User, now: Any
) -> None:
    make_user(session, Role.ADMINISTRATOR, expires_on=now.date().replace(year=2026))
    session.commit()
    office.open(f"/comptes/{administrator.id}")
    office.submit("Enregistrer", role="head", expect=422)


def test_nor_may_the_last_one_give_their_own_access_an_end(
    office: Visitor, session: Session, administrator: User
) -> None:
    office.open(f"/comptes/{administrator.id}")
    office.submit("Enregistrer", expires_on="2027-03-20", expect=422)
    assert the(session, administrator.email).expires_on is None


def test_with_another_one_leaving_is_possible(
    office: Visitor, session: Session, administrator: User
) -> None:
    make_user(session, Role.ADMINISTRATOR)
    session.commit()
    office.open(f"/comptes/{administrator.id}")
    office.submit("Enregistrer", role="head")
    assert the(session, administrator.email).role is Role.HEAD


# ---------------------------------------------------------------- nobody else


def test_an_account_that_does_not_exist_is_a_page_that_does_not_exist(office: Visitor) -> None:
    office.open("/comptes/9999", expect=404)


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR])
def test_nobody_else_sees_the_accounts(visitor: Visitor, session: Session, role: Role) -> None:
    user = make_user(session, role)
    session.commit()
    visitor.sign_in(user)
    visitor.open("/comptes/", expect=403)
    visitor.open("/comptes/nouveau", expect=403)
