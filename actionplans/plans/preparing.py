"""A plan is begun with what is left of the last one, written by the head, and handed to management."""

from collections.abc import Iterable, Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from actionplans.actions import story
from actionplans.models import Action, ActionStatus, PlannedAction, PlanStatus, YearlyPlan
from actionplans.plans import candidates, plans
from core.errors import Refused
from core.french import count
from core.keys import key
from organisation.models import Department, User
from organisation.words import DEEDS

DEEDS.update(
    {
        "open_plan": "plan annuel commencé",
        "write_plan": "plan annuel écrit",
        "submit_plan": "plan annuel soumis",
        "take_back_plan": "plan annuel repris avant décision",
    }
)
GONE = (ActionStatus.REFUSED, ActionStatus.ABANDONED, ActionStatus.MERGED)


def open_plan(
    session: Session, department: Department, year: int, by: User, now: datetime
) -> YearlyPlan:
    """Begin the plan of a year, with what was left of the last one and what is already due that year."""
    if not plans.may_prepare(session, by, key(department)):
        raise Refused("Seul le responsable de ce service prépare son plan.")
    if department.is_closed(story.today(now)):
        raise Refused(
            "Ce service est regroupé dans un autre : préparez le plan du service d’accueil."
        )
    if not story.today(now).year <= year <= story.today(now).year + 1:
        raise Refused("Un plan se prépare pour cette année ou la suivante.")
    if plans.of(session, key(department), year):
        raise Refused(f"Le plan {year} de ce service est déjà commencé : ouvrez-le.")
    return opened(session, key(department), year, by, now)


def opened(session: Session, department_id: int, year: int, by: User, now: datetime) -> YearlyPlan:
    plan = YearlyPlan(
        department_id=department_id, year=year, prepared_by_id=key(by), prepared_at=now
    )
    session.add(plan)
    session.flush()
    fill(session, plan)
    return plans.written(session, plan, "open_plan", by, now)


def fill(session: Session, plan: YearlyPlan) -> None:
    """What a plan begins with: what is left of the last one, and what is already due that year."""
    left = left_of_last(session, plan)
    due = [key(one) for one in candidates.of(session, plan) if _belongs(one, plan.year)]
    hold(plan, dict.fromkeys([*left, *due]), left)


def _belongs(action: Action, year: int) -> bool:
    return action.first_due_on is not None and action.first_due_on.year == year


def left_of_last(session: Session, plan: YearlyPlan) -> list[int]:
    """What is still to be done of last year's approved plan, and of those of departments regrouped into this one."""
    regrouped = select(Department.id).where(Department.merged_into_id == plan.department_id)
    last = (
        select(PlannedAction.action_id)
        .join(YearlyPlan)
        .join(Action)
        .where(
            sa.or_(
                col(YearlyPlan.department_id) == plan.department_id,
                col(YearlyPlan.department_id).in_(regrouped),
            ),
            Action.department_id == plan.department_id,
            YearlyPlan.year == plan.year - 1,
            col(YearlyPlan.approved_at).is_not(None),
            col(Action.status).in_(candidates.UNFINISHED),
        )
    )
    return list(session.exec(last.order_by(col(Action.due_on), col(Action.id))))


def hold(plan: YearlyPlan, action_ids: Iterable[int], carried: Sequence[int]) -> None:
    kept = {line.action_id: line for line in plan.lines}
    plan.lines = [
        kept.get(number)
        or PlannedAction(plan_id=key(plan), action_id=number, is_carried_over=number in carried)
        for number in action_ids
    ]


def write(
    session: Session,
    plan: YearlyPlan,
    aims: str,
    no_action_because: str,
    action_ids: Sequence[int],
    by: User,
    now: datetime,
) -> None:
    """Say what the year aims at, and which actions are its plan."""
    plans.expect_preparer(session, plan, by)
    plan.expect(PlanStatus.IN_PREPARATION)
    known = {key(one) for one in candidates.of(session, plan)}
    if not known.issuperset(action_ids):
        raise Refused("Une action choisie n’est plus à prévoir cette année : relisez la liste.")
    plan.aims, plan.no_action_because = aims.strip(), no_action_because.strip()
    plan.prepared_by_id, plan.prepared_at = key(by), now
    hold(plan, dict.fromkeys(action_ids), left_of_last(session, plan))
    plans.written(session, plan, "write_plan", by, now, count(len(plan.lines), "action"))


def missing(plan: YearlyPlan) -> str:
    """What keeps this plan from being submitted, as what to do; empty when nothing does."""
    if not plan.aims:
        return "Écrivez ce que le service vise cette année, en une phrase au moins."
    if not plan.lines and not plan.no_action_because:
        return "Choisissez au moins une action, ou écrivez pourquoi il n’y en a aucune."
    for line in plan.lines:
        if line.action.status in GONE:
            return f"Retirez du plan « {line.action.title} » : elle est {line.action.status.label}."
        if line.action.status is ActionStatus.PROPOSED or line.action.owner_id is None:
            return (
                f"Décidez d’abord de « {line.action.title} », ou retirez-la du plan : "
                "une action prévue a une personne, une échéance et un effet attendu."
            )
    return ""


def submit(session: Session, plan: YearlyPlan, by: User, now: datetime) -> None:
    """Hand the plan to management."""
    plans.expect_preparer(session, plan, by)
    plan.expect(PlanStatus.IN_PREPARATION)
    if what := missing(plan):
        raise Refused(what)
    plan.status, plan.returned_because = PlanStatus.SUBMITTED, ""
    plan.submitted_by_id, plan.submitted_at = key(by), now
    plans.written(session, plan, "submit_plan", by, now)


def take_back(session: Session, plan: YearlyPlan, by: User, now: datetime) -> None:
    """Take it up again before anybody has said anything of it."""
    plans.expect_preparer(session, plan, by)
    plan.expect(PlanStatus.SUBMITTED)
    plan.status = PlanStatus.IN_PREPARATION
    plans.written(session, plan, "take_back_plan", by, now)
