"""Rows entrusted, on screen: the head gives them, the collaborator sees those alone."""

from typing import Any

import pytest
from sqlmodel import Session

from actionplans.assessments import delegating
from actionplans.models import Level
from organisation.models import Role, User
from tests.assessment_builders import Round, make_evidence, make_round
from tests.builders import make_department, make_user
from tests.pages import Visitor


@pytest.fixture
def made(session: Session, now: Any) -> Round:
    found = make_round(session, now)
    session.commit()
    return found


@pytest.fixture
def person(session: Session, made: Round) -> User:
    found = make_user(session, Role.COLLABORATOR, made.department, name="Inès Roy")
    session.commit()
    return found


def page(made: Round) -> str:
    return f"/auto-evaluations/2027/{made.department.id}"


def given(session: Session, made: Round, person: User, now: Any, *codes: str) -> None:
    until = made.campaign.due_on
    delegating.entrust(session, made.assessment, codes, person, until, made.head, now)
    session.commit()


def rows(visitor: Visitor) -> list[str]:
    return [str(one["id"]) for one in visitor.page.select("section.rating")]


def test_a_head_gives_a_theme_and_a_row_and_takes_them_back(
    app: Any, made: Round, person: User
) -> None:
    head = Visitor(app).sign_in(made.head)
    head.open(page(made))
    assert head.page.find("a", string="Confier des lignes") is not None
    head.open(f"{page(made)}/confier")
    wanted = {"to": str(person.id), "until": "2027-04-01"}
    head.submit("Confier ces lignes", expect=422, **wanted)
    assert "Cochez au moins une ligne" in head.text
    head.submit("Confier ces lignes", **wanted, themes=["SIM"], rows=["ACC-04"])
    head.follow()
    held = head.page.select_one("tbody td[data-label=Lignes]")
    assert held is not None
    assert held.get_text().startswith("ACC-04, SIM-02")
    head.submit("Reprendre")
    head.follow()
    assert head.page.select_one("tbody td[data-label=Lignes]") is None


def test_a_day_that_is_past_is_refused_beside_its_field(
    app: Any, made: Round, person: User
) -> None:
    head = Visitor(app).sign_in(made.head)
    head.open(f"{page(made)}/confier")
    head.submit(
        "Confier ces lignes", expect=422, to=str(person.id), until="2027-03-01", rows=["ACC-04"]
    )
    assert "Choisissez un jour à venir" in head.text
    kept = head.page.find("input", attrs={"name": "rows", "value": "ACC-04"})
    assert kept is not None
    assert kept.has_attr("checked")


def test_without_a_colleague_the_page_says_what_to_do(app: Any, made: Round) -> None:
    head = Visitor(app).sign_in(made.head)
    head.open(f"{page(made)}/confier")
    assert "Aucun collaborateur de ce service n’a de compte" in head.text


def test_a_delegate_sees_and_rates_their_rows_alone(
    app: Any, session: Session, made: Round, person: User, now: Any
) -> None:
    visitor = Visitor(app).sign_in(person)
    visitor.open(page(made), expect=404)
    given(session, made, person, now, "ACC-04", "ACC-05")
    visitor.open("/mon-travail")
    assert "lignes confiées" in visitor.text
    visitor.open(f"{page(made)}?voir=tout")
    assert rows(visitor) == ["ACC-04", "ACC-05"]
    assert "Soumettre" not in visitor.text
    assert "Confier des lignes" not in visitor.text
    visitor.post(f"{page(made)}/ACC-04", level="B", reason="Vu.", seen="")
    visitor.follow()
    visitor.post(f"{page(made)}/ACC-06", expect=404, level="B", reason="", seen="")
    visitor.open(f"{page(made)}?voir=tout")
    assert "1 sur 2 lignes confiées" in visitor.text
    session.rollback()
    session.refresh(made.row("ACC-04"))
    assert made.row("ACC-04").declared is Level.B
    assert made.row("ACC-06").declared is Level.NOT_ASSESSED


def test_no_filter_shows_a_delegate_a_row_that_is_not_theirs(
    app: Any, session: Session, made: Round, person: User, now: Any
) -> None:
    given(session, made, person, now, "ACC-04")
    visitor = Visitor(app).sign_in(person)
    for wanted in ("", "a-faire", "a-reprendre", "tout", "ACC", "DEL", "n-importe-quoi"):
        visitor.open(f"{page(made)}?voir={wanted}")
        assert set(rows(visitor)) <= {"ACC-04"}


def test_a_delegate_adds_a_proof_to_their_row_and_opens_no_door_with_it(
    app: Any, session: Session, made: Round, person: User, now: Any
) -> None:
    make_evidence(session, made.row("ACC-04"), made.head, now)
    given(session, made, person, now, "ACC-04")
    visitor = Visitor(app).sign_in(person)
    visitor.open(f"{page(made)}?voir=tout")
    proof = {
        "title": "Relevé daté", "location": "Classeur 3", "valid_from": "2027-01-01",
        "valid_to": "2027-12-31",
    }  # fmt: skip
    visitor.post(f"{page(made)}/ACC-05/preuves", expect=404, **proof)
    visitor.open(f"{page(made)}?voir=tout")
    visitor.post(f"{page(made)}/ACC-04/preuves", **proof)
    visitor.open(f"{page(made)}?voir=tout")
    assert "Relevé daté" in visitor.text
    for other in ("/soumettre", "/confier", "/relecture"):
        visitor.open(f"{page(made)}{other}", expect=403)


def test_rows_taken_back_close_the_page_at_once(
    app: Any, session: Session, made: Round, person: User, now: Any
) -> None:
    given(session, made, person, now, "ACC-04")
    visitor = Visitor(app).sign_in(person)
    visitor.open(page(made))
    delegating.take_back(session, made.assessment, person.id or 0, made.head, now)
    session.commit()
    visitor.post(f"{page(made)}/ACC-04", expect=404, level="B", reason="", seen="")
    visitor.open(page(made), expect=404)


def test_a_head_entrusts_nothing_of_another_department(
    app: Any, session: Session, made: Round, person: User
) -> None:
    other = make_user(session, Role.HEAD, make_department(session))
    session.commit()
    Visitor(app).sign_in(other).open(f"{page(made)}/confier", expect=404)
