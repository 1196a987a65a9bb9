"""What a department said the time before: shown, never copied; said again only as a new assertion."""

from dataclasses import dataclass, replace
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from actionplans.assessments import assessments, levels
from actionplans.models import Assessment, AssessmentStatus, Campaign, Level, Rating
from core.errors import Refused
from core.french import day
from organisation.models import Commitment, Department, User

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
    """What was validated the time before, by code of commitment; empty the first year.

    A department that others were regrouped into is told what each of them said.
    """
    place = assessment.department_id
    newest = sa.func.row_number().over(
        partition_by=col(Assessment.department_id), order_by=col(Campaign.year).desc()
    )
    before = (
        sa.select(col(Assessment.id), newest.label("rank"))
        .join(Campaign)
        .join(Department, col(Department.id) == Assessment.department_id)
        .where(
            sa.or_(col(Department.id) == place, col(Department.merged_into_id) == place),
            col(Campaign.year) < assessment.campaign.year,
            col(Assessment.status).in_(VALIDATED),
        )
        .subquery()
    )
    found = session.exec(
        select(Campaign.year, Commitment, Rating, Department.name)
        .select_from(Rating)
        .join(Commitment)
        .join(Assessment)
        .join(Campaign)
        .join(Department, col(Department.id) == Assessment.department_id)
        .where(col(Rating.assessment_id).in_(sa.select(before.c.id).where(before.c.rank == 1)))
        .order_by(col(Department.id) != place, col(Department.name))
    )
    told: dict[str, list[tuple[str, Earlier]]] = {}
    for year, commitment, rating, name in found:
        level = rating.validated or rating.declared
        one = Earlier(year, level, rating.reason, commitment.fingerprint)
        told.setdefault(commitment.code, []).append((name, one))
    return {code: _together(those) for code, those in told.items()}


def _together(said: list[tuple[str, Earlier]]) -> Earlier:
    """What several departments, now one, said of a commitment: each in its name, and the most prudent of their levels."""
    if len(said) == 1:
        return said[0][1]
    everything = [one for _, one in said]
    scored = [one for one in everything if levels.is_scored(one.level)]
    lowest = min(scored or everything, key=lambda one: levels.POINTS.get(one.level, 0))
    texts = [f"{name} : {one.text}" for name, one in said if one.text]
    return replace(lowest, text="\n".join(texts)[: assessments.REASON_LONGEST])


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
