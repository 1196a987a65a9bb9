"""What is proposed today: closed actions whose subject is back, until the officer answers or something else does."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy.orm import contains_eager, joinedload
from sqlmodel import Session, col, select

from actionplans.actions import decisions, steps
from actionplans.actions.decisions import TIME_TO_DECIDE
from actionplans.actions.steps import OPEN
from actionplans.models import Action, Baseline, Return, ReturnVerdict
from actionplans.returns.looking import CLOSED
from analysis.findings import last_quarters
from core.keys import key
from organisation.models import User


@dataclass(frozen=True)
class Proposal:
    """An action to open again or not, and the subjects that are back, the first found first."""

    action: Action
    returns: tuple[Return, ...]

    @property
    def since(self) -> date:
        """The day it was first found."""
        return min(one.back_since or one.quarter for one in self.returns)

    @property
    def decide_by(self) -> date:
        return self.since + TIME_TO_DECIDE


def proposals(session: Session, today: date) -> list[Proposal]:
    """Those of the last quarter that is over; three queries, and those of decisions that still count."""
    quarter = last_quarters(today)[0]
    back = _back(session, quarter)
    if not back:
        return []
    made = decisions.counting(session, quarter, today)
    settled = {one.decision.theme for one in made if one.answers(quarter, today)}
    going_on = set(
        session.exec(select(Baseline.subject).join(Action).where(col(Action.status).in_(OPEN)))
    )
    by_action: dict[int, list[Return]] = {}
    for one in back:
        if one.baseline.theme not in settled and one.baseline.subject not in going_on:
            by_action.setdefault(one.baseline.action_id, []).append(one)
    return [Proposal(found[0].baseline.action, tuple(found)) for found in by_action.values()]


def _back(session: Session, quarter: date) -> Sequence[Return]:
    whole = contains_eager(Return.baseline).contains_eager(Baseline.action)  # type: ignore[arg-type]
    found = (
        select(Return)
        .join(Baseline)
        .join(Action)
        .where(
            Return.quarter == quarter,
            Return.verdict == ReturnVerdict.BACK,
            col(Return.answer).is_(None),
            col(Action.status).in_(CLOSED),
        )
        .options(
            whole.joinedload(Action.owner),  # type: ignore[arg-type]
            whole.joinedload(Action.department),  # type: ignore[arg-type]
            whole.joinedload(Action.decided_by),  # type: ignore[arg-type]
        )
    )
    return session.exec(found.order_by(col(Return.back_since), col(Return.id))).all()


def of_user(session: Session, user: User, today: date) -> list[Proposal]:
    """Those this person may open again."""
    return [one for one in proposals(session, today) if steps.is_open("reopen", one.action, user)]


def seen_by(session: Session, user: User, today: date) -> list[Proposal]:
    """Those of the actions this person may see."""
    return [one for one in proposals(session, today) if steps.may_see(one.action, user)]


def of_action(session: Session, action: Action, today: date) -> Proposal | None:
    """What is proposed of this one."""
    return next((one for one in proposals(session, today) if one.action.id == action.id), None)


def history(session: Session, action: Action) -> Sequence[Return]:
    """All that was looked at since it was closed, the newest first."""
    found = (
        select(Return)
        .join(Baseline)
        .where(Baseline.action_id == key(action))
        .options(contains_eager(Return.baseline), joinedload(Return.answered_by))  # type: ignore[arg-type]
    )
    return session.exec(found.order_by(col(Return.quarter).desc(), col(Return.id))).all()


def baselines(session: Session, action: Action) -> Sequence[Baseline]:
    """What was measured before it was approved."""
    found = select(Baseline).where(Baseline.action_id == key(action))
    return session.exec(found.order_by(col(Baseline.id))).all()


USUAL_TIME = timedelta(days=90)  # given to an action opened again, where nobody says otherwise
