"""A department regrouped into another: what goes, what stays, what is said beside its name, and how it is undone."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlmodel import select

from actionplans.actions import actions
from actionplans.assessments import (
    assessments,
    campaigns,
    dropping,
    last_year,
    reviewing,
    submission,
)
from actionplans.malfunctions import malfunctions
from actionplans.mergers import mergers, moving
from actionplans.models import (
    ActionStatus,
    AssessmentStatus,
    Evidence,
    IdeaStatus,
    Malfunction,
    MalfunctionStatus,
    RecurrenceDecision,
)
from actionplans.my_work.todo import todo
from actionplans.plans import closing, preparing
from actionplans.plans.lists import rows as plan_rows
from core.errors import Missing, Refused
from core.french import NBSP
from organisation import charters, departments, headships, journal, leading, people
from organisation.headships import Term
from organisation.models import HeadshipKind, JournalEntry, Merger, MergerStatus, Role
from survey.entry import entry
from tests.action_builders import make_action, make_fund, terms
from tests.actionplans_malfunctions_builders import make_report
from tests.assessment_builders import (
    assessment_of,
    fill_in,
    make_evidence,
    make_round,
    second_department,
    submitted,
    validated,
)
from tests.builders import make_department, make_headship, make_user
from tests.idea_builders import make_visible
from tests.plan_builders import make_plan, make_planned
from tests.queries import counted
from tests.survey_builders import make_invitation

TODAY = date(2027, 3, 15)
A_DAY = timedelta(days=1)


@pytest.fixture
def fund(session):
    return make_fund(session)


@pytest.fixture
def officer(fund):
    return fund.officer


def regrouped(session, fund, now, day=TODAY, heads_lead=False, by=None):
    """The first department of the fund into the other."""
    by = by or fund.officer
    return mergers.plan(session, fund.department, fund.other, day, heads_lead, by, now)


# ---------------------------------------------------------------- what goes, what stays


def test_what_goes_on_moves_and_what_is_over_stays(session, now, fund):
    going_on = [make_action(session, fund, now, status) for status in (
        ActionStatus.PROPOSED, ActionStatus.IN_PROGRESS, ActionStatus.DONE)]  # fmt: skip
    over = [make_action(session, fund, now, status) for status in (
        ActionStatus.REFUSED, ActionStatus.EFFECTIVE)]  # fmt: skip
    report = make_report(session, now, department=fund.department)
    closed = make_report(session, now, department=fund.department)
    closed.status, closed.closed_on = MalfunctionStatus.CLOSED, TODAY
    idea = make_visible(session, fund, now)
    refused = make_visible(session, fund, now, text="Changer la couleur des dossiers.")
    refused.status, refused.reason = IdeaStatus.NOT_KEPT, "Sans effet pour l’adhérent."
    session.flush()
    regrouped(session, fund, now)
    moved, stays = fund.other.id, fund.department.id
    assert {one.department_id for one in going_on} == {moved}
    assert {one.department_id for one in over} == {stays}
    assert (report.department_id, closed.department_id) == (moved, stays)
    assert (idea.department_id, refused.department_id) == (moved, stays)


def test_proofs_still_valid_move_and_the_others_stay(session, now):
    made = make_round(session, now)
    there = second_department(session, made).department
    valid = make_evidence(session, assessments.rows(made.assessment)[0], made.head, now)
    over = make_evidence(session, assessments.rows(made.assessment)[1], made.head, now)
    over.valid_to = TODAY - A_DAY
    session.flush()
    mergers.plan(session, made.department, there, TODAY, False, made.officer, now)
    found = dict(session.exec(select(Evidence.id, Evidence.department_id)).all())
    assert found == {valid.id: there.id, over.id: made.department.id}


def test_a_reason_not_to_act_holds_in_the_other_department_until_its_review(session, now, fund):
    said = {"theme": "delais", "reports": 3, "reason": "Un pic de saison.", "decided_by_id": fund.head.id, "decided_at": now}  # fmt: skip
    holds, over = (
        RecurrenceDecision(department_id=fund.department.id, review_on=day, **said)
        for day in (TODAY + A_DAY, TODAY)
    )
    session.add_all([holds, over])
    session.flush()
    merger = regrouped(session, fund, now)
    assert (holds.department_id, over.department_id) == (fund.other.id, fund.department.id)
    mergers.undo(session, merger, fund.officer, now)
    assert holds.department_id == fund.department.id


def test_people_move_and_heads_become_collaborators_unless_they_are_to_lead(session, now, fund):
    regrouped(session, fund, now)
    assert fund.head.department is fund.other
    assert fund.head.role is Role.COLLABORATOR
    assert leading.led(fund.head) == set()


def test_heads_who_are_to_lead_the_other_department_keep_their_role(session, now, fund):
    regrouped(session, fund, now, heads_lead=True)
    assert fund.head.role is Role.HEAD
    assert leading.led(fund.head) == {fund.department.id, fund.other.id}


def test_a_closed_account_stays_in_its_department(session, now, fund):
    gone = make_user(session, department=fund.department, is_active=False)
    regrouped(session, fund, now)
    assert gone.department_id == fund.department.id


def test_headships_of_the_closed_department_end_the_day_before(session, now, fund):
    deputy = make_user(session)
    one = make_headship(session, deputy, fund.department, TODAY - 9 * A_DAY)
    regrouped(session, fund, now)
    assert one.until_day == TODAY - A_DAY
    assert leading.led(deputy) == set()


def test_the_other_department_takes_up_the_activities(session, now, fund):
    regrouped(session, fund, now)
    codes = sorted(one.code for one in fund.other.activities)
    assert codes == ["accueil_telephonique", "recouvrement"]
    assert [one.code for one in fund.department.activities] == ["accueil_telephonique"]


def test_one_line_of_the_journal_says_how_much_of_what(session, now, fund, officer):
    make_action(session, fund, now)
    before = len(session.exec(select(JournalEntry)).all())
    regrouped(session, fund, now)
    (line,) = session.exec(select(JournalEntry).order_by(JournalEntry.id)).all()[before:]
    assert (line.deed, line.by_id) == ("merge_departments", officer.id)
    assert line.details.replace(NBSP, " ") == (
        "Accueil téléphonique dans Recouvrement, 2 personnes, 1 action en cours"
    )


def test_what_the_page_announces_is_what_moves(session, now, fund):
    for status in (ActionStatus.PROPOSED, ActionStatus.DECIDED, ActionStatus.REFUSED):
        make_action(session, fund, now, status)
    preparing.open_plan(session, fund.department, 2027, fund.head, now)
    parts = [*moving.PARTS, "plans"]
    announced = dict(zip(parts, moving.counts(session, fund.department, TODAY), strict=True))
    moved = regrouped(session, fund, now).moved
    assert {name: n for name, (_, n) in announced.items()} == {
        name: len(moved[name]) for name in parts
    }
    assert announced["plans"][1] == 1


def test_moving_takes_no_more_queries_when_there_is_more(session, now, fund):
    def asked(number: int) -> int:
        for _ in range(number):
            make_action(session, fund, now)
        session.flush()
        with counted(session.get_bind()) as ran:
            merger = regrouped(session, fund, now)
        mergers.undo(session, merger, fund.officer, now)
        return len(ran)

    assert asked(12) - asked(2) <= 0


# ---------------------------------------------------------------- who reads the past


def test_who_leads_the_other_department_answers_for_the_past_of_the_closed_one(session, now, fund):
    over = make_action(session, fund, now, ActionStatus.REFUSED)
    report = make_report(session, now, department=fund.department)
    report.status, report.qualified_on = MalfunctionStatus.CLOSED, TODAY
    report.closed_on = TODAY
    session.flush()
    seen = select(Malfunction).where(malfunctions.visible_to(fund.stranger))
    assert session.exec(seen).all() == []
    regrouped(session, fund, now)
    seen = select(Malfunction).where(malfunctions.visible_to(fund.stranger))
    assert [one.id for one in session.exec(seen)] == [report.id]
    actions_seen = session.exec(select(type(over)).where(actions.visible_to(fund.stranger))).all()
    assert over in actions_seen


def test_nobody_of_the_other_department_keys_in_what_members_say_of_the_closed_one(
    session, now, fund
):
    invitation = make_invitation(session, department=fund.department)
    entry.check(invitation, fund.stranger, TODAY)
    regrouped(session, fund, now)
    for person in (fund.stranger, fund.head, fund.owner):
        with pytest.raises(Refused, match="autre service"):
            entry.check(invitation, person, TODAY)


# ---------------------------------------------------------------- a day to come


def test_before_its_day_nothing_moves_and_on_its_day_the_worker_does_it(session, now, fund):
    merger = regrouped(session, fund, now, TODAY + A_DAY)
    assert merger.status is MergerStatus.PLANNED
    assert fund.head.department is fund.department
    assert departments.fate(fund.department, TODAY).startswith("sera regroupé dans Recouvrement le")
    assert mergers.carry_out_due(session, now) == 0
    assert mergers.carry_out_due(session, now + A_DAY) == 1
    assert fund.head.department is fund.other
    assert departments.fate(fund.department, TODAY + A_DAY).startswith("regroupé dans Recouvrement")
    assert mergers.carry_out_due(session, now + A_DAY) == 0


def test_a_day_on_which_nothing_ran_is_caught_up(session, now, fund):
    regrouped(session, fund, now, TODAY + A_DAY)
    assert mergers.carry_out_due(session, now + 5 * A_DAY) == 1


def test_it_is_given_up_until_the_day_before(session, now, fund, officer):
    merger = regrouped(session, fund, now, TODAY + A_DAY)
    mergers.cancel(session, merger, officer, now)
    assert (fund.department.closed_on, fund.department.merged_into) == (None, None)
    assert mergers.carry_out_due(session, now + A_DAY) == 0
    with pytest.raises(Refused, match="rien à abandonner"):
        mergers.cancel(session, merger, officer, now)
    regrouped(session, fund, now)  # decided again


@pytest.mark.parametrize("days", [-1, 367])
def test_the_day_is_neither_past_nor_far_away(session, now, fund, days):
    with pytest.raises(Refused, match="à partir d’aujourd’hui"):
        regrouped(session, fund, now, TODAY + days * A_DAY)


def test_a_department_does_not_join_itself_nor_one_that_goes_nor_twice(session, now, fund, officer):
    third = make_department(session, "Archives")
    with pytest.raises(Refused, match="lui-même"):
        mergers.plan(session, third, third, TODAY, False, officer, now)
    regrouped(session, fund, now, TODAY + A_DAY)
    with pytest.raises(Refused, match="service qui reste"):
        mergers.plan(session, third, fund.department, TODAY, False, officer, now)
    with pytest.raises(Refused, match="déjà décidé"):
        regrouped(session, fund, now)
    with pytest.raises(Refused, match="Accueil téléphonique"):
        mergers.plan(session, fund.other, third, TODAY, False, officer, now)


def test_only_who_keeps_the_list_of_departments_regroups_them(session, now, fund):
    for person in (fund.head, fund.management, fund.owner):
        with pytest.raises(Refused, match="référent qualité"):
            regrouped(session, fund, now, by=person)
    assert session.exec(select(Merger)).all() == []


# ---------------------------------------------------------------- undone


def test_undone_everything_is_back_where_it_was(session, now, fund, officer):
    action = make_action(session, fund, now)
    deputy = make_headship(session, make_user(session), fund.department, TODAY - A_DAY)
    merger = regrouped(session, fund, now)
    mergers.undo(session, merger, officer, now)
    assert action.department_id == fund.department.id
    assert (fund.head.department, fund.head.role) == (fund.department, Role.HEAD)
    assert deputy.until_day is None
    assert [one.code for one in fund.other.activities] == ["recouvrement"]
    assert fund.department.closed_on is None
    assert journal.about(session, f"department {fund.department.id}")[0].deed == "undo_merger"
    with pytest.raises(Refused, match="rien à défaire"):
        mergers.undo(session, merger, officer, now)


def test_it_is_not_undone_once_something_that_moved_was_worked_on(session, now, fund, officer):
    action = make_action(session, fund, now)
    merger = regrouped(session, fund, now)
    actions.decide(session, action, terms(fund, now), fund.management, now)
    with pytest.raises(Refused, match="a servi depuis"):
        mergers.undo(session, merger, officer, now)
    assert action.department_id == fund.other.id


def test_signing_in_does_not_keep_it_from_being_undone(session, now, fund, officer):
    merger = regrouped(session, fund, now)
    journal.write(session, now, fund.head, "sign_in", f"user {fund.head.id}")
    mergers.undo(session, merger, officer, now)
    assert merger.status is MergerStatus.UNDONE


# ---------------------------------------------------------------- the self-assessment


def test_the_next_head_may_finish_the_form_until_the_day_before(session, now):
    made = make_round(session, now)
    there = second_department(session, made)
    assert not assessments.may_fill(there.head, made.assessment)
    mergers.plan(session, made.department, there.department, TODAY + A_DAY, False, made.officer, now)  # fmt: skip
    assert assessments.may_fill(there.head, made.assessment)
    fill_in(session, replace(made, head=there.head), now)
    submission.submit(session, made.assessment, there.head, now)
    assert made.assessment.status is AssessmentStatus.SUBMITTED


def test_once_it_is_no_more_nobody_fills_its_form_and_the_officer_closes_it(session, now):
    made = make_round(session, now)
    there = second_department(session, made)
    with pytest.raises(Refused, match="existe encore"):
        dropping.drop(session, made.assessment, "Regroupé.", made.officer, now)
    mergers.plan(session, made.department, there.department, TODAY, True, made.officer, now)
    assert assessments.may_read(there.head, made.assessment)
    with pytest.raises(Refused, match="« sans objet »"):
        submission.submit(session, made.assessment, there.head, now)
    titles = [one.title for one in todo(session, made.officer, TODAY)]
    assert "Auto-évaluation 2027 à clore « sans objet »" in titles
    with pytest.raises(Refused, match="pourquoi"):
        dropping.drop(session, made.assessment, " ", made.officer, now)
    with pytest.raises(Refused, match="référent qualité et la direction"):
        dropping.drop(session, made.assessment, "Regroupé.", there.head, now)
    dropping.drop(session, made.assessment, "Regroupé.", made.officer, now)
    assert made.assessment.status is AssessmentStatus.DROPPED
    assert journal.about(session, f"assessment {made.assessment.id}")[0].deed == "drop_assessment"
    with pytest.raises(Refused, match="sans objet"):
        dropping.drop(session, made.assessment, "Encore.", made.officer, now)


def test_a_campaign_is_closed_although_a_regrouped_department_never_finished(session, now):
    made = validated(session, now)
    there = second_department(session, made)
    mergers.plan(session, there.department, made.department, TODAY, False, made.officer, now)
    with pytest.raises(Refused, match="Il manque Qualité"):
        campaigns.close_campaign(session, made.campaign, made.management, now)
    dropping.drop(session, there.assessment, "Regroupé.", made.management, now)
    campaigns.close_campaign(session, made.campaign, made.management, now)


def test_an_officer_who_joins_the_other_department_does_not_validate_the_form_of_the_closed_one(
    session, now
):
    made = submitted(session, now)
    quality = second_department(session, made).department
    assert reviewing.reviewers(session, made.assessment) == [made.officer]
    mergers.plan(session, made.department, quality, TODAY, False, made.officer, now)
    assert reviewing.reviewers(session, made.assessment) == [made.management]


def test_the_next_campaign_skips_it_and_proposes_what_both_said(session, now):
    made = validated(session, now)
    there = second_department(session, made)
    common = {one.commitment.code for one in made.assessment.ratings} & {
        one.commitment.code for one in there.assessment.ratings
    }
    fill_in(session, there, now)
    submission.submit(session, there.assessment, there.head, now)
    reviewing.validate(session, there.assessment, {}, made.management, now)
    mergers.plan(session, made.department, there.department, TODAY, False, made.officer, now)
    later = now.replace(year=2028)
    campaign = campaigns.open_campaign(session, 2028, date(2028, 4, 15), None, later)
    assert [one.department.name for one in campaigns.progresses(session, campaign)] == ["Qualité"]
    following = assessment_of(session, campaign, there.department)
    told = last_year.said(session, following)
    before = {one.commitment.code for one in made.assessment.ratings}
    assert before <= {one.commitment.code for one in following.ratings}
    assert before <= set(told)
    for code in common:
        assert told[code].text == "Qualité : Vu sur place.\nLiquidation : Vu sur place."


# ---------------------------------------------------------------- lists


def test_nothing_new_is_given_to_a_department_that_is_no_more(session, now, fund):
    regrouped(session, fund, now)
    assert [one.name for one in people.open_departments(session, TODAY)] == ["Recouvrement"]
    assert len(people.departments(session)) == 2
    term = Term(fund.department, HeadshipKind.DEPUTY, TODAY)
    with pytest.raises(Refused, match="autre service"):
        headships.name(session, make_user(session), term, None, now)
    with pytest.raises(Refused, match="regroupé"):
        departments.change(session, fund.department, "Autre nom", ["recouvrement"], fund.officer, now)  # fmt: skip
    begun = [row.department.name for row in plan_rows(session, fund.officer, 2028, TODAY)]
    assert begun == ["Recouvrement"]


def test_no_plan_is_begun_in_it_and_what_was_left_of_its_plan_goes_to_the_other(
    session, now, fund, settings
):
    actions_held = make_planned(session, fund, now, 2)
    plan = make_plan(session, fund, now, settings, actions=actions_held)
    regrouped(session, fund, now)
    with pytest.raises(Refused, match="service d’accueil"):
        preparing.open_plan(session, fund.department, 2028, fund.stranger, now)
    december = now.replace(month=12, day=20)
    following = closing.close(session, plan, "Découper plus tôt.", fund.officer, december)
    assert (following.department_id, following.year) == (fund.other.id, 2028)
    carried = {line.action_id for line in following.lines if line.is_carried_over}
    assert carried == {one.id for one in actions_held}


def test_a_merger_is_found_on_its_department_in_its_state(session, now, fund):
    merger = regrouped(session, fund, now)
    assert mergers.find(session, fund.department, MergerStatus.DONE) is merger
    for place, status in ((fund.department, MergerStatus.PLANNED), (fund.other, MergerStatus.DONE)):
        with pytest.raises(Missing):
            mergers.find(session, place, status)


def test_promises_of_the_closed_department_concern_the_other(session, now):
    made = make_round(session, now)
    there = second_department(session, made).department
    promise = assessments.rows(made.assessment)[0].commitment
    mergers.plan(session, made.department, there, TODAY, False, made.officer, now)
    assert charters.concerns(promise, there)
