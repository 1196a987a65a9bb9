"""Proofs of actions on screen: a collaborateur brings a file, the action is done with it, the officer judges it."""

import io
from typing import Any

import pytest
from sqlmodel import Session

from actionplans.models import Action, ActionStatus
from core.keys import key
from tests.action_builders import Fund, make_action, make_fund
from tests.assessment_builders import make_evidence, make_round
from tests.builders import make_charter
from tests.pages import Visitor

S = ActionStatus


@pytest.fixture
def fund(session: Session) -> Fund:
    return make_fund(session)


def join(visitor: Visitor, action: Action, **more: Any) -> None:
    visitor.open(f"/actions/{action.id}/preuves/joindre")
    visitor.submit("Joindre cette preuve", **more)


def test_a_collaborateur_brings_a_file_and_the_action_is_done_with_it(
    app: Any, session: Session, now: Any, fund: Fund
) -> None:
    action = make_action(session, fund, now, S.IN_PROGRESS)
    session.commit()
    owner = Visitor(app).sign_in(fund.owner)
    owner.open(f"/actions/{action.id}")
    assert owner.page.find("a", string="Joindre une preuve")
    sent = (io.BytesIO(b"Appels perdus : 12"), "releve.txt")
    join(owner, action, title="Relevé du standard", file=sent)
    owner.follow()
    [file] = [a for a in owner.page.select(".proofs-given a") if "releve.txt" in a.get_text()]
    answer = owner.client.get(str(file["href"]))
    assert (answer.status_code, answer.data) == (200, b"Appels perdus : 12")
    assert "attachment" in answer.headers["Content-Disposition"]
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    owner.open(f"/actions/{action.id}/realiser")
    assert "Ce que vous avez joint vaut preuve" in owner.text
    owner.submit("Déclarer réalisée", proof="")
    owner.follow()
    assert "Preuve jointe : « Relevé du standard »" in owner.text


def test_without_a_proof_attached_words_are_asked_for(
    app: Any, session: Session, now: Any, fund: Fund
) -> None:
    action = make_action(session, fund, now, S.IN_PROGRESS)
    session.commit()
    owner = Visitor(app).sign_in(fund.owner)
    owner.open(f"/actions/{action.id}/realiser")
    owner.submit("Déclarer réalisée", proof="", expect=422)
    assert "Donnez une preuve" in owner.text
    assert owner.page.find("a", href=f"/actions/{action.id}/preuves/joindre")


def test_the_file_of_an_action_is_closed_to_who_does_not_see_the_action(
    app: Any, session: Session, now: Any, fund: Fund
) -> None:
    action = make_action(session, fund, now, S.IN_PROGRESS)
    other = make_action(session, fund, now, S.IN_PROGRESS)
    session.commit()
    owner = Visitor(app).sign_in(fund.owner)
    join(owner, action, title="Relevé", file=(io.BytesIO(b"12"), "releve.txt"))
    stranger = Visitor(app).sign_in(fund.stranger)
    stranger.open(f"/actions/{action.id}/preuves/1/fichier", expect=404)
    owner.open(f"/actions/{other.id}/preuves/1/fichier", expect=404)
    owner.open("/preuves/1", expect=403)
    stranger.open("/preuves/1", expect=404)


def test_a_file_that_is_not_what_it_says_is_refused_and_nothing_typed_is_lost(
    app: Any, session: Session, now: Any, fund: Fund
) -> None:
    action = make_action(session, fund, now, S.IN_PROGRESS)
    session.commit()
    owner = Visitor(app).sign_in(fund.owner)
    sent = (io.BytesIO(b"MZ\x90\x00"), "releve.pdf")
    owner.open(f"/actions/{action.id}/preuves/joindre")
    owner.submit("Joindre cette preuve", title="Relevé", file=sent, expect=422)
    title = owner.page.find("input", attrs={"name": "title"})
    assert title is not None
    assert title["value"] == "Relevé"
    owner.open(f"/actions/{action.id}")
    assert "Preuve jointe" not in owner.text


def test_the_officer_finds_the_proof_in_his_work_and_the_action_on_its_page(
    app: Any, session: Session, now: Any, fund: Fund
) -> None:
    make_charter(session, now)
    action = make_action(session, fund, now, S.IN_PROGRESS)
    session.commit()
    owner = Visitor(app).sign_in(fund.owner)
    join(owner, action, title="Relevé du standard", location="Dossier Qualité 12")
    officer = Visitor(app).sign_in(fund.officer)
    officer.open("/mon-travail")
    task = officer.page.select("a[href*='voir=proposees']")[0]
    officer.open(str(task["href"]))
    [link] = [a for a in officer.page.find_all("a") if a.get_text() == "Relevé du standard"]
    officer.open(str(link["href"]))
    assert officer.page.find("a", href=f"/actions/{action.id}")
    officer.submit("Refuser", because="Le relevé n’est pas daté.")
    owner.open(f"/actions/{action.id}")
    assert "Le relevé n’est pas daté." in owner.text


def test_a_head_joins_a_proof_that_the_department_has_already_and_takes_it_back(
    app: Any, session: Session, now: Any
) -> None:
    made = make_round(session, now)
    existing = make_evidence(session, made.row("ACC-04"), made.head, now)
    fund = make_fund(session)
    action = make_action(session, fund, now, S.IN_PROGRESS)
    action.department_id = key(made.department)
    session.commit()
    head = Visitor(app).sign_in(made.head)
    head.open(f"/actions/{action.id}/preuves/joindre")
    head.submit("Joindre celle-ci", evidence=str(existing.id))
    head.follow()
    assert head.page.find("a", href=f"/preuves/{existing.id}")
    head.submit("Détacher")
    head.follow()
    assert head.page.find("a", href=f"/preuves/{existing.id}") is None
    head.open(f"/preuves/{existing.id}")  # it still serves its commitment
