"""A plan is closed at the end of its year; what it taught and what it leaves open the plan and the review of the next."""

from datetime import date, datetime

from sqlmodel import Session

from actionplans.actions import story
from actionplans.models import PlanStatus, YearlyPlan
from actionplans.plans import candidates, plans, preparing
from core.errors import Refused
from core.french import count
from core.keys import key
from organisation.models import Department, User
from organisation.words import DEEDS

DEEDS["close_plan"] = "plan annuel clos"
CLOSES_FROM = (12, 1)
"""The first of December: before, a year is not over, unless every action of its plan is."""


def too_early(plan: YearlyPlan, today: date) -> str:
    """Why a plan is not closed yet; empty from the first of December, or once all its actions have ended."""
    if today >= date(plan.year, *CLOSES_FROM):
        return ""
    going_on = [line for line in plan.lines if line.action.status in candidates.UNFINISHED]
    if not going_on:
        return ""
    n = count(len(going_on), "action prévue", "actions prévues")
    return f"Ce plan se clôt à partir du 1er décembre {plan.year} : {n} à finir d’ici là."


def close(session: Session, plan: YearlyPlan, lessons: str, by: User, now: datetime) -> YearlyPlan:
    """End the year: what it taught is written, what is left goes to the plan of the year after, which is returned."""
    plans.expect(plans.objection_to_closing(plan, by))
    plan.expect(PlanStatus.APPROVED)
    plans.expect(too_early(plan, story.today(now)))
    if not (lessons := lessons.strip()):
        raise Refused("Écrivez ce que l’année a appris : la suivante commence par là.", "lessons")
    plan.status, plan.lessons = PlanStatus.CLOSED, lessons
    plan.closed_by_id, plan.closed_at = key(by), now
    plans.written(session, plan, "close_plan", by, now)
    return _next(session, plan, by, now)


def _goes_on(department: Department, today: date) -> int:
    """The department whose plan comes next: its own, or the one it was regrouped into."""
    while department.is_closed(today) and department.merged_into is not None:
        department = department.merged_into
    return key(department)


def _next(session: Session, plan: YearlyPlan, by: User, now: datetime) -> YearlyPlan:
    place = _goes_on(plan.department, story.today(now))
    following = plans.of(session, place, plan.year + 1)
    if following is None:
        author = plan.submitted_by or by  # the department's own: who closes does not prepare
        return preparing.opened(session, place, plan.year + 1, author, now)
    if following.status is PlanStatus.IN_PREPARATION:
        left = preparing.left_of_last(session, following)
        held = [line.action_id for line in following.lines]
        preparing.hold(following, dict.fromkeys([*held, *left]), left)
        session.flush()
    return following
