"""Where a promise stands: what one may read of it, and nothing else."""

from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import Session

from actionplans.models import Level
from analysis.indicators import measures
from organisation import charters
from organisation.models import Role
from tests.action_builders import Fund, make_action, make_fund
from tests.actionplans_malfunctions_builders import make_report
from tests.assessment_builders import fill_in, make_round
from tests.builders import make_charter, make_user
from tests.idea_builders import make_visible
from tests.pages import Visitor

PAGE = "/charte/ACC-01/suivi"


@pytest.fixture
def fund(session: Session, now: Any) -> Fund:
    make_charter(session, now)
    made = make_fund(session)
    session.commit()
    return made


def test_a_promise_nobody_spoke_of_says_so(visitor: Visitor, fund: Fund) -> None:
    visitor.sign_in(fund.officer).open(PAGE)
    assert "Rien n’a encore été dit de cet engagement" in visitor.text


def test_reports_ideas_and_actions_that_touch_it_are_listed(
    visitor: Visitor, session: Session, fund: Fund, now: Any
) -> None:
    promise = charters.by_code(session)["ACC-01"]
    make_report(session, now, text="Ton sec au guichet", commitment_id=promise.id)
    idea = make_visible(session, fund, now, text="Un mot d’accueil")
    idea.commitment_id = promise.id
    session.commit()
    visitor.sign_in(fund.officer).open(PAGE)
    assert "Ton sec au guichet" in visitor.text
    assert "Un mot d’accueil" in visitor.text
    visitor.open("/charte/ACC-02/suivi")
    assert "Ton sec au guichet" not in visitor.text


def test_an_action_born_of_a_theme_that_touches_it_is_listed(
    visitor: Visitor, session: Session, fund: Fund, now: Any
) -> None:
    make_action(session, fund, now, title="Rappeler sous deux heures")
    code = measures.theme("telephone").commitments[0]
    session.commit()
    visitor.sign_in(fund.officer).open(f"/charte/{code}/suivi")
    assert "Rappeler sous deux heures" in visitor.text


def test_a_report_is_shown_to_those_who_may_read_it_alone(
    visitor: Visitor, session: Session, fund: Fund, now: Any
) -> None:
    promise = charters.by_code(session)["ACC-01"]
    make_report(session, now, text="Ton sec au guichet", commitment_id=promise.id)
    session.commit()
    visitor.sign_in(fund.stranger).open(PAGE)
    assert "Ton sec au guichet" not in visitor.text


def test_levels_are_told_by_department_once_validated(
    visitor: Visitor, session: Session, now: Any
) -> None:
    made = make_round(session, now)
    fill_in(session, made, now)
    rating = made.assessment.ratings[0]
    page = f"/charte/{rating.commitment.code}/suivi"
    session.commit()
    visitor.sign_in(made.officer).open(page)
    assert "Niveau validé" not in visitor.text
    rating.validated = Level.B
    session.commit()
    visitor.open(page)
    assert "Tenu, preuve à compléter".lower() in visitor.text.lower()
    other = Visitor(visitor.client.application)
    reader = make_user(session, Role.READER)
    session.commit()
    other.sign_in(reader).open(page)
    assert "Niveau validé" not in other.text  # a reader reads what is frozen


def test_the_number_of_queries_does_not_grow_with_the_lists(
    visitor: Visitor, session: Session, fund: Fund, now: Any, app: Any
) -> None:
    promise = charters.by_code(session)["ACC-01"]

    def asked() -> int:
        session.commit()
        said: list[str] = []
        engine = app.extensions["engine"]
        sa.event.listen(engine, "before_cursor_execute", lambda *a: said.append(a[2]))
        visitor.open(PAGE)
        return len(said)

    session.commit()
    visitor.sign_in(fund.officer)
    make_report(session, now, commitment_id=promise.id)
    few = asked()
    for _ in range(8):
        make_report(session, now, commitment_id=promise.id)
    more = asked()
    assert more == few
