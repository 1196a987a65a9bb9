"""The page of the cockpit: numbers first, a few lines, and never more questions to the database."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlmodel import Session

from tests.assessment_builders import Round, make_round, second_department
from tests.cockpit_builders import make_many
from tests.pages import Visitor
from tests.queries import of_page


@pytest.fixture
def made(session: Session, now: datetime) -> Round:
    found = make_round(session, now)
    session.commit()
    return found


def test_two_hundred_of_everything_cost_as_many_queries_as_ten(
    app: Any, session: Session, made: Round, now: datetime
) -> None:
    costs = []
    officer = Visitor(app).sign_in(made.officer)
    for more in (10, 190):
        session.rollback()
        make_many(session, made, more, now)
        session.commit()
        costs.append(of_page(officer, "/pilotage"))
    assert costs[0] == costs[1]
    assert costs[1] < 45, costs
    numbers = [strong.get_text() for strong in officer.page.select(".counts strong")]
    assert len(numbers) == 5
    assert "0" not in numbers
    assert len(officer.page.select(".kind tr")) < 200  # lists are one link away


def test_every_line_and_every_list_of_the_cockpit_opens(
    app: Any, session: Session, made: Round, now: datetime
) -> None:
    session.rollback()
    make_many(session, made, 12, now)
    session.commit()
    for person in (made.officer, made.management):
        visitor = Visitor(app).sign_in(person)
        page = visitor.open("/pilotage")
        addresses = {a["href"] for a in page.select(".kind a")}
        assert len(addresses) > 10
        for address in sorted(addresses):
            visitor.open(address)


def test_a_quiet_day_is_good_news(app: Any, session: Session, made: Round) -> None:
    second_department(session, made)
    session.commit()
    officer = Visitor(app).sign_in(made.officer)
    page = officer.open("/pilotage")
    assert "Rien n’est en retard" in officer.text
    assert "Rien ne revient" in officer.text
    assert not page.select("table")


def test_the_cockpit_is_closed_to_heads_who_have_their_own_page(app: Any, made: Round) -> None:
    Visitor(app).sign_in(made.head).open("/pilotage", expect=403)


def test_what_is_late_says_since_when_and_who(
    app: Any, session: Session, made: Round, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    from core import clock

    late = now.replace(year=2027, month=4, day=20)
    officer = Visitor(app).sign_in(made.officer)
    monkeypatch.setattr(clock, "now", lambda: late)
    officer.open("/pilotage")
    assert "Auto-évaluation 2027 du service Liquidation, à faire" in officer.text
    assert "en retard de 5 jours" in officer.text
    assert timedelta(days=5) == late.date() - made.campaign.due_on
