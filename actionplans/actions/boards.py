"""The board: actions in columns by state, the first cards of each, what moves each of them; two queries and those of their causes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload
from sqlmodel import Session, col, select

from actionplans.actions import causes, effects, lists, steps
from actionplans.actions.lists import COLUMNS, Wanted
from actionplans.models import Action, ActionStatus, Assessment, Cause, Rating
from core.french import day, due
from organisation.models import User

CARDS = 8
"""Of a column; beyond, the list says the rest better than a wall of cards."""
MOVES = ("decide", "accept", "start", "resume", "finish", "verify")
"""The steps that take a card to the next column, in the order in which they are offered."""


@dataclass(frozen=True)
class Card:
    """An action as its card tells it."""

    action: Action
    move: str
    """The step that this person may take now and that moves the card; empty when there is none."""
    cause: str
    others: int
    """Causes beyond the one that is written."""
    when: str
    tone: str

    @property
    def initials(self) -> str:
        """Of who carries it; « ? » when nobody does."""
        words = self.action.owner.name.split() if self.action.owner else []
        return "".join(word[0] for word in (words[0], words[-1])).upper() if words else "?"


@dataclass(frozen=True)
class Column:
    """A state: how many actions it holds, and the first of them."""

    code: str
    label: str
    total: int
    cards: Sequence[Card]

    @property
    def more(self) -> int:
        """Those that are not shown."""
        return self.total - len(self.cards)


def board(session: Session, user: User, wanted: Wanted, today: date) -> list[Column]:
    """The columns, for what this person may see and wants to."""
    totals = _totals(session, user, wanted, today)
    cards = [_card(action, user, today) for action in _first(session, user, wanted, today)]
    return [
        Column(code, label, totals[code], [c for c in cards if _of(c.action) == code])
        for code, label in COLUMNS.items()
    ]


def _column(today: date) -> Any:
    """The column of an action, as SQL."""
    return sa.case(*((lists.conditions(code, today), code) for code in COLUMNS))


def _of(action: Action) -> str:
    return next(code for code, held in lists.HELD.items() if action.status in held)


def _totals(session: Session, user: User, wanted: Wanted, today: date) -> dict[str, int]:
    sums = [
        sa.func.coalesce(sa.func.sum(sa.case((lists.conditions(code, today), 1), else_=0)), 0)
        for code in COLUMNS
    ]
    counted = sa.select(*sums).select_from(Action).where(*lists.narrowed(user, wanted, today))
    row = session.connection().execute(counted).one()
    return dict(zip(COLUMNS, map(int, row), strict=True))


def _first(session: Session, user: User, wanted: Wanted, today: date) -> Sequence[Action]:
    """The first cards of every column: the soonest due, or the last closed."""
    closed = col(Action.closed_on)
    order = (closed.is_(None), closed.desc(), col(Action.due_on).is_(None), col(Action.due_on))
    rank = sa.func.row_number().over(
        partition_by=_column(today), order_by=[*order, col(Action.id).desc()]
    )
    ranked = sa.select(col(Action.id).label("id"), rank.label("rank"))
    ranked = ranked.where(*lists.narrowed(user, wanted, today))
    first = ranked.subquery()
    found = select(Action).join(first, first.c.id == col(Action.id)).where(first.c.rank <= CARDS)
    return session.exec(found.options(*_whole()).order_by(first.c.rank)).all()


def _whole() -> tuple[Any, ...]:
    """What a card says, its causes included, whatever their number."""
    came = selectinload(Action.causes)  # type: ignore[arg-type]
    rated = came.joinedload(Cause.rating)  # type: ignore[arg-type]
    return (
        joinedload(Action.owner),  # type: ignore[arg-type]
        joinedload(Action.department),  # type: ignore[arg-type]
        selectinload(Action.milestones),  # type: ignore[arg-type]
        came.joinedload(Cause.topic_decision),  # type: ignore[arg-type]
        came.joinedload(Cause.malfunction),  # type: ignore[arg-type]
        came.joinedload(Cause.idea),  # type: ignore[arg-type]
        came.joinedload(Cause.commitment),  # type: ignore[arg-type]
        rated.joinedload(Rating.commitment),  # type: ignore[arg-type]
        rated.joinedload(Rating.assessment).joinedload(Assessment.department),  # type: ignore[arg-type]
    )


# ---------------------------------------------------------------- a card


def _card(action: Action, user: User, today: date) -> Card:
    said = [causes.said_of(cause) for cause in action.causes]
    return Card(
        action,
        next((name for name in MOVES if _is_open(name, action, user, today)), ""),
        said[0] if said else "",
        max(0, len(said) - 1),
        _when(action, today),
        lists.tone(action, today),
    )


def _is_open(name: str, action: Action, user: User, today: date) -> bool:
    if not steps.is_open(name, action, user):
        return False
    return name != "verify" or action.done_on is None or effects.verifiable_on(action) <= today


def _when(action: Action, today: date) -> str:
    """The date that matters in its column."""
    if action.status is ActionStatus.SUSPENDED and action.suspended_until:
        return f"suspendue jusqu’au {day(action.suspended_until)}"
    if action.closed_on:
        return f"close le {day(action.closed_on)}"
    if action.done_on:
        return f"réalisée le {day(action.done_on)}"
    if action.due_on:
        return due(action.due_on, today)
    return f"proposée le {day(action.proposed_at)}"
