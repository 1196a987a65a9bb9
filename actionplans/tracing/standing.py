"""Where a promise of the charter stands: levels by department, actions, reports and ideas, as far as one person may read them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager
from sqlmodel import Session, col, select

from actionplans.actions import actions as carried_out
from actionplans.assessments.assessments import may_read
from actionplans.ideas import ideas as deposited
from actionplans.malfunctions import malfunctions as reported
from actionplans.models import (
    Action,
    Assessment,
    Campaign,
    Cause,
    Idea,
    Malfunction,
    Rating,
    TopicDecision,
)
from analysis.themes.themes import Theme, themes
from organisation.models import Commitment, Department, User

SHOWN = 25


@dataclass(frozen=True)
class Standing:
    """What is known of one promise; lists hold at most twenty-five lines, the newest first."""

    levels: Sequence[Rating]
    """The validated level of each department, year by year."""
    actions: Sequence[Action]
    reports: Sequence[Malfunction]
    ideas: Sequence[Idea]
    themes: Sequence[Theme]
    """The themes members speak of that touch this promise."""

    @property
    def is_silent(self) -> bool:
        """Nothing was ever said of it, and nothing done."""
        return not (self.levels or self.actions or self.reports or self.ideas)


def standing(session: Session, user: User, code: str) -> Standing:
    """All that this person may read about the promise of this code, whatever the charter's version."""
    touching = [theme for theme in themes() if code in theme.commitments]
    return Standing(
        levels=_levels(session, user, code),
        actions=_actions(session, user, code, [theme.code for theme in touching]),
        reports=_reports(session, user, code),
        ideas=_ideas(session, user, code),
        themes=touching,
    )


def _of(code: str) -> Any:
    return sa.select(col(Commitment.id)).where(col(Commitment.code) == code)


def _levels(session: Session, user: User, code: str) -> list[Rating]:
    found = session.exec(
        select(Rating)
        .join(Assessment)
        .join(Campaign)
        .join(Department, col(Department.id) == Assessment.department_id)
        .options(
            contains_eager(Rating.assessment).contains_eager(Assessment.campaign),  # type: ignore[arg-type]
            contains_eager(Rating.assessment).contains_eager(Assessment.department),  # type: ignore[arg-type]
        )
        .where(col(Rating.commitment_id).in_(_of(code)), col(Rating.validated).is_not(None))
        .order_by(col(Campaign.year).desc(), col(Department.name))
    )
    return [rating for rating in found if may_read(user, rating.assessment)]


def _actions(session: Session, user: User, code: str, touching: Sequence[str]) -> Sequence[Action]:
    promise = _of(code)
    caused = (
        sa.select(col(Cause.action_id))
        .outerjoin(Rating, col(Rating.id) == Cause.rating_id)
        .outerjoin(Malfunction, col(Malfunction.id) == Cause.malfunction_id)
        .outerjoin(Idea, col(Idea.id) == Cause.idea_id)
        .outerjoin(TopicDecision, col(TopicDecision.id) == Cause.topic_decision_id)
        .where(
            sa.or_(
                col(Cause.commitment_id).in_(promise),
                col(Rating.commitment_id).in_(promise),
                col(Malfunction.commitment_id).in_(promise),
                col(Idea.commitment_id).in_(promise),
                col(TopicDecision.theme).in_(touching),
            )
        )
    )
    found = select(Action).where(col(Action.id).in_(caused), carried_out.visible_to(user))
    return session.exec(found.order_by(col(Action.id).desc()).limit(SHOWN)).all()


def _reports(session: Session, user: User, code: str) -> Sequence[Malfunction]:
    found = select(Malfunction).where(
        col(Malfunction.commitment_id).in_(_of(code)), reported.visible_to(user)
    )
    return session.exec(found.order_by(col(Malfunction.id).desc()).limit(SHOWN)).all()


def _ideas(session: Session, user: User, code: str) -> Sequence[Idea]:
    found = select(Idea).where(col(Idea.commitment_id).in_(_of(code)), deposited.visible_to(user))
    return session.exec(found.order_by(col(Idea.id).desc()).limit(SHOWN)).all()
