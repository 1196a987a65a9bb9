"""Regrouping a department on screen and from the command line: what will move is shown first, then confirmed."""

from datetime import date, datetime
from typing import Any

import pytest
from sqlmodel import Session, select

from actionplans.models import Assessment, AssessmentStatus
from organisation.models import Department, JournalEntry
from tests.action_builders import Fund, make_action, make_fund
from tests.assessment_builders import make_round, second_department
from tests.builders import make_charter
from tests.pages import Visitor


@pytest.fixture
def fund(session: Session, now: datetime) -> Fund:
    make_charter(session, now)
    made = make_fund(session)
    make_action(session, made, now, title="Rappeler sous deux heures")
    session.commit()
    return made


@pytest.fixture
def officer(app: Any, fund: Fund) -> Visitor:
    return Visitor(app).sign_in(fund.officer)


def place(session: Session, fund: Fund) -> Department:
    found = select(Department).where(Department.id == fund.department.id)
    one = session.exec(found.execution_options(populate_existing=True)).one()
    session.commit()  # the lock of SQLite is given back
    return one


def asked(officer: Visitor, fund: Fund, expect: int = 200, **more: Any) -> None:
    officer.open(f"/services/{fund.department.id}/regrouper/")
    officer.submit("Voir ce qui va changer", expect=expect, into=str(fund.other.id), **more)


def test_what_will_move_is_shown_before_anything_is_done(
    officer: Visitor, session: Session, fund: Fund
) -> None:
    officer.open(f"/services/{fund.department.id}")
    assert "Regrouper dans un autre service" in officer.text
    asked(officer, fund)
    items = [
        li.get_text(strip=True).replace("\u00a0", " ")
        for li in officer.page.select("main section li")
    ]
    assert items[:2] == ["2 personnes", "1 action en cours"]
    assert "1 activité de plus : Accueil téléphonique" in items[-1]
    assert place(session, fund).closed_on is None


def test_confirmed_it_is_done_said_on_the_lists_and_undone(
    officer: Visitor, session: Session, fund: Fund
) -> None:
    asked(officer, fund)
    officer.submit("Regrouper ce service")
    officer.follow()
    assert "Service regroupé." in officer.text
    assert "regroupé dans Recouvrement le 15 mars 2027" in officer.text
    assert place(session, fund).closed_on == date(2027, 3, 15)
    officer.open("/services/")
    assert "regroupé dans Recouvrement" in officer.text
    officer.open(f"/actions/?service={fund.department.id}")
    assert "Accueil téléphonique, fermé" in officer.text
    assert "Rappeler sous deux heures" not in officer.text
    officer.open(f"/actions/?service={fund.other.id}")
    assert "Rappeler sous deux heures" in officer.text
    officer.open("/actions/proposer")
    options = [one.get_text(strip=True) for one in officer.page.select("[name=department] option")]
    assert "Accueil téléphonique" not in options
    officer.open(f"/services/{fund.department.id}/regrouper/")
    officer.submit("Défaire ce regroupement")
    officer.follow()
    assert "chaque chose est revenue où elle était" in officer.text
    assert place(session, fund).closed_on is None


def test_for_a_day_to_come_it_is_planned_then_given_up(
    officer: Visitor, session: Session, fund: Fund
) -> None:
    asked(officer, fund, day="2027-06-30")
    officer.submit("Prévoir ce regroupement")
    officer.follow()
    assert "sera regroupé dans Recouvrement le 30 juin 2027" in officer.text
    officer.submit("Abandonner ce regroupement")
    officer.follow()
    assert place(session, fund).merged_into_id is None
    deeds = session.exec(select(JournalEntry.deed).order_by(JournalEntry.id)).all()  # type: ignore[arg-type]
    assert deeds[-2:] == ["plan_merger", "cancel_merger"]


def test_what_is_refused_is_said_beside_the_field(officer: Visitor, fund: Fund) -> None:
    asked(officer, fund, expect=422, day="2027-03-14")
    assert "à partir d’aujourd’hui" in officer.text
    officer.submit("Voir ce qui va changer", expect=422, into="")
    assert "Choisissez le service d’accueil." in officer.text


def test_a_regrouping_that_is_not_there_is_neither_given_up_nor_undone(
    officer: Visitor, fund: Fund
) -> None:
    officer.open(f"/services/{fund.department.id}/regrouper/")
    officer.post(f"/services/{fund.department.id}/regrouper/abandonner", expect=404)
    officer.open(f"/services/{fund.department.id}/regrouper/")
    officer.post(f"/services/{fund.department.id}/regrouper/defaire", expect=404)


def test_an_assessment_left_open_is_closed_from_the_campaign(
    app: Any, session: Session, now: datetime
) -> None:
    made = make_round(session, now)
    there = second_department(session, made)
    session.commit()
    officer = Visitor(app).sign_in(made.officer)
    address = f"/auto-evaluations/2027/{made.department.id}/sans-objet"
    officer.open(address)
    assert "Ce service existe encore" in officer.text
    officer.open(f"/services/{made.department.id}/regrouper/")
    officer.submit("Voir ce qui va changer", expect=200, into=str(there.department.id))
    officer.submit("Regrouper ce service")
    officer.open("/auto-evaluations/2027")
    assert "regroupé dans Qualité" in officer.text
    link = officer.page.find("a", href=address)
    assert link is not None
    officer.open(address)
    officer.submit("Clore sans objet", expect=422, because="")
    officer.submit("Clore sans objet", because="Regroupé avant d’avoir fini.")
    officer.follow()
    assert "sans objet" in officer.text
    status = session.exec(
        select(Assessment.status).where(Assessment.department_id == made.department.id)
    ).one()
    assert status is AssessmentStatus.DROPPED
    officer.open(f"/auto-evaluations/2027/{made.department.id}")
    assert "Regroupé avant d’avoir fini." in officer.text


def test_from_the_command_line_it_is_looked_at_done_and_undone(
    app: Any, session: Session, fund: Fund
) -> None:
    def run(*words: str) -> Any:
        return app.test_cli_runner().invoke(args=["actions", *words])

    names = ("Accueil téléphonique", "Recouvrement")
    seen = run("merge-department", *names, "--dry-run")
    assert "1\u00a0action en cours" in seen.output
    assert place(session, fund).closed_on is None
    done = run("merge-department", *names)
    assert "regroupé dans Recouvrement le 15" in done.output
    assert place(session, fund).closed_on == date(2027, 3, 15)
    assert run("merge-department", *names).exit_code == 1
    assert "défait" in run("undo-merger", names[0]).output
    assert place(session, fund).closed_on is None
    assert run("undo-merger", names[0]).exit_code == 1
    planned = run("merge-department", *names, "--on", "2027-06-30", "--heads-lead")
    assert "sera regroupé" in planned.output
    assert "annulé avant son jour" in run("undo-merger", names[0]).output
