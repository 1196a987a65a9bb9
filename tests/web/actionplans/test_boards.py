"""The three ways to see actions: the same filters, the same rows, a button that moves a card, words beside each drawing."""

from typing import Any

import pytest
from sqlmodel import Session

from actionplans.actions.boards import CARDS
from actionplans.models import ActionStatus
from tests.action_builders import Fund, make_action, make_fund
from tests.pages import Visitor
from tests.queries import of_page

S = ActionStatus
WAYS = ("/actions/", "/actions/tableau", "/actions/calendrier")


@pytest.fixture
def fund(session: Session) -> Fund:
    return make_fund(session)


def test_the_three_ways_keep_the_same_filters(
    app: Any, session: Session, now: Any, fund: Fund
) -> None:
    make_action(session, fund, now, S.DECIDED)
    session.commit()
    visitor = Visitor(app).sign_in(fund.officer)
    number = fund.department.id
    for way in WAYS:
        visitor.open(f"{way}?etat=en-cours&service={number}")
        ways = [link["href"] for link in visitor.page.select(".ways a")]
        assert ways == [f"{one}?etat=en-cours&service={number}" for one in WAYS]
        [current] = visitor.page.select(".ways [aria-current=page]")
        assert str(current["href"]).startswith(way)


def test_a_card_moves_by_its_button_with_the_conditions_of_its_step(
    app: Any, session: Session, now: Any, fund: Fund
) -> None:
    proposed = make_action(session, fund, now)
    started = make_action(session, fund, now, S.DECIDED)
    session.commit()
    head = Visitor(app).sign_in(fund.head)
    head.open("/actions/tableau")
    [decide] = [a for a in head.page.select(".card a.button") if "Décider" in a.get_text()]
    assert decide["href"] == f"/actions/{proposed.id}/decider"
    owner = Visitor(app).sign_in(fund.owner)
    owner.open("/actions/tableau")
    owner.submit("Accepter")
    owner.open("/actions/tableau")
    owner.submit("Commencer")
    session.rollback()
    session.refresh(started)
    assert started.status is S.IN_PROGRESS


def test_a_long_column_leads_to_the_list_of_that_column(
    app: Any, session: Session, now: Any, fund: Fund
) -> None:
    for rank in range(CARDS + 3):
        make_action(session, fund, now, S.DECIDED, title=f"Action {rank:02}")
    session.commit()
    visitor = Visitor(app).sign_in(fund.officer)
    visitor.open("/actions/tableau")
    assert len(visitor.page.select(".card")) == CARDS
    [more] = visitor.page.select(".more a")
    assert more.get_text().startswith("Voir les 3 autres")
    visitor.open(str(more["href"]))
    assert len(visitor.page.select("tbody tr")) == CARDS + 3
    [current] = visitor.page.select("nav[aria-label=État] [aria-current]")
    assert current.get_text().split() == ["À", "commencer", str(CARDS + 3)]


def test_on_a_phone_each_column_is_one_link_away(
    app: Any, session: Session, now: Any, fund: Fund
) -> None:
    make_action(session, fund, now)
    session.commit()
    visitor = Visitor(app).sign_in(fund.officer)
    visitor.open("/actions/tableau")
    anchors = [str(link["href"]) for link in visitor.page.select(".to-columns a")]
    assert len(anchors) == 5
    assert all(visitor.page.find(id=anchor.removeprefix("#")) for anchor in anchors)


def test_each_drawing_says_its_state_in_words_beside_it(
    app: Any, session: Session, now: Any, fund: Fund
) -> None:
    make_action(session, fund, now, S.IN_PROGRESS)
    session.commit()
    visitor = Visitor(app).sign_in(fund.officer)
    visitor.open("/actions/calendrier")
    [drawn] = visitor.page.select("svg[role=img]")
    assert "du 15" in str(drawn["aria-label"])
    [row] = visitor.page.select(".timeline tbody tr")
    assert "en cours" in row.get_text()
    assert visitor.page.select(".by-month li")


@pytest.mark.parametrize("way", WAYS[1:])
def test_nothing_to_show_says_why_and_what_to_do(
    app: Any, session: Session, now: Any, fund: Fund, way: str
) -> None:
    session.commit()
    visitor = Visitor(app).sign_in(fund.officer)
    visitor.open(way)
    assert "Aucune action pour le moment" in visitor.text
    assert visitor.page.find("a", string="Proposer une action")


def test_months_without_actions_lead_back_to_today(
    app: Any, session: Session, now: Any, fund: Fund
) -> None:
    make_action(session, fund, now, S.DECIDED)
    session.commit()
    visitor = Visitor(app).sign_in(fund.officer)
    visitor.open("/actions/calendrier?depuis=2031-01")
    assert "Aucune action datée" in visitor.text
    link = visitor.page.find("a", string="Revenir à aujourd’hui")
    assert link is not None
    visitor.open(str(link["href"]))
    assert visitor.page.select(".timeline tbody tr")


def test_each_way_takes_as_many_queries_with_a_hundred_and_twenty_actions(
    app: Any, session: Session, now: Any, fund: Fund
) -> None:
    for _ in range(12):
        make_action(session, fund, now, S.DECIDED)
    session.commit()
    visitor = Visitor(app).sign_in(fund.officer)
    few = [of_page(visitor, way) for way in WAYS]
    session.rollback()
    for _ in range(108):
        make_action(session, fund, now, S.DECIDED)
    session.commit()
    assert [of_page(visitor, way) for way in WAYS] == few
