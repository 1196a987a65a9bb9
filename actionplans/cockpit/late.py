"""« En retard »: actions, self-assessments and reports past the day they were promised for; decisions awaited beside."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload
from sqlmodel import Session, col, select

from actionplans.actions import lists as action_lists
from actionplans.actions import owners
from actionplans.actions.lists import Wanted
from actionplans.actions.lookback import Lookback
from actionplans.actions.notices import People
from actionplans.assessments.tasks import REVIEW_DAYS
from actionplans.cockpit import awaited
from actionplans.cockpit.awaited import NOBODY, OFFICER, overdue
from actionplans.cockpit.lines import SHOWN, Line, Part, first, names
from actionplans.malfunctions import malfunctions
from actionplans.models import (
    OPEN_STATUSES,
    Action,
    Assessment,
    AssessmentStatus,
    Campaign,
    CampaignStatus,
    Malfunction,
    MalfunctionStatus,
)
from actionplans.tracing.links import Address
from core import french, working_days
from core.clock import PARIS
from organisation.models import Department, Role, User


def parts(session: Session, user: User, today: date, people: People, year: Lookback) -> list[Part]:
    """Each kind of thing that is late, the oldest of each first."""
    return [
        _actions(session, user, today),
        _assessments(session, user, today, people),
        _reports(session, user, today, people),
        *awaited.parts(session, user, today, people, year),
    ]


# ---------------------------------------------------------------- actions


def _actions(session: Session, user: User, today: date) -> Part:
    rows = action_lists.listed(user, Wanted("en-retard"), today)
    found, n = first(session, rows)
    page = ("actions.index", {"etat": "en-retard"})
    return Part("Actions", n, [_action(one, today) for one in found], page, "Toutes les actions en retard")  # fmt: skip


def _action(action: Action, today: date) -> Line:
    assert action.due_on is not None
    who = action.owner.name if action.owner else "personne"
    if owners.needs_somebody(action, today):
        who = f"{who}, à remplacer" if action.owner else "à confier"
    moved = ""
    if action.due_changes:
        moved = f", échéance déjà changée {french.count(action.due_changes, 'fois', 'fois')}"
    when, tone = overdue(action.due_on, today)
    said = f"« {action.title} », {action.department.name}{moved}"
    return Line(said, who, when, ("actions.show", {"action_id": action.id}), tone)


# ---------------------------------------------------------------- self-assessments


def _assessments(session: Session, user: User, today: date, people: People) -> Part:
    """Not submitted on the day the campaign is due; or submitted, and unread for fifteen working days."""
    found = session.exec(
        select(Assessment)
        .join(Campaign)
        .join(Department, col(Department.id) == Assessment.department_id)
        .where(
            Campaign.status == CampaignStatus.OPEN,
            sa.or_(
                sa.and_(col(Assessment.status).in_(OPEN_STATUSES), col(Campaign.due_on) < today),
                col(Assessment.status) == AssessmentStatus.SUBMITTED,
            ),
        )
        .options(
            contains_eager(Assessment.campaign),  # type: ignore[arg-type]
            contains_eager(Assessment.department),  # type: ignore[arg-type]
        )
        .order_by(col(Campaign.due_on), col(Department.name))
    ).all()
    lines = [line for one in found for line in _assessment(one, user, today, people)]
    page: Address = ("campaigns.index", {})
    return Part("Auto-évaluations", len(lines), lines[:SHOWN], page, "Les campagnes")


def _assessment(one: Assessment, user: User, today: date, people: People) -> Iterator[Line]:
    name, year = one.department.name, one.campaign.year
    place: dict[str, Any] = {"year": year, "department_id": one.department_id}
    if one.is_open and one.due_on >= today:
        return  # sent back, and within its ten working days
    if one.is_open:
        # Management reads an assessment once it is submitted: until then, the campaign.
        is_officer = user.role is Role.QUALITY_OFFICER
        url: Address = (
            ("assessments.show", place) if is_officer else ("campaigns.show", {"year": year})
        )
        closed = one.department.is_closed(today)
        who = OFFICER if closed else names(people.heads.get(one.department_id), NOBODY)
        when, tone = overdue(one.due_on, today)
        yield Line(f"Auto-évaluation {year} du service {name}, {one.status.label}", who, when, url, tone)  # fmt: skip
    elif one.submitted_at is not None:
        submitted_on = one.submitted_at.astimezone(PARIS).date()
        due_on = working_days.after(submitted_on, REVIEW_DAYS)
        if due_on < today:
            when, tone = overdue(due_on, today)
            said = f"Auto-évaluation {year} du service {name}, à valider"
            yield Line(said, OFFICER, when, ("reviewing.review", place), tone)


# ---------------------------------------------------------------- reports

WAITS_FOR_OFFICER = (MalfunctionStatus.REPORTED, MalfunctionStatus.RESOLVED)


def _reports(session: Session, user: User, today: date, people: People) -> Part:
    """Beyond the day promised: counted for all, told to whoever may read them."""
    overdue = [col(Malfunction.status).in_(malfunctions.OPEN), col(Malfunction.due_on) < today]
    n = session.exec(select(sa.func.count()).select_from(Malfunction).where(*overdue)).one()
    rows = (
        select(Malfunction)
        .where(*overdue, malfunctions.visible_to(user))
        .options(joinedload(Malfunction.department))  # type: ignore[arg-type]
        .order_by(col(Malfunction.due_on), col(Malfunction.id))
        .limit(SHOWN)
    )
    lines = [_report(one, today, people) for one in session.exec(rows)]
    note = ""
    if len(lines) < min(n, SHOWN):
        note = "Seuls les plus graves vous sont ouverts ; les autres sont au référent qualité."
    page: Address = ("malfunctions.index", {"etat": "en-retard"})
    return Part("Signalements", n, lines, page, "Tous les signalements en retard", note)


def _report(one: Malfunction, today: date, people: People) -> Line:
    assert one.due_on is not None
    when, tone = overdue(one.due_on, today)
    severity = f", gravité {one.severity}" if one.severity else ""
    who = OFFICER
    if one.status not in WAITS_FOR_OFFICER:
        who = names(people.heads.get(one.department_id), OFFICER)
    said = f"Signalement {one.number}{severity}, {one.status.label}"
    return Line(said, who, when, ("malfunctions.show", {"malfunction_id": one.id}), tone)
