"""The officer's calendar on screen: read by management, held by the officer, a constant number of queries."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlmodel import Session

from actionplans.year import moving
from core.documents import FORMATS
from tests.assessment_builders import Round, make_evidence, make_round
from tests.pages import Visitor
from tests.queries import of_page


@pytest.fixture
def made(session: Session, now: datetime) -> Round:
    found = make_round(session, now)
    session.commit()
    return found


def test_the_officer_moves_ends_and_adds_steps(app: Any, made: Round) -> None:
    officer = Visitor(app).sign_in(made.officer)
    page = officer.open("/calendrier/?annee=2027")
    assert len(page.select(".month")) == 12
    officer.open(page.select_one("#comite-2 a")["href"])
    officer.submit("Déplacer l’étape", expect=422, on="2028-01-05")
    assert "Choisissez un jour de 2027" in officer.text
    officer.submit("Déplacer l’étape", on="2027-07-06")
    page = officer.follow()
    assert page.select_one("#mois-7 #comite-2")
    officer.open("/calendrier/2027/comite-2")
    officer.submit("Marquer faite")
    officer.follow()
    officer.open("/calendrier/2027/comite-2")
    assert "fait le 15 mars 2027" in officer.text
    officer.submit("Elle reste à faire")
    officer.open("/calendrier/ajouter")
    officer.submit("Ajouter l’étape", expect=422, title="", on="")
    assert "Choisissez un jour" in officer.text
    officer.submit("Ajouter l’étape", title="Réunion des élus", on="2027-05-04")
    page = officer.follow()
    [own] = [a for a in page.select("#mois-5 a") if a.get_text() == "Réunion des élus"]
    officer.open(own["href"])
    officer.submit("Retirer l’étape")
    assert "Réunion des élus" not in officer.follow().get_text()


def test_management_reads_the_calendar_and_holds_nothing_of_it(app: Any, made: Round) -> None:
    manager = Visitor(app).sign_in(made.management)
    page = manager.open("/calendrier/")
    assert not page.find_all("a", string="Ajouter une étape")
    assert not [a for a in page.select(".step a") if a["href"].startswith("/calendrier/2027/")]
    manager.open("/calendrier/2027/comite-2", expect=403)


def test_the_year_is_carried_away_in_every_format(app: Any, made: Round) -> None:
    manager = Visitor(app).sign_in(made.management)
    for extension, form in FORMATS.items():
        answer = manager.client.get(f"/calendrier/2027.{extension}")
        assert (answer.status_code, answer.mimetype) == (200, form.media_type)
        assert len(answer.data) > 2000
    manager.open("/calendrier/2027.exe", expect=404)
    manager.open("/calendrier/1900.pdf", expect=404)


@pytest.mark.parametrize("asked", ["abc", "1", "99999"])
def test_a_mad_year_shows_this_one(app: Any, made: Round, asked: str) -> None:
    officer = Visitor(app).sign_in(made.officer)
    officer.open(f"/calendrier/?annee={asked}")
    assert "L’année 2027 du référent" in officer.text
    officer.open(f"/calendrier/{asked}/inconnue", expect=404)


def test_a_full_year_costs_as_many_queries_as_an_empty_one(
    app: Any, session: Session, made: Round, now: datetime
) -> None:
    officer = Visitor(app).sign_in(made.officer)
    before = of_page(officer, "/calendrier/")
    session.rollback()
    for number in range(60):
        moving.add(session, f"Réunion {number}", date(2027, 5, 4), made.officer, now)
        proof = make_evidence(session, made.row("AME-05"), made.head, now, f"Relevé {number}")
        proof.valid_to = now.date() + timedelta(days=number)
    session.commit()
    after = of_page(officer, "/calendrier/")
    assert (after, after < 16) == (before, True)
