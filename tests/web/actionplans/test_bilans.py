"""The yearly review on screen and as files."""

from typing import Any

import pytest
from sqlmodel import Session

from core.documents import FORMATS
from organisation.models import Role
from tests.assessment_builders import Round, validated
from tests.builders import make_user
from tests.pages import Visitor


@pytest.fixture
def made(session: Session, now: Any) -> Round:
    found = validated(session, now)
    session.commit()
    return found


def address(made: Round) -> str:
    return f"/bilans/2027/{made.department.id}"


def test_a_review_is_signed_then_read_by_everybody_in_every_format(
    app: Any, session: Session, made: Round
) -> None:
    reader = make_user(session, Role.READER)
    session.commit()
    page = address(made)
    Visitor(app).sign_in(reader).open(page, expect=404)
    session.rollback()
    manager = Visitor(app).sign_in(made.management)
    manager.open(page)
    assert "projet, non signé" in manager.text
    manager.submit("Signer ce bilan")
    manager.follow()
    assert "signé, version 1" in manager.text
    session.rollback()
    anybody = Visitor(app).sign_in(reader)
    anybody.open("/bilans/")
    anybody.open(page)
    assert "Empreinte SHA-256" in anybody.text
    for extension, form in FORMATS.items():
        answer = anybody.client.get(f"{page}.{extension}")
        assert (answer.status_code, answer.mimetype) == (200, form.media_type)


def test_a_correction_needs_its_reason_and_both_versions_are_read(
    app: Any, session: Session, made: Round
) -> None:
    page = address(made)
    manager = Visitor(app).sign_in(made.management)
    manager.open(page)
    manager.submit("Signer ce bilan")
    manager.follow()
    assert "facultatif" not in manager.page.find("label", attrs={"for": "reason"}).get_text()
    manager.submit("Signer une version rectifiée", expect=422)
    assert "Écrivez pourquoi ce bilan est rectifié" in manager.text
    manager.submit("Signer une version rectifiée", reason="Un délai était faux.")
    manager.follow()
    assert "version 2" in manager.text
    manager.open(f"{page}?version=1")
    assert "signé, version 1" in manager.text
    manager.open(f"{page}?version=9", expect=404)


def test_without_any_assessment_the_list_says_why(
    visitor: Visitor, session: Session, now: Any
) -> None:
    reader = make_user(session, Role.READER)
    session.commit()
    visitor.sign_in(reader).open("/bilans/")
    assert "Aucun bilan ne vous est encore ouvert" in visitor.text
