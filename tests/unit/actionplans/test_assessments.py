"""Rating a commitment: who, up to which level, at which moment, and how long it takes."""

from datetime import datetime, timedelta

import pytest
from sqlmodel import Session, select

from actionplans.assessments import assessments, evidence, last_year, reviewing, submission
from actionplans.models import Assessment, AssessmentStatus, Evidence, Level, Rating
from core.errors import Missing, Refused
from organisation.models import Role
from tests.assessment_builders import (
    Round,
    a_year_later,
    make_evidence,
    make_round,
    second_department,
    submitted,
)
from tests.builders import make_department, make_user


def rate(session: Session, made: Round, rating: Rating, level: Level, now: datetime) -> None:
    assessments.rate(session, rating, level, "", False, made.head, now)


# ---------------------------------------------------------------- the ceiling


def test_without_a_proof_a_level_stops_at_b(session: Session, now: datetime) -> None:
    made = make_round(session, now)
    rating = made.row("ACC-04")
    with pytest.raises(Refused, match="Sans preuve valable sur la période, pas plus haut que B"):
        rate(session, made, rating, Level.A, now)
    assert rating.declared is Level.NOT_ASSESSED


def test_a_valid_proof_opens_level_a_and_proposes_it(session: Session, now: datetime) -> None:
    made = make_round(session, now)
    rating = made.row("ACC-04")
    make_evidence(session, rating, made.head, now)
    rate(session, made, rating, Level.A, now)
    assert (rating.proposed, rating.declared) == (Level.A, Level.A)
    assert "Grille d’écoute" in rating.sources["evidence"]


def test_one_may_always_go_lower(session: Session, now: datetime) -> None:
    made = make_round(session, now)
    rating = made.row("ACC-04")
    make_evidence(session, rating, made.head, now)
    rate(session, made, rating, Level.D, now)
    assert rating.declared is Level.D


def test_a_proof_of_another_period_opens_nothing(session: Session, now: datetime) -> None:
    made = make_round(session, now)
    rating = made.row("ACC-04")
    long_ago = now.date() - timedelta(days=800)
    proof = evidence.Proof("Grille d’écoute", "", long_ago, long_ago + timedelta(days=30))
    evidence.add_evidence(session, rating, proof, made.head, now)
    assert rating.ceiling is Level.B


def test_a_proof_that_only_touches_the_period_counts(session: Session, now: datetime) -> None:
    made = make_round(session, now)
    rating, first = made.row("ACC-04"), made.campaign.period_start
    proof = evidence.Proof("Grille d’écoute", "", first - timedelta(days=30), first)
    evidence.add_evidence(session, rating, proof, made.head, now)
    assert rating.ceiling is Level.A


def test_a_proof_of_another_department_proves_nothing_here(session: Session, now: datetime) -> None:
    made = make_round(session, now)
    quality = second_department(session, made)
    make_evidence(session, quality.row("AME-01"), quality.head, now)
    assert quality.row("AME-01").ceiling is Level.A
    assert made.row("AME-01").ceiling is Level.B


def test_a_withdrawn_proof_closes_level_a_and_the_form_says_so(
    session: Session, now: datetime
) -> None:
    made = make_round(session, now)
    rating = made.row("ACC-04")
    proof = make_evidence(session, rating, made.head, now)
    rate(session, made, rating, Level.A, now)
    evidence.withdraw(session, rating, proof, made.head, now)
    assert session.exec(select(Evidence)).all() == []
    assert rating.declared is Level.A
    assert "pas plus haut que B" in submission.row_gap(rating)


def test_a_proof_that_ends_before_it_starts_is_refused(session: Session, now: datetime) -> None:
    made = make_round(session, now)
    today = now.date()
    proof = evidence.Proof("Grille d’écoute", "", today, today - timedelta(days=1))
    with pytest.raises(Refused, match="finit avant de commencer"):
        evidence.add_evidence(session, made.row("ACC-04"), proof, made.head, now)


# ---------------------------------------------------------------- the row


def test_a_strong_point_is_told_of_a_level_a_alone(session: Session, now: datetime) -> None:
    made = make_round(session, now)
    rating = made.row("ACC-04")
    with pytest.raises(Refused, match="point fort"):
        assessments.rate(session, rating, Level.B, "", True, made.head, now)
    make_evidence(session, rating, made.head, now)
    assessments.rate(session, rating, Level.A, "", True, made.head, now)
    assert rating.is_strong


def test_what_is_not_yet_due_is_not_rated(session: Session, now: datetime) -> None:
    then = now.replace(year=2025)
    made = make_round(session, then, then.date() + timedelta(days=30), ("accueil_telephonique",))
    with pytest.raises(Refused, match="pas encore exigible"):
        rate(session, made, made.row("JOI-08"), Level.B, then)


@pytest.mark.parametrize("level", [Level.NOT_DUE, Level.NOT_ASSESSED])
def test_states_of_the_machine_are_not_declared_by_hand(
    session: Session, now: datetime, level: Level
) -> None:
    made = make_round(session, now)
    with pytest.raises(Refused, match="Choisissez"):
        rate(session, made, made.row("ACC-04"), level, now)


def test_the_first_row_starts_the_assessment(session: Session, now: datetime) -> None:
    made = make_round(session, now)
    rate(session, made, made.row("ACC-04"), Level.C, now)
    assert made.assessment.status is AssessmentStatus.IN_PROGRESS


def test_the_time_spent_is_measured_row_after_row(session: Session, now: datetime) -> None:
    made = make_round(session, now)
    for rank, rating in enumerate(assessments.due_rows(made.assessment)[:4]):
        rate(session, made, rating, Level.C, now + timedelta(seconds=30 * rank))
    assert made.assessment.minutes == pytest.approx(1 + 3 * 0.5)


def test_a_row_changed_meanwhile_is_not_overwritten(session: Session, now: datetime) -> None:
    made = make_round(session, now)
    rating = made.row("ACC-04")
    before = assessments.version(rating)
    rate(session, made, rating, Level.C, now)
    with pytest.raises(Refused, match="elle est cotée C"):
        assessments.expect_version(rating, before, Level.B, "")


def test_the_same_answer_sent_twice_is_taken_once_and_quietly(
    session: Session, now: datetime
) -> None:
    made = make_round(session, now)
    rating = made.row("ACC-04")
    before = assessments.version(rating)
    rate(session, made, rating, Level.C, now)
    assessments.expect_version(rating, before, Level.C, "")


# ---------------------------------------------------------------- who


@pytest.mark.parametrize("role", [Role.COLLABORATOR, Role.QUALITY_OFFICER, Role.MANAGEMENT])
def test_only_the_head_fills_in(session: Session, now: datetime, role: Role) -> None:
    made = make_round(session, now)
    other = make_user(session, role, made.department)
    with pytest.raises(Refused, match="responsable du service"):
        assessments.rate(session, made.row("ACC-04"), Level.C, "", False, other, now)


def test_the_head_of_another_department_does_not_fill_in(session: Session, now: datetime) -> None:
    made = make_round(session, now)
    other = make_user(session, Role.HEAD, make_department(session))
    with pytest.raises(Refused, match="responsable du service"):
        assessments.rate(session, made.row("ACC-04"), Level.C, "", False, other, now)


def test_once_submitted_rows_no_longer_change(session: Session, now: datetime) -> None:
    made = submitted(session, now)
    with pytest.raises(Refused, match="soumise"):
        rate(session, made, made.row("ACC-04"), Level.C, now)


S = AssessmentStatus


@pytest.mark.parametrize(
    ("role", "own", "may_read"),
    [
        (Role.HEAD, True, set(S)),
        (Role.HEAD, False, {S.FROZEN}),
        (Role.QUALITY_OFFICER, False, set(S)),
        (Role.MANAGEMENT, False, {S.SUBMITTED, S.VALIDATED, S.FROZEN}),
        (Role.COLLABORATOR, True, {S.FROZEN}),
        (Role.READER, False, {S.FROZEN}),
        (Role.ADMINISTRATOR, False, set()),
    ],
)
def test_who_may_read_at_each_step(
    session: Session, role: Role, own: bool, may_read: set[AssessmentStatus]
) -> None:
    place = make_department(session)
    user = make_user(session, role, place)
    department = place if own else make_department(session)
    for status in AssessmentStatus:
        assessment = Assessment(campaign_id=1, department_id=department.id, status=status)
        assessment.department = department
        assert assessments.may_read(user, assessment) == (status in may_read), status


def test_an_assessment_one_may_not_read_does_not_exist(session: Session, now: datetime) -> None:
    made = make_round(session, now)
    stranger = make_user(session, Role.HEAD, make_department(session))
    with pytest.raises(Missing):
        assessments.find(session, 2027, made.department.id or 0, stranger)


# ---------------------------------------------------------------- last year


def validated(session: Session, now: datetime) -> Round:
    made = submitted(session, now)
    reviewing.validate(session, made.assessment, {}, made.officer, now)
    return made


def test_last_year_is_shown_and_never_copied(session: Session, now: datetime) -> None:
    made, _ = a_year_later(session, validated(session, now), now)
    said = last_year.said(session, made.assessment)["ACC-04"]
    assert (said.year, said.level, said.text) == (2027, Level.B, "Vu sur place.")
    row = made.row("ACC-04")
    assert (row.declared, row.reason) == (Level.NOT_ASSESSED, "")


def test_what_was_not_validated_last_year_is_not_shown(session: Session, now: datetime) -> None:
    made, _ = a_year_later(session, submitted(session, now), now)
    assert last_year.said(session, made.assessment) == {}


def test_still_true_is_a_new_assertion_with_its_own_date(session: Session, now: datetime) -> None:
    made, later = a_year_later(session, validated(session, now), now)
    row = made.row("ACC-04")
    last_year.still_true(session, row, made.head, later)
    assert row.declared is Level.B
    assert row.reason.replace("\u00a0", " ") == "Toujours vrai le 15 mars 2028 : Vu sur place."
    assert row.rated_at == later


def test_still_true_for_the_third_year_bears_one_date(now: datetime) -> None:
    again = last_year.dated("Toujours vrai le 15 mars 2027 : Vu sur place.", now)
    assert again.count("Toujours vrai") == 1
    assert again.endswith(" : Vu sur place.")


def test_still_true_does_not_pass_this_years_ceiling(session: Session, now: datetime) -> None:
    made = make_round(session, now)
    row = made.row("ACC-04")
    old = last_year.Earlier(2026, Level.A, "", row.commitment.fingerprint)
    assert not old.may_hold(row)
    make_evidence(session, row, made.head, now)
    assert old.may_hold(row)


def test_still_true_is_not_said_of_a_rewritten_promise(session: Session, now: datetime) -> None:
    made = make_round(session, now)
    assert not last_year.Earlier(2026, Level.B, "", "another").may_hold(made.row("ACC-04"))


def test_nothing_is_repeated_the_first_year(session: Session, now: datetime) -> None:
    made = make_round(session, now)
    with pytest.raises(Refused, match="Rien n’a été dit"):
        last_year.still_true(session, made.row("ACC-04"), made.head, now)
