"""What a head of two departments, and the deputy of a head, may do: all of it there, nothing elsewhere, never their own work judged."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlmodel import select

from actionplans.actions import actions, notices, owners, steps
from actionplans.assessments import (
    admitting,
    assessments,
    delegating,
    evidence_lists,
    reviewing,
    rounds,
    submission,
)
from actionplans.assessments.evidence_lists import Narrowed
from actionplans.delays import imports
from actionplans.ideas import steps as idea_steps
from actionplans.malfunctions import malfunctions
from actionplans.models import ActionStatus, AssessmentStatus, Malfunction, MalfunctionStatus
from actionplans.my_work.todo import todo
from actionplans.plans import plans, preparing
from actionplans.plans.lists import rows as plan_rows
from analysis.themes import voices
from core.errors import Missing, Refused
from organisation import journal
from organisation.models import HeadshipKind, Role
from survey.entry import entry, sheet_pile
from tests.action_builders import make_action, make_fund, terms
from tests.actionplans_malfunctions_builders import make_report
from tests.assessment_builders import (
    fill_in,
    make_evidence,
    make_round,
    second_department,
    submitted,
)
from tests.builders import make_charter, make_department, make_headship, make_user
from tests.entry_builders import draw, key_in
from tests.idea_builders import make_visible
from tests.survey_builders import make_invitation

TODAY = date(2027, 3, 15)
A_DAY = timedelta(days=1)


def deputy_of(session, department, role=Role.COLLABORATOR, place=None):
    """Somebody of another department, named in its head's stead from today."""
    made = make_user(session, role, place or make_department(session), name="Zoé Lambert")
    make_headship(session, made, department, TODAY)
    return made


@pytest.fixture
def fund(session):
    return make_fund(session)


@pytest.fixture
def deputy(session, fund):
    return deputy_of(session, fund.department, place=fund.other)


# ---------------------------------------------------------------- self-assessment


def test_a_deputy_fills_entrusts_and_submits_the_form_for_the_head(session, now):
    made = make_round(session, now)
    deputy = deputy_of(session, made.department)
    colleague = make_user(session, department=made.department)
    first = assessments.rows(made.assessment)[0].commitment.code
    delegating.entrust(session, made.assessment, [first], colleague, TODAY, deputy, now)
    fill_in(session, replace(made, head=deputy), now)
    submission.submit(session, made.assessment, deputy, now)
    assert made.assessment.status is AssessmentStatus.SUBMITTED
    story = journal.about(session, f"assessment {made.assessment.id}")
    done = {one.deed: one.details for one in story if one.by_id == deputy.id}
    assert done["submit_assessment"].endswith("pour le responsable")
    assert done["entrust_rows"] == "1\u00a0ligne, pour le responsable"


def test_a_deputy_neither_reads_nor_fills_the_form_of_where_they_work(session, now):
    made = make_round(session, now)
    there = second_department(session, made)
    deputy = deputy_of(session, made.department, place=there.department)
    year = made.campaign.year
    assert assessments.find(session, year, made.department.id, deputy) is made.assessment
    with pytest.raises(Missing):
        assessments.find(session, year, there.department.id, deputy)
    with pytest.raises(Refused, match="responsable du service"):
        submission.submit(session, there.assessment, deputy, now)


def test_the_form_is_not_filled_before_the_first_day_nor_after_the_last(session, now):
    made = make_round(session, now)
    early, late = make_user(session), make_user(session)
    make_headship(session, early, made.department, TODAY + A_DAY)
    make_headship(session, late, made.department, TODAY - 9 * A_DAY, until_day=TODAY - A_DAY)
    for person in (early, late):
        assert not assessments.may_fill(person, made.assessment)
        assert not assessments.may_read(person, made.assessment)


def test_a_head_of_two_departments_has_both_forms_and_sees_them_apart(session, now):
    made = make_round(session, now)
    there = second_department(session, made)
    make_headship(session, made.head, there.department, TODAY, HeadshipKind.HEAD)
    tasks = [one for one in todo(session, made.head, TODAY) if "Auto-évaluation" in one.title]
    assert {one.department for one in tasks} == {"Liquidation", "Qualité"}
    (found,) = rounds.rounds(session, {made.department.id, there.department.id})
    assert [row.department.name for row in found.own] == ["Liquidation", "Qualité"]
    submission.keep_texts(session, there.assessment, "Une réussite.", "Un progrès.", made.head, now)


@pytest.mark.parametrize("kind", HeadshipKind)
def test_an_officer_who_leads_a_department_does_not_validate_it(session, now, kind):
    made = submitted(session, now)
    make_headship(session, made.officer, made.department, TODAY, kind)
    assert reviewing.reviewers(session, made.assessment) == [made.management]
    with pytest.raises(Refused, match="votre propre service"):
        reviewing.validate(session, made.assessment, {}, made.officer, now)
    reviewing.validate(session, made.assessment, {}, made.management, now)


def test_an_officer_who_led_it_during_the_campaign_does_not_validate_it_afterwards(session, now):
    made = submitted(session, now)
    opened = made.campaign.opened_on
    make_headship(session, made.officer, made.department, opened - 9 * A_DAY, until_day=opened)
    with_one_more_day = TODAY + A_DAY
    assert with_one_more_day > opened
    assert reviewing.reviewers(session, made.assessment) == [made.management]


def test_an_officer_who_led_it_before_the_campaign_validates_it(session, now):
    made = submitted(session, now)
    before = made.campaign.opened_on - A_DAY
    make_headship(session, made.officer, made.department, before - 9 * A_DAY, until_day=before)
    assert reviewing.reviewers(session, made.assessment) == [made.officer]


def test_an_officer_who_deputises_does_not_judge_the_proofs_of_that_department(session, now):
    made = make_round(session, now)
    proof = make_evidence(session, assessments.rows(made.assessment)[0], made.head, now)
    assert admitting.may_judge(made.officer, proof)
    make_headship(session, made.officer, made.department, TODAY)
    with pytest.raises(Refused, match="votre propre service"):
        admitting.admit(session, proof, made.officer, now)


def test_the_proofs_a_deputy_reads_are_those_of_that_department_alone(session, now):
    made = make_round(session, now)
    there = second_department(session, made)
    deputy = deputy_of(session, made.department, place=there.department)
    here = make_evidence(session, assessments.rows(made.assessment)[0], made.head, now)
    other = make_evidence(session, assessments.rows(there.assessment)[0], there.head, now)
    found = session.exec(evidence_lists.listed(deputy, Narrowed(), TODAY)).all()
    assert [one.id for one in found] == [here.id]
    assert evidence_lists.may_read(deputy, here)
    assert not evidence_lists.may_read(deputy, other)


# ---------------------------------------------------------------- actions and plans


def test_a_deputy_decides_for_the_head_and_the_journal_says_so(session, now, fund, deputy):
    action = make_action(session, fund, now)
    actions.decide(session, action, terms(fund, now), deputy, now)
    newest = journal.about(session, f"action {action.id}")[0]
    assert (newest.deed, newest.by_id) == ("decide_action", deputy.id)
    assert newest.details.endswith("pour le responsable")


def test_a_deputy_decides_nothing_where_they_work(session, now, fund, deputy):
    there = replace(fund, department=fund.other)
    action = make_action(session, there, now)
    assert steps.may_see(action, deputy)
    assert "responsable de ce service" in steps.decider(action, deputy)


def test_who_leads_a_department_may_be_given_its_actions(session, now, fund, deputy):
    action = make_action(session, fund, now)
    actions.decide(session, action, terms(fund, now, owner=deputy), fund.head, now)
    assert action.owner is deputy
    with pytest.raises(Refused, match="de votre service"):
        owners.check(action, fund.stranger, fund.head, now)


def test_nobody_verifies_the_effect_of_what_they_decided(session, now, fund):
    make_headship(session, fund.officer, fund.department, TODAY)
    action = make_action(session, fund, now)
    actions.decide(session, action, terms(fund, now), fund.officer, now)
    assert "ce qu’il a décidé" in steps.verifier(action, fund.officer)
    assert steps.verifier(action, fund.management) == ""


def test_what_waits_for_the_head_waits_for_the_deputy_too_and_in_the_digest(
    session, now, fund, deputy
):
    make_action(session, fund, now)
    report = make_report(session, now, department=fund.department)
    report.status, report.qualified_on = MalfunctionStatus.QUALIFIED, TODAY
    session.flush()
    of_head = {one.title for one in todo(session, fund.head, TODAY) if "Accueil" in one.department}
    of_deputy = {one.title for one in todo(session, deputy, TODAY) if "Accueil" in one.department}
    assert of_deputy == of_head
    assert len(of_head) == 2
    people = notices.People(session, TODAY)
    assert people.heads[fund.department.id] == [fund.head, deputy]


def test_a_plan_is_prepared_by_the_deputy_and_not_where_they_work(session, now, fund, deputy):
    plan = preparing.open_plan(session, fund.department, 2027, deputy, now)
    assert journal.about(session, plans.subject(plan))[0].details.endswith("pour le responsable")
    with pytest.raises(Refused, match="responsable de ce service"):
        preparing.open_plan(session, fund.other, 2027, deputy, now)
    begins = {row.department.name: row.may_begin for row in plan_rows(session, deputy, 2026, TODAY)}
    assert begins == {"Accueil téléphonique": True}


def test_the_officer_prepares_no_plan_where_a_deputy_leads(session, now):
    officer = make_user(session, Role.QUALITY_OFFICER)
    place = make_department(session)
    assert plans.may_prepare(session, officer, place.id)
    deputy_of(session, place)
    assert not plans.may_prepare(session, officer, place.id)


def test_the_plan_to_begin_is_asked_for_each_department_led(session, now, fund):
    make_headship(session, fund.head, fund.other, TODAY, HeadshipKind.HEAD)
    december = date(2027, 12, 1)
    wanted = [one for one in todo(session, fund.head, december) if "Préparer le plan" in one.title]
    assert [one.department for one in wanted] == ["Accueil téléphonique", "Recouvrement"]


# ---------------------------------------------------------------- malfunctions, ideas, requests, members


def test_a_deputy_reads_and_handles_the_reports_of_that_department_alone(
    session, now, fund, deputy
):
    here = make_report(session, now, department=fund.department)
    there = make_report(session, now, department=fund.other)
    for one in (here, there):
        one.status, one.qualified_on = MalfunctionStatus.QUALIFIED, TODAY
    session.flush()
    found = session.exec(select(Malfunction).where(malfunctions.visible_to(deputy))).all()
    assert [one.id for one in found] == [here.id]
    malfunctions.take_in_hand(session, here, deputy, now)
    with pytest.raises(Refused, match="autre service"):
        malfunctions.take_in_hand(session, there, deputy, now)


def test_a_report_is_not_read_by_a_deputy_before_it_is_qualified(session, now, fund, deputy):
    make_report(session, now, department=fund.department)
    assert session.exec(select(Malfunction).where(malfunctions.visible_to(deputy))).all() == []


def test_a_deputy_answers_the_ideas_of_that_department_alone(session, now, fund, deputy):
    here = make_visible(session, fund, now)
    there = make_visible(session, fund, now, department=fund.other)
    assert idea_steps.is_open("decide", here, deputy)
    assert not idea_steps.is_open("decide", there, deputy)


def test_requests_are_imported_for_the_departments_led(fund, deputy, now):
    imports.expect_importer(deputy, fund.department.id)
    for place in (fund.other.id, None):
        with pytest.raises(Refused, match="que vous dirigez"):
            imports.expect_importer(deputy, place)


@pytest.mark.parametrize("place", ["works", "leads"])
def test_answers_are_keyed_in_neither_by_who_works_in_the_department_nor_by_who_leads_it(
    session, now, fund, place
):
    role = Role.COLLABORATOR if place == "leads" else Role.HEAD
    person = deputy_of(session, fund.department, role, place=fund.other)
    judged = fund.department if place == "leads" else fund.other
    with pytest.raises(Refused, match="autre service"):
        entry.check(make_invitation(session, department=judged), person, TODAY)
    elsewhere = make_invitation(session, department=make_department(session))
    entry.check(elsewhere, person, TODAY)


def test_a_sheet_to_key_in_again_is_not_offered_to_who_leads_the_department(
    session, now, fund, deputy
):
    draw(100)
    place = make_department(session)
    key_in(session, make_invitation(session, department=fund.department), make_user(session, department=place), now)  # fmt: skip
    assert sheet_pile.waiting(session, deputy).rows == []
    assert len(sheet_pile.waiting(session, make_user(session, department=place)).rows) == 1


def test_a_deputy_reads_what_members_say_of_that_department_and_not_of_their_own(session, now):
    make_charter(session, now)
    phones = make_department(session, activities=("accueil_telephonique",))
    pensions = make_department(session, activities=("recouvrement",))
    deputy = deputy_of(session, phones, place=pensions)
    head = make_user(session, Role.HEAD, phones)
    assert voices.readable_themes(session, deputy) == voices.readable_themes(session, head)


# ---------------------------------------------------------------- lists


def test_what_happens_in_a_department_led_is_told_like_to_its_head(session, now, fund, deputy):
    action = make_action(session, fund, now, ActionStatus.DECIDED)
    visible = session.exec(select(type(action)).where(actions.visible_to(deputy))).all()
    assert [one.id for one in visible] == [action.id]
