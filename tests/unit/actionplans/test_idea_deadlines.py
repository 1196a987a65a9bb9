"""What waits of ideas, for whom; and the mornings on which the digest says so."""

from datetime import timedelta

import pytest

from actionplans.ideas import decisions as idea_decisions
from actionplans.ideas import ideas
from actionplans.ideas.notices import about_ideas
from actionplans.ideas.tasks import idea_tasks
from actionplans.models import ActionStatus, IdeaStatus
from actionplans.my_work.notices import Days
from core import working_days
from organisation.models import Role
from tests.action_builders import make_fund
from tests.builders import make_department, make_user
from tests.idea_builders import answer, close, make_done, make_idea, make_kept, make_visible

S = IdeaStatus


@pytest.fixture
def fund(session):
    return make_fund(session)


def waiting(session, fund, today):
    """Who has something to do, and the verb of it."""
    return {
        name: [task.verb for task in idea_tasks(session, person, today)]
        for name, person in fund.people.items()
        if idea_tasks(session, person, today)
    }


def told(session, fund, day, since=None):
    """Who is told something this morning."""
    names = {person.id: name for name, person in fund.people.items()}
    days = Days(since or day - timedelta(days=1), day)
    return {names[notice.user_id] for notice in about_ideas(session, days)}


# ---------------------------------------------------------------- « À faire »


def test_the_officer_moderates_and_management_once_it_is_late(session, fund, now):
    idea = make_idea(session, fund, now)
    until = working_days.after(now.date(), 3)
    assert ideas.moderate_by(idea) == until
    assert waiting(session, fund, until) == {"officer": ["Modérer"]}
    late = waiting(session, fund, until + timedelta(days=1))
    assert late == {"officer": ["Modérer"], "management": ["Modérer"]}


def test_management_moderates_the_officers_own_idea(session, fund, now):
    make_idea(session, fund, now, by=fund.officer)
    assert waiting(session, fund, now.date()) == {"management": ["Modérer"]}


def test_the_nearest_answers_first_and_management_when_thirty_days_are_past(session, fund, now):
    make_visible(session, fund, now)
    last = now.date() + timedelta(days=30)
    assert waiting(session, fund, last) == {"head": ["Répondre"]}
    late = waiting(session, fund, last + timedelta(days=1))
    assert late == {"head": ["Répondre"], "management": ["Répondre"]}


def test_a_small_idea_waits_for_the_officer(session, fund, now):
    make_visible(session, fund, now, is_small=True)
    assert waiting(session, fund, now.date()) == {"officer": ["Répondre"]}


def test_an_idea_nobody_nearer_may_answer_waits_for_management(session, fund, now):
    without_head = make_department(session, "Archives")
    for department in (None, without_head):
        make_visible(session, fund, now, department=department, text=f"Pour {department}")
    make_visible(session, fund, now, by=fund.head, text="Du responsable lui-même")
    assert waiting(session, fund, now.date()) == {"management": ["Répondre"] * 3}


def test_an_idea_to_ripen_comes_back_on_its_day(session, fund, now):
    idea = make_visible(session, fund, now)
    idea_decisions.decide(session, idea, answer(fund, now, S.TO_RIPEN), fund.head, now)
    day = now.date() + timedelta(days=60)
    assert waiting(session, fund, day - timedelta(days=1)) == {}
    assert waiting(session, fund, day)["head"] == ["Revoir"]


def test_a_kept_idea_comes_back_when_its_action_is_closed_or_given_up(session, fund, now):
    _, action = make_kept(session, fund, now)
    assert waiting(session, fund, now.date()) == {}
    action.status = ActionStatus.REFUSED
    assert waiting(session, fund, now.date())["head"] == ["Répondre"]
    action.status = ActionStatus.PROPOSED
    close(session, fund, action, now)
    assert waiting(session, fund, now.date())["officer"] == ["Constater"]


def test_somebody_is_to_thank_until_it_is_done(session, fund, now):
    idea = make_done(session, fund, now)
    assert waiting(session, fund, now.date())["officer"] == ["Remercier"]
    idea_decisions.thank(session, idea, "Merci.", fund.officer, now)
    assert waiting(session, fund, now.date()) == {}


def test_a_merged_idea_waits_for_nobody(session, fund, now):
    idea, twin = make_visible(session, fund, now), make_visible(session, fund, now, text="Deux")
    idea_decisions.merge(session, twin, idea, fund.officer, now)
    assert waiting(session, fund, now.date()) == {"head": ["Répondre"]}


def test_colleagues_readers_and_administrators_have_nothing_to_do(session, fund, now):
    make_idea(session, fund, now)
    make_visible(session, fund, now, text="Visible")
    for role in (Role.COLLABORATOR, Role.READER, Role.ADMINISTRATOR):
        person = make_user(session, role, fund.department)
        assert idea_tasks(session, person, now.date() + timedelta(days=90)) == []


# ---------------------------------------------------------------- the digest


def test_moderators_are_told_the_next_day_on_the_last_day_and_when_it_is_late(session, fund, now):
    make_idea(session, fund, now)
    today, until = now.date(), working_days.after(now.date(), 3)
    heard = {gap: told(session, fund, today + timedelta(days=gap)) for gap in range(8)}
    last = (until - today).days
    wanted = {1: {"officer"}, last: {"officer"}, last + 1: {"officer", "management"}}
    assert heard == {gap: wanted.get(gap, set()) for gap in range(8)}


def test_deciders_are_told_when_it_comes_a_week_before_on_the_day_and_late(session, fund, now):
    make_visible(session, fund, now)
    heard = {gap: told(session, fund, now.date() + timedelta(days=gap)) for gap in range(45)}
    late = {"head", "management"}
    wanted = {1: {"head"}, 23: {"head"}, 30: {"head"}, 31: late, 37: late}
    assert heard == {gap: wanted.get(gap, set()) for gap in range(45)}


def test_days_without_a_run_are_caught_up_in_one_morning(session, fund, now):
    make_visible(session, fund, now)
    day = now.date() + timedelta(days=33)
    assert told(session, fund, day, since=day - timedelta(days=7)) == {"head", "management"}


def test_the_author_is_told_of_the_answer_and_of_the_thanks_the_next_morning(session, fund, now):
    idea, action = make_kept(session, fund, now)
    tomorrow = now.date() + timedelta(days=1)
    assert told(session, fund, tomorrow) == {"owner"}
    assert told(session, fund, tomorrow + timedelta(days=1)) == set()
    later = now + timedelta(days=200)
    close(session, fund, action, later)
    idea_decisions.realise(session, idea, fund.officer, later)
    idea_decisions.thank(session, idea, "Merci.", fund.officer, later)
    assert told(session, fund, later.date() + timedelta(days=1)) == {"owner"}


def test_the_author_of_a_merged_idea_is_told_too(session, fund, now):
    idea = make_visible(session, fund, now)
    twin = make_visible(session, fund, now, by=fund.stranger, text="Deux")
    idea_decisions.merge(session, twin, idea, fund.officer, now)
    idea_decisions.decide(session, idea, answer(fund, now, S.NOT_KEPT), fund.head, now)
    assert told(session, fund, now.date() + timedelta(days=1)) == {"owner", "stranger"}


def test_an_idea_to_ripen_is_told_on_its_day(session, fund, now):
    idea = make_visible(session, fund, now)
    idea_decisions.decide(session, idea, answer(fund, now, S.TO_RIPEN), fund.head, now)
    assert told(session, fund, now.date() + timedelta(days=60)) == {"head"}
