"""AME-07: the plan of action is carried out, and somebody checks that it is."""

from collections.abc import Sequence
from datetime import date, timedelta

from sqlmodel import Session, col, select

from actionplans.assessments.self_checks.base import Address, Fact, Facts, of_all, of_departments
from actionplans.models import (
    Action,
    ActionStatus,
    Assessment,
    Campaign,
    PlanStatus,
    YearlyPlan,
)
from core import french

CHECKED = (ActionStatus.EFFECTIVE, ActionStatus.WITHOUT_EFFECT)
GIVEN_UP = (ActionStatus.ABANDONED, ActionStatus.MERGED, ActionStatus.REFUSED)
# Ninety days before an effect may be judged, as many to judge it.
TO_CHECK_WITHIN = timedelta(days=180)
LIMIT = "L’outil ne voit pas ce qui a été fait sans y être écrit."


def followed(session: Session, campaign: Campaign, today: date) -> Facts:
    """For each department, the actions due over the assessed period that are followed to their end."""
    own_actions = _actions(session, campaign)
    plans = _plans(session, campaign.year)
    departments = select(Assessment.department_id).where(Assessment.campaign_id == campaign.id)
    own: Facts = {
        department_id: _followed(
            own_actions.get(department_id, []),
            plans.get(department_id),
            today,
            ("plans.show", {"year": campaign.year, "department_id": department_id}),
        )
        for department_id in sorted(session.exec(departments))
    }
    words = "Services dont les actions arrivées à échéance sont faites et vérifiées"
    return {
        None: of_departments(own, words, ("plans.index", {"annee": campaign.year})),
        **own,
    }


def _followed(
    actions: Sequence[Action],
    plan: YearlyPlan | None,
    today: date,
    url: Address,
) -> Fact:
    said = f"Plan de l’année : {plan.status.label}." if plan else "Aucun plan pour l’année."
    if not actions:
        return Fact(f"{said} Aucune action n’arrivait à échéance sur la période.", url, limit=LIMIT)
    late = sum(is_dropped(action, today) for action in actions)
    checked = sum(action.status in CHECKED for action in actions)
    counted = french.count(len(actions), "action arrivée à échéance", "actions arrivées à échéance")
    said = (
        f"{said} {counted} sur la période : {french.count(checked, 'vérifiée')}, "
        f"{french.count(late, 'laissée')} en retard ou sans vérification."
    )
    return Fact(said, url, of_all(len(actions) - late, len(actions)), limit=LIMIT)


def is_dropped(action: Action, today: date) -> bool:
    """Past its date and not done, or done and never checked."""
    if action.status in CHECKED:
        return False
    if action.status is ActionStatus.DONE and action.done_on is not None:
        return today > action.done_on + TO_CHECK_WITHIN
    return action.due_on is not None and action.due_on < today


def _actions(session: Session, campaign: Campaign) -> dict[int, list[Action]]:
    due = select(Action).where(
        col(Action.due_on).between(campaign.period_start, campaign.period_end),
        col(Action.status).not_in(GIVEN_UP),
    )
    found: dict[int, list[Action]] = {}
    for action in session.exec(due):
        found.setdefault(action.department_id, []).append(action)
    return found


def _plans(session: Session, year: int) -> dict[int, YearlyPlan]:
    """The plans of the year; one in preparation is no plan yet."""
    found = select(YearlyPlan).where(
        YearlyPlan.year == year,
        col(YearlyPlan.status).not_in((PlanStatus.IN_PREPARATION, PlanStatus.JOINED)),
    )
    return {plan.department_id: plan for plan in session.exec(found)}
