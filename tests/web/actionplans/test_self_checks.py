"""What the tool knows of itself, on the page of the officer and on the rows of a department."""

from typing import Any

from sqlmodel import Session

from tests.assessment_builders import make_round
from tests.pages import Visitor


def test_the_officer_reads_the_ten_promises_about_the_tool_with_their_facts_and_limits(
    visitor: Visitor, session: Session, now: Any
) -> None:
    made = make_round(session, now)
    session.commit()
    visitor.sign_in(made.officer).open("/auto-evaluations/2027")
    link = visitor.page.find("a", string="Ce que l’outil sait de la démarche")
    assert link is not None
    visitor.open("/auto-evaluations/2027/demarche")
    codes = [code.get_text(strip=True) for code in visitor.page.select("h2 .code")]
    assert len(codes) == 10
    assert {"AVI-01", "AME-05", "RES-03"} <= set(codes)
    assert "L’outil ne voit pas le rapport lui-même" in visitor.text
    assert "aucune proposition" in visitor.text


def test_a_head_sees_the_facts_on_the_row_and_where_they_come_from(
    visitor: Visitor, session: Session, now: Any
) -> None:
    made = make_round(session, now)
    session.commit()
    visitor.sign_in(made.head).open(f"/auto-evaluations/2027/{made.department.id}?voir=tout")
    row = visitor.page.find(id="AME-05")
    assert row is not None
    assert "au plus tard le 31 décembre 2027" in row.get_text()
    assert row.find("a", string="Voir d’où cela vient") is not None
    other = visitor.page.find(id="ACC-04")
    assert other is not None
    assert "Voir d’où cela vient" not in other.get_text()
