"""What a department said the time before: shown, never copied; said again only as a new assertion."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from actionplans.assessments import assessments
from actionplans.models import Assessment, AssessmentStatus, Campaign, Level, Rating
from core.errors import Refused
from core.french import day
from organisation.models import Commitment, User

STILL_TRUE = "Toujours vrai le "
VALIDATED = (AssessmentStatus.VALIDATED, AssessmentStatus.FROZEN)


@dataclass(frozen=True)
class Earlier:
    """The validated level of one commitment, a year ago or more."""

    year: int
    level: Level
    text: str
    fingerprint: str

    def may_hold(self, rating: Rating) -> bool:
        """Whether it can be said again: same criterion, and not above this year's ceiling."""
        if self.level not in assessments.DECLARABLE:
            return False
        same = self.fingerprint == rating.commitment.fingerprint
        return same and not assessments.is_too_high(rating, self.level)


def said(session: Session, assessment: Assessment) -> dict[str, Earlier]:
    """What was validated the time before, by code of commitment; empty the first year."""
    before = (
        select(Assessment.id)
        .join(Campaign)
        .where(
            Assessment.department_id == assessment.department_id,
            Campaign.year < assessment.campaign.year,
            col(Assessment.status).in_(VALIDATED),
        )
        .order_by(col(Campaign.year).desc())
        .limit(1)
    )
    found = session.exec(
        select(Campaign.year, Commitment.code, Commitment.fingerprint, Rating)
        .select_from(Rating)
        .join(Commitment)
        .join(Assessment)
        .join(Campaign)
        .where(col(Rating.assessment_id) == before.scalar_subquery())
    )
    return {
        code: Earlier(year, rating.validated or rating.declared, rating.reason, fingerprint)
        for year, code, fingerprint, rating in found
    }


def still_true(session: Session, rating: Rating, by: User, now: datetime) -> None:
    """Say again what was said before, as a new assertion that bears today's date."""
    earlier = said(session, rating.assessment).get(rating.commitment.code)
    if earlier is None:
        raise Refused("Rien n’a été dit l’an dernier sur cet engagement : choisissez un niveau.")
    if not earlier.may_hold(rating):
        raise Refused(
            "L’an dernier ne peut pas être repris : la promesse ou la preuve a changé. "
            "Choisissez un niveau."
        )
    assessments.rate(session, rating, earlier.level, dated(earlier.text, now), False, by, now)


def dated(text: str, now: datetime) -> str:
    """« Toujours vrai le 15 mars 2027 : » then the words of last year, without their own date."""
    if text.startswith(STILL_TRUE):
        text = text.partition(" : ")[2]
    today = f"{STILL_TRUE}{day(now)}"
    return f"{today} : {text}" if text else f"{today}."
