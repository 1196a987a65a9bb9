"""Proofs read by somebody else than whoever brought them: admitted, or refused with a reason."""

from datetime import datetime

from sqlmodel import Session, select

from actionplans.assessments import proposals
from actionplans.models import Assessment, AssessmentStatus, Campaign, Evidence, EvidenceState
from core.clock import PARIS
from core.errors import Refused
from core.keys import key
from organisation import journal, leading
from organisation.models import Role, User
from organisation.rights import Right, may
from organisation.words import DEEDS

DEEDS.update({"admit_evidence": "preuve admise", "refuse_evidence": "preuve refusée"})
FIXED = (AssessmentStatus.VALIDATED, AssessmentStatus.FROZEN)
"""What is validated no longer moves, whatever becomes of its proofs."""


def may_judge(user: User, evidence: Evidence) -> bool:
    """The officer outside his own department, management elsewhere; never whoever brought it."""
    return not _why_not(user, evidence)


def _why_not(user: User, evidence: Evidence) -> str:
    if not may(user, Right.VALIDATE_ASSESSMENTS):
        return "Seuls le référent qualité et la direction se prononcent sur une preuve."
    if evidence.added_by_id == user.id:
        return "On ne juge pas sa propre preuve : une autre personne doit le faire."
    if user.id in evidence.carriers:
        return "Cette preuve est celle de votre action : une autre personne doit la juger."
    if user.role is Role.QUALITY_OFFICER and leading.belongs(user, evidence.department_id):
        return "C’est votre propre service : la direction se prononce sur cette preuve."
    return ""


def admit(session: Session, evidence: Evidence, by: User, now: datetime) -> None:
    """Say that a proof proves."""
    _judge(session, evidence, EvidenceState.ADMITTED, "", by, now)


def refuse(session: Session, evidence: Evidence, because: str, by: User, now: datetime) -> None:
    """Say that it does not, and why; the rows it served propose again without it."""
    if not because.strip():
        raise Refused("Dites au service pourquoi cette preuve est refusée.", "because")
    _judge(session, evidence, EvidenceState.REFUSED, because.strip(), by, now)


def _judge(
    session: Session,
    evidence: Evidence,
    state: EvidenceState,
    because: str,
    by: User,
    now: datetime,
) -> None:
    if refusal := _why_not(by, evidence):
        raise Refused(refusal)
    if evidence.state is state:
        raise Refused(f"Cette preuve est déjà {state.label}.")
    evidence.state, evidence.refused_because = state, because
    evidence.judged_by_id, evidence.judged_at = key(by), now
    session.flush()
    _propose_again(session, evidence, now)
    deed = "admit_evidence" if state is EvidenceState.ADMITTED else "refuse_evidence"
    journal.write(session, now, by, deed, f"evidence {evidence.id}", ", ".join(evidence.codes))


def _propose_again(session: Session, evidence: Evidence, now: datetime) -> None:
    """On every assessment of the department that may still move."""
    moving = (
        select(Assessment).join(Campaign).where(Assessment.department_id == evidence.department_id)
    )
    for assessment in session.exec(moving).all():
        if assessment.status not in FIXED:
            served = set(evidence.codes)
            rows = [row for row in assessment.ratings if row.commitment.code in served]
            proposals.refresh(session, assessment, rows, now.astimezone(PARIS).date())
