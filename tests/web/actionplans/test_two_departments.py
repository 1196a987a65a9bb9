"""The pages of a head of two departments, and of a head's deputy: both departments, each apart, and nothing else."""

from datetime import date, datetime
from typing import Any

import pytest
from bs4 import Tag
from sqlmodel import Session

from actionplans.models import Malfunction, MalfunctionStatus
from organisation.models import HeadshipKind, Role, User
from tests.action_builders import Fund, make_action, make_fund
from tests.actionplans_malfunctions_builders import make_report
from tests.builders import make_charter, make_department, make_headship, make_user
from tests.pages import Visitor
from tests.queries import of_page

TODAY = date(2027, 3, 15)
SWITCH = "Services que vous dirigez, et ce qui vous y attend"


@pytest.fixture
def fund(session: Session, now: datetime) -> Fund:
    """Two departments; the head leads both; in the first, two things to decide, in the other one."""
    make_charter(session, now)
    made = make_fund(session)
    make_headship(session, made.head, made.other, TODAY, HeadshipKind.HEAD)
    for title in ("Rappeler sous deux heures", "Relire les courriers"):
        make_action(session, made, now, title=title)
    home, made.department = made.department, made.other
    make_action(session, made, now, title="Expliquer les cotisations")
    made.department = home
    session.commit()
    return made


def qualified(session: Session, now: Any, **more: Any) -> Malfunction:
    made = make_report(session, now, **more)
    made.status, made.qualified_on = MalfunctionStatus.QUALIFIED, TODAY
    session.flush()
    return made


def links(visitor: Visitor, label: str) -> dict[str, str]:
    """The links of a switch: what it says, where it goes."""
    nav = visitor.page.find("nav", attrs={"aria-label": label})
    assert isinstance(nav, Tag)
    return {a.get_text(" ", strip=True).replace("\u00a0", " "): str(a["href"]) for a in nav("a")}


def titles(visitor: Visitor) -> set[str]:
    """The tasks of « À faire »."""
    table = visitor.page.find("table")
    rows = table("tr")[1:] if isinstance(table, Tag) else []
    return {row("a")[0].get_text(strip=True).replace("\u00a0", " ") for row in rows}


def test_the_home_of_a_head_of_two_shows_both_then_each_apart(app: Any, fund: Fund) -> None:
    head = Visitor(app).sign_in(fund.head)
    head.open("/mon-travail")
    found = links(head, SWITCH)
    assert list(found) == [
        "Tout",
        "Accueil téléphonique, responsable 2",
        "Recouvrement, responsable 1",
    ]
    assert len(titles(head)) == 3
    head.open(found["Recouvrement, responsable 1"])
    assert titles(head) == {"Décider de « Expliquer les cotisations »"}
    assert "une chose vous attend" in head.text
    head.open(found["Accueil téléphonique, responsable 2"])
    assert len(titles(head)) == 2
    assert "deux choses vous attendent" in head.text


def test_a_head_of_one_department_has_nothing_to_choose(app: Any, fund: Fund) -> None:
    alone = Visitor(app).sign_in(fund.stranger)
    alone.open("/mon-travail")
    assert alone.page.find("nav", attrs={"aria-label": SWITCH}) is None


def test_a_department_one_does_not_lead_is_not_chosen_by_its_address(app: Any, fund: Fund) -> None:
    alone = Visitor(app).sign_in(fund.stranger)
    alone.open(f"/mon-travail?service={fund.department.id}")
    assert "Rappeler sous deux heures" not in alone.text
    alone.open(f"/actions/?service={fund.department.id}")
    assert "Rappeler sous deux heures" not in alone.text


def test_actions_and_reports_are_narrowed_to_one_department(
    app: Any, session: Session, now: datetime, fund: Fund
) -> None:
    qualified(session, now, department=fund.department, told="La ligne coupe sans cesse.")
    qualified(session, now, department=fund.other, told="Le logiciel se fige.")
    session.commit()
    head = Visitor(app).sign_in(fund.head)
    head.open(f"/actions/?service={fund.other.id}")
    assert "Expliquer les cotisations" in head.text
    assert "Relire les courriers" not in head.text
    head.open("/signalements/")
    both = links(head, "Services que vous dirigez")
    assert list(both) == ["Tous les services", "Accueil téléphonique", "Recouvrement"]
    head.open(both["Recouvrement"])
    assert "Le logiciel se fige." in head.text
    assert "La ligne coupe" not in head.text


def test_a_deputy_decides_on_screen_and_the_page_says_for_whom(
    app: Any, session: Session, now: datetime, fund: Fund
) -> None:
    deputy = make_user(session, department=fund.other, name="Zoé Lambert")
    make_headship(session, deputy, fund.department, TODAY)
    action = make_action(session, fund, now, title="Ouvrir le standard plus tôt")
    session.commit()
    zoe = Visitor(app).sign_in(deputy)
    zoe.open("/mon-travail")
    assert "Suppléant du responsable, Accueil téléphonique" in zoe.text
    zoe.open(f"/actions/{action.id}/refuser")
    zoe.submit("Refuser", reason="Le standard ouvre déjà à huit heures.")
    zoe.follow()
    assert "par Zoé Lambert · pour le responsable" in zoe.text


def test_a_deputy_does_not_open_what_a_head_opens_elsewhere(
    app: Any, session: Session, now: datetime, fund: Fund
) -> None:
    deputy = make_user(session, department=fund.other, name="Zoé Lambert")
    make_headship(session, deputy, fund.department, TODAY)
    report = qualified(session, now, department=fund.other)
    home, fund.department = fund.department, fund.other
    action = make_action(session, fund, now, title="Revoir les relances")
    fund.department = home
    session.commit()
    zoe = Visitor(app).sign_in(deputy)
    zoe.open(f"/signalements/{report.id}", expect=404)
    zoe.open(f"/actions/{action.id}")
    assert "Décider l’action" not in zoe.text
    zoe.open(f"/preuves/?service={fund.other.id}", expect=404)
    zoe.open(f"/preuves/?service={fund.department.id}")


def test_a_deputy_whose_days_are_over_finds_the_doors_closed(
    app: Any, session: Session, fund: Fund
) -> None:
    over = make_user(session, department=fund.other)
    make_headship(session, over, fund.department, date(2027, 1, 1), until_day=date(2027, 3, 14))
    session.commit()
    someone = Visitor(app).sign_in(over)
    someone.open("/preuves/", expect=403)
    someone.open("/delais/importer", expect=403)


def test_pages_ask_no_more_of_a_head_of_ten_departments_than_of_two(
    app: Any, session: Session, fund: Fund
) -> None:
    pages = ("/mon-travail", "/actions/", "/signalements/", "/auto-evaluations/", "/plans/")

    def asked(person: User) -> list[int]:
        visitor = Visitor(app).sign_in(person)
        return [of_page(visitor, page) for page in pages]

    few = asked(fund.head)
    many = make_user(session, Role.HEAD, fund.department)
    session.commit()
    for _ in range(10):
        place = make_department(session)
        make_headship(session, many, place, TODAY, HeadshipKind.HEAD)
    session.commit()
    assert asked(many) == few
