"""Decide on a theme: to act, or not to and why; never twice; and what waits to be decided."""

from datetime import date, datetime, timedelta

import pytest
from sqlmodel import Session

from actionplans.actions import actions, decisions
from actionplans.models import Action, ActionStatus, Decision
from analysis.indicators import measures
from core.errors import Refused
from organisation import journal
from tests.action_builders import (
    Fund,
    make_action,
    make_closed_action,
    make_decision,
    make_fund,
    make_voices,
    subject,
)

LATER = timedelta(days=200)


@pytest.fixture
def fund(session: Session) -> Fund:
    return make_fund(session)


def leave(session: Session, fund: Fund, now: datetime, review_in: int = 90) -> None:
    review_on = now.date() + timedelta(days=review_in)
    decisions.decide_no_action(
        session, subject(), "Le standard change en avril.", review_on, fund.officer, now
    )


def waiting(session: Session, today: date) -> list[tuple[str, date]]:
    return [(one.subject.theme.code, one.due_on) for one in decisions.to_decide(session, today)]


# ---------------------------------------------------------------- deciding


def test_deciding_to_act_keeps_what_was_known_that_day(
    session: Session, now: datetime, fund: Fund
) -> None:
    decision, action = make_decision(session, fund, now, voices=12)
    assert (decision.theme, decision.decision) == ("telephone", Decision.ACTION)
    assert (decision.voices, decision.satisfaction) == (12, 5.0)
    make_voices(session, "telephone", 5)
    assert decision.voices == 12
    assert action.status is ActionStatus.PROPOSED
    entry = journal.about(session, f"decision {decision.id}")[0]
    assert (entry.deed, entry.by_id) == ("decide_topic", fund.officer.id)


def test_not_acting_needs_a_reason_and_a_day_to_look_again(
    session: Session, now: datetime, fund: Fund
) -> None:
    tomorrow = now.date() + timedelta(days=1)
    for reason, day, sentence in (
        ("  ", tomorrow, "Écrivez pourquoi"),
        ("Rien à faire.", now.date(), "réexamen à venir"),
    ):
        with pytest.raises(Refused, match=sentence):
            decisions.decide_no_action(session, subject(), reason, day, fund.officer, now)
    made = decisions.decide_no_action(
        session, subject(), " Rien à faire. ", tomorrow, fund.officer, now
    )
    assert (made.reason, made.review_on) == ("Rien à faire.", tomorrow)


@pytest.mark.parametrize("who", ["owner", "head", "stranger"])
def test_only_officer_and_management_decide_on_themes(
    session: Session, now: datetime, fund: Fund, who: str
) -> None:
    with pytest.raises(Refused, match="référent qualité et la direction"):
        decisions.decide_action(
            session, subject(), "Changer le standard", fund.department, fund.people[who], now
        )


def test_a_period_ends_after_it_begins(session: Session, now: datetime, fund: Fund) -> None:
    backwards = subject(since=date(2026, 12, 31), until=date(2026, 10, 1))
    with pytest.raises(Refused, match="finit avant de commencer"):
        decisions.decide_action(
            session, backwards, "Changer le standard", fund.department, fund.officer, now
        )


# ---------------------------------------------------------------- never twice


def test_the_same_theme_and_period_are_not_decided_twice(
    session: Session, now: datetime, fund: Fund
) -> None:
    make_decision(session, fund, now)
    with pytest.raises(Refused, match="déjà décidé"):
        decisions.decide_action(
            session, subject(), "Changer le standard", fund.department, fund.management, now
        )
    with pytest.raises(Refused, match="déjà décidé"):
        leave(session, fund, now)


def test_one_may_still_choose_to_act_after_choosing_not_to(
    session: Session, now: datetime, fund: Fund
) -> None:
    leave(session, fund, now)
    with pytest.raises(Refused, match="déjà décidé"):
        leave(session, fund, now)
    decisions.decide_action(
        session, subject(), "Changer le standard", fund.department, fund.officer, now
    )


def test_not_acting_is_decided_again_once_its_day_has_come(
    session: Session, now: datetime, fund: Fund
) -> None:
    leave(session, fund, now, review_in=30)
    leave(session, fund, now + timedelta(days=30))
    assert len(decisions.about(session, measures.theme("telephone"))) == 2


def test_a_theme_whose_action_was_refused_is_open_again(
    session: Session, now: datetime, fund: Fund
) -> None:
    _, action = make_decision(session, fund, now)
    actions.refuse(session, action, "Hors budget.", fund.head, now)
    leave(session, fund, now)


def test_another_period_is_another_matter(session: Session, now: datetime, fund: Fund) -> None:
    make_decision(session, fund, now)
    earlier = subject(since=date(2026, 7, 1), until=date(2026, 9, 30))
    decisions.decide_action(
        session, earlier, "Changer le standard", fund.department, fund.officer, now
    )


# ---------------------------------------------------------------- what waits

TODAY = date(2027, 1, 20)


def test_ten_voices_in_a_quarter_call_for_a_decision(session: Session) -> None:
    make_voices(session, "telephone", 10, date(2026, 11, 1))
    make_voices(session, "suivi", 9, date(2026, 11, 1))
    make_voices(session, "autre", 40, date(2026, 11, 1))
    make_voices(session, "delai", 10, date(2026, 8, 1))  # two quarters ago: no longer asked
    assert waiting(session, TODAY) == [("telephone", date(2027, 1, 30))]


def test_the_oldest_quarter_is_asked_for_first_and_each_theme_once(session: Session) -> None:
    make_voices(session, "telephone", 10, date(2026, 11, 1))
    make_voices(session, "telephone", 10, date(2027, 1, 1))
    [one] = decisions.to_decide(session, date(2027, 3, 15))
    assert (one.subject.since, one.voices.count) == (date(2026, 10, 1), 10)


def test_a_theme_with_an_action_going_on_waits_for_nothing(
    session: Session, now: datetime, fund: Fund
) -> None:
    _, action = make_decision(session, fund, now)
    make_voices(session, "telephone", 10, date(2027, 2, 1))
    assert waiting(session, now.date()) == []
    actions.refuse(session, action, "Hors budget.", fund.head, now)
    assert waiting(session, now.date()) == [("telephone", date(2027, 1, 30))]


def test_new_voices_after_a_closed_action_call_for_a_new_decision(
    session: Session, now: datetime, fund: Fund
) -> None:
    long_ago = now - timedelta(days=300)
    closed = make_closed_action(session, fund, long_ago)
    decision = decisions.made(session)[0].decision
    decision.period_start, decision.period_end = date(2026, 1, 1), date(2026, 3, 31)
    make_voices(session, "telephone", 10, date(2027, 2, 1))
    assert closed.status is ActionStatus.EFFECTIVE
    assert waiting(session, now.date()) == [("telephone", date(2027, 4, 30))]


def test_not_acting_covers_what_follows_until_its_day(
    session: Session, now: datetime, fund: Fund
) -> None:
    make_voices(session, "telephone", 12)
    leave(session, fund, now, review_in=10)
    assert waiting(session, now.date()) == []
    assert waiting(session, now.date() + timedelta(days=9)) == []
    assert [code for code, _ in waiting(session, now.date() + timedelta(days=10))] == ["telephone"]


def test_decisions_come_with_their_actions(session: Session, now: datetime, fund: Fund) -> None:
    decision, first = make_decision(session, fund, now)
    second: Action = make_action(session, fund, now, decision=decision)
    [one] = decisions.about(session, measures.theme("telephone"))
    assert [action.id for action in one.actions] == [first.id, second.id]
