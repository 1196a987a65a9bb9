"""How the plan of a year was carried out: actions by what became of them, counted before they are rated."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy.orm import joinedload
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from actionplans.models import Action, ActionStatus


class Outcome(StrEnum):
    """What became of an action of the plan."""

    ON_TIME = "réalisée à temps"
    LATE = "réalisée en retard"
    GOING_ON = "en cours, dans son délai"
    OVERDUE = "en cours, en retard"
    GIVEN_UP = "abandonnée ou réunie"


DONE = {ActionStatus.DONE, ActionStatus.EFFECTIVE, ActionStatus.WITHOUT_EFFECT}
GIVEN_UP = {ActionStatus.ABANDONED, ActionStatus.MERGED}


@dataclass(frozen=True)
class Execution:
    """The actions first due in a year, with what became of each."""

    rows: Sequence[tuple[Action, Outcome]]

    def count(self, *outcomes: Outcome) -> int:
        """How many ended so."""
        return sum(outcome in outcomes for _, outcome in self.rows)

    @property
    def share(self) -> float | None:
        """Done among those that were not given up; None when there is none."""
        kept = len(self.rows) - self.count(Outcome.GIVEN_UP)
        return self.count(Outcome.ON_TIME, Outcome.LATE) / kept if kept else None

    @property
    def slipped(self) -> int:
        """How many had their due date moved, once or more."""
        return sum(action.due_changes > 0 for action, _ in self.rows)


def execution(session: Session, department_id: int, year: int, today: date) -> Execution:
    """The plan of a department: the actions whose first due date falls in the year, by that date."""
    own = _first_due_in(year).where(Action.department_id == department_id)
    return Execution([(action, outcome_of(action, today)) for action in session.exec(own)])


def of_all(session: Session, year: int, today: date) -> dict[int, Execution]:
    """The plans of every department that had one, by its key; one query."""
    found: dict[int, list[tuple[Action, Outcome]]] = {}
    every = _first_due_in(year).options(joinedload(Action.department))  # type: ignore[arg-type]
    for action in session.exec(every):
        found.setdefault(action.department_id, []).append((action, outcome_of(action, today)))
    return {department_id: Execution(rows) for department_id, rows in found.items()}


def _first_due_in(year: int) -> SelectOfScalar[Action]:
    found = select(Action).where(
        col(Action.first_due_on).between(date(year, 1, 1), date(year, 12, 31))
    )
    return found.order_by(col(Action.first_due_on), col(Action.id))


def outcome_of(action: Action, today: date) -> Outcome:
    """Held against the first due date: a date moved does not make it on time."""
    if action.status in GIVEN_UP:
        return Outcome.GIVEN_UP
    first = action.first_due_on or action.due_on
    if action.done_on is not None:
        return Outcome.ON_TIME if first is None or action.done_on <= first else Outcome.LATE
    return Outcome.GOING_ON if first is None or today <= first else Outcome.OVERDUE
