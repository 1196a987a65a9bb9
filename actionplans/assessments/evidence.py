"""Proofs that commitments are kept: bring one, use it for another commitment, take back one's mistake."""

from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from actionplans.assessments import assessments, evidence_files, proposals
from actionplans.brought import screening
from actionplans.brought.screening import Upload
from actionplans.models import (
    ActionProof,
    Assessment,
    AssessmentStatus,
    Campaign,
    Evidence,
    EvidenceState,
    EvidenceUse,
    Rating,
)
from core import typed_days
from core.clock import PARIS
from core.errors import Refused
from core.keys import key
from organisation import journal
from organisation.models import Commitment, Department, User
from organisation.words import DEEDS

DEEDS.update(
    {
        "add_evidence": "preuve ajoutée",
        "use_evidence": "preuve utilisée pour un autre engagement",
        "withdraw_evidence": "preuve retirée",
    }
)


@dataclass(frozen=True)
class Proof:
    """What a proof is, where it is found, and the days it covers, both included."""

    title: str
    location: str
    valid_from: date
    valid_to: date
    file: Upload | None = None


def add_evidence(
    session: Session, rating: Rating, proof: Proof, by: User, now: datetime
) -> Evidence:
    """File a proof under the commitment of this row, and propose a level again."""
    assessments.expect_row_filler(session, rating, by, now)
    evidence = filed(session, rating.assessment.department_id, proof, by, now)
    _serve(session, evidence, rating)
    _propose_again(session, rating, now)
    _note(session, now, by, "add_evidence", rating, evidence)
    return evidence


def _propose_again(session: Session, rating: Rating, now: datetime) -> None:
    proposals.refresh(session, rating.assessment, [rating], now.astimezone(PARIS).date())


def file_evidence(
    session: Session,
    department: Department,
    commitment: Commitment,
    proof: Proof,
    by: User,
    now: datetime,
) -> Evidence:
    """File what the tool itself can show, under a commitment and outside any form: a note sent and read.

    Whether it proves is judged like any other, by somebody else; open forms propose again the next morning.
    """
    evidence = filed(session, key(department), proof, by, now)
    evidence.uses.append(EvidenceUse(evidence_id=key(evidence), commitment_id=key(commitment)))
    session.flush()
    details = f"{commitment.code}, {department.name}"
    journal.write(session, now, by, "add_evidence", f"evidence {evidence.id}", details)
    return evidence


def filed(session: Session, department_id: int, proof: Proof, by: User, now: datetime) -> Evidence:
    """A proof of this department, serving nothing yet; whoever calls has asked who may."""
    if proof.valid_to < proof.valid_from:
        raise Refused("La preuve finit avant de commencer : vérifiez les deux dates.")
    typed_days.expect_within_reach(proof.valid_to, now.astimezone(PARIS).date(), "valid_to")
    evidence = Evidence(
        department_id=department_id,
        title=proof.title,
        location=proof.location,
        valid_from=proof.valid_from,
        valid_to=proof.valid_to,
        added_by_id=key(by),
        added_at=now,
    )
    if proof.file is not None:
        _keep(evidence, proof.file)
    session.add(evidence)
    session.flush()
    return evidence


def _serve(session: Session, evidence: Evidence, rating: Rating) -> None:
    use = EvidenceUse(evidence_id=key(evidence), commitment_id=rating.commitment_id)
    evidence.uses.append(use)
    session.flush()


def _keep(evidence: Evidence, file: Upload) -> None:
    evidence.media_type = screening.media_type(file.name, file.content)
    evidence.file_name = screening.clean_name(file.name)
    evidence.size = len(file.content)
    evidence.sha256 = evidence_files.keep(file.content)


def use(session: Session, evidence: Evidence, rating: Rating, by: User, now: datetime) -> None:
    """Let a proof serve one commitment more; its period must touch the one assessed."""
    assessments.expect_filler(rating.assessment, by)
    _expect_own(evidence, rating)
    campaign = rating.assessment.campaign
    if evidence.state is EvidenceState.REFUSED:
        raise Refused("Cette preuve a été refusée : ajoutez-en une autre.")
    if evidence.valid_to < campaign.period_start or evidence.valid_from > campaign.period_end:
        raise Refused(
            "Cette preuve ne couvre aucun jour de la période évaluée : ajoutez-en une autre."
        )
    if rating.commitment.code in evidence.codes:
        raise Refused(f"Cette preuve sert déjà à {rating.commitment.code}.")
    _serve(session, evidence, rating)
    _propose_again(session, rating, now)
    _note(session, now, by, "use_evidence", rating, evidence)


def withdraw(session: Session, rating: Rating, evidence: Evidence, by: User, now: datetime) -> None:
    """Take a proof away from a commitment; served by none, it is forgotten with its file.

    The row's ceiling follows, its declared level stays: above the ceiling is told at submission.
    """
    assessments.expect_filler(rating.assessment, by)
    _expect_own(evidence, rating)
    if evidence.state is EvidenceState.ADMITTED:
        raise Refused("Cette preuve a été admise : elle reste. Ajoutez-en une autre s’il le faut.")
    if _is_history(session, evidence):
        raise Refused("Cette preuve appuie une auto-évaluation figée : elle reste.")
    _note(session, now, by, "withdraw_evidence", rating, evidence)
    code = rating.commitment.code
    evidence.uses = [one for one in evidence.uses if one.commitment.code != code]
    if not evidence.uses and not shows_an_action(session, evidence):
        forget(session, evidence)
    session.flush()
    _propose_again(session, rating, now)


def _expect_own(evidence: Evidence, rating: Rating) -> None:
    if evidence.department_id != rating.assessment.department_id:
        raise Refused("Cette preuve est celle d’un autre service.")


def shows_an_action(session: Session, evidence: Evidence) -> bool:
    """Whether it is also the proof that an action was done."""
    attached = select(ActionProof.action_id).where(ActionProof.evidence_id == evidence.id)
    return session.exec(attached).first() is not None


def _is_history(session: Session, evidence: Evidence) -> bool:
    """Whether a frozen assessment of its department covers days of its period."""
    frozen = (
        select(Campaign)
        .join(Assessment)
        .where(
            Assessment.department_id == evidence.department_id,
            Assessment.status == AssessmentStatus.FROZEN,
            col(Assessment.validated_at) >= evidence.added_at,
        )
    )
    return any(
        evidence.valid_from <= one.period_end and evidence.valid_to >= one.period_start
        for one in session.exec(frozen)
    )


def forget(session: Session, evidence: Evidence) -> None:
    """Take away a proof that serves nothing any more, with its file."""
    sha256 = evidence.sha256
    session.delete(evidence)
    session.flush()
    if sha256 and not session.exec(select(Evidence.id).where(Evidence.sha256 == sha256)).first():
        _discard_once_committed(session, sha256)


def _discard_once_committed(session: Session, sha256: str) -> None:
    """A file is not brought back by a rollback: it goes after the row has gone for good."""

    @sa.event.listens_for(session.connection(), "commit", once=True)
    def discard(_: object) -> None:
        evidence_files.discard(sha256)


def _note(
    session: Session, now: datetime, by: User, deed: str, rating: Rating, evidence: Evidence
) -> None:
    details = f"{rating.commitment.code}, {rating.assessment.department.name}"
    place = rating.assessment.department_id
    journal.write(session, now, by, deed, f"evidence {evidence.id}", details, place)
