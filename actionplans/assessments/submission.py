"""Submission: what is still missing in an assessment, its two texts, and handing it over."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from actionplans.assessments import assessments, levels, proposals, reviewing
from actionplans.assessments import mail as assessment_mail
from actionplans.models import OPEN_STATUSES, Assessment, AssessmentStatus, Level, Rating
from core.clock import PARIS
from core.errors import Refused
from core.french import count
from organisation import journal
from organisation.models import User
from organisation.words import DEEDS

DEEDS.update({"submit_assessment": "auto-évaluation soumise"})

NONE = re.compile(r"^\s*(aucune?s?|rien|néant|r\.?a\.?s\.?)\b", re.IGNORECASE)
BECAUSE = re.compile(r"\b(car|parce qu|puisqu)[^\n]{5,}", re.IGNORECASE)


@dataclass(frozen=True)
class Gap:
    """Something to complete before submission; about one row, or about the texts."""

    sentence: str
    rating: Rating | None = None
    field: str = ""
    """The text it is about: successes or improvements."""


def gaps(assessment: Assessment) -> list[Gap]:
    """Everything that prevents submission, in the order of the page."""
    return [*_row_gaps(assessment), *_text_gaps(assessment)]


def _row_gaps(assessment: Assessment) -> Iterator[Gap]:
    for rating in assessments.rows(assessment):
        sentence = row_gap(rating)
        if sentence:
            yield Gap(sentence, rating)


def row_gap(rating: Rating) -> str:
    """What one row lacks; empty when nothing."""
    if rating.declared is Level.NOT_ASSESSED:
        return "à coter"
    if assessments.is_too_high(rating, rating.declared):
        return levels.CEILING_WHY[assessments.ceiling_of(rating)]
    if not assessments.needs_reason(rating):
        return ""
    if rating.declared is Level.NOT_CONCERNED:
        return "dites pourquoi le service n’est pas concerné"
    return "dites pourquoi vous cotez plus haut que la proposition"


def _text_gaps(assessment: Assessment) -> Iterator[Gap]:
    if not is_answered(assessment.successes):
        yield Gap("Citez au moins une réussite, ou écrivez « aucune, car… »", field="successes")
    if not is_answered(assessment.improvements):
        sentence = "Citez au moins une amélioration à mener, ou écrivez « aucune, car… »"
        yield Gap(sentence, field="improvements")


def is_answered(text: str) -> bool:
    """Something is told; « aucune » alone does not count, « aucune, car… » does."""
    if NONE.search(text):
        return bool(BECAUSE.search(text))
    return bool(text.strip())


# ---------------------------------------------------------------- deeds


def keep_texts(
    session: Session,
    assessment: Assessment,
    successes: str,
    improvements: str,
    by: User,
    now: datetime,
) -> None:
    """Keep the two texts without submitting."""
    assessments.expect_filler(assessment, by)
    assessment.successes, assessment.improvements = successes, improvements
    assessments.begin(session, assessment, by, now)


def refresh(session: Session, assessment: Assessment, now: datetime) -> None:
    """Bring proposals and ceilings up to what is known now, before looking for what is missing."""
    proposals.refresh(session, assessment, assessment.ratings, now.astimezone(PARIS).date())


def submit(session: Session, assessment: Assessment, by: User, now: datetime) -> None:
    """Hand the assessment over for validation. Refused while anything is missing, or twice."""
    assessment.expect(*OPEN_STATUSES)
    assessments.expect_filler(assessment, by)
    refresh(session, assessment, now)
    missing = gaps(assessment)
    if missing:
        raise Refused(f"Il manque encore {count(len(missing), 'réponse')} avant de soumettre.")
    assessment.status = AssessmentStatus.SUBMITTED
    assessment.submitted_by_id, assessment.submitted_at = by.id, now
    session.flush()
    readers = reviewing.reviewers(session, assessment)
    assessment_mail.submitted(session, assessment, readers, now)
    details = f"{assessment.campaign.year}, {assessment.department.name}"
    subject = f"assessment {assessment.id}"
    journal.write(session, now, by, "submit_assessment", subject, details, assessment.department_id)
