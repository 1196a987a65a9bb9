"""Reminders and tasks: on which days, to whom, with which words; each person once a day."""

from datetime import date, datetime, timedelta

import pytest
from sqlmodel import Session, select

from actionplans.assessments import assessments, freezing, reviewing, submission
from actionplans.assessments import notices as assessment_notices
from actionplans.assessments import tasks as assessment_tasks
from actionplans.models import Level
from actionplans.my_work import deadlines
from actionplans.my_work.notices import Days, Notice
from core.models import OutgoingMessage
from organisation.models import Role
from tests.assessment_builders import (
    DUE_ON,
    Round,
    fill_in,
    make_round,
    second_department,
    submitted,
    validated,
)
from tests.builders import make_user


def notices(session: Session, today: date, days: int = 1) -> list[Notice]:
    looked_at = Days(today - timedelta(days=days), today)
    return list(assessment_notices.about_assessments(session, looked_at))


@pytest.mark.parametrize(
    ("days_before", "is_reminded"),
    [(15, False), (14, True), (13, False), (7, True), (2, False), (1, True), (0, False),
     (-1, True), (-2, False), (-7, False), (-8, True), (-15, True), (-16, False)],
)  # fmt: skip
def test_heads_are_reminded_before_the_day_after_then_weekly(
    days_before: int, is_reminded: bool
) -> None:
    today = DUE_ON - timedelta(days=days_before)
    assert assessment_notices.is_day_to_remind(DUE_ON, today) == is_reminded


def test_the_head_is_told_what_is_left(session: Session, now: datetime) -> None:
    made = make_round(session, now)
    told = notices(session, DUE_ON - timedelta(days=7))
    assert [notice.user_id for notice in told] == [made.head.id]
    assert "à coter" in told[0].reason
    assert told[0].path == f"/auto-evaluations/2027/{made.department.id}"


def test_a_day_without_a_run_is_caught_up(session: Session, now: datetime) -> None:
    make_round(session, now)
    today = DUE_ON - timedelta(days=5)
    assert notices(session, today) == []
    assert len(notices(session, today, days=3)) == 1


def test_who_has_submitted_is_left_in_peace(session: Session, now: datetime) -> None:
    submitted(session, now)
    assert notices(session, DUE_ON - timedelta(days=7)) == []


def test_a_week_late_management_and_the_officer_are_told(session: Session, now: datetime) -> None:
    made = make_round(session, now)
    told = notices(session, DUE_ON + timedelta(days=7))
    assert {notice.user_id for notice in told} == {made.officer.id, made.management.id}
    assert any("Liquidation" in notice.reason for notice in told)


def test_one_digest_a_person_and_a_day(session: Session, now: datetime) -> None:
    made = make_round(session, now)
    morning = datetime.combine(DUE_ON - timedelta(days=7), now.time(), now.tzinfo)
    assert deadlines.tell(session, morning) == 1
    assert deadlines.tell(session, morning + timedelta(hours=3)) == 0
    digest = select(OutgoingMessage).where(OutgoingMessage.key.startswith("digest"))  # type: ignore[attr-defined]
    assert [message.to_address for message in session.exec(digest)] == [made.head.email]


def test_each_morning_proposals_follow_what_members_said(session: Session, now: datetime) -> None:
    made = make_round(session, now)
    made.row("ACC-04").sources = {}
    assessment_notices.refresh_proposals(session, now)
    assert made.row("ACC-04").sources["data"] == "Pas encore de données."


# ---------------------------------------------------------------- tasks


def titles(session: Session, made: Round, user: object) -> list[str]:
    tasks = assessment_tasks.assessment_tasks(session, user, DUE_ON)  # type: ignore[arg-type]
    return [f"{task.title} · {task.department} · {task.verb}" for task in tasks]


def test_a_head_has_their_own_assessment_to_do(session: Session, now: datetime) -> None:
    made = make_round(session, now)
    assert titles(session, made, made.head) == ["Auto-évaluation 2027 · Liquidation · Commencer"]
    row = assessments.due_rows(made.assessment)[0]
    assessments.rate(session, row, Level.C, "", False, made.head, now)
    assert titles(session, made, made.head) == ["Auto-évaluation 2027 · Liquidation · Continuer"]
    assert titles(session, made, made.officer) == []


def test_once_submitted_the_officer_has_fifteen_working_days(
    session: Session, now: datetime
) -> None:
    made = submitted(session, now)
    assert titles(session, made, made.head) == []
    (task,) = assessment_tasks.assessment_tasks(session, made.officer, now.date())
    assert task.verb == "Relire"
    assert task.due_on == date(2027, 4, 6)  # Monday 15 March, fifteen days on, Easter Monday out
    assert task.url[0] == "reviewing.review"


def test_a_returned_assessment_says_what_to_complete(session: Session, now: datetime) -> None:
    made = submitted(session, now)
    reviewing.send_back(
        session, made.assessment, "Précisez les délais.", {}, made.officer, now, texts_only=True
    )
    (task,) = assessment_tasks.assessment_tasks(session, made.head, now.date())
    assert (task.verb, task.detail) == ("Compléter", "À compléter : Précisez les délais")


def test_what_was_sent_back_is_reminded_and_escalated_from_its_own_day(
    session: Session, now: datetime
) -> None:
    made = submitted(session, now)
    late = now.replace(month=4, day=20)
    reviewing.send_back(
        session, made.assessment, "Précisez.", {}, made.officer, late, texts_only=True
    )
    due_on = made.assessment.due_on
    assert due_on > DUE_ON
    assert notices(session, DUE_ON + timedelta(days=8)) == []
    assert [one.user_id for one in notices(session, due_on - timedelta(days=1))] == [made.head.id]
    told = {one.user_id for one in notices(session, due_on + timedelta(days=7))}
    assert told == {made.officer.id, made.management.id}


def test_the_morning_after_it_is_frozen_all_the_department_is_told_once(
    session: Session, now: datetime
) -> None:
    made = validated(session, now)
    colleague = make_user(session, Role.COLLABORATOR, made.department)
    gone = make_user(session, Role.COLLABORATOR, made.department)
    gone.is_active = False
    freezing.freeze(session, made.assessment, made.management, now)
    today = now.date()
    told = list(assessment_notices.about_frozen(session, Days(today, today + timedelta(days=1))))
    assert {one.user_id for one in told} == {made.head.id, colleague.id}
    assert "ne changent plus" in told[0].reason
    for day in (today, today + timedelta(days=2)):
        assert list(assessment_notices.about_frozen(session, Days(day - timedelta(1), day))) == []


def test_management_has_the_officers_department_to_read(session: Session, now: datetime) -> None:
    made = second_department(session, make_round(session, now))
    fill_in(session, made, now)
    submission.submit(session, made.assessment, made.head, now)
    assert titles(session, made, made.management) == [
        "Auto-évaluation 2027 à valider · Qualité · Relire"
    ]
    assert titles(session, made, made.officer) == []


@pytest.mark.parametrize("role", [Role.COLLABORATOR, Role.READER, Role.ADMINISTRATOR])
def test_the_others_have_nothing_to_do(session: Session, now: datetime, role: Role) -> None:
    made = make_round(session, now)
    assert titles(session, made, make_user(session, role, made.department)) == []


@pytest.mark.parametrize(
    ("rows", "done", "minutes", "sentence"),
    [
        (31, 0, 31, "31 engagements à coter, encore 31 minutes"),
        (31, 22, 11, "22 engagements sur 31, encore 11 minutes"),
        (31, 30, 1, "30 engagements sur 31, encore 1 minute"),
        (31, 5, None, "5 engagements sur 31, encore plus de 45 minutes à ce rythme"),
        (31, 31, 0, "31 engagements sur 31, il reste à soumettre"),
    ],
)
def test_progress_is_said_in_one_sentence(
    rows: int, done: int, minutes: int | None, sentence: str
) -> None:
    said = assessment_tasks.progress_sentence(rows, done, minutes)
    assert said.replace("\u00a0", " ") == sentence
