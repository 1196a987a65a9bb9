"""What happens to an action on its way: milestones, who carries it, another it joins, an effect that lasts."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlmodel import Session, select

from actionplans.actions import actions, keeping, merging, milestones, owners
from actionplans.actions.keeping import Expectation
from actionplans.models import Action, ActionStatus, Cause, Direction, Verdict
from core.errors import Missing, Refused
from tests.action_builders import Fund, make_action, make_closed_action, make_fund

S = ActionStatus


@pytest.fixture
def fund(session: Session) -> Fund:
    return make_fund(session)


@pytest.fixture
def action(session: Session, fund: Fund, now: datetime) -> Action:
    return make_action(session, fund, now, S.IN_PROGRESS)


def soon(now: datetime, days: int = 10) -> Any:
    return now.date() + timedelta(days=days)


# ---------------------------------------------------------------- milestones


def test_an_action_is_done_once_its_milestones_are_done_or_dropped(
    session: Session, fund: Fund, action: Action, now: datetime
) -> None:
    first = milestones.add(session, action, "Choisir l’outil", soon(now), fund.owner, now)
    second = milestones.add(session, action, "Former l’équipe", soon(now), fund.owner, now)
    with pytest.raises(Refused, match="il reste 2\u00a0jalons ouverts"):
        actions.finish(session, action, "Relevé", fund.owner, now)
    milestones.end(session, action, first, fund.owner, now)
    milestones.cancel(session, action, second, "L’outil est simple.", fund.owner, now)
    actions.finish(session, action, "Relevé", fund.owner, now)
    assert action.status is S.DONE


def test_a_milestone_falls_between_tomorrow_and_the_day_of_the_action(
    session: Session, fund: Fund, action: Action, now: datetime
) -> None:
    assert action.due_on is not None
    for day in (now.date(), action.due_on + timedelta(days=1)):
        with pytest.raises(Refused, match="Choisissez une date"):
            milestones.add(session, action, "Former l’équipe", day, fund.owner, now)
    assert action.milestones == []


def test_a_milestone_is_dropped_with_a_reason_and_ends_once(
    session: Session, fund: Fund, action: Action, now: datetime
) -> None:
    one = milestones.add(session, action, "Former l’équipe", soon(now), fund.owner, now)
    with pytest.raises(Refused, match="pourquoi"):
        milestones.cancel(session, action, one, "  ", fund.owner, now)
    milestones.end(session, action, one, fund.owner, now)
    with pytest.raises(Refused, match="déjà terminé"):
        milestones.end(session, action, one, fund.owner, now)


def test_a_stranger_keeps_no_milestone(
    session: Session, fund: Fund, action: Action, now: datetime
) -> None:
    with pytest.raises((Refused, Missing)):
        milestones.add(session, action, "Former l’équipe", soon(now), fund.stranger, now)


# ---------------------------------------------------------------- who carries it


def test_whoever_is_named_accepts_in_one_step(session: Session, fund: Fund, now: datetime) -> None:
    action = make_action(session, fund, now, S.DECIDED)
    assert action.accepted_on is None
    owners.accept(session, action, fund.owner, now)
    assert action.accepted_on == now.date()
    with pytest.raises(Refused):
        owners.accept(session, action, fund.owner, now)


def test_whoever_declines_says_why_and_the_decider_names_somebody_else(
    session: Session, fund: Fund, now: datetime
) -> None:
    action = make_action(session, fund, now, S.DECIDED)
    with pytest.raises(Refused):
        owners.decline(session, action, "", None, fund.owner, now)
    owners.decline(session, action, "Je pars en congé.", fund.head, fund.owner, now)
    assert action.owner is None
    assert "a décliné" in owners.needs_somebody(action, now.date())
    owners.assign(session, action, fund.head, "Il connaît le sujet.", fund.head, now)
    assert action.owner_id == fund.head.id
    assert owners.needs_somebody(action, now.date()) == ""


def test_an_owner_whose_account_is_closed_is_told_to_the_decider(
    session: Session, fund: Fund, action: Action, now: datetime
) -> None:
    fund.owner.is_active = False
    assert "n’a plus de compte ouvert" in owners.needs_somebody(action, now.date())


# ---------------------------------------------------------------- two that are one


def test_what_is_merged_gives_its_causes_and_followers_and_says_where_it_went(
    session: Session, fund: Fund, action: Action, now: datetime
) -> None:
    other = make_action(session, fund, now, S.PROPOSED, title="Rappeler plus vite")
    merging.follow(session, other, fund.management, now)
    merging.merge(session, other, action, "C’est la même chose.", fund.management, now)
    assert (other.status, other.merged_into_id) == (S.MERGED, action.id)
    caused = session.exec(select(Cause).where(Cause.action_id == action.id)).all()
    assert len(caused) == 2
    assert merging.follows(action, fund.management)


def test_nothing_joins_itself_nor_an_action_that_has_ended(
    session: Session, fund: Fund, action: Action, now: datetime
) -> None:
    with pytest.raises(Refused, match="autre action que celle-ci"):
        merging.merge(session, action, action, "Pareil.", fund.management, now)
    ended = make_action(session, fund, now, S.REFUSED)
    with pytest.raises(Refused, match="qui continue"):
        merging.merge(session, action, ended, "Pareil.", fund.management, now)


def test_following_twice_is_once_and_one_may_stop(
    session: Session, fund: Fund, action: Action, now: datetime
) -> None:
    for _ in range(2):
        merging.follow(session, action, fund.management, now)
    assert len(action.followers) == 1
    merging.unfollow(session, action, fund.management, now)
    assert action.followers == []


# ---------------------------------------------------------------- what lasts


def test_done_effective_and_kept_are_three_things_with_three_dates(
    session: Session, fund: Fund, now: datetime
) -> None:
    action = make_action(session, fund, now, S.EFFECTIVE)
    assert action.closed_on is not None
    later = now + timedelta(days=100) + keeping.LASTS
    with pytest.raises(Refused, match="Revenez à partir du"):
        keeping.check(session, action, "Rien à signaler.", True, fund.officer, now + timedelta(101))
    keeping.check(session, action, "Les plaintes ne sont pas revenues.", True, fund.officer, later)
    assert action.kept_verdict is Verdict.EFFECT
    assert action.done_on < action.closed_on < action.kept_on


def test_an_effect_lost_does_not_open_the_action_again_by_itself(
    session: Session, fund: Fund, now: datetime
) -> None:
    action = make_action(session, fund, now, S.EFFECTIVE)
    later = now + timedelta(days=100) + keeping.LASTS
    keeping.check(session, action, "Les plaintes sont revenues.", False, fund.officer, later)
    assert (action.kept_verdict, action.status) == (Verdict.NONE, S.EFFECTIVE)


def test_the_effect_fixed_beforehand_changes_in_the_open_or_not_at_all(
    session: Session, fund: Fund, action: Action, now: datetime
) -> None:
    same = Expectation(action.expected, action.indicator, action.direction, action.window_months)
    with pytest.raises(Refused, match="Rien n’a changé"):
        keeping.change(session, action, same, "Pour voir.", fund.head, now)
    wanted = Expectation("Moins d’appels perdus.", "satisfaction", Direction.UP, 6)
    keeping.change(session, action, wanted, "Mieux mesuré.", fund.head, now)
    assert (action.indicator, action.effect_changes) == ("satisfaction", 1)


def test_a_closed_action_s_page_is_left_alone(session: Session, fund: Fund, now: datetime) -> None:
    action = make_closed_action(session, fund, now)
    with pytest.raises(Refused):
        owners.assign(session, action, fund.head, "Après coup.", fund.head, now)
