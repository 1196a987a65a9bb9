"""What an action may come from: decisions on themes, reports, ideas, ratings, promises, what the analysis noticed."""

from collections.abc import Callable

import sqlalchemy as sa
from sqlalchemy.orm import joinedload
from sqlmodel import Session, col, select

from actionplans.actions import finding_decisions, indicators
from actionplans.actions.actions import Noticed, Origin
from actionplans.assessments import assessments
from actionplans.ideas import ideas
from actionplans.malfunctions import malfunctions
from actionplans.models import (
    NOT_BEGUN,
    Assessment,
    Campaign,
    Cause,
    Decision,
    Idea,
    IdeaStatus,
    Level,
    Malfunction,
    Rating,
    TopicDecision,
)
from analysis import noticing
from analysis.finding_rules import Finding
from analysis.indicators import measures
from analysis.themes import voices
from core.errors import Missing, Refused
from core.french import period, typeset
from organisation import charters, leading
from organisation.models import Commitment, User
from organisation.rights import EVERYWHERE, Right, may

BY_THEME = (indicators.THEME, indicators.MARK)  # a theme is decided upon: that is the cause
LISTED = 60  # of each kind, the newest: beyond, one comes from the page of the thing itself
BUILT_ON = (IdeaStatus.KEPT, IdeaStatus.DONE, IdeaStatus.THANKED)
TO_IMPROVE = (Level.B, Level.C, Level.D)


def origin(session: Session, user: User, code: str) -> Origin:
    """The thing named « decision-12 », « malfunction-3 », « rating-7 », « idea-4 », « commitment-DEL-02 »
    « indicator-… » (a figure that is followed) or « finding-… » (a finding of the analysis), by their
    keys; Missing if not for them."""
    kind, _, number = code.partition("-")
    if kind == "commitment":
        return _found(commitment(session, number))
    if kind == "indicator":
        return _found(analysed(session, user, number))
    if kind == "finding":
        return _found(noticed(session, user, number))
    is_known = kind in KINDS and number.isdigit() and len(number) < 10
    return _found(KINDS[kind](session, user, int(number)) if is_known else None)


def _found(row: Origin | None) -> Origin:
    if row is None:
        raise Missing("Ce dont viendrait cette action n’existe pas, ou plus.")
    return row


def commitment(session: Session, code: str) -> Commitment | None:
    """A promise of the charter in force: everybody inside may build on it."""
    return promises(session).get(code)


def promises(session: Session) -> dict[str, Commitment]:
    """The commitments in force by code; none while no charter is loaded."""
    try:
        return charters.by_code(session)
    except Refused:
        return {}


def analysed(session: Session, user: User, code: str) -> Noticed | None:
    """A figure that is followed all the time, as its page names it."""
    if not may(user, Right.READ_RESULTS):
        return None
    found = indicators.named(session, code)
    return Noticed(code, found.label) if found else None


def noticed(session: Session, user: User, key: str) -> Noticed | None:
    """A finding, as an action names it."""
    found = finding(session, user, key)
    return finding_decisions.noticed(found) if found else None


def finding(session: Session, user: User, key: str) -> Finding | None:
    """What the analysis found, while its evidence stands; a topic only for who may read its theme."""
    if not may(user, Right.READ_RESULTS) or (one := noticing.named(session, key)) is None:
        return None
    is_hidden = one.topic is not None and not (
        may(user, Right.READ_VERBATIMS) and one.theme in voices.readable_themes(session, user)
    )
    return None if is_hidden else one


def decision(session: Session, user: User, number: int) -> TopicDecision | None:
    """A decision to act on a theme: everybody inside may build on it."""
    found = session.get(TopicDecision, number)
    return found if found and found.decision is Decision.ACTION else None


def report(session: Session, user: User, number: int) -> Malfunction | None:
    """A report, for those who may read it."""
    wanted = select(Malfunction).where(Malfunction.id == number, malfunctions.visible_to(user))
    return session.exec(wanted).first()


def rated(session: Session, user: User, number: int) -> Rating | None:
    """A line of a self-assessment, for those who may read it."""
    found = session.get(Rating, number)
    return found if found and assessments.may_read(user, found.assessment) else None


def idea(session: Session, user: User, number: int) -> Idea | None:
    """A kept idea: everybody inside may build on it."""
    found = session.get(Idea, number)
    return found if found and found.status in BUILT_ON and found.visible_on else None


KINDS: dict[str, Callable[[Session, User, int], Origin | None]] = {
    "decision": decision,
    "malfunction": report,
    "rating": rated,
    "idea": idea,
}


# ---------------------------------------------------------------- lists to choose from


def options(session: Session, user: User) -> list[tuple[str, str]]:
    """What this person may name as a cause: (code, what it is), by kind, newest first."""
    return [
        *_decisions(session),
        *_reports(session, user),
        *_ideas(session, user),
        *_ratings(session, user),
        *_promises(session),
        *_figures(session, user),
    ]


def _decisions(session: Session) -> list[tuple[str, str]]:
    to_act = select(TopicDecision).where(TopicDecision.decision == Decision.ACTION)
    newest = to_act.order_by(col(TopicDecision.id).desc()).limit(LISTED)
    return [(f"decision-{row.id}", said(row)) for row in session.exec(newest)]


def _reports(session: Session, user: User) -> list[tuple[str, str]]:
    going_on = malfunctions.listed(user).limit(LISTED)
    return [(f"malfunction-{row.id}", said(row)) for row in session.exec(going_on)]


def _ideas(session: Session, user: User) -> list[tuple[str, str]]:
    kept = ideas.listed(user, "recentes").where(Idea.status == IdeaStatus.KEPT).limit(LISTED)
    return [(f"idea-{row.id}", said(row)) for row in session.exec(kept)]


def _ratings(session: Session, user: User) -> list[tuple[str, str]]:
    """The lowest lines of the last two campaigns: older ones have been answered, or are there again."""
    begun = col(Campaign.status).not_in(NOT_BEGUN)
    newest = select(sa.func.max(Campaign.year)).where(begun).scalar_subquery()
    low = (
        select(Rating)
        .join(Assessment)
        .join(Campaign)
        .where(
            col(Rating.declared).in_(TO_IMPROVE),
            col(Campaign.year) >= newest - 1,
            assessments.readable_by(user),
        )
        .options(
            joinedload(Rating.commitment),  # type: ignore[arg-type]
            joinedload(Rating.assessment).joinedload(Assessment.department),  # type: ignore[arg-type]
        )
        .order_by(col(Campaign.year).desc(), col(Rating.declared).desc(), col(Rating.id).desc())
    )
    if user.role not in EVERYWHERE:
        low = low.where(col(Assessment.department_id).in_(leading.ties(user)))
    return [(f"rating-{row.id}", said(row)) for row in session.exec(low.limit(LISTED))]


def _promises(session: Session) -> list[tuple[str, str]]:
    return [(f"commitment-{code}", said(row)) for code, row in promises(session).items()]


def _figures(session: Session, user: User) -> list[tuple[str, str]]:
    if not may(user, Right.READ_RESULTS):
        return []
    listed = [one for one in indicators.catalogue(session) if not one.key.startswith(BY_THEME)]
    return [(f"indicator-{one.key}", said(Noticed(one.key, one.label))) for one in listed]


def said(row: Origin) -> str:
    """One line that says what it is."""
    if isinstance(row, TopicDecision):
        title = measures.theme(row.theme).title
        return f"Thème : {title}, {period(row.period_start, row.period_end)}"
    if isinstance(row, Malfunction):
        return f"Dysfonctionnement {row.number}" + (f" : {row.title}" if row.title else "")
    if isinstance(row, Idea):
        return f"Idée {row.number} : {row.title}"
    if isinstance(row, Commitment):
        return typeset(f"Engagement {row.code} : {row.title}")
    if isinstance(row, Noticed):
        return f"Constat : {row.said}"
    level = (row.validated or row.declared).label.lower()
    return f"Auto-évaluation, {row.commitment.code} : {level} ({row.assessment.department.name})"


def said_of(cause: Cause) -> str:
    """The same line, for what an action already comes from."""
    row = cause.topic_decision or cause.malfunction or cause.idea or cause.rating
    return said(row or cause.commitment or Noticed(cause.finding_key, cause.finding_said))
