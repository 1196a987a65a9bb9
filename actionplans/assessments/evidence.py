"""Proofs that a commitment is kept: add one, take back one's mistake, list those of a department."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session

from actionplans.assessments import assessments, proposals
from actionplans.models import Evidence, Rating
from core.errors import Refused
from core.keys import key
from organisation import journal
from organisation.models import User
from organisation.words import DEEDS

DEEDS.update({"add_evidence": "preuve ajoutée", "withdraw_evidence": "preuve retirée"})


@dataclass(frozen=True)
class Proof:
    """What a proof is, where it is found, and the days it covers, both included."""

    title: str
    location: str
    valid_from: date
    valid_to: date


def add_evidence(
    session: Session, rating: Rating, proof: Proof, by: User, now: datetime
) -> Evidence:
    """File a proof under the commitment of this row, and propose a level again."""
    assessments.expect_filler(rating.assessment, by)
    if proof.valid_to < proof.valid_from:
        raise Refused("La preuve finit avant de commencer : vérifiez les deux dates.")
    evidence = Evidence(
        department_id=rating.assessment.department_id,
        commitment_id=rating.commitment_id,
        title=proof.title,
        location=proof.location,
        valid_from=proof.valid_from,
        valid_to=proof.valid_to,
        added_by_id=key(by),
        added_at=now,
    )
    session.add(evidence)
    session.flush()
    proposals.refresh(session, rating.assessment, [rating])
    _note(session, now, by, "add_evidence", rating, evidence)
    return evidence


def withdraw(session: Session, rating: Rating, evidence: Evidence, by: User, now: datetime) -> None:
    """Take back a proof filed by mistake; the row's ceiling follows, its declared level stays.

    A level left above its ceiling is told at submission.
    """
    assessments.expect_filler(rating.assessment, by)
    if evidence.department_id != rating.assessment.department_id:
        raise Refused("Cette preuve est celle d’un autre service.")
    _note(session, now, by, "withdraw_evidence", rating, evidence)
    session.delete(evidence)
    session.flush()
    proposals.refresh(session, rating.assessment, [rating])


def _note(
    session: Session, now: datetime, by: User, deed: str, rating: Rating, evidence: Evidence
) -> None:
    details = f"{rating.commitment.code}, {rating.assessment.department.name}"
    journal.write(session, now, by, deed, f"evidence {evidence.id}", details)
