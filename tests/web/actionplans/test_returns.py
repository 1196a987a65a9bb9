"""A closed action whose subject is back: its evidence on its page, one click to open it again, or why not."""

from datetime import datetime
from typing import Any

import pytest
from sqlmodel import Session

from actionplans.models import Action, ActionStatus, ReturnAnswer
from tests.action_builders import Fund, make_closed_action, make_fund
from tests.pages import Visitor
from tests.return_builders import look, looked_at, make_back, make_old


@pytest.fixture
def fund(session: Session, now: datetime) -> Fund:
    return make_fund(session)


@pytest.fixture
def action(session: Session, now: datetime, fund: Fund) -> Action:
    made = make_back(session, fund, now)
    session.commit()
    return made


def cells(visitor: Visitor, place: str = "#retour") -> list[list[str]]:
    rows = visitor.page.select(f"{place} tbody tr")
    return [[" ".join(cell.get_text(" ").split()) for cell in row.select("td")] for row in rows]


def test_from_the_cockpit_the_evidence_is_read_and_one_click_opens_it_again(
    session: Session, app: Any, fund: Fund, action: Action
) -> None:
    officer = Visitor(app).sign_in(fund.officer)
    assert officer.open("/pilotage").select(f'a[href="/actions/{action.id}/revient"]')
    officer.open(f"/actions/{action.id}")
    assert cells(officer) == [
        ["avant la décision du 1er novembre 2025 au 31 janvier 2026", "20 %", "16 sur 80"],
        ["après l’action jusqu’à sa clôture", "–", "moins de 5 sur 80"],
        ["maintenant 4e trimestre 2026", "25 %", "20 sur 80"],
    ]
    assert "Le sujet est de retour , dit la règle" in officer.text
    officer.submit("Rouvrir cette action")
    session.expire_all()
    again = session.get(Action, action.id)
    assert again is not None
    assert again.status is ActionStatus.IN_PROGRESS
    assert "25 % (20 sur 80)" in again.reason.replace("\u00a0", " ")
    session.commit()
    officer.follow()
    assert "Action rouverte" in officer.text
    assert not officer.open("/pilotage").select(f'a[href="/actions/{action.id}/revient"]')


def test_left_closed_its_reason_is_kept_on_its_page_and_needed(
    session: Session, app: Any, fund: Fund, action: Action
) -> None:
    officer = Visitor(app).sign_in(fund.officer)
    officer.open(f"/actions/{action.id}/revient")
    officer.submit("La laisser close", expect=422)
    assert "Écrivez pourquoi vous ne la rouvrez pas" in officer.text
    officer.submit("La laisser close", **{"leave-reason": "La grève de novembre l’explique."})
    officer.follow()
    assert "Laissée close le 15 mars 2027 par Hélène Marchand : La grève de novembre l’explique." in officer.text.replace("\u00a0", " ")  # fmt: skip
    assert not officer.page.select("#retour form")
    [one] = looked_at(session)
    session.refresh(one)
    session.commit()
    assert one.answer is ReturnAnswer.LEFT
    officer.open(f"/actions/{action.id}")
    officer.post(f"/actions/{action.id}/revient/rouvrir", expect=404)


def test_another_reason_and_another_day_may_be_written(
    session: Session, app: Any, fund: Fund, action: Action
) -> None:
    officer = Visitor(app).sign_in(fund.officer)
    officer.open(f"/actions/{action.id}/revient")
    typed = {"again-reason": "Le planning n’est plus tenu.", "again-due_on": "2027-03-01"}
    officer.submit("Rouvrir cette action", expect=422, **typed)
    assert "Choisissez une échéance à venir" in officer.text
    assert "Le planning n’est plus tenu." in officer.text
    officer.submit("Rouvrir cette action", **(typed | {"again-due_on": "2027-05-31"}))
    session.expire_all()
    again = session.get(Action, action.id)
    assert again is not None
    assert (again.reason, str(again.due_on)) == ("Le planning n’est plus tenu.", "2027-05-31")


def test_its_owner_reads_the_evidence_and_decides_nothing(
    app: Any, fund: Fund, action: Action
) -> None:
    owner = Visitor(app).sign_in(fund.owner)
    owner.open(f"/actions/{action.id}")
    assert len(cells(owner)) == 3
    assert not owner.page.select("#retour form")
    owner.open(f"/actions/{action.id}/revient")
    assert not owner.page.select("main form")
    owner.open(f"/actions/{action.id}")
    owner.post(f"/actions/{action.id}/revient/rouvrir", expect=403)


def test_nobody_of_another_department_reads_it(app: Any, fund: Fund, action: Action) -> None:
    stranger = Visitor(app).sign_in(fund.stranger)
    stranger.open(f"/actions/{action.id}/revient", expect=404)


def test_management_is_told_that_the_officer_decides(app: Any, fund: Fund, action: Action) -> None:
    management = Visitor(app).sign_in(fund.management)
    management.open(f"/actions/{action.id}/revient")
    assert not management.page.select("main form")
    assert "Le référent qualité en décide" in management.text
    management.open(f"/actions/{action.id}")
    management.post(f"/actions/{action.id}/revient/rouvrir", expect=409)


def test_a_page_where_nothing_was_looked_at_says_why(
    session: Session, app: Any, fund: Fund, now: datetime
) -> None:
    closed = make_old(session, fund, now)
    session.refresh(closed)
    session.commit()
    officer = Visitor(app).sign_in(fund.officer)
    officer.open(f"/actions/{closed.id}/revient")
    assert "rien ne peut y revenir" in officer.text
    known = make_known(session, fund, now)
    officer.open(f"/actions/{known.id}/revient")
    assert "Le premier trimestre entier qui suit la clôture" in officer.text


def make_known(session: Session, fund: Fund, now: datetime) -> Action:
    """Closed too lately for a whole quarter to have followed."""
    made = make_closed_action(session, fund, now.replace(year=2026, month=11, day=20))
    look(session, fund, now)
    return made
