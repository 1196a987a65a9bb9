"""« Sans personne »: each thing given to somebody in one click."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlmodel import Session, select

from actionplans.assessments import delegating
from actionplans.models import Action, ActionStatus, Delegation
from core.keys import key
from organisation.models import Role
from tests.action_builders import Fund, make_action, make_fund
from tests.assessment_builders import make_round
from tests.builders import make_user
from tests.pages import Visitor
from tests.queries import of_page

PAGE = "/pilotage/sans-personne/"


@pytest.fixture
def fund(session: Session) -> Fund:
    return make_fund(session)


def owner_of(session: Session, number: int) -> int | None:
    found = session.exec(select(Action.owner_id).where(Action.id == number)).one()
    session.commit()
    return found


def test_an_action_is_given_on_in_one_click_from_the_cockpit(
    app: Any, session: Session, now: datetime, fund: Fund
) -> None:
    number = key(make_action(session, fund, now, ActionStatus.IN_PROGRESS))
    fund.owner.is_active = False
    session.commit()
    officer = Visitor(app).sign_in(fund.officer)
    page = officer.open("/pilotage")
    assert page.find("a", href=f"{PAGE}#give_action-{number}")
    officer.open(PAGE)
    assert "Inès Roy n’a plus de compte ouvert." in officer.text
    officer.submit("Confier")
    officer.follow()
    assert "est confiée à Marc Delaunay" in officer.text
    assert "Tout est entre les mains de quelqu’un." in officer.text
    assert owner_of(session, number) == fund.head.id


def test_rows_go_back_to_the_head_unless_a_colleague_is_chosen(
    app: Any, session: Session, now: datetime
) -> None:
    made = make_round(session, now)
    ines = make_user(session, Role.COLLABORATOR, made.department, name="Inès Roy")
    until = now.date() + timedelta(days=9)
    delegating.entrust(session, made.assessment, ["ACC-04"], ines, until, made.head, now)
    ines.is_active = False
    session.commit()
    officer = Visitor(app).sign_in(made.officer)
    officer.open(PAGE)
    officer.submit("Confier")
    officer.follow()
    assert "rendues au responsable" in officer.text
    assert session.exec(select(Delegation)).all() == []


def test_a_head_is_told_on_their_page_that_a_delegate_is_gone(
    app: Any, session: Session, now: datetime
) -> None:
    made = make_round(session, now)
    ines = make_user(session, Role.COLLABORATOR, made.department, name="Inès Roy")
    until = now.date() + timedelta(days=9)
    delegating.entrust(session, made.assessment, ["ACC-04"], ines, until, made.head, now)
    path = f"/auto-evaluations/{made.campaign.year}/{made.department.id}/confier"
    session.commit()
    head = Visitor(app).sign_in(made.head)
    head.open(path)
    assert "n’est plus là" not in head.text
    ines.is_active = False
    session.add(ines)
    session.commit()
    head.open(path)
    assert "n’est plus là : reprenez ces lignes" in head.text


def test_what_somebody_holds_is_not_taken_from_them(
    app: Any, session: Session, now: datetime, fund: Fund
) -> None:
    number = key(make_action(session, fund, now, ActionStatus.IN_PROGRESS))
    session.commit()
    officer = Visitor(app).sign_in(fund.officer)
    officer.open("/pilotage")
    officer.open("/mon-compte")
    officer.post(f"{PAGE}actions/{number}", expect=409, person=str(fund.head.id))
    assert "entre les mains de quelqu’un" in officer.text
    assert owner_of(session, number) == fund.owner.id


def test_forty_things_take_two_pages_and_no_more_queries_than_three(
    app: Any, session: Session, now: datetime, fund: Fund
) -> None:
    fund.owner.is_active = False
    costs = []
    for more in (3, 37):
        for n in range(more):
            session.add(
                Action(
                    title=f"Rappeler sous deux heures {n}",
                    department_id=key(fund.department),
                    proposed_by_id=key(fund.head),
                    proposed_at=now,
                    status=ActionStatus.IN_PROGRESS,
                    owner_id=fund.owner.id,
                    due_on=now.date() + timedelta(days=n),
                )
            )
        session.commit()
        officer = Visitor(app).sign_in(fund.officer)
        costs.append(of_page(officer, PAGE))
    assert costs[0] == costs[1]
    assert len(officer.page.select("main form")) == 25
    officer.open(f"{PAGE}?page=2")
    assert len(officer.page.select("main form")) == 15
