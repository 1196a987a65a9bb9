"""« Vos suppléants », as a head uses it."""

from datetime import date, timedelta

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
def head(session: Session, place: Department) -> User:
    return make_user(session, Role.HEAD, place, name="Thomas Guillou")


@pytest.fixture
def ines(session: Session, head: User) -> User:
    made = make_user(session, department=make_department(session, "Accueil"), name="Inès Roy")
    session.commit()
    return made


@pytest.fixture
def desk(visitor: Visitor, head: User, ines: User) -> Visitor:
    return visitor.sign_in(head)


def kept(session: Session) -> list[tuple[date, date | None]]:
    found = session.exec(select(Headship).execution_options(populate_existing=True)).all()
    session.commit()  # the lock of SQLite is given back
    return [(one.from_day, one.until_day) for one in found]


def test_a_head_names_a_deputy_prolongs_then_ends_it(
    desk: Visitor, session: Session, ines: User
) -> None:
    desk.open("/mon-travail")
    assert desk.page.find("a", href="/suppleants/")
    desk.open("/suppleants/")
    assert "Personne ne vous remplace dans le service Liquidation." in desk.text
    desk.submit("Nommer ce suppléant", person=str(ines.id), until_day="2027-03-31")
    desk.follow()
    assert "Inès Roy agit à votre place dès maintenant" in desk.text
    assert kept(session) == [(TODAY, date(2027, 3, 31))]
    (one,) = session.exec(select(Headship.id)).all()
    session.commit()
    desk.open(f"/suppleants/{one}/dernier-jour")
    desk.submit("Enregistrer le dernier jour", until_day="2027-03-14", expect=422)
    assert "à partir d’aujourd’hui" in desk.text
    desk.submit("Enregistrer le dernier jour", until_day="2027-04-30")
    desk.follow()
    assert "au 30 avril 2027" in desk.text
    desk.submit("Y mettre fin")
    desk.follow()
    assert kept(session) == []


def test_what_is_refused_is_said_beside_the_field(
    desk: Visitor, session: Session, ines: User
) -> None:
    desk.open("/suppleants/")
    desk.submit("Nommer ce suppléant", expect=422)
    assert "Choisissez qui vous remplacera." in desk.text
    desk.submit("Nommer ce suppléant", person=str(ines.id), from_day="2027-03-01", expect=422)
    assert desk.page.find(id="from_day-fault")
    assert kept(session) == []


def test_another_department_is_neither_offered_nor_taken(
    desk: Visitor, session: Session, ines: User
) -> None:
    elsewhere = make_department(session, "Recouvrement")
    line = make_headship(session, make_user(session, name="Luc Fabre"), elsewhere, TODAY)
    session.commit()
    desk.open("/suppleants/")
    assert "Luc Fabre, " not in desk.text
    desk.post("/suppleants/", expect=422, department=str(elsewhere.id), person=str(ines.id))
    desk.open("/suppleants/")
    desk.post(f"/suppleants/{line.id}/retirer", expect=404)
    assert len(kept(session)) == 1


def test_a_deputy_does_not_come_in(
    visitor: Visitor, session: Session, ines: User, place: Department
) -> None:
    make_headship(session, ines, place, TODAY)
    session.commit()
    visitor.sign_in(ines)
    visitor.open("/suppleants/", expect=403)
    visitor.open(
        "/preuves/", expect=409
    )  # the door of heads is open: only the charter is not loaded
    visitor.open("/mon-travail")
    assert visitor.page.find("a", href="/suppleants/") is None


def test_a_head_of_two_departments_chooses_which(
    desk: Visitor, session: Session, head: User, ines: User
) -> None:
    second = make_department(session, "Affiliation")
    make_headship(session, head, second, TODAY, HeadshipKind.HEAD)
    session.commit()
    desk.open("/suppleants/")
    titles = [one.get_text(strip=True) for one in desk.page.select("main h2")]
    assert titles == ["Affiliation", "Liquidation", "Nommer un suppléant"]
    desk.submit("Nommer ce suppléant", person=str(ines.id), expect=422)
    assert "Choisissez un service." in desk.text
    desk.submit("Nommer ce suppléant", person=str(ines.id), department=str(second.id))
    desk.follow()
    assert len(kept(session)) == 2


def test_a_deputy_whose_account_is_closed_is_said_and_the_past_is_kept(
    desk: Visitor, session: Session, place: Department, ines: User
) -> None:
    make_headship(session, make_user(session, is_active=False), place, TODAY)
    make_headship(session, ines, place, TODAY - 9 * A_DAY, until_day=TODAY - A_DAY)
    session.commit()
    desk.open("/suppleants/")
    assert "compte fermé" in desk.text
    assert "Suppléances finies (1)" in desk.text


def test_the_page_asks_no_more_when_more_are_named(
    desk: Visitor, session: Session, place: Department
) -> None:
    make_headship(session, make_user(session), place, TODAY)
    session.commit()
    few = of_page(desk, "/suppleants/")
    for n in range(8):
        make_headship(session, make_user(session), place, TODAY - n * A_DAY)
    session.commit()
    assert of_page(desk, "/suppleants/") == few
