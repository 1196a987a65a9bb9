"""A frozen self-assessment is rectified on screen, and every version is read."""

from typing import Any

from sqlmodel import Session

from actionplans.assessments import freezing
from organisation.models import Role
from tests.assessment_builders import validated
from tests.builders import make_user
from tests.pages import Visitor


def test_management_rectifies_and_everybody_reads_why_and_what_was_before(
    app: Any, session: Session, now: Any
) -> None:
    made = validated(session, now)
    freezing.freeze(session, made.assessment, made.officer, now)
    row, reader = made.row("ACC-04").id, make_user(session, Role.READER)
    session.commit()
    page = f"/auto-evaluations/2027/{made.department.id}"
    manager = Visitor(app).sign_in(made.management)
    manager.open(page)
    assert manager.page.find("a", string="Rectifier cette auto-évaluation") is not None
    manager.open(f"{page}/rectifier")
    changed = {f"level_{row}": "D"}
    manager.submit("Figer la version rectifiée", expect=422, **changed)
    assert "Écrivez pourquoi elle est rectifiée" in manager.text
    manager.submit("Figer la version rectifiée", **changed, reason="Relevé mal lu.")
    manager.follow()
    assert "rectifiée, version 2" in manager.text
    session.rollback()
    anybody = Visitor(app).sign_in(reader)
    anybody.open(page)
    assert "Relevé mal lu." in anybody.text
    assert "Rectifier cette auto-évaluation" not in anybody.text
    old = anybody.client.get(f"{page}/figee-1.json")
    assert (old.status_code, old.mimetype) == (200, "application/json")
    assert anybody.client.get(f"{page}/figee-2.json").status_code == 404
    anybody.open(f"{page}/rectifier", expect=403)


def test_what_is_not_frozen_cannot_be_rectified(app: Any, session: Session, now: Any) -> None:
    made = validated(session, now)
    session.commit()
    manager = Visitor(app).sign_in(made.management)
    manager.open(f"/auto-evaluations/2027/{made.department.id}/rectifier", expect=409)
