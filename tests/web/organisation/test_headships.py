"""The page where a department is given to somebody, and the same from the command line."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlmodel import Session, select

from organisation.models import Department, Headship, HeadshipKind, Role, User
from tests.builders import make_department, make_headship, make_user
from tests.pages import Visitor
from tests.queries import of_page

TODAY = date(2027, 3, 15)
A_DAY = timedelta(days=1)


@pytest.fixture
def place(session: Session) -> Department:
    return make_department(session, "Liquidation")


@pytest.fixture
def ines(session: Session, place: Department) -> User:
    made = make_user(session, department=make_department(session, "Accueil"), name="Inès Roy")
    session.commit()
    return made


@pytest.fixture
def office(visitor: Visitor, session: Session, ines: User) -> Visitor:
    nora = make_user(session, Role.ADMINISTRATOR, name="Nora Petit")
    session.commit()
    return visitor.sign_in(nora)


def kept(session: Session) -> list[tuple[HeadshipKind, date, date | None]]:
    found = session.exec(select(Headship).execution_options(populate_existing=True)).all()
    session.commit()  # the lock of SQLite is given back
    return [(one.kind, one.from_day, one.until_day) for one in found]


def test_a_deputy_is_named_on_their_account_and_the_list_of_accounts_says_so(
    office: Visitor, session: Session, place: Department, ines: User
) -> None:
    office.open(f"/comptes/{ines.id}")
    assert "un collaborateur peut être nommé suppléant" in office.text
    office.open(f"/comptes/{ines.id}/services/")
    office.submit(
        "Confier ce service", department=str(place.id), kind="deputy", until_day="2027-06-30"
    )
    office.follow()
    assert "Service confié." in office.text
    assert "du 15 mars 2027 au 30 juin 2027" in office.text
    assert kept(session) == [(HeadshipKind.DEPUTY, TODAY, date(2027, 6, 30))]
    office.open(f"/comptes/{ines.id}")
    assert "suppléant du responsable" in office.text
    office.open("/comptes/")
    assert "suppléant du responsable : Liquidation" in office.text


def test_what_is_refused_is_said_beside_the_field_and_nothing_is_written(
    office: Visitor, session: Session, place: Department, ines: User
) -> None:
    office.open(f"/comptes/{ines.id}/services/")
    office.submit("Confier ce service", expect=422)
    assert "Choisissez un service." in office.text
    office.submit(
        "Confier ce service",
        department=str(place.id),
        kind="head",
        from_day="2027-03-14",
        expect=422,
    )
    assert "à partir d’aujourd’hui" in office.text
    assert office.page.find(id="from_day-fault")
    assert kept(session) == []


def test_the_last_day_is_changed_then_the_department_taken_back(
    office: Visitor, session: Session, place: Department, ines: User
) -> None:
    one = make_headship(session, ines, place, TODAY - 9 * A_DAY)
    session.commit()
    office.open(f"/comptes/{ines.id}/services/{one.id}/dernier-jour")
    office.submit("Enregistrer le dernier jour", until_day="2027-03-01", expect=422)
    assert "ou retirez le service" in office.text
    office.submit("Enregistrer le dernier jour", until_day="2027-04-01")
    office.follow()
    assert "jusqu" not in office.text or "au 1er avril 2027" in office.text
    office.submit("Retirer")
    office.follow()
    assert "fini" in office.text
    assert kept(session) == [(HeadshipKind.DEPUTY, TODAY - 9 * A_DAY, TODAY - A_DAY)]


def test_a_line_of_somebody_else_is_not_changed_through_another_account(
    office: Visitor, session: Session, place: Department, ines: User
) -> None:
    one = make_headship(session, make_user(session), place, TODAY)
    session.commit()
    office.open(f"/comptes/{ines.id}/services/{one.id}/dernier-jour", expect=404)
    office.open(f"/comptes/{ines.id}/services/")
    office.post(f"/comptes/{ines.id}/services/{one.id}/retirer", expect=404)
    assert len(kept(session)) == 1


def test_the_list_of_accounts_asks_no_more_when_more_is_given(
    office: Visitor, session: Session, place: Department
) -> None:
    few = of_page(office, "/comptes/")
    for _ in range(8):
        make_headship(session, make_user(session, department=place), place, TODAY)
    session.commit()
    assert of_page(office, "/comptes/") == few


def test_from_the_command_line_a_department_is_given_and_taken_back(
    app: Any, session: Session, place: Department, ines: User
) -> None:
    def run(*words: str) -> Any:
        return app.test_cli_runner().invoke(args=["organisation", *words])

    who = (ines.email, "Liquidation")
    given = run("give-department", *who, "--deputy", "--until", "2027-06-30")
    assert "Service confié : suppléant du responsable, Liquidation" in given.output
    assert kept(session) == [(HeadshipKind.DEPUTY, TODAY, date(2027, 6, 30))]
    assert run("give-department", *who).exit_code == 1
    assert "Service repris : Liquidation." in run("take-department-back", *who).output
    assert kept(session) == []
    assert run("take-department-back", *who).exit_code == 1
    assert "Aucun compte" in run("give-department", "x@y.example", "Liquidation").output
    assert "Aucun service" in run("give-department", ines.email, "Nulle part").output
