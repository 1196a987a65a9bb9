"""What an action may come from: decisions on themes, reports, findings of a self-assessment."""

from typing import Any

from sqlalchemy.orm import joinedload
from sqlmodel import Session, col, select

from actionplans import assessments
from actionplans.actions import Origin
from actionplans.models import (
    Assessment,
    Decision,
    Level,
    Malfunction,
    MalfunctionStatus,
    Rating,
    TopicDecision,
)
from analysis import measures
from core.errors import Missing
from core.french import period
from organisation.models import Role, User

KINDS: dict[str, Any] = {
    "decision": TopicDecision,
    "malfunction": Malfunction,
    "rating": Rating,
}
LISTED = 60  # of each kind, the newest: beyond, one comes from the page of the thing itself
OVER = (
    MalfunctionStatus.CLOSED,
    MalfunctionStatus.JOINED,
    MalfunctionStatus.REDIRECTED,
    MalfunctionStatus.NOT_PURSUED,
)
TO_IMPROVE = (Level.B, Level.C, Level.D)


def origin(session: Session, user: User, code: str) -> Origin:
    """The thing named « decision-12 », « malfunction-3 » or « rating-7 »; Missing if not for them."""
    kind, _, number = code.partition("-")
    known = kind in KINDS and number.isdigit() and len(number) < 10
    row: Origin | None = session.get(KINDS[kind], int(number)) if known else None
    if row is None or not _may_use(user, row):
        raise Missing("Ce dont viendrait cette action n’existe pas, ou plus.")
    return row


def _may_use(user: User, row: Origin) -> bool:
    if isinstance(row, Malfunction):
        return may_read_report(user, row)
    if isinstance(row, Rating):
        return assessments.may_read(user, row.assessment)
    return row.decision is Decision.ACTION


def may_read_report(user: User, report: Malfunction) -> bool:
    """Who reads a report: the officer; its author; the head once it is qualified; management the gravest."""
    if user.role is Role.QUALITY_OFFICER or (user.id and report.reporter_id == user.id):
        return True
    if user.role is Role.MANAGEMENT:
        return report.severity == 1
    is_own = report.department_id is not None and report.department_id == user.department_id
    return user.role is Role.HEAD and is_own and report.qualified_on is not None


# ---------------------------------------------------------------- lists to choose from


def options(session: Session, user: User) -> list[tuple[str, str]]:
    """What this person may name as a cause: (code, what it is), by kind, newest first."""
    return [*_decisions(session), *_reports(session, user), *_findings(session, user)]


def _decisions(session: Session) -> list[tuple[str, str]]:
    to_act = select(TopicDecision).where(TopicDecision.decision == Decision.ACTION)
    newest = to_act.order_by(col(TopicDecision.id).desc()).limit(LISTED)
    return [(f"decision-{row.id}", said(row)) for row in session.exec(newest)]


def _reports(session: Session, user: User) -> list[tuple[str, str]]:
    going_on = select(Malfunction).where(col(Malfunction.status).not_in(OVER))
    newest = going_on.order_by(col(Malfunction.id).desc())
    seen = [row for row in session.exec(newest) if may_read_report(user, row)]
    return [(f"malfunction-{row.id}", said(row)) for row in seen[:LISTED]]


def _findings(session: Session, user: User) -> list[tuple[str, str]]:
    low = (
        select(Rating)
        .join(Assessment)
        .where(col(Rating.declared).in_(TO_IMPROVE))
        .options(
            joinedload(Rating.commitment),  # type: ignore[arg-type]
            joinedload(Rating.assessment).joinedload(Assessment.campaign),  # type: ignore[arg-type]
            joinedload(Rating.assessment).joinedload(Assessment.department),  # type: ignore[arg-type]
        )
        .order_by(col(Rating.declared).desc(), col(Rating.id).desc())
    )
    if user.role not in (Role.QUALITY_OFFICER, Role.MANAGEMENT):
        low = low.where(Assessment.department_id == user.department_id)
    seen = [row for row in session.exec(low) if assessments.may_read(user, row.assessment)]
    return [(f"rating-{row.id}", said(row)) for row in seen[:LISTED]]


def said(row: Origin) -> str:
    """One line that says what it is."""
    if isinstance(row, TopicDecision):
        title = measures.theme(row.theme).title
        return f"Thème : {title}, {period(row.period_start, row.period_end)}"
    if isinstance(row, Malfunction):
        return f"Dysfonctionnement {row.number}" + (f" : {row.title}" if row.title else "")
    level = (row.validated or row.declared).label.lower()
    return f"Auto-évaluation, {row.commitment.code} : {level} ({row.assessment.department.name})"
