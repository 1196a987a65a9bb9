"""Decide on a theme seen over a period: an action, or none with its reason and the day it is reviewed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload
from sqlmodel import Session, col, select

from actionplans.actions import actions, not_acting
from actionplans.models import (
    CLOSED_STATUSES,
    Action,
    ActionStatus,
    Cause,
    Decision,
    TopicDecision,
)
from analysis.indicators import measures
from analysis.indicators.measures import Voices
from analysis.themes.themes import OTHER, Theme, themes
from core.clock import PARIS
from core.errors import Refused
from core.keys import key
from organisation import journal
from organisation.models import Department, User
from organisation.rights import Right, may
from organisation.words import DEEDS

DEEDS.update({"decide_topic": "thème décidé"})

SIGNIFICANT = 10  # voices in a quarter from which a theme calls for a decision (§3.4.3)
TIME_TO_DECIDE = timedelta(days=30)  # after the quarter's end (§4.2)
LOCK = 7_415_002  # any constant: two decisions on one theme queue behind it on PostgreSQL
DEAD = (ActionStatus.REFUSED, ActionStatus.ABANDONED, ActionStatus.MERGED)


@dataclass(frozen=True)
class Subject:
    """What is decided upon: a theme over the days `since` to `until`, both included."""

    theme: Theme
    since: date
    until: date


def decide_action(
    session: Session, subject: Subject, title: str, department: Department, by: User, now: datetime
) -> Action:
    """Something will be done: a decision, and the action proposed to a department."""
    decision = _new(session, subject, Decision.ACTION, by, now)
    session.add(decision)
    session.flush()
    _write(session, decision, by, now, "une action")
    return actions.propose(session, title, department, [decision], by, now)


def decide_no_action(
    session: Session, subject: Subject, reason: str, review_on: date, by: User, now: datetime
) -> TopicDecision:
    """Nothing will be done for now: why, and when that will be looked at again."""
    not_acting.expect_motivated(reason, review_on, now.astimezone(PARIS).date())
    decision = _new(session, subject, Decision.NO_ACTION, by, now)
    decision.reason, decision.review_on = reason.strip(), review_on
    session.add(decision)
    session.flush()
    _write(session, decision, by, now, "pas d’action, réexamen prévu")
    return decision


def _new(
    session: Session, subject: Subject, decision: Decision, by: User, now: datetime
) -> TopicDecision:
    if not may(by, Right.DECIDE_TOPICS):
        raise Refused("Seuls le référent qualité et la direction décident d’un thème.")
    if subject.since > subject.until:
        raise Refused("La période finit avant de commencer : corrigez ses deux dates.")
    _one_at_a_time(session)
    _check_still_open(session, subject, decision, now.astimezone(PARIS).date())
    voices = voices_of(session, subject)
    return TopicDecision(
        theme=subject.theme.code,
        period_start=subject.since,
        period_end=subject.until,
        decision=decision,
        voices=voices.count,
        satisfaction=voices.satisfaction,
        decided_by_id=key(by),
        decided_at=now,
    )


def _one_at_a_time(session: Session) -> None:
    # SQLite's writers already wait for each other.
    if session.get_bind().dialect.name == "postgresql":
        session.connection().execute(sa.select(sa.func.pg_advisory_xact_lock(LOCK)))


def _check_still_open(session: Session, subject: Subject, wanted: Decision, today: date) -> None:
    """One may still choose to act after choosing not to; nothing else is decided twice."""
    standing = in_force(session, subject, today)
    if standing is None:
        return
    if standing.decision is Decision.ACTION or wanted is Decision.NO_ACTION:
        raise Refused("Ce thème est déjà décidé pour cette période : suivez ce qu’il devient.")


def _write(session: Session, decision: TopicDecision, by: User, now: datetime, what: str) -> None:
    details = f"{decision.theme}, {decision.period_start} – {decision.period_end} : {what}"
    journal.write(session, now, by, "decide_topic", f"decision {decision.id}", details)


# ---------------------------------------------------------------- reading


@dataclass(frozen=True)
class Made:
    """A decision and the actions that came of it."""

    decision: TopicDecision
    actions: tuple[Action, ...] = ()

    def holds(self, today: date) -> bool:
        """No action until a day still to come, or an action that was neither refused nor dropped."""
        if self.decision.decision is Decision.NO_ACTION:
            return self.decision.review_on is not None and self.decision.review_on > today
        return any(action.status not in DEAD for action in self.actions)

    def is_to_review(self, today: date) -> bool:
        """No action was decided, and the day to look at it again has come."""
        return self.decision.decision is Decision.NO_ACTION and not self.holds(today)

    def answers(self, since: date, today: date) -> bool:
        """Whether what members said since that day still calls for nothing more."""
        if not self.holds(today):
            return False
        is_going_on = any(not action.status.is_closed for action in self.actions)
        no_action = self.decision.decision is Decision.NO_ACTION
        return no_action or is_going_on or self.decision.period_end >= since


def made(session: Session, *conditions: Any) -> list[Made]:
    """Decisions that meet these conditions on TopicDecision, newest first, with their actions."""
    found = session.exec(
        select(TopicDecision)
        .where(*conditions)
        .options(joinedload(TopicDecision.decided_by))  # type: ignore[arg-type]
        .order_by(col(TopicDecision.id).desc())
    ).all()
    came = actions_from(session, [key(decision) for decision in found])
    return [Made(decision, tuple(came.get(key(decision), ()))) for decision in found]


def actions_from(session: Session, decision_ids: Sequence[int]) -> dict[int, list[Action]]:
    """The actions that each of these decisions gave rise to."""
    causes = select(Cause).where(col(Cause.topic_decision_id).in_(decision_ids))
    with_action = causes.options(
        joinedload(Cause.action).options(  # type: ignore[arg-type]
            joinedload(Action.owner),  # type: ignore[arg-type]
            joinedload(Action.department),  # type: ignore[arg-type]
        )
    ).order_by(col(Cause.id))
    found: dict[int, list[Action]] = {}
    for cause in session.exec(with_action):
        found.setdefault(cause.topic_decision_id or 0, []).append(cause.action)
    return found


def in_force(session: Session, subject: Subject, today: date) -> TopicDecision | None:
    """What holds today for exactly this theme and this period."""
    same = made(
        session,
        TopicDecision.theme == subject.theme.code,
        TopicDecision.period_start == subject.since,
        TopicDecision.period_end == subject.until,
    )
    return next((one.decision for one in same if one.holds(today)), None)


def about(session: Session, theme: Theme) -> list[Made]:
    """All that was decided on a theme, newest first."""
    return made(session, TopicDecision.theme == theme.code)


def voices_of(session: Session, subject: Subject) -> Voices:
    """How many members spoke of it over the period, and how content they were."""
    spoken = measures.voices(session, subject.since, subject.until)
    return spoken.get(subject.theme.code, Voices())


# ---------------------------------------------------------------- what waits for a decision


@dataclass(frozen=True)
class Waiting:
    """A theme that ten members or more spoke of in a quarter, and nothing is decided."""

    subject: Subject
    voices: Voices
    due_on: date


def to_decide(
    session: Session,
    today: date,
    decided: Sequence[Made] | None = None,
    spoken: dict[date, dict[str, Voices]] | None = None,
) -> list[Waiting]:
    """Themes that wait for a decision, one line each, for the oldest quarter that calls for it.

    `decided` and `spoken` spare a reading where the caller has the decisions that still count (see
    `counting`), and the voices of both quarters.
    """
    current = measures.quarter_of(today)
    previous = measures.quarter_of(current[0] - timedelta(days=1))
    known = counting(session, previous[0], today) if decided is None else decided
    if spoken is None:
        spoken = measures.voices_by_quarter(session, previous[0], current[1])
    waiting: dict[str, Waiting] = {}
    for since, until in (previous, current):
        said = spoken.get(since, {})
        for theme in significant(said):
            answered = any(
                one.answers(since, today) for one in known if one.decision.theme == theme.code
            )
            if not answered and theme.code not in waiting:
                subject = Subject(theme, since, until)
                waiting[theme.code] = Waiting(subject, said[theme.code], until + TIME_TO_DECIDE)
    return list(waiting.values())


def counting(session: Session, since: date, today: date) -> list[Made]:
    """Decisions that may still answer for something: of a period since that day, or that hold today."""
    still_no = (col(TopicDecision.decision) == Decision.NO_ACTION) & (
        col(TopicDecision.review_on) > today
    )
    going_on = (
        sa.select(col(Cause.topic_decision_id))
        .join(Action)
        .where(
            col(Cause.topic_decision_id).is_not(None),
            col(Action.status).not_in(list(CLOSED_STATUSES)),
        )
    )
    return made(
        session,
        sa.or_(
            col(TopicDecision.period_end) >= since,
            still_no,
            col(TopicDecision.id).in_(going_on),
        ),
    )


def newest(session: Session) -> list[Made]:
    """The last thing decided on each theme."""
    return made(session, col(TopicDecision.id).in_(_newest()))


def _newest() -> Any:
    return sa.select(sa.func.max(col(TopicDecision.id))).group_by(col(TopicDecision.theme))


def to_review(session: Session, today: date) -> Sequence[TopicDecision]:
    """Decisions not to act that nothing has followed, and whose day to look again has come."""
    found = select(TopicDecision).where(
        col(TopicDecision.id).in_(_newest()),
        TopicDecision.decision == Decision.NO_ACTION,
        col(TopicDecision.review_on) <= today,
    )
    return session.exec(found.order_by(col(TopicDecision.id).desc())).all()


def significant(spoken: dict[str, Voices]) -> list[Theme]:
    """The themes that enough members spoke of to call for a decision; never « autre »."""
    return [
        theme
        for theme in themes()
        if theme.code != OTHER and spoken.get(theme.code, Voices()).count >= SIGNIFICANT
    ]
