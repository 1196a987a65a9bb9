"""Yearly reviews: read as they stand, signed by management, kept with their fingerprint, corrected by a new version alone."""

import hashlib
from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy.orm import joinedload
from sqlmodel import Session, col, select

from actionplans.assessments import assessments, freezing
from actionplans.bilans import contents
from actionplans.bilans.wording import subject
from actionplans.models import Assessment, AssessmentStatus, Bilan, FundBilan
from core.documents import Document, keeping
from core.errors import Missing, Refused
from core.keys import key
from core.settings import Settings
from organisation import journal
from organisation.models import User
from organisation.rights import Right, may
from organisation.words import DEEDS

DEEDS.update({"sign_bilan": "bilan signé", "correct_bilan": "bilan rectifié"})


def versions(session: Session, assessment: Assessment) -> Sequence[Bilan]:
    """The signed versions of a department's review for that year, the newest first."""
    found = (
        select(Bilan)
        .where(
            Bilan.department_id == assessment.department_id,
            Bilan.year == assessment.campaign.year,
        )
        .options(joinedload(Bilan.signed_by))  # type: ignore[arg-type]
    )
    return session.exec(found.order_by(col(Bilan.version).desc())).all()


def may_read(user: User, assessment: Assessment, signed: Sequence[Bilan]) -> bool:
    """Everybody inside once it is signed; before, whoever may read the assessment."""
    if signed:
        return may(user, Right.READ_RESULTS)
    return assessments.may_read(user, assessment)


def written(session: Session, assessment: Assessment, today: date, settings: Settings) -> Document:
    """The review as it stands today, signed by nobody."""
    return contents.of_department(session, assessment, today, settings)


def said(bilan: Bilan | FundBilan) -> Document:
    """The review as it was signed, with its fingerprint. Refused when somebody changed it since."""
    if fingerprint(bilan.content) != bilan.sha256:
        raise Refused(
            "Ce bilan a été modifié depuis sa signature : comparez avec la dernière sauvegarde."
        )
    kept = keeping.from_text(bilan.content)
    return Document(**{**vars(kept), "fingerprint": bilan.sha256})


def fingerprint(content: str) -> str:
    """SHA-256 of the document's text as UTF-8."""
    return hashlib.sha256(content.encode()).hexdigest()


def of_version(session: Session, assessment: Assessment, number: int) -> Bilan:
    """One signed version, or Missing."""
    found = next((one for one in versions(session, assessment) if one.version == number), None)
    if found is None:
        raise Missing("Cette version du bilan n’existe pas.")
    return found


def sign(
    session: Session,
    assessment: Assessment,
    reason: str,
    settings: Settings,
    by: User,
    now: datetime,
    today: date,
) -> Bilan:
    """Freeze the assessment and keep the review as it stands. A second signature needs the reason of the correction."""
    if not may(by, Right.PUBLISH):
        raise Refused("Seule la direction signe un bilan.")
    assessment.campaign.expect_alive()
    earlier, reason = versions(session, assessment), reason.strip()
    if earlier and not reason:
        raise Refused(
            "Écrivez pourquoi ce bilan est rectifié : la version d’avant reste.", "reason"
        )
    if assessment.status is AssessmentStatus.VALIDATED:
        freezing.freeze(session, assessment, by, now)
    if assessment.status is not AssessmentStatus.FROZEN:
        raise Refused("Ce bilan se signe une fois l’auto-évaluation validée.")
    content = keeping.as_text(contents.of_department(session, assessment, today, settings))
    bilan = Bilan(
        department_id=assessment.department_id,
        year=assessment.campaign.year,
        version=len(earlier) + 1,
        content=content,
        sha256=fingerprint(content),
        reason=reason if earlier else "",
        signed_by_id=key(by),
        signed_at=now,
    )
    session.add(bilan)
    session.flush()
    deed = "correct_bilan" if earlier else "sign_bilan"
    journal.write(session, now, by, deed, subject(assessment), f"SHA-256 {bilan.sha256}")
    return bilan
