"""Campaigns: who gets which rows, what is not yet due, when a round may be opened and closed."""

from datetime import date, datetime

import pytest
from sqlmodel import Session, select

from actionplans.assessments import assessments, campaigns, reviewing, submission
from actionplans.models import AssessmentStatus, Campaign, Level
from core.errors import Refused
from core.models import OutgoingMessage
from organisation.models import Role
from tests.assessment_builders import (
    DUE_ON,
    fill_in,
    make_round,
    second_department,
    submitted,
)
from tests.builders import make_charter, make_department, make_user


def test_a_department_gets_the_commitments_its_activities_concern_and_those_of_all(
    session: Session, now: datetime
) -> None:
    made = make_round(session, now, activities=("dpo",))
    rows = assessments.rows(made.assessment)
    for rating in rows:
        assert {"dpo", "tous"} & set(rating.commitment.activities)
    assert len(rows) == 8  # one of data protection, seven of everybody


def test_a_department_without_activity_still_gets_those_of_all(
    session: Session, now: datetime
) -> None:
    assert len(make_round(session, now, activities=()).assessment.ratings) == 7


def test_a_promise_dated_after_the_period_is_not_yet_due(session: Session, now: datetime) -> None:
    then = now.replace(year=2025)
    made = make_round(session, then, date(2025, 12, 30), ("accueil_telephonique",))
    assert made.row("JOI-08").declared is Level.NOT_DUE
    assert made.row("JOI-08") not in assessments.due_rows(made.assessment)


def test_a_promise_dated_on_the_last_day_of_the_period_is_due(
    session: Session, now: datetime
) -> None:
    then = now.replace(year=2025)
    made = make_round(session, then, date(2025, 12, 31), ("accueil_telephonique",))
    assert made.row("JOI-08").declared is Level.NOT_ASSESSED


def test_the_assessed_period_is_the_year_that_ends_on_the_due_day() -> None:
    campaign = Campaign(year=2027, charter_id=1, opened_on=DUE_ON, due_on=DUE_ON)
    assert (campaign.period_start, campaign.period_end) == (date(2026, 4, 16), DUE_ON)


def test_heads_are_told_how_many_rows_wait_and_that_it_takes_less_than_45_minutes(
    session: Session, now: datetime
) -> None:
    made = make_round(session, now)
    messages = session.exec(select(OutgoingMessage)).all()
    assert [message.to_address for message in messages] == [made.head.email]
    assert f"{len(made.assessment.ratings)}" in messages[0].text
    assert "moins de 45 minutes" in messages[0].text
    assert f"/auto-evaluations/2027/{made.department.id}" in messages[0].text


@pytest.mark.parametrize(
    ("year", "due_on", "says"),
    [
        (2027, date(2027, 3, 15), "échéance à venir"),
        (2027, date(2028, 1, 10), "échéance en 2027"),
    ],
)
def test_a_campaign_is_due_later_and_in_its_own_year(
    session: Session, now: datetime, year: int, due_on: date, says: str
) -> None:
    make_charter(session, now)
    make_department(session)
    with pytest.raises(Refused, match=says):
        campaigns.open_campaign(session, year, due_on, None, now)


def test_a_year_has_one_campaign(session: Session, now: datetime) -> None:
    make_round(session, now)
    with pytest.raises(Refused, match="déjà ouverte"):
        campaigns.open_campaign(session, 2027, DUE_ON, None, now)


def test_without_a_department_there_is_nothing_to_open(session: Session, now: datetime) -> None:
    make_charter(session, now)
    with pytest.raises(Refused, match="Aucun service"):
        campaigns.open_campaign(session, 2027, DUE_ON, None, now)


@pytest.mark.parametrize("role", [Role.HEAD, Role.COLLABORATOR, Role.READER, Role.ADMINISTRATOR])
def test_only_the_officer_and_management_run_campaigns(
    session: Session, now: datetime, role: Role
) -> None:
    with pytest.raises(Refused, match="conduisent les campagnes"):
        campaigns.open_campaign(session, 2027, DUE_ON, make_user(session, role), now)


def test_progress_counts_rows_rated_among_rows_to_rate(session: Session, now: datetime) -> None:
    made = make_round(session, now)
    first = assessments.due_rows(made.assessment)[0]
    assessments.rate(session, first, Level.C, "", False, made.head, now)
    found = {p.department.name: p for p in campaigns.progresses(session, made.campaign)}
    assert (found["Liquidation"].done, found["Liquidation"].rows) == (
        1,
        len(assessments.due_rows(made.assessment)),
    )
    assert found["Liquidation"].heads == [made.head]
    assert found["Qualité"].heads == []


def test_a_campaign_is_not_closed_while_a_department_has_not_finished(
    session: Session, now: datetime
) -> None:
    made = make_round(session, now)
    with pytest.raises(Refused, match="Liquidation et Qualité"):
        campaigns.close_campaign(session, made.campaign, made.management, now)


def test_closing_freezes_what_is_validated(session: Session, now: datetime) -> None:
    made = submitted(session, now)
    quality = second_department(session, made)
    fill_in(session, quality, now)
    submission.submit(session, quality.assessment, quality.head, now)
    reviewing.validate(session, made.assessment, {}, made.officer, now)
    reviewing.validate(session, quality.assessment, {}, made.management, now)
    campaigns.close_campaign(session, made.campaign, made.management, now)
    assert made.assessment.status is AssessmentStatus.FROZEN
    assert quality.assessment.status is AssessmentStatus.FROZEN
    assert not made.campaign.is_open
    with pytest.raises(Refused, match="déjà close"):
        campaigns.close_campaign(session, made.campaign, made.management, now)
