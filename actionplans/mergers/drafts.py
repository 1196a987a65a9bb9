"""The plans that nobody has approved yet, when their department is regrouped: taken up by the plan of the department it joins.

Their actions become lines of that plan, where their origin is told; a plan that waited for management is to be read again, and goes back
to its department. An approved plan never changes: beside it, the actions that came are told apart. The plan taken up stays readable as it
was; so does what it aimed at.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy.orm import selectinload
from sqlmodel import Session, col, select

from actionplans.models import PlannedAction, PlanStatus, YearlyPlan
from actionplans.plans import plans, preparing
from core.french import count
from core.keys import key
from organisation.models import Department, Merger

Moved = dict[str, Any]
"""What became of one plan, as it is kept with the regrouping."""
NOT_APPROVED = (PlanStatus.IN_PREPARATION, PlanStatus.SUBMITTED)


def of(session: Session, place: Department) -> Sequence[YearlyPlan]:
    """Those of this department, the oldest first."""
    wanted = select(YearlyPlan).where(
        YearlyPlan.department_id == place.id, col(YearlyPlan.status).in_(NOT_APPROVED)
    )
    whole = wanted.options(selectinload(YearlyPlan.lines).joinedload(PlannedAction.action))  # type: ignore[arg-type]
    return session.exec(whole.order_by(col(YearlyPlan.year))).all()


def counted(session: Session, place: Department) -> tuple[str, int]:
    """« 1 plan pas encore approuvé », and how many."""
    n = len(of(session, place))
    return count(n, "plan pas encore approuvé", "plans pas encore approuvés"), n


def move(session: Session, merger: Merger) -> list[Moved]:
    """Once the actions have moved: take up each plan; what was done of each."""
    return [_take_up(session, plan, merger) for plan in of(session, merger.department)]


def _take_up(session: Session, plan: YearlyPlan, merger: Merger) -> Moved:
    moved: Moved = {"plan": key(plan), "was": plan.status.value, "subject": plans.subject(plan)}
    plan.status = PlanStatus.JOINED
    plan.version += 1
    if (
        plan.year >= merger.day.year
    ):  # an older one was forgotten: its actions have moved, and that is enough
        moved |= _add(session, plan, merger)
    session.flush()
    return moved


def _add(session: Session, plan: YearlyPlan, merger: Merger) -> Moved:
    into = plans.of(session, merger.into_id, plan.year)
    is_new = into is None
    into = into or _begun(session, plan, merger)
    moved: Moved = {"into": key(into), "is_new": is_new, "into_was": into.status.value, "added": []}
    moved["into_subject"] = plans.subject(into)
    if into.status in NOT_APPROVED:
        held = {line.action_id for line in into.lines}
        goes = [one for one in plan.lines if one.action.department_id == merger.into_id]
        added = [one for one in goes if one.action_id not in held]
        for one in added:
            line = PlannedAction(
                plan_id=key(into),
                action_id=one.action_id,
                is_carried_over=one.is_carried_over,
            )
            line.action = one.action
            into.lines.append(line)
        into.status = PlanStatus.IN_PREPARATION
        into.version += 1
        moved["added"] = [one.action_id for one in added]
    return moved


def _begun(session: Session, plan: YearlyPlan, merger: Merger) -> YearlyPlan:
    """Nobody had begun the plan of the department that is joined: it begins as any other does."""
    into = YearlyPlan(
        department_id=merger.into_id,
        year=plan.year,
        prepared_by_id=plan.prepared_by_id,
        prepared_at=plan.prepared_at,
    )
    into.department = merger.into
    session.add(into)
    session.flush()
    preparing.fill(session, into)
    session.flush()
    return into


def put_back(session: Session, moved: Iterable[Moved]) -> None:
    """Each plan as it was, and the plan that took it up as it was."""
    for one in moved:
        plan = session.get(YearlyPlan, one["plan"])
        assert plan is not None
        plan.status = PlanStatus(one["was"])
        plan.version += 1
        into = session.get(YearlyPlan, one["into"]) if "into" in one else None
        if into is not None and one["is_new"]:
            session.delete(into)
        elif into is not None:
            into.lines = [line for line in into.lines if line.action_id not in one["added"]]
            into.status = PlanStatus(one["into_was"])
            into.version += 1
    session.flush()


def subjects(moved: Iterable[Moved]) -> list[str]:
    """How the journal names the plans on both sides."""
    return [one[name] for one in moved for name in ("subject", "into_subject") if name in one]
