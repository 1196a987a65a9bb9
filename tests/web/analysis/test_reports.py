"""Reports on screen and as files."""

from typing import Any

import pytest
from sqlmodel import Session

from core.documents import FORMATS
from organisation.models import Role
from tests.builders import make_department, make_user
from tests.pages import Visitor
from tests.unit.analysis.test_reports import answered


@pytest.fixture
def reader(visitor: Visitor, session: Session, now: Any) -> Visitor:
    answered(session, 12, "good")
    user = make_user(session, Role.READER)
    session.commit()
    return visitor.sign_in(user)


@pytest.mark.parametrize("name", ["annee", "rapport-du-directeur"])
def test_a_report_is_read_on_its_page_and_taken_away_in_every_format(
    reader: Visitor, name: str
) -> None:
    reader.open("/rapports/")
    reader.open(f"/rapports/{name}")
    assert "Satisfaction" in reader.text
    assert reader.page.find("svg")
    for extension, form in FORMATS.items():
        answer = reader.client.get(f"/rapports/{name}.{extension}")
        assert (answer.status_code, answer.mimetype) == (200, form.media_type)
        assert f"{name}.{extension}" in answer.headers["Content-Disposition"]


def test_a_format_that_does_not_exist_is_told(reader: Visitor) -> None:
    reader.open("/rapports/annee.exe", expect=404)
    assert "Ce format n’existe pas" in reader.text


def test_the_report_of_a_quarter_is_read_and_taken_away(reader: Visitor) -> None:
    reader.open("/rapports/")
    link = next(a for a in reader.page.find_all("a") if "/trimestre/" in a.get("href", ""))
    reader.open(link["href"])
    assert "Ce qui appelle l’attention" in reader.text
    assert "Méthode" in reader.text
    for extension, form in FORMATS.items():
        answer = reader.client.get(f"{link['href']}.{extension}")
        assert (answer.status_code, answer.mimetype) == (200, form.media_type)


@pytest.mark.parametrize("day", ["2026-02-01", "2019-01-01", "hier"])
def test_a_quarter_that_has_no_report_is_told(reader: Visitor, day: str) -> None:
    reader.open(f"/rapports/trimestre/{day}", expect=404)
    assert "choisissez-en un dans la liste" in reader.text


def test_the_report_of_a_department_is_read_and_taken_away(
    reader: Visitor, session: Session
) -> None:
    mine = make_department(session, "Retraites")
    answered(session, 12, "bad", department_id=mine.id)
    answered(session, 12, "good", department_id=make_department(session, "Cotisations").id)
    place = mine.id
    session.commit()
    reader.open("/rapports/")
    reader.open(f"/rapports/service/{place}")
    assert "Ce que disent les adhérents : Retraites" in reader.text
    assert "plus bas" in reader.text
    for extension, form in FORMATS.items():
        answer = reader.client.get(f"/rapports/service/{place}.{extension}")
        assert (answer.status_code, answer.mimetype) == (200, form.media_type)


def test_a_department_of_few_answers_shows_no_figure(reader: Visitor, session: Session) -> None:
    few = make_department(session, "Petit service")
    answered(session, 3, "bad", department_id=few.id)
    answered(session, 30, "good", department_id=make_department(session, "Grand service").id)
    place = few.id
    session.commit()
    reader.open(f"/rapports/service/{place}")
    cells = [td.get_text(strip=True) for td in reader.page.find_all("td")]
    assert "non montré" in cells
    assert "0,0" not in cells
    assert "3" not in cells


def test_a_department_nobody_answered_about_is_told(reader: Visitor, session: Session) -> None:
    place = make_department(session, "Archives").id
    session.commit()
    reader.open(f"/rapports/service/{place}")
    assert "Aucune réponse de ces douze mois ne concerne ce service" in reader.text
    reader.open("/rapports/service/9999", expect=404)
