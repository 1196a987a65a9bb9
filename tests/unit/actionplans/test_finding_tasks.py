"""Findings of the quarter wait on « Mon travail » and in the cockpit until an action or a decision answers them."""

from datetime import date, datetime

import pytest
from sqlmodel import Session, select

from actionplans.actions import decisions, finding_decisions
from actionplans.actions.decisions import Subject
from actionplans.actions.finding_tasks import awaiting
from actionplans.actions.lookback import look_back
from actionplans.cockpit import cockpit
from actionplans.cockpit.lines import Part
from actionplans.models import ActionStatus, Cause
from actionplans.my_work.todo import todo
from analysis import noticing
from analysis.indicators import measures
from analysis.models import FoundQuarter
from core.keys import key
from tests.action_builders import Fund, make_action, make_fund, make_voices
from tests.found_builders import EFFORT, EFFORT_SAID, LOW, QUARTER, SENTENCE, finding, make_found


@pytest.fixture
def fund(session: Session, now: datetime) -> Fund:
    made = make_fund(session)
    make_found(session, now)
    return made


def left(session: Session, fund: Fund, today: date) -> list[str]:
    found = awaiting(session, fund.officer, today, look_back(session, today))
    assert found is not None
    return [one.key for one in found.findings]


def part(session: Session, fund: Fund, today: date) -> Part | None:
    blocks = {one.key: one for one in cockpit.blocks(session, fund.officer, today)}
    return next((one for one in blocks["qui-revient"].parts if one.label == "Constats"), None)


def test_what_is_to_work_on_is_counted_in_the_cockpit_with_the_moment_it_was_computed(
    session: Session, now: datetime, fund: Fund
) -> None:
    found = part(session, fund, now.date())
    assert found is not None
    assert (found.count, [line.said for line in found.lines]) == (
        2, [SENTENCE, EFFORT_SAID],
    )  # fmt: skip
    assert "Calculé le 15\u00a0mars\u00a02027" in found.note


def test_one_line_asks_the_officer_and_management_and_nobody_else(
    session: Session, now: datetime, fund: Fund
) -> None:
    for person in (fund.officer, fund.management):
        [task] = [t for t in todo(session, person, now.date()) if "constat" in t.title]
        assert task.title == "2\u00a0constats du 4e trimestre\u00a02026 à décider"
        assert task.due_on == date(2027, 1, 30)
    assert not [t for t in todo(session, fund.head, now.date()) if "constat" in t.title]


def test_an_action_settles_a_finding_until_it_is_refused(
    session: Session, now: datetime, fund: Fund
) -> None:
    action = make_action(session, fund, now)
    session.add(Cause(action_id=key(action), finding_key=EFFORT, finding_said="L’effort"))
    session.flush()
    assert left(session, fund, now.date()) == [LOW]
    action.status = ActionStatus.REFUSED
    session.flush()
    assert left(session, fund, now.date()) == [LOW, EFFORT]


def test_a_decision_on_its_theme_settles_a_finding(
    session: Session, now: datetime, fund: Fund
) -> None:
    make_voices(session, "delai", 12)
    subject = Subject(measures.theme("delai"), *measures.quarter_of(QUARTER))
    decisions.decide_no_action(session, subject, "Le délai baisse déjà.", date(2027, 9, 1), fund.officer, now)  # fmt: skip
    assert left(session, fund, now.date()) == [EFFORT]
    assert left(session, fund, date(2027, 3, 20)) == [EFFORT]


def test_before_the_worker_has_come_nothing_is_counted(
    session: Session, now: datetime, fund: Fund
) -> None:
    session.delete(session.exec(select(FoundQuarter)).one())
    session.flush()
    assert noticing.kept(session, QUARTER) is None
    assert part(session, fund, now.date()) is None
    assert not [t for t in todo(session, fund.officer, now.date()) if "constat" in t.title]


def test_a_finding_left_for_now_no_longer_waits_until_its_day(
    session: Session, now: datetime, fund: Fund
) -> None:
    review = date(2027, 3, 20)
    finding_decisions.leave(session, finding(EFFORT), "Le formulaire change.", review, fund.officer, now)  # fmt: skip
    assert left(session, fund, now.date()) == [LOW]
    assert left(session, fund, review) == [LOW, EFFORT]
