"""The list of actions: what is to decide, going on, late, to verify, closed; and the same rows as CSV."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload
from sqlmodel import Session, col, select

from actionplans.actions import actions, steps
from actionplans.models import CLOSED_STATUSES, Action, ActionStatus
from core.csv_files import Cell
from organisation.models import Department, User

GOING_ON = (ActionStatus.DECIDED, ActionStatus.IN_PROGRESS, ActionStatus.SUSPENDED)
WAITING = (ActionStatus.DECIDED, ActionStatus.IN_PROGRESS)
STATES = {
    "": "Toutes",
    "a-decider": "À décider",
    "en-cours": "En cours",
    "en-retard": "En retard",
    "a-verifier": "À vérifier",
    "closes": "Closes",
}
COLUMNS = {
    "a-decider": "Proposées",
    "a-commencer": "Décidées",
    "commencees": "En cours",
    "a-verifier": "À vérifier",
    "closes": "Closes",
}
"""The columns of the board, from one end of an action's life to the other."""
HELD: dict[str, Collection[ActionStatus]] = {
    "a-decider": (ActionStatus.PROPOSED,),
    "a-commencer": (ActionStatus.DECIDED,),
    "commencees": (ActionStatus.IN_PROGRESS, ActionStatus.SUSPENDED),
    "a-verifier": (ActionStatus.DONE,),
    "closes": CLOSED_STATUSES,
    "en-cours": GOING_ON,
}
"""The states of each part of the list that is made of states alone."""
PARTS = STATES | {"a-commencer": "À commencer", "commencees": "Commencées"}
"""What the address may ask for: the filters, and what is left of a column of the board."""
SORTS = {
    "echeance": "Échéance",
    "titre": "Action",
    "service": "Service",
}


@dataclass(frozen=True)
class Wanted:
    """What part of the list: a state, a department, an order; the address of the page says it."""

    state: str = ""
    department_id: int | None = None
    sort: str = "echeance"


def conditions(state: str, today: date) -> Any:
    """The state, as a condition on Action."""
    status = col(Action.status)
    if state in HELD:
        return status.in_(HELD[state])
    is_late = sa.and_(status.in_(WAITING), col(Action.due_on) < today)
    return {"": sa.true(), "en-retard": is_late}[state]


def listed(user: User, wanted: Wanted, today: date) -> Any:
    """The actions this person may see and wants to, as a select to be cut in pages."""
    found = select(Action).join(Department).where(*narrowed(user, wanted, today))
    with_names = found.options(
        joinedload(Action.owner),  # type: ignore[arg-type]
        joinedload(Action.department),  # type: ignore[arg-type]
    )
    return with_names.order_by(*_order(wanted.sort))


def _where(user: User, department_id: int | None) -> list[Any]:
    own = [actions.visible_to(user)]
    return own if department_id is None else [*own, Action.department_id == department_id]


def narrowed(user: User, wanted: Wanted, today: date) -> list[Any]:
    """What this person may see and wants to, as conditions: for the list, the board and the calendar."""
    return [*_where(user, wanted.department_id), conditions(wanted.state, today)]


def _order(sort: str) -> list[Any]:
    newest = col(Action.id).desc()
    if sort == "titre":
        return [sa.func.lower(Action.title), newest]
    if sort == "service":
        return [sa.func.lower(Department.name), col(Action.due_on).is_(None), Action.due_on, newest]
    closed = sa.case((col(Action.status).in_(CLOSED_STATUSES), 1), else_=0)
    return [closed, col(Action.due_on).is_(None), Action.due_on, newest]


def counts(session: Session, user: User, department_id: int | None, today: date) -> dict[str, int]:
    """How many actions each filter would show, in one query."""
    sums = [
        sa.func.coalesce(sa.func.sum(sa.case((conditions(state, today), 1), else_=0)), 0)
        for state in PARTS
    ]
    where = _where(user, department_id)
    row = session.connection().execute(sa.select(*sums).select_from(Action).where(*where)).one()
    return dict(zip(PARTS, map(int, row), strict=True))


# ---------------------------------------------------------------- CSV


def exported(session: Session, user: User, wanted: Wanted, today: date) -> list[Sequence[Cell]]:
    """The rows of the list, whole."""
    found = session.exec(listed(user, wanted, today))
    return [_row(action) for action in found]


def _row(action: Action) -> Sequence[Cell]:
    return (
        action.id,
        action.title,
        action.department.name,
        action.status.label,
        action.owner.name if action.owner else "",
        action.due_on,
        action.first_due_on,
        action.due_changes,
        action.expected,
        action.done_on,
        action.closed_on,
        action.verdict.label if action.verdict else "",
    )


def tone(action: Action, today: date) -> str:
    """The shape of its state: late, to look at, well closed."""
    if action.is_late(today):
        return "bad"
    if action.status in (ActionStatus.PROPOSED, *steps.STEPS["verify"].states):
        return "watch"
    return "good" if action.status is ActionStatus.EFFECTIVE else ""
