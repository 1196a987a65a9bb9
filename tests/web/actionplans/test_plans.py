"""Yearly plans on screen: written by the head, sent back, approved, followed, closed, taken away in every format."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import Session, select

from actionplans.actions import actions
from actionplans.models import ActionStatus, PlanStatus, YearlyPlan
from core import clock
from core.documents import FORMATS
from core.keys import key
from core.settings import Settings
from organisation.models import Role
from tests.action_builders import Fund, make_action, make_fund
from tests.assessment_builders import a_year_later, make_round
from tests.builders import make_department, make_user
from tests.pages import Visitor
from tests.plan_builders import AIMS, LESSONS, make_plan, make_planned
from tests.queries import of_page

S = PlanStatus


@pytest.fixture
def fund(session: Session) -> Fund:
    made = make_fund(session)
    session.commit()
    return made


def page(fund: Fund, year: int = 2027, tail: str = "") -> str:
    return f"/plans/{year}/{fund.department.id}{tail}"


def test_a_head_writes_a_plan_and_management_approves_it_then_all_read_it(
    app: Any, session: Session, now: Any, fund: Fund
) -> None:
    held = make_planned(session, fund, now)
    reader = make_user(session, Role.READER)
    session.commit()
    head = Visitor(app).sign_in(fund.head)
    head.open("/plans/?annee=2027")
    head.submit("Commencer ce plan")
    head.follow()
    head.submit("Enregistrer", aims="", expect=422)
    assert "Écrivez ce que le service vise" in head.text
    head.submit("Enregistrer", aims=AIMS, actions=[key(one) for one in held[:2]])
    head.follow()
    assert "il n’est pas encore soumis" in head.text
    Visitor(app).sign_in(reader).open(page(fund), expect=404)
    head.submit("Soumettre à la direction")
    manager = Visitor(app).sign_in(fund.management)
    manager.open(page(fund))
    manager.submit("Rendre au service", expect=422)
    assert "Dites au service ce qu’il doit revoir" in manager.text
    manager.submit("Rendre au service", reason="Et le guichet ?")
    head.open(page(fund))
    assert "Et le guichet ?" in head.text
    head.submit("Soumettre à la direction")
    manager.open(page(fund))
    manager.submit("Approuver ce plan")
    anybody = Visitor(app).sign_in(reader)
    anybody.open(page(fund))
    assert "Action du plan A" in anybody.text
    assert anybody.page.find("a", string="Action du plan A") is None  # not theirs to open
    assert "Empreinte SHA-256" in anybody.text


def test_nothing_typed_is_lost_when_somebody_wrote_in_the_plan_meanwhile(
    app: Any, session: Session, now: Any, fund: Fund, settings: Settings
) -> None:
    make_plan(session, fund, now, settings, S.IN_PREPARATION)
    session.commit()
    first, second = Visitor(app).sign_in(fund.head), Visitor(app).sign_in(fund.head)
    first.open(page(fund, tail="/preparer"))
    second.open(page(fund, tail="/preparer"))
    first.submit("Enregistrer", aims="Le premier.")
    second.submit("Enregistrer", aims="Le second.", expect=422)
    assert "On y lit maintenant : « Le premier. »" in second.text.replace("\u00a0", " ")
    written = second.page.find("textarea", attrs={"name": "aims"})
    assert written is not None
    assert written.get_text().strip() == "Le second."


def test_what_slipped_and_what_came_after_are_told_on_the_page(
    app: Any, session: Session, now: Any, fund: Fund, settings: Settings
) -> None:
    plan = make_plan(session, fund, now, settings)
    moved = plan.lines[0].action
    assert moved.due_on
    later = moved.due_on + timedelta(days=12)
    actions.postpone(session, moved, later, "Le standard tarde.", fund.head, now)
    make_action(session, fund, now + timedelta(days=1), ActionStatus.DECIDED, title="Venue après")
    session.commit()
    visitor = Visitor(app).sign_in(fund.officer)
    visitor.open(page(fund))
    assert "glisse de 12 jours" in visitor.text
    assert "Hors du plan approuvé" in visitor.text
    [added] = [row for row in visitor.page.find_all("tr") if "Venue après" in row.get_text()]
    assert "décidée depuis l’approbation" in added.get_text()


def test_a_plan_is_taken_away_in_every_format_as_it_stands_and_as_approved(
    app: Any, session: Session, now: Any, fund: Fund, settings: Settings
) -> None:
    make_plan(session, fund, now, settings)
    session.commit()
    visitor = Visitor(app).sign_in(fund.owner)
    for extension, form in FORMATS.items():
        for tail in ("", "?approuve=1"):
            answer = visitor.client.get(page(fund, tail=f".{extension}{tail}"))
            assert (answer.status_code, answer.mimetype) == (200, form.media_type)
    visitor.open(page(fund, tail=".exe"), expect=404)


def test_a_plan_not_approved_has_no_frozen_text(
    app: Any, session: Session, now: Any, fund: Fund, settings: Settings
) -> None:
    make_plan(session, fund, now, settings, S.SUBMITTED)
    session.commit()
    visitor = Visitor(app).sign_in(fund.management)
    visitor.open(page(fund, tail=".pdf?approuve=1"), expect=404)


def test_a_plan_closed_opens_the_next_which_says_where_it_starts_from(
    app: Any, session: Session, now: Any, fund: Fund, settings: Settings
) -> None:
    make_plan(session, fund, now, settings)
    session.commit()
    officer = Visitor(app).sign_in(fund.officer)
    officer.open(page(fund))
    assert "à partir du 1er décembre 2027" in officer.text
    december = now.replace(month=12, day=10)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(clock, "now", lambda: december)
        officer = Visitor(app).sign_in(fund.officer)
        officer.open(page(fund))
        officer.submit("Clore ce plan", expect=422)
        officer.submit("Clore ce plan", lessons=LESSONS)
        officer.follow()
        assert LESSONS in officer.text
        officer.open(page(fund, 2028))
        assert "reprise du plan 2027" in officer.text
        assert LESSONS in officer.text
    session.rollback()
    assert session.exec(select(YearlyPlan).where(YearlyPlan.year == 2028)).one()


def test_the_assessment_of_the_next_year_starts_from_the_plan(
    app: Any, session: Session, now: Any, settings: Settings
) -> None:
    made = make_round(session, now)
    fund = replace(make_fund(session), department=made.department, head=made.head)
    make_plan(session, fund, now, settings, S.CLOSED)
    later, at = a_year_later(session, made, now)
    session.commit()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(clock, "now", lambda: at)
        head = Visitor(app).sign_in(later.head)
        head.open(f"/auto-evaluations/2028/{made.department.id}")
        assert "Partir du plan 2027, clos le 10 décembre 2027" in head.text
        assert LESSONS in head.text


def test_the_list_of_plans_narrows_by_state_and_its_file_has_the_same_rows(
    app: Any, session: Session, now: Any, fund: Fund, settings: Settings
) -> None:
    make_plan(session, fund, now, settings)
    session.commit()
    visitor = Visitor(app).sign_in(fund.officer)
    visitor.open("/plans/")
    assert [cell.get_text() for cell in visitor.page.select("td:first-child")] == [
        "Accueil téléphonique", "Recouvrement",
    ]  # fmt: skip
    visitor.open("/plans/?annee=2027&etat=pas-commences")
    assert [cell.get_text() for cell in visitor.page.select("td:first-child")] == ["Recouvrement"]
    rows = visitor.client.get("/plans/plans.csv?annee=2027&etat=approuves").text.splitlines()
    assert len(rows) == 2
    assert "Accueil téléphonique" in rows[1]
    visitor.open("/plans/?annee=2028&etat=clos")
    assert "Aucun plan dans cet état" in visitor.text


def test_forty_departments_are_read_on_two_pages(app: Any, session: Session, fund: Fund) -> None:
    for rank in range(40):
        make_department(session, f"Service {rank:02}", ())
    session.commit()
    visitor = Visitor(app).sign_in(fund.officer)
    visitor.open("/plans/")
    first = [cell.get_text() for cell in visitor.page.select("td:first-child")]
    visitor.open("/plans/?page=99")
    last = [cell.get_text() for cell in visitor.page.select("td:first-child")]
    assert (len(first), len(last), len({*first, *last})) == (25, 17, 42)


def test_a_plan_asks_as_many_queries_with_ten_times_the_actions(
    app: Any, session: Session, now: Any, fund: Fund, settings: Settings
) -> None:
    other = replace(fund, department=fund.other, head=fund.stranger)
    later = now + timedelta(days=1)
    for one, number in ((fund, 2), (other, 24)):
        make_plan(session, one, now, settings, actions=make_planned(session, one, now, number))
        for _ in range(number):
            make_action(session, one, later, ActionStatus.DECIDED, title="Venue après")
    session.commit()
    visitor = Visitor(app).sign_in(fund.officer)
    few = of_page(visitor, page(fund))
    assert of_page(visitor, page(other)) == few
    assert of_page(visitor, "/plans/?annee=2027") == of_page(visitor, "/plans/?annee=2028")
