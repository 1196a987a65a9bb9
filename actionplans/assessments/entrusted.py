"""Rows entrusted to a collaborator: what waits for them, and what the daily digest says to them, then to the head.

Everything is read from who holds the rows today: given to another, or taken back, they remind nobody of anything more.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy.orm import joinedload
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from actionplans.models import (
    OPEN_STATUSES,
    Assessment,
    Campaign,
    CampaignStatus,
    Delegation,
    Level,
    Rating,
)
from actionplans.my_work.notices import Days, Notice
from actionplans.my_work.tasks import Task
from core import french
from core.keys import key
from organisation import leading
from organisation.models import Role, User

DAYS_BEFORE = (3, 1)
A_DAY = timedelta(days=1)


def entrusted_tasks(session: Session, user: User, today: date) -> list[Task]:
    """The rows this person holds and has not rated, one task an assessment and a day."""
    if user.role is not Role.COLLABORATOR:
        return []
    mine = _held(session, Delegation.user_id == user.id, col(Delegation.until) >= today)
    return [
        Task(
            due_on=until,
            title=f"Auto-évaluation {assessment.campaign.year} : lignes confiées",
            detail=french.count(left, "ligne à coter", "lignes à coter"),
            department=assessment.department.name,
            url=(
                "assessments.show",
                {"year": assessment.campaign.year, "department_id": assessment.department_id},
            ),
            verb="Coter",
        )
        for _, assessment, until, left, _ in mine
        if left and assessment.department_id == user.department_id
    ]


def about_entrusted_rows(session: Session, days: Days) -> Iterator[Notice]:
    """The morning after they are given, three days and one before the end; the morning after, to the head."""
    held = _held(session)
    heads = leading.heads(session, days.today) if held else {}
    for user, assessment, until, left, given_on in held:
        if user.department_id != assessment.department_id or not user.is_active:
            continue
        rows = french.count(left, "ligne à coter", "lignes à coter")
        if days.hold(given_on + A_DAY) and until >= days.today:
            why = f"Votre responsable vous confie des lignes : {rows}."
            yield _notice(user, assessment, until, why)
        elif left and any(days.hold(until - n * A_DAY) for n in DAYS_BEFORE):
            yield _notice(user, assessment, until, f"Bientôt rendues à votre responsable : {rows}.")
        if left and days.hold(until + A_DAY):
            why = f"Le jour donné à {user.name} est passé : {rows}, de nouveau à vous."
            for head in heads.get(assessment.department_id, []):
                yield _notice(head, assessment, until, why)


Held = tuple[User, Assessment, date, int, date]
"""Who, in which assessment, until when, how many rows left to rate, given when."""


def _held(session: Session, *conditions: object) -> Sequence[Held]:
    """Rows held in the assessments still in their department's hands; one query."""
    found = session.exec(handed().where(*conditions)).all()  # type: ignore[arg-type]
    groups: dict[tuple[int, int, date], list[Delegation]] = {}
    for one in found:
        groups.setdefault((one.user_id, one.rating.assessment_id, one.until), []).append(one)
    return [
        (
            rows[0].user,
            rows[0].rating.assessment,
            rows[0].until,
            sum(one.rating.declared is Level.NOT_ASSESSED for one in rows),
            max(one.given_on for one in rows),
        )
        for rows in groups.values()
    ]


def handed() -> SelectOfScalar[Delegation]:
    """Rows entrusted in the assessments that their departments still work on, with their person and their place."""
    rating: Any = Delegation.rating
    assessment: Any = Rating.assessment
    return (
        select(Delegation)
        .join(Rating)
        .join(Assessment)
        .join(Campaign)
        .where(Campaign.status == CampaignStatus.OPEN, col(Assessment.status).in_(OPEN_STATUSES))
        .options(
            joinedload(Delegation.user),  # type: ignore[arg-type]
            joinedload(rating).joinedload(assessment).joinedload(Assessment.campaign),  # type: ignore[arg-type]
            joinedload(rating).joinedload(assessment).joinedload(Assessment.department),  # type: ignore[arg-type]
        )
        .order_by(col(Delegation.rating_id))
    )


def _notice(person: User, assessment: Assessment, until: date, why: str) -> Notice:
    campaign: Campaign = assessment.campaign
    return Notice(
        user_id=key(person),
        title=f"Auto-évaluation {campaign.year}, lignes confiées jusqu’au {french.day(until)}",
        reason=why,
        path=f"/auto-evaluations/{campaign.year}/{assessment.department_id}",
        due_on=until,
    )
