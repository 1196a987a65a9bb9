"""How far a plan is: each action held to the day it was approved for, what slipped, what came after the approval."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import joinedload, selectinload
from sqlmodel import Session, col, select

from actionplans.actions import story
from actionplans.bilans.execution import GIVEN_UP, Execution, Outcome, outcome_of
from actionplans.bilans.wording import foreseen
from actionplans.models import Action, ActionStatus, PlannedAction, PlanStatus, YearlyPlan
from core.french import count
from core.keys import key
from organisation.models import Department, Merger, MergerStatus

SHAPES = {
    Outcome.ON_TIME: "good",
    Outcome.LATE: "good",
    Outcome.GOING_ON: "",
    Outcome.OVERDUE: "bad",
    Outcome.GIVEN_UP: "",
}


@dataclass(frozen=True)
class Line:
    """One action of the year, and what it is held to."""

    action: Action
    held_on: date | None
    """Its due date when the plan was approved; the first one for an action that came after."""
    outcome: Outcome
    is_carried_over: bool = False
    why_outside: str = ""
    """Empty for an action of the plan."""
    came_from: str = ""
    """The department it was in before a regrouping, by name."""

    @property
    def slipped(self) -> int:
        """Days between the date it is held to and the one it has now; 0 for an earlier one."""
        if self.held_on is None or self.action.due_on is None:
            return 0
        return max(0, (self.action.due_on - self.held_on).days)

    @property
    def steps_done(self) -> int:
        """Milestones reached or cancelled."""
        return sum(one.ended_on is not None for one in self.action.milestones)

    @property
    def tone(self) -> str:
        """The shape of what became of it."""
        return SHAPES[self.outcome]


@dataclass(frozen=True)
class Followed:
    """A plan and its year: what it held, and what came beside it."""

    planned: Sequence[Line]
    added: Sequence[Line]
    """Decided after the approval, first due that year."""
    left_out: Sequence[Line]
    """Already decided when the plan was approved, first due that year, and not in it."""
    joined: Sequence[Line] = ()
    """Of a department regrouped into this one since: that plan could not hold them."""

    @property
    def done(self) -> Execution:
        """The planned actions, counted as a yearly review counts them."""
        return Execution([(line.action, line.outcome) for line in self.planned])

    @property
    def slipped(self) -> int:
        """How many planned actions have a later date than the one approved."""
        return sum(line.slipped > 0 for line in self.planned)

    @property
    def outside(self) -> Sequence[Line]:
        """What was done beside the plan, the additions first."""
        return [*self.added, *self.joined, *self.left_out]


def followed(session: Session, plan: YearlyPlan, today: date) -> Followed:
    """The plan with all its actions, in four queries whatever their number."""
    came_from = origins(session, plan.department_id)
    planned = [_planned(line, today, came_from) for line in _lines(session, plan)]
    within = {line.action.id for line in planned}
    beside = [one for one in _of_the_year(session, plan) if one.id not in within]
    outside = [_outside(plan, one, today, came_from) for one in beside] if plan.is_approved else []
    return Followed(
        planned,
        [line for line in outside if line.why_outside == ADDED],
        [line for line in outside if line.why_outside == LEFT_OUT],
        [line for line in outside if line.came_from],
    )


def origins(session: Session, department_id: int) -> dict[int, str]:
    """The actions that came to this department with another one, and that one's name."""
    wanted = select(Merger).where(
        Merger.into_id == department_id, Merger.status == MergerStatus.DONE
    )
    done = session.exec(wanted.options(joinedload(Merger.department))).all()  # type: ignore[arg-type]
    return {number: one.department.name for one in done for number in one.moved["actions"]}


ADDED, LEFT_OUT = "décidée depuis l’approbation", "décidée avant, laissée hors du plan"
_WHOLE: tuple[Any, ...] = (
    joinedload(Action.owner),  # type: ignore[arg-type]
    selectinload(Action.milestones),  # type: ignore[arg-type]
)


def _lines(session: Session, plan: YearlyPlan) -> Sequence[PlannedAction]:
    wanted = select(PlannedAction).join(Action).where(PlannedAction.plan_id == plan.id)
    action = joinedload(PlannedAction.action)  # type: ignore[arg-type]
    return session.exec(
        wanted.options(
            action.joinedload(Action.owner),  # type: ignore[arg-type]
            action.selectinload(Action.milestones),  # type: ignore[arg-type]
        ).order_by(col(PlannedAction.due_on), col(Action.due_on), col(Action.id))
    ).all()


def _of_the_year(session: Session, plan: YearlyPlan) -> Sequence[Action]:
    first, last = date(plan.year, 1, 1), date(plan.year, 12, 31)
    wanted = select(Action).where(
        Action.department_id == plan.department_id,
        col(Action.first_due_on).between(first, last),
        Action.status != ActionStatus.REFUSED,
    )
    return session.exec(wanted.options(*_WHOLE).order_by(col(Action.due_on), col(Action.id))).all()


def _planned(line: PlannedAction, today: date, came_from: Mapping[int, str]) -> Line:
    held_on = line.due_on or line.action.due_on
    outcome = held(line.action, held_on, today)
    origin = came_from.get(line.action_id, "")
    return Line(line.action, held_on, outcome, line.is_carried_over, came_from=origin)


def held(action: Action, held_on: date | None, today: date) -> Outcome:
    """What became of it, against the day it is held to."""
    if action.status in GIVEN_UP or held_on is None:
        return outcome_of(action, today)
    if action.done_on is not None:
        return Outcome.ON_TIME if action.done_on <= held_on else Outcome.LATE
    return Outcome.GOING_ON if today <= held_on else Outcome.OVERDUE


def _outside(plan: YearlyPlan, action: Action, today: date, came_from: Mapping[int, str]) -> Line:
    assert plan.approved_at is not None
    outcome = outcome_of(action, today)
    if origin := came_from.get(key(action)):
        why = f"venue de {origin} avec le regroupement"
        return Line(action, action.first_due_on, outcome, why_outside=why, came_from=origin)
    approved_on = story.today(plan.approved_at)
    is_later = action.decided_on is None or action.decided_on >= approved_on
    why = ADDED if is_later else LEFT_OUT
    return Line(action, action.first_due_on, outcome, why_outside=why)


@dataclass(frozen=True)
class YearBefore:
    """The plan of the year before, approved then: what the next year starts from."""

    plan: YearlyPlan
    sentence: str


def year_before(session: Session, department_id: int, year: int, today: date) -> YearBefore | None:
    """How the plan of the year before ended; None when there was none, or nobody approved it."""
    wanted = select(YearlyPlan).where(
        YearlyPlan.department_id == department_id,
        YearlyPlan.year == year - 1,
        col(YearlyPlan.approved_at).is_not(None),
    )
    plan = session.exec(wanted).first()
    return YearBefore(plan, sentence(followed(session, plan, today))) if plan else None


def taken_up(session: Session, plan: YearlyPlan) -> Sequence[YearlyPlan]:
    """The plans of departments regrouped into this one that this plan took up, never approved."""
    regrouped = select(Department.id).where(Department.merged_into_id == plan.department_id)
    wanted = select(YearlyPlan).where(
        YearlyPlan.status == PlanStatus.JOINED,
        YearlyPlan.year == plan.year,
        col(YearlyPlan.department_id).in_(regrouped),
    )
    whole = wanted.options(joinedload(YearlyPlan.department))  # type: ignore[arg-type]
    return session.exec(whole.order_by(col(YearlyPlan.id))).all()


# ---------------------------------------------------------------- in words


def sentence(found: Followed) -> str:
    """« 7 actions prévues : 4 réalisées à temps… 2 échéances ont glissé. 1 action ajoutée depuis l’approbation. »"""
    if not found.planned:
        return "Le plan ne prévoit aucune action."
    said = [foreseen(found.done), _slips(found.slipped)]
    if found.added:
        more = count(len(found.added), "action ajoutée", "actions ajoutées")
        said.append(f"{more} depuis l’approbation.")
    return " ".join(said)


def _slips(number: int) -> str:
    if number == 0:
        return "Aucune échéance n’a glissé."
    return f"{count(number, 'échéance a glissé', 'échéances ont glissé')}."
