"""A department's self-assessment: who may read and fill it, and the level of each commitment."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from actionplans.assessments import levels, pace
from actionplans.models import (
    OPEN_STATUSES,
    Assessment,
    AssessmentStatus,
    Campaign,
    CampaignStatus,
    Delegation,
    Level,
    Rating,
)
from core.clock import PARIS
from core.errors import Missing, Refused
from organisation import journal, leading
from organisation.models import Commitment, Department, Role, User
from organisation.rights import Right, departments_with, may, may_in
from organisation.words import DEEDS

DEEDS.update({"begin_assessment": "auto-évaluation commencée"})

REASON_LONGEST = 1900  # the column holds 2 000: room for « Toujours vrai le … »
NEVER_HANDED_OVER = (*OPEN_STATUSES, AssessmentStatus.DROPPED)
DECLARABLE = (Level.A, Level.B, Level.C, Level.D, Level.NOT_CONCERNED)


# ---------------------------------------------------------------- who


def may_fill(user: User, assessment: Assessment) -> bool:
    """Who leads this department, or the one it will join, while the campaign goes on and it is in its hands; nobody once it is no more."""
    going_on = assessment.is_open and assessment.campaign.is_open
    is_there = not leading.is_closed(assessment.department)
    return going_on and is_there and _is_of(user, assessment.department)


def _is_of(user: User, place: Department) -> bool:
    """Who leads it, or the one it will join: the next head may finish what is left."""
    return any(
        may_in(user, Right.FILL_ASSESSMENTS, number) for number in (place.id, place.merged_into_id)
    )


def may_read(user: User, assessment: Assessment) -> bool:
    """Own head and officer at any time, management once submitted, everybody inside once frozen."""
    if assessment.status is AssessmentStatus.FROZEN:
        return may(user, Right.READ_RESULTS)
    if user.role is Role.QUALITY_OFFICER:
        return True
    if user.role is Role.MANAGEMENT:
        return assessment.status not in NEVER_HANDED_OVER
    return _is_of(user, assessment.department)


def readable_by(user: User) -> Any:
    """`may_read` as a condition on Assessment: what is not to be read is not fetched."""
    allowed = []
    if may(user, Right.READ_RESULTS):
        allowed.append(col(Assessment.status) == AssessmentStatus.FROZEN)
    if user.role is Role.QUALITY_OFFICER:
        allowed.append(sa.true())
    elif user.role is Role.MANAGEMENT:
        allowed.append(col(Assessment.status).not_in(NEVER_HANDED_OVER))
    elif places := departments_with(user, Right.FILL_ASSESSMENTS):
        joining = select(Department.id).where(col(Department.merged_into_id).in_(places))
        place = col(Assessment.department_id)
        allowed += [place.in_(places), place.in_(joining)]
    return sa.or_(sa.false(), *allowed)


def find(session: Session, year: int, department_id: int, user: User) -> Assessment:
    """The assessment of a department, its rows ready to read; Missing for whoever may not."""
    wanted = whole().where(Campaign.year == year, Assessment.department_id == department_id)
    assessment = session.exec(wanted).first()
    if assessment is None or not may_read(user, assessment):
        raise Missing("Cette auto-évaluation n’existe pas, ou ne vous est pas ouverte.")
    return assessment


def whole() -> SelectOfScalar[Assessment]:
    """Assessments with their campaign and their rows, read at once; asks nothing of who may."""
    return (
        select(Assessment)
        .join(Campaign)
        .options(
            joinedload(Assessment.department),  # type: ignore[arg-type]
            joinedload(Assessment.campaign).joinedload(Campaign.charter),  # type: ignore[arg-type]
            selectinload(Assessment.ratings)  # type: ignore[arg-type]
            .joinedload(Rating.commitment)  # type: ignore[arg-type]
            .joinedload(Commitment.theme),  # type: ignore[arg-type]
        )
    )


# ---------------------------------------------------------------- rows


def rows(assessment: Assessment) -> list[Rating]:
    """The rows in the order of the charter."""
    return sorted(assessment.ratings, key=lambda rating: rating.commitment.rank)


def row(assessment: Assessment, code: str) -> Rating:
    """The row of one commitment, or Missing."""
    found = next((r for r in assessment.ratings if r.commitment.code == code), None)
    if found is None:
        raise Missing("Cet engagement n’est pas dans cette auto-évaluation.")
    return found


def due_rows(assessment: Assessment) -> list[Rating]:
    """The rows to rate: promises dated in the future are left out."""
    return [rating for rating in rows(assessment) if rating.declared is not Level.NOT_DUE]


def is_raised(rating: Rating) -> bool:
    """Declared above what was proposed."""
    return levels.is_above(rating.declared, rating.proposed)


def needs_reason(rating: Rating) -> bool:
    """« Non concerné » and levels above the proposal are justified in writing."""
    if rating.reason:
        return False
    return rating.declared is Level.NOT_CONCERNED or is_raised(rating)


def ceiling_of(rating: Rating) -> Level:
    """The highest level this row may take."""
    return rating.ceiling or Level.A


def is_too_high(rating: Rating, level: Level) -> bool:
    """Whether this level would pass the row's ceiling."""
    return levels.is_above(level, ceiling_of(rating))


def version(rating: Rating) -> str:
    """Changes each time the row is rated: what a page left open compares itself with."""
    return rating.rated_at.isoformat() if rating.rated_at else ""


def expect_version(rating: Rating, seen: str, level: Level, reason: str) -> None:
    """Refuse to overwrite a row changed since the page was made, unless nothing would change."""
    same = (rating.declared, rating.reason) == (level, reason)
    if seen != version(rating) and not same:
        raise Refused(
            f"Cette ligne a été changée depuis que la page est ouverte : elle est cotée "
            f"{rating.declared}. Vérifiez, puis enregistrez de nouveau."
        )


# ---------------------------------------------------------------- deeds


def rate(
    session: Session,
    rating: Rating,
    level: Level,
    reason: str,
    is_strong: bool,
    by: User,
    now: datetime,
) -> None:
    """Declare the level of one commitment. A reason may come later; the ceiling may not be passed."""
    assessment = rating.assessment
    expect_row_filler(session, rating, by, now)
    check(rating, level, is_strong)
    assessment.minutes += pace.minutes_spent(_last_rated_at(session, assessment, by), now)
    rating.declared, rating.reason, rating.is_strong = level, reason, is_strong
    rating.rated_at, rating.rated_by_id = now, by.id
    begin(session, assessment, by, now)


def begin(session: Session, assessment: Assessment, by: User, now: datetime) -> None:
    """The first word said in it starts it; after that, nothing changes."""
    if assessment.status is AssessmentStatus.TODO:
        assessment.status = AssessmentStatus.IN_PROGRESS
        details = f"{assessment.campaign.year}, à faire → en cours"
        subject = f"assessment {assessment.id}"
        place = assessment.department_id
        journal.write(session, now, by, "begin_assessment", subject, details, place)
    session.flush()


def expect_filler(assessment: Assessment, by: User) -> None:
    """Refuse anybody but who leads the department, and any moment but before submission."""
    expect_open(assessment)
    if not may_fill(by, assessment):
        raise Refused("Seul le responsable du service remplit son auto-évaluation.")


def expect_open(assessment: Assessment) -> None:
    """Refuse what is done to an assessment that is no longer, or not yet, in its department's hands."""
    assessment.expect(*OPEN_STATUSES)
    assessment.campaign.expect(CampaignStatus.OPEN)
    expect_department(assessment)


def expect_department(assessment: Assessment) -> None:
    """Refuse what is done in a department that is no more."""
    place = assessment.department
    if leading.is_closed(place) and place.merged_into is not None:
        raise Refused(
            f"Ce service est regroupé dans {place.merged_into.name} : "
            "demandez au référent qualité de clore son auto-évaluation « sans objet »."
        )


def expect_row_filler(session: Session, rating: Rating, by: User, now: datetime) -> None:
    """Refuse anybody but the head, and whoever this very row is entrusted to today."""
    expect_open(rating.assessment)
    if not may_fill(by, rating.assessment) and not is_entrusted(session, rating, by, now):
        raise Refused("Seul le responsable du service, ou la personne à qui il a confié cette ligne, la cote.")  # fmt: skip


def is_entrusted(session: Session, rating: Rating, user: User, now: datetime) -> bool:
    """Whether this row is in this person's hands today; a person who left the department holds nothing."""
    one = session.get(Delegation, rating.id)
    if one is None or one.user_id != user.id or not may(user, Right.FILL_ENTRUSTED_ROWS):
        return False
    own = user.department_id == rating.assessment.department_id
    return own and now.astimezone(PARIS).date() <= one.until


def check(rating: Rating, level: Level, is_strong: bool) -> None:
    """Refuse a level this row may not take, saying why and what would change it."""
    if rating.declared is Level.NOT_DUE:
        raise Refused("Cet engagement n’est pas encore exigible : il n’y a rien à coter.")
    if level not in DECLARABLE:
        raise Refused("Choisissez A, B, C, D ou « non concerné ».")
    if is_too_high(rating, level):
        raise Refused(levels.CEILING_WHY[ceiling_of(rating)])
    if is_strong and level is not Level.A:
        raise Refused(
            "Un point fort se signale sur un engagement coté A : décochez-le, ou cotez A."
        )


def _last_rated_at(session: Session, assessment: Assessment, by: User) -> datetime | None:
    """By the same person: two who work at once each take their own time."""
    newest = select(sa.func.max(col(Rating.rated_at))).where(
        Rating.assessment_id == assessment.id, Rating.rated_by_id == by.id
    )
    return session.exec(newest).one()
