"""The statement of accessibility: one link away from every page, and honest."""

from dataclasses import replace
from typing import Any

import pytest
from sqlmodel import Session

from app import create_app
from core.settings import Settings
from organisation.models import Role
from survey.answering import invitations
from survey.questionnaires.page_weight import MOST
from tests.builders import make_user
from tests.pages import Visitor
from tests.survey_builders import make_invitation

SECTIONS = ["État de conformité", "Ce que nous avons vérifié", "Ce qui n’est pas accessible, ou pas vérifié",
            "Établissement de cette déclaration", "Une page vous arrête ? Dites-le-nous", "Voies de recours"]  # fmt: skip


def leads_there(visitor: Visitor) -> bool:
    """Whether the foot of this page has the link; on the home page the law wants the state beside it."""
    link = visitor.page.select_one("footer a[href='/accessibilite']")
    return link is not None and link.get_text().startswith("Accessibilité")


def test_it_says_how_far_what_is_wrong_whom_to_tell_and_what_then(visitor: Visitor) -> None:
    page = visitor.open("/accessibilite")
    assert [" ".join(one.get_text().split()) for one in page.select("main h2")] == SECTIONS
    assert "partiellement conforme" in visitor.text
    assert "auto-évaluation" in visitor.text
    assert "Défenseur des droits, Libre réponse 71120" in visitor.text
    assert leads_there(visitor)


def test_the_address_of_the_fund_is_added_when_it_is_set(settings: Settings, now: Any) -> None:
    told = replace(settings, FUND_ACCESSIBILITY="acces@caisse.example")
    app = create_app(told)
    visitor = Visitor(app)
    visitor.open("/accessibilite")
    contact = visitor.page.find(id="contact")
    assert contact is not None
    assert "acces@caisse.example" in contact.find_next("ul").get_text()  # type: ignore[union-attr]
    app.extensions["engine"].dispose()


@pytest.mark.parametrize("path", ["/", "/connexion", "/code", "/recu/", "/rappel"])
def test_every_page_open_to_all_leads_there(visitor: Visitor, path: str) -> None:
    assert leads_there(visitor_at(visitor, path))


def test_the_home_page_says_the_state_itself(visitor: Visitor) -> None:
    visitor.open("/")
    assert "Accessibilité : partiellement conforme" in visitor.text.replace("\u00a0", " ")


def test_a_questionnaire_leads_there_within_its_ten_kilobytes(
    visitor: Visitor, session: Session, now: Any
) -> None:
    link = f"/r/{invitations.token(make_invitation(session))}"
    session.commit()
    assert leads_there(visitor_at(visitor, link))
    assert len(visitor.response.data) <= MOST


@pytest.mark.parametrize("role", Role)
def test_every_role_finds_it_at_the_foot(visitor: Visitor, session: Session, role: Role) -> None:
    user = make_user(session, role)
    session.commit()
    visitor.sign_in(user)
    assert leads_there(visitor_at(visitor, "/mon-travail"))
    found = visitor.page.find("a", string="Rechercher")  # the field is hidden on a telephone
    assert found is not None


def visitor_at(visitor: Visitor, path: str) -> Visitor:
    visitor.open(path)
    return visitor
