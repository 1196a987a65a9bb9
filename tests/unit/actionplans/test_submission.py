"""Submission: what is missing is named, line by line; nothing is handed over twice."""

from datetime import datetime

import pytest
from sqlmodel import Session, select

from actionplans.assessments import assessments, evidence, submission
from actionplans.models import AssessmentStatus, Level
from core.errors import Refused
from core.models import OutgoingMessage
from tests.assessment_builders import fill_in, make_evidence, make_round, submitted


def test_a_row_without_a_level_prevents_submission(session: Session, now: datetime) -> None:
    made = make_round(session, now)
    gaps = submission.gaps(made.assessment)
    rows = [gap for gap in gaps if gap.rating]
    assert len(rows) == len(assessments.due_rows(made.assessment))
    assert {gap.sentence for gap in rows} == {"à coter"}
    assert [gap.field for gap in gaps if gap.field] == ["successes", "improvements"]


def test_not_concerned_is_explained(session: Session, now: datetime) -> None:
    made = make_round(session, now)
    row = made.row("ACC-04")
    assessments.rate(session, row, Level.NOT_CONCERNED, "", False, made.head, now)
    assert "pas concerné" in submission.row_gap(row)
    assessments.rate(session, row, Level.NOT_CONCERNED, "Pas d’accueil.", False, made.head, now)
    assert submission.row_gap(row) == ""


def test_a_level_above_the_proposal_is_explained(session: Session, now: datetime) -> None:
    made = make_round(session, now)
    row = made.row("ACC-04")
    row.proposed = Level.C
    assessments.rate(session, row, Level.B, "", False, made.head, now)
    assert "plus haut que la proposition" in submission.row_gap(row)
    assessments.rate(session, row, Level.B, "Vu sur place.", False, made.head, now)
    assert submission.row_gap(row) == ""


def test_a_level_without_a_proposal_needs_no_reason(session: Session, now: datetime) -> None:
    made = make_round(session, now)
    row = made.row("ACC-04")
    assert row.proposed is None
    assessments.rate(session, row, Level.B, "", False, made.head, now)
    assert submission.row_gap(row) == ""


@pytest.mark.parametrize(
    ("text", "is_answered"),
    [
        ("Moins d’attente au guichet.", True),
        ("", False),
        ("   \n ", False),
        ("Aucune", False),
        ("aucune.", False),
        ("Aucune, car", False),
        ("Aucune, car le service vient d’être créé.", True),
        ("Rien", False),
        ("Rien, parce que l’année a été consacrée au déménagement.", True),
        ("RAS", False),
        ("R.A.S.", False),
        ("Néant", False),
        ("Aucunement prêts, nous avons pourtant tenu les délais.", True),
    ],
)
def test_none_is_an_answer_only_with_its_reason(text: str, is_answered: bool) -> None:
    assert submission.is_answered(text) == is_answered


def test_a_whole_assessment_is_submitted_and_the_officer_is_told(
    session: Session, now: datetime
) -> None:
    made = submitted(session, now)
    assert made.assessment.status is AssessmentStatus.SUBMITTED
    assert (made.assessment.submitted_by_id, made.assessment.submitted_at) == (made.head.id, now)
    told = select(OutgoingMessage.to_address).where(OutgoingMessage.subject.contains("À valider"))  # type: ignore[attr-defined]
    assert session.exec(told).all() == [made.officer.email]


def test_what_is_missing_is_counted_in_the_refusal(session: Session, now: datetime) -> None:
    made = make_round(session, now)
    fill_in(session, made, now, texts=False)
    with pytest.raises(Refused, match=r"2.réponses"):
        submission.submit(session, made.assessment, made.head, now)


def test_an_assessment_is_not_submitted_twice(session: Session, now: datetime) -> None:
    made = submitted(session, now)
    with pytest.raises(Refused, match="soumise"):
        submission.submit(session, made.assessment, made.head, now)


def test_somebody_else_does_not_submit(session: Session, now: datetime) -> None:
    made = make_round(session, now)
    fill_in(session, made, now)
    with pytest.raises(Refused, match="responsable du service"):
        submission.submit(session, made.assessment, made.officer, now)


def test_a_ceiling_that_fell_meanwhile_stops_submission(session: Session, now: datetime) -> None:
    made = make_round(session, now)
    row = made.row("ACC-04")
    proof = make_evidence(session, row, made.head, now)
    fill_in(session, made, now)
    assessments.rate(session, row, Level.A, "Vu sur place.", False, made.head, now)
    evidence.withdraw(session, row, proof, made.head, now)
    with pytest.raises(Refused, match=r"1.réponse avant"):
        submission.submit(session, made.assessment, made.head, now)
