"""A frozen self-assessment is corrected by management alone, with a reason: a new version, and the old one kept."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import joinedload
from sqlmodel import Session, col, select

from actionplans.assessments import assessments, freezing, levels
from actionplans.models import (
    Assessment,
    AssessmentStatus,
    AssessmentVersion,
    Level,
    Rating,
)
from core.clock import PARIS
from core.errors import Missing, Refused
from core.french import count
from core.keys import key
from organisation import journal
from organisation.models import User
from organisation.rights import Right, may
from organisation.words import DEEDS

DEEDS.update({"rectify_assessment": "auto-évaluation figée rectifiée"})


@dataclass(frozen=True)
class Correction:
    """The level a row should have been given, and the two texts as they should read."""

    levels: Mapping[int, Level]
    successes: str
    improvements: str


def versions(session: Session, assessment: Assessment) -> Sequence[AssessmentVersion]:
    """The replaced versions, the newest first."""
    found = select(AssessmentVersion).where(AssessmentVersion.assessment_id == assessment.id)
    ordered = found.order_by(col(AssessmentVersion.number).desc())
    return session.exec(ordered.options(joinedload(AssessmentVersion.replaced_by))).all()  # type: ignore[arg-type]


def of_number(session: Session, assessment: Assessment, number: int) -> AssessmentVersion:
    """One replaced version, or Missing."""
    found = next((one for one in versions(session, assessment) if one.number == number), None)
    if found is None:
        raise Missing("Cette version de l’auto-évaluation n’existe pas.")
    return found


def expect_corrector(assessment: Assessment, by: User) -> None:
    """Refuse anybody but management, and any assessment that is not frozen."""
    if not may(by, Right.PUBLISH):
        raise Refused("Seule la direction rectifie une auto-évaluation figée.")
    assessment.campaign.expect_alive()
    assessment.expect(AssessmentStatus.FROZEN)


def allowed(rating: Rating) -> list[Level]:
    """The levels a correction may give: those of a department, never above the row's ceiling."""
    now = rating.validated or rating.declared
    if now is Level.NOT_DUE:
        return [now]
    return [*levels.up_to(assessments.ceiling_of(rating)), Level.NOT_CONCERNED] + (
        [now] if assessments.is_too_high(rating, now) else []
    )


def rectify(
    session: Session,
    assessment: Assessment,
    correction: Correction,
    reason: str,
    by: User,
    now: datetime,
) -> AssessmentVersion:
    """Keep the version of before with the reason, and freeze the corrected one. A signed review does not move."""
    expect_corrector(assessment, by)
    if not reason.strip():
        raise Refused("Écrivez pourquoi elle est rectifiée : la version d’avant reste.", "reason")
    moved = _moved(assessment, correction)
    texts = (correction.successes.strip(), correction.improvements.strip())
    if not moved and texts == (assessment.successes.strip(), assessment.improvements.strip()):
        raise Refused("Rien n’est changé : corrigez un niveau ou un texte.", "reason")
    old = _kept(session, assessment, reason.strip(), by, now)
    for rating, level in moved:
        rating.validated = level
        rating.is_strong = rating.is_strong and level is Level.A
    assessment.successes, assessment.improvements = texts
    assessment.version += 1
    assessment.frozen_on = now.astimezone(PARIS).date()
    session.flush()
    assessment.snapshot = freezing.as_text(freezing.snapshot(session, assessment))
    assessment.sha256 = freezing.fingerprint(assessment.snapshot)
    session.flush()
    details = f"version {assessment.version}, {count(len(moved), 'niveau changé', 'niveaux changés')}, SHA-256 {assessment.sha256}"
    subject = f"assessment {assessment.id}"
    journal.write(session, now, by, "rectify_assessment", subject, details)
    return old


def _moved(assessment: Assessment, correction: Correction) -> list[tuple[Rating, Level]]:
    """The rows whose level changes; one above its ceiling is refused."""
    moved = []
    for rating in assessments.rows(assessment):
        was = rating.validated or rating.declared
        level = correction.levels.get(key(rating), was)
        if level is was:
            continue
        if level not in allowed(rating):
            raise Refused(f"{rating.commitment.code} : choisissez un niveau que le plafond permet.")
        moved.append((rating, level))
    return moved


def _kept(
    session: Session, assessment: Assessment, reason: str, by: User, now: datetime
) -> AssessmentVersion:
    if (
        assessment.snapshot is None
        or assessment.sha256 is None
        or not freezing.is_intact(assessment)
    ):
        raise Refused(
            "Cette auto-évaluation a été modifiée depuis qu’elle est figée : comparez avec la dernière sauvegarde."
        )
    old = AssessmentVersion(
        assessment_id=key(assessment),
        number=assessment.version,
        snapshot=assessment.snapshot,
        sha256=assessment.sha256,
        reason=reason,
        replaced_by_id=key(by),
        replaced_at=now,
    )
    session.add(old)
    return old
