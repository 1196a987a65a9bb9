"""Builders of what members said around an action that is closed, and of what the night found of it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlmodel import Session, select

from actionplans.models import Action, Return
from actionplans.returns import looking
from analysis.models import Verbatim, Voice
from survey.models import Grain
from tests.action_builders import Fund, make_closed_action
from tests.analysis_builders import make_verbatim
from tests.survey_builders import make_reply

# Decided in February 2026 on three months, done that day, closed in May: before is November to January,
# after is March to May, and the quarter looked at from January 2027 is the last of 2026.
BEFORE, AFTER, THEN = date(2025, 12, 1), date(2026, 4, 1), date(2026, 11, 1)
OTHERS = "cotisations"


def make_said(
    session: Session, month: date, x: int, n: int, theme: str = "telephone", **more: Any
) -> list[Verbatim]:
    """`n` members wrote that month, of whom `x` asked for something better on the theme."""
    made = []
    for rank in range(n):
        reply = make_reply(session, period_start=month, grain=Grain.MONTH)
        said = theme if rank < x else OTHERS
        values: dict[str, Any] = {"voice": Voice.SUGGESTION, **(more if rank < x else {})}
        made.append(make_verbatim(session, said, reply=reply, period_start=month, **values))
    return made


def make_old(session: Session, fund: Fund, now: datetime, **more: Any) -> Action:
    """An action on the telephone, decided for the last quarter of 2025 and closed in May 2026."""
    action = make_closed_action(session, fund, now.replace(year=2026, month=2, day=10), **more)
    session.refresh(action)
    decision = action.causes[0].topic_decision
    assert decision is not None
    decision.period_start, decision.period_end = date(2025, 10, 1), date(2025, 12, 31)
    session.flush()
    return action


def make_back(session: Session, fund: Fund, now: datetime, **more: Any) -> Action:
    """The same, its subject back: 20 %, then 5 %, then 25 %."""
    action = make_old(session, fund, now, **more)
    make_said(session, BEFORE, 16, 80)
    make_said(session, AFTER, 4, 80)
    make_said(session, THEN, 20, 80)
    look(session, fund, now)
    session.refresh(action)
    session.commit()
    return action


def look(session: Session, fund: Fund, now: datetime) -> None:
    """The night, which ends its transactions itself; the people of the fund are then as pages find them."""
    session.commit()
    looking.look(session, now)
    for row in (*fund.people.values(), fund.department, fund.other):
        session.refresh(row)
    session.commit()


def looked_at(session: Session) -> list[Return]:
    return list(session.exec(select(Return).order_by(Return.id)))  # type: ignore[arg-type]
