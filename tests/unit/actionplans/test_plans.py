"""The plan of a department for a year: prepared, approved and frozen, followed, closed, and the next one opened."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import Session, select

from actionplans import dictionaries
from actionplans.actions import actions
from actionplans.bilans import bilans
from actionplans.bilans.execution import Outcome
from actionplans.models import Action, ActionStatus, PlanStatus, YearlyPlan
from actionplans.my_work.todo import todo
from actionplans.plans import approving, candidates, closing, contents, following, plans, preparing
from actionplans.plans import lists as plan_lists
from actionplans.plans.following import Followed, Line
from core.documents import Paragraph, Table
from core.errors import Refused
from core.keys import key
from core.settings import Settings
from organisation.models import JournalEntry, Role
from tests.action_builders import Fund, make_action, make_fund
from tests.assessment_builders import Round, a_year_later, validated
from tests.builders import make_user
from tests.plan_builders import AIMS, LESSONS, make_plan, make_planned

S, A = PlanStatus, ActionStatus


def titles(plan: YearlyPlan) -> list[str]:
    return sorted(line.action.title for line in plan.lines)


def year_end(now: datetime) -> datetime:
    return now.replace(month=12, day=10)


# ---------------------------------------------------------------- prepared


def test_a_plan_begins_with_what_is_already_due_that_year(session: Session, now: datetime) -> None:
    fund = make_fund(session)
    make_planned(session, fund, now, 2)
    make_action(session, fund, now, A.DECIDED, title="Pour l’an prochain", due_on=date(2028, 3, 1))
    make_action(session, fund, now, title="Seulement proposée")
    plan = preparing.open_plan(session, fund.department, 2027, fund.head, now)
    assert titles(plan) == ["Action du plan A", "Action du plan B"]
    assert {one.title for one in candidates.of(session, plan)} == {
        "Action du plan A", "Action du plan B", "Seulement proposée",
    }  # fmt: skip


@pytest.mark.parametrize("who", ["owner", "management", "stranger", "officer"])
def test_only_the_head_of_the_department_prepares_its_plan(
    session: Session, now: datetime, who: str
) -> None:
    fund = make_fund(session)
    with pytest.raises(Refused, match="Seul le responsable"):
        preparing.open_plan(session, fund.department, 2027, fund.people[who], now)


def test_the_officer_prepares_where_there_is_no_head(session: Session, now: datetime) -> None:
    fund = make_fund(session)
    fund.head.is_active = False
    session.flush()
    assert preparing.open_plan(session, fund.department, 2027, fund.officer, now).id


@pytest.mark.parametrize("year", [2025, 2026, 2029])
def test_a_plan_is_for_this_year_or_the_next(session: Session, now: datetime, year: int) -> None:
    fund = make_fund(session)
    with pytest.raises(Refused, match="cette année ou la suivante"):
        preparing.open_plan(session, fund.department, year, fund.head, now)


def test_a_department_has_one_plan_a_year(session: Session, now: datetime) -> None:
    fund = make_fund(session)
    preparing.open_plan(session, fund.department, 2027, fund.head, now)
    with pytest.raises(Refused, match="déjà commencé"):
        preparing.open_plan(session, fund.department, 2027, fund.head, now)


def test_a_plan_without_action_says_why(session: Session, now: datetime) -> None:
    fund = make_fund(session)
    plan = preparing.open_plan(session, fund.department, 2027, fund.head, now)
    with pytest.raises(Refused, match="Écrivez ce que le service vise"):
        preparing.submit(session, plan, fund.head, now)
    preparing.write(session, plan, AIMS, "", [], fund.head, now)
    with pytest.raises(Refused, match="pourquoi il n’y en a aucune"):
        preparing.submit(session, plan, fund.head, now)
    preparing.write(session, plan, AIMS, "Le service déménage.", [], fund.head, now)
    preparing.submit(session, plan, fund.head, now)
    assert plan.status is S.SUBMITTED


def test_an_action_only_proposed_or_refused_since_keeps_a_plan_from_leaving(
    session: Session, now: datetime
) -> None:
    fund = make_fund(session)
    proposed = make_action(session, fund, now, title="Seulement proposée")
    plan = preparing.open_plan(session, fund.department, 2027, fund.head, now)
    preparing.write(session, plan, AIMS, "", [key(proposed)], fund.head, now)
    with pytest.raises(Refused, match="Décidez d’abord de « Seulement proposée »"):
        preparing.submit(session, plan, fund.head, now)
    actions.refuse(session, proposed, "Déjà fait.", fund.head, now)
    with pytest.raises(Refused, match="Retirez du plan « Seulement proposée »"):
        preparing.submit(session, plan, fund.head, now)


def test_an_action_of_another_department_is_not_planned(session: Session, now: datetime) -> None:
    fund = make_fund(session)
    plan = preparing.open_plan(session, fund.department, 2027, fund.head, now)
    foreign = make_action(session, fund, now)
    foreign.department_id = key(fund.other)
    session.flush()
    with pytest.raises(Refused, match="n’est plus à prévoir"):
        preparing.write(session, plan, AIMS, "", [key(foreign)], fund.head, now)


# ---------------------------------------------------------------- approved


def test_nobody_approves_a_plan_they_prepared(
    session: Session, now: datetime, settings: Settings
) -> None:
    fund = make_fund(session)
    plan = make_plan(session, fund, now, settings, S.SUBMITTED)
    for by in (fund.head, fund.officer, fund.owner):
        with pytest.raises(Refused, match="Seule la direction"):
            approving.approve(session, plan, settings, by, now)
    plan.submitted_by_id = key(fund.management)
    with pytest.raises(Refused, match="Vous avez préparé ce plan"):
        approving.approve(session, plan, settings, fund.management, now)
    with pytest.raises(Refused, match="Vous avez préparé ce plan"):
        approving.send_back(session, plan, "À revoir.", fund.management, now)
    colleague = make_user(session, Role.MANAGEMENT)
    approving.approve(session, plan, settings, colleague, now)
    assert plan.status is S.APPROVED


def test_a_plan_sent_back_says_why_and_may_be_submitted_again(
    session: Session, now: datetime, settings: Settings
) -> None:
    fund = make_fund(session)
    plan = make_plan(session, fund, now, settings, S.SUBMITTED)
    with pytest.raises(Refused, match="ce qu’il doit revoir"):
        approving.send_back(session, plan, "  ", fund.management, now)
    approving.send_back(session, plan, "Trop d’actions en juin.", fund.management, now)
    assert (plan.status, plan.returned_because) == (S.IN_PREPARATION, "Trop d’actions en juin.")
    [task] = [t for t in todo(session, fund.head, now.date()) if "Finir le plan" in t.title]
    assert "Trop d’actions en juin." in task.detail
    preparing.submit(session, plan, fund.head, now)
    assert plan.returned_because == ""


def test_its_head_takes_a_plan_back_before_management_says_anything(
    session: Session, now: datetime, settings: Settings
) -> None:
    fund = make_fund(session)
    plan = make_plan(session, fund, now, settings, S.SUBMITTED)
    preparing.take_back(session, plan, fund.head, now)
    assert plan.status is S.IN_PREPARATION
    with pytest.raises(Refused, match="en préparation"):
        approving.approve(session, plan, settings, fund.management, now)


def test_what_was_approved_is_frozen_and_stays_whatever_happens_after(
    session: Session, now: datetime, settings: Settings
) -> None:
    fund = make_fund(session)
    plan = make_plan(session, fund, now, settings)
    before = approving.said(plan)
    assert before.fingerprint == plan.sha256
    action = plan.lines[0].action
    actions.postpone(session, action, date(2027, 11, 2), "Le standard tarde.", fund.head, now)
    fund.department.name = "Autre nom"
    session.flush()
    assert approving.said(plan) == before
    with pytest.raises(Refused, match="approuvé"):
        preparing.write(session, plan, "Autre chose.", "", [], fund.head, now)


def test_a_plan_changed_behind_the_product_s_back_is_not_shown(
    session: Session, now: datetime, settings: Settings
) -> None:
    plan = make_plan(session, make_fund(session), now, settings)
    session.connection().execute(
        sa.text("UPDATE yearly_plans SET content = replace(content, 'jour même', 'lendemain')")
    )
    session.refresh(plan)
    with pytest.raises(Refused, match="modifié depuis son approbation"):
        approving.said(plan)


def test_before_it_is_approved_a_plan_is_read_by_its_head_the_officer_and_management(
    session: Session, now: datetime, settings: Settings
) -> None:
    fund = make_fund(session)
    reader = make_user(session, Role.READER)
    plan = make_plan(session, fund, now, settings, S.SUBMITTED)
    readers = {name for name, one in fund.people.items() if plans.may_read(one, plan)}
    assert readers == {"head", "officer", "management"}
    assert not plans.may_read(reader, plan)
    approving.approve(session, plan, settings, fund.management, now)
    assert all(plans.may_read(one, plan) for one in [*fund.people.values(), reader])
    administrator = make_user(session, Role.ADMINISTRATOR)
    assert not plans.may_read(administrator, plan)


# ---------------------------------------------------------------- followed


def test_slippage_is_counted_from_the_day_approved_not_from_the_first(
    session: Session, now: datetime, settings: Settings
) -> None:
    fund = make_fund(session)
    held = make_planned(session, fund, now, 2)
    actions.postpone(session, held[0], date(2027, 6, 1), "Avant le plan.", fund.head, now)
    plan = make_plan(session, fund, now, settings, actions=held)
    found = following.followed(session, plan, now.date())
    assert [line.slipped for line in found.planned] == [0, 0]
    actions.postpone(session, held[0], date(2027, 6, 11), "Après le plan.", fund.head, now)
    found = following.followed(session, plan, now.date())
    line = next(one for one in found.planned if one.action is held[0])
    assert (line.held_on, line.slipped, found.slipped) == (date(2027, 6, 1), 10, 1)


def test_an_action_moved_is_late_on_the_day_it_was_approved_for(
    session: Session, now: datetime, settings: Settings
) -> None:
    fund = make_fund(session)
    [action] = make_planned(session, fund, now, 1)
    plan = make_plan(session, fund, now, settings, actions=[action])
    due_on = action.due_on or date.max
    actions.postpone(session, action, date(2027, 12, 1), "Le standard tarde.", fund.head, now)
    after = due_on + timedelta(days=1)
    [line] = following.followed(session, plan, after).planned
    assert line.outcome is Outcome.OVERDUE


def test_what_is_decided_after_the_approval_is_told_apart_from_what_was_left_out(
    session: Session, now: datetime, settings: Settings
) -> None:
    fund = make_fund(session)
    held = make_planned(session, fund, now, 2)
    plan = make_plan(session, fund, now + timedelta(days=2), settings, actions=held[:1])
    later = now + timedelta(days=20)
    make_action(session, fund, later, A.DECIDED, title="Venue après coup")
    make_action(session, fund, later, A.REFUSED, title="Refusée depuis")
    make_action(session, fund, later, A.DECIDED, title="Pour 2028", due_on=date(2028, 2, 1))
    found = following.followed(session, plan, later.date())
    assert [line.action.title for line in found.added] == ["Venue après coup"]
    assert [line.action.title for line in found.left_out] == [held[1].title]
    assert "1\u00a0action ajoutée depuis l’approbation." in following.sentence(found)


@given(
    held=st.dates(date(2026, 1, 1), date(2027, 12, 31)),
    moved=st.integers(-40, 400),
    today=st.dates(date(2026, 1, 1), date(2028, 12, 31)),
)
def test_a_plan_never_calls_late_what_is_not_past_the_day_approved(
    held: date, moved: int, today: date
) -> None:
    action = Action.model_construct(
        status=A.IN_PROGRESS, due_on=held + timedelta(days=moved), done_on=None, first_due_on=held
    )
    outcome = following.held(action, held, today)
    assert (outcome is Outcome.OVERDUE) == (today > held)
    assert Line(action, held, outcome).slipped == max(0, moved)


def test_nothing_planned_is_said_without_a_rate() -> None:
    assert following.sentence(Followed([], [], [])) == "Le plan ne prévoit aucune action."


# ---------------------------------------------------------------- closed


def test_a_plan_is_not_closed_before_december_while_actions_go_on(
    session: Session, now: datetime, settings: Settings
) -> None:
    fund = make_fund(session)
    plan = make_plan(session, fund, now, settings)
    with pytest.raises(Refused, match="à partir du 1er décembre 2027"):
        closing.close(session, plan, LESSONS, fund.officer, now)
    with pytest.raises(Refused, match="ce que l’année a appris"):
        closing.close(session, plan, " ", fund.officer, year_end(now))
    for by in (fund.head, fund.owner):
        with pytest.raises(Refused, match="référent qualité et la direction"):
            closing.close(session, plan, LESSONS, by, year_end(now))


def test_a_plan_whose_actions_have_all_ended_may_close_early(
    session: Session, now: datetime, settings: Settings
) -> None:
    fund = make_fund(session)
    [action] = make_planned(session, fund, now, 1)
    plan = make_plan(session, fund, now, settings, actions=[action])
    actions.start(session, action, fund.owner, now)
    actions.finish(session, action, "Relevé du standard.", fund.owner, now)
    closing.close(session, plan, LESSONS, fund.officer, now)
    assert plan.status is S.CLOSED


def test_closing_a_plan_opens_the_next_with_what_is_left(
    session: Session, now: datetime, settings: Settings
) -> None:
    fund = make_fund(session)
    plan = make_plan(session, fund, now, settings)
    done = plan.lines[0].action
    actions.start(session, done, fund.owner, now)
    actions.finish(session, done, "Relevé du standard.", fund.owner, now)
    following_year = closing.close(session, plan, LESSONS, fund.officer, year_end(now))
    assert (following_year.year, following_year.status) == (2028, S.IN_PREPARATION)
    assert titles(following_year) == ["Action du plan B", "Action du plan C"]
    assert all(line.is_carried_over for line in following_year.lines)
    before = following.year_before(session, plan.department_id, 2028, year_end(now).date())
    assert before is not None
    assert before.plan is plan
    assert "1\u00a0réalisée à temps" in before.sentence


def test_closing_adds_what_is_left_to_a_plan_begun_already(
    session: Session, now: datetime, settings: Settings
) -> None:
    fund = make_fund(session)
    plan = make_plan(session, fund, now, settings)
    begun = preparing.open_plan(session, fund.department, 2028, fund.head, now)
    preparing.write(session, begun, AIMS, "", [], fund.head, now)
    closing.close(session, plan, LESSONS, fund.officer, year_end(now))
    assert titles(begun) == titles(plan)
    assert begun.aims == AIMS


def test_each_step_of_a_plan_is_in_the_journal_without_what_was_written(
    session: Session, now: datetime, settings: Settings
) -> None:
    plan = make_plan(session, make_fund(session), now, settings, S.CLOSED)
    wanted = select(JournalEntry).where(JournalEntry.subject == plans.subject(plan))
    entries = session.exec(wanted).all()
    assert [entry.deed for entry in entries] == [
        "open_plan", "write_plan", "submit_plan", "approve_plan", "close_plan",
    ]  # fmt: skip
    assert not any(AIMS in entry.details or LESSONS in entry.details for entry in entries)


# ---------------------------------------------------------------- told


def test_the_document_tells_the_plan_its_year_and_what_it_taught(
    session: Session, now: datetime, settings: Settings
) -> None:
    fund = make_fund(session)
    plan = make_plan(session, fund, now, settings, S.CLOSED)
    document = contents.whole(session, plan, year_end(now).date(), settings)
    captions = [table.caption for table in document.tables]
    assert captions == ["Le plan de 2027", "Chaque action, tenue à l’échéance approuvée"]
    first: Table = document.tables[0]
    assert [row[0] for row in first.rows] == titles(plan)
    texts = [part.text for part in document.parts if hasattr(part, "text")]
    assert {AIMS, LESSONS} <= set(texts)


def test_every_department_is_in_the_view_of_the_fund_even_without_a_plan(
    session: Session, now: datetime, settings: Settings
) -> None:
    fund = make_fund(session)
    plan = make_plan(session, fund, now, settings)
    overdue = now.date() + timedelta(days=15)
    rows = {one.department.name: one for one in rows_for(session, fund, "officer", overdue)}
    assert rows["Accueil téléphonique"].plan is plan
    row = rows["Accueil téléphonique"]
    assert (row.actions, row.done, row.late, row.slipped) == (3, 0, 1, 0)
    assert rows["Recouvrement"].state == "pas commencé"
    assert [one.department.name for one in rows_for(session, fund, "owner", overdue)] == [
        "Accueil téléphonique"
    ]
    written = plan_lists.written(2027, list(rows.values()))
    assert dictionaries.PLANS.written(written).count("\r\n") == len(written) + 1


def rows_for(session: Session, fund: Fund, who: str, today: date) -> list[plan_lists.Row]:
    return plan_lists.rows(session, fund.people[who], 2027, today)


# ---------------------------------------------------------------- asked


def asked(session: Session, user: Any, today: date) -> list[str]:
    return [task.title for task in todo(session, user, today) if "plan 20" in task.title]


def test_a_head_is_asked_for_the_next_plan_from_mid_november(
    session: Session, now: datetime
) -> None:
    fund = make_fund(session)
    assert asked(session, fund.head, date(2027, 11, 14)) == []
    assert asked(session, fund.head, date(2027, 11, 15)) == ["Préparer le plan 2028"]
    assert asked(session, fund.head, date(2028, 1, 31)) == ["Préparer le plan 2028"]
    assert asked(session, fund.officer, date(2027, 11, 15)) == []


def test_management_is_asked_to_approve_and_the_officer_to_close(
    session: Session, now: datetime, settings: Settings
) -> None:
    fund = make_fund(session)
    plan = make_plan(session, fund, now, settings, S.SUBMITTED)
    assert asked(session, fund.management, now.date()) == ["Approuver le plan 2027"]
    assert asked(session, fund.officer, now.date()) == []
    approving.approve(session, plan, settings, fund.management, now)
    assert asked(session, fund.management, now.date()) == []
    assert asked(session, fund.officer, date(2027, 12, 31)) == []
    assert asked(session, fund.officer, date(2028, 1, 1)) == ["Clore le plan 2027"]


# ---------------------------------------------------------------- reviewed


def said_in_review(session: Session, made: Round, today: date, settings: Settings) -> str:
    document = bilans.written(session, made.assessment, today, settings)
    lines = [part.text for part in document.parts if isinstance(part, Paragraph)]
    cells = [cell for table in document.tables for row in table.said for cell in row]
    return " ".join([*lines, *cells])


def test_the_review_of_a_year_says_the_plan_approved_and_what_came_after(
    session: Session, now: datetime, settings: Settings
) -> None:
    made = validated(session, now)
    fund = replace(make_fund(session), department=made.department, head=made.head)
    make_plan(session, fund, now, settings)
    later = now + timedelta(days=5)
    make_action(session, fund, later, A.DECIDED, title="Venue après coup")
    said = said_in_review(session, made, later.date(), settings)
    assert "Plan approuvé le 15\u00a0mars\u00a02027 par Jeanne Rivière" in said
    assert "3\u00a0actions prévues" in said
    assert "Ajoutées depuis l’approbation : « Venue après coup »" in said


def test_the_review_of_the_next_year_starts_from_the_plan_closed(
    session: Session, now: datetime, settings: Settings
) -> None:
    made = validated(session, now)
    fund = replace(make_fund(session), department=made.department, head=made.head)
    make_plan(session, fund, now, settings, S.CLOSED)
    year_on, later = a_year_later(session, made, now)
    said = said_in_review(session, year_on, later.date(), settings)
    assert "Le plan de 2027, clos le 10\u00a0décembre\u00a02027" in said
    assert f"Ce qu’il a appris : {LESSONS}" in said


def test_a_review_of_a_plan_without_action_says_why(
    session: Session, now: datetime, settings: Settings
) -> None:
    made = validated(session, now)
    fund = replace(make_fund(session), department=made.department, head=made.head)
    make_plan(session, fund, now, settings, actions=[])
    said = said_in_review(session, made, now.date(), settings)
    assert "Aucune action, parce que : L’année est celle du déménagement." in said
