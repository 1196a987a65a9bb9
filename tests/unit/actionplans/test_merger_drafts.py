"""A plan that nobody had approved when its department was regrouped: its actions go to the other plan, nothing is lost or undone."""

from datetime import date, timedelta

import pytest

from actionplans.assessments.self_checks import following as checked
from actionplans.mergers import mergers
from actionplans.models import ActionStatus, PlanStatus
from actionplans.plans import approving, contents, following, plans, preparing
from actionplans.plans.lists import Shown
from actionplans.plans.lists import rows as plan_rows
from actionplans.plans.tasks import plan_tasks
from core.errors import Refused
from core.keys import key
from tests.action_builders import make_action, make_fund
from tests.plan_builders import AIMS, make_plan, make_planned

TODAY = date(2027, 3, 15)
A_DAY = timedelta(days=1)
S = PlanStatus


@pytest.fixture
def fund(session):
    return make_fund(session)


def regrouped(session, fund, now):
    return mergers.plan(session, fund.department, fund.other, TODAY, False, fund.officer, now)


def own_plan(session, fund, now, status=S.IN_PREPARATION, settings=None):
    """The plan of the department that is joined, with one action of its own."""
    mine, theirs = fund.department, fund.other
    fund.department, fund.other = theirs, mine
    owner, head = fund.owner, fund.head
    fund.owner, fund.head = fund.stranger, fund.stranger
    held = [make_action(session, fund, now, ActionStatus.DECIDED, title="Expliquer les cotisations", owner=fund.stranger)]  # fmt: skip
    made = make_plan(session, fund, now, settings, status, held)
    fund.department, fund.other, fund.owner, fund.head = mine, theirs, owner, head
    return made, held[0]


def lines_of(plan):
    return {line.action_id for line in plan.lines}


@pytest.mark.parametrize("status", [S.IN_PREPARATION, S.SUBMITTED])
def test_a_draft_gives_its_actions_to_the_draft_of_the_other_with_their_origin(
    session, now, fund, settings, status
):
    came = make_planned(session, fund, now, 2)
    draft = make_plan(session, fund, now, settings, status, came)
    own, mine = own_plan(session, fund, now)
    regrouped(session, fund, now)
    assert (draft.status, own.status) == (S.JOINED, S.IN_PREPARATION)
    assert lines_of(own) == {mine.id, *(one.id for one in came)}
    found = following.followed(session, own, TODAY)
    told = {line.action.title: line.came_from for line in found.planned}
    assert told.pop("Expliquer les cotisations") == ""
    assert set(told.values()) == {"Accueil téléphonique"}
    assert following.taken_up(session, own) == [draft]
    assert draft.aims == AIMS  # what it aimed at is still read
    text = str(contents.whole(session, own, TODAY, settings))
    assert "Venues de Accueil téléphonique avec le regroupement" in text.replace("\u00a0", " ")


def test_a_plan_that_waited_for_management_comes_back_to_be_read_again(
    session, now, fund, settings
):
    make_plan(session, fund, now, settings, S.IN_PREPARATION)
    own, _ = own_plan(session, fund, now, S.SUBMITTED, settings)
    regrouped(session, fund, now)
    assert own.status is S.IN_PREPARATION
    with pytest.raises(Refused):
        approving.approve(session, own, settings, fund.management, now)
    preparing.submit(session, own, fund.stranger, now)
    approving.approve(session, own, settings, fund.management, now)
    assert len(own.lines) == 4


def test_a_plan_that_nobody_had_begun_begins_with_them(session, now, fund, settings):
    came = make_planned(session, fund, now, 2)
    make_plan(session, fund, now, settings, S.SUBMITTED, came)
    regrouped(session, fund, now)
    own = plans.of(session, key(fund.other), 2027)
    assert own.status is S.IN_PREPARATION
    assert lines_of(own) == {one.id for one in came}
    preparing.write(session, own, "Tenir ensemble.", "", [came[0].id], fund.stranger, now)
    assert lines_of(own) == {came[0].id}


def test_an_approved_plan_does_not_change_and_what_came_is_told_apart(session, now, fund, settings):
    came = make_planned(session, fund, now, 2)
    make_plan(session, fund, now, settings, S.IN_PREPARATION, came)
    own, mine = own_plan(session, fund, now, S.APPROVED, settings)
    before = own.sha256
    regrouped(session, fund, now)
    assert (own.status, own.sha256, lines_of(own)) == (S.APPROVED, before, {mine.id})
    found = following.followed(session, own, TODAY)
    assert {line.action.id for line in found.joined} == {one.id for one in came}
    whys = {line.why_outside for line in found.outside}
    assert whys == {"venue de Accueil téléphonique avec le regroupement"}
    assert (found.added, found.left_out) == ([], [])


def test_an_approved_plan_of_the_closed_department_stays_under_its_name(
    session, now, fund, settings
):
    plan = make_plan(session, fund, now, settings, S.APPROVED)
    held = lines_of(plan)
    regrouped(session, fund, now)
    assert (plan.status, lines_of(plan), plan.department_id) == (
        S.APPROVED,
        held,
        fund.department.id,
    )
    assert plans.of(session, key(fund.other), 2027) is None


def test_an_action_that_stays_does_not_go(session, now, fund, settings):
    came = make_planned(session, fund, now, 2)
    draft = make_plan(session, fund, now, settings, S.IN_PREPARATION, came)
    came[0].status, came[0].closed_on = ActionStatus.ABANDONED, TODAY
    session.flush()
    regrouped(session, fund, now)
    assert lines_of(plans.of(session, key(fund.other), 2027)) == {came[1].id}
    assert lines_of(draft) == {one.id for one in came}


def test_a_draft_of_a_year_gone_is_closed_without_reopening_that_year(session, now, fund, settings):
    last_year = now.replace(year=2026)
    old = preparing.open_plan(session, fund.department, 2026, fund.head, last_year)
    regrouped(session, fund, now)
    assert old.status is S.JOINED
    assert plans.of(session, key(fund.other), 2026) is None


def test_once_taken_up_nobody_is_asked_for_it_and_it_counts_nowhere(session, now, fund, settings):
    make_plan(session, fund, now, settings, S.IN_PREPARATION)
    regrouped(session, fund, now)
    for person in (fund.stranger, fund.officer, fund.management):
        titles = [(t.department, t.title) for t in plan_tasks(session, person, TODAY)]
        assert all(place == "Recouvrement" for place, _ in titles)
    closed = next(
        row for row in plan_rows(session, fund.officer, 2027, TODAY) if row.department is fund.department
    )  # fmt: skip
    assert (closed.shown, closed.actions) == (Shown.JOINED, 0)
    assert fund.department.id not in checked._plans(session, 2027)


@pytest.mark.parametrize("status", [S.IN_PREPARATION, S.SUBMITTED])
@pytest.mark.parametrize("has_own", [True, False])
def test_undone_both_plans_are_as_they_were(session, now, fund, settings, status, has_own):
    came = make_planned(session, fund, now, 2)
    draft = make_plan(session, fund, now, settings, status, came)
    own, mine = own_plan(session, fund, now, status, settings) if has_own else (None, None)
    merger = regrouped(session, fund, now)
    session.expire_all()
    mergers.undo(session, merger, fund.officer, now)
    assert (draft.status, lines_of(draft)) == (status, {one.id for one in came})
    if own is None:
        assert plans.of(session, key(fund.other), 2027) is None
    else:
        assert (own.status, lines_of(own)) == (status, {mine.id})


def test_it_is_not_undone_once_the_plan_was_written_in(session, now, fund, settings):
    make_plan(session, fund, now, settings, S.IN_PREPARATION)
    merger = regrouped(session, fund, now)
    own = plans.of(session, key(fund.other), 2027)
    preparing.write(session, own, "Tenir ensemble.", "", list(lines_of(own)), fund.stranger, now)
    with pytest.raises(Refused, match="a servi depuis"):
        mergers.undo(session, merger, fund.officer, now)
