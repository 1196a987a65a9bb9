"""Builders of yearly plans: a plan at any stage, by the product's own deeds."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlmodel import Session

from actionplans.models import Action, ActionStatus, PlanStatus, YearlyPlan
from actionplans.plans import approving, closing, preparing
from core.keys import key
from core.settings import Settings
from tests.action_builders import Fund, make_action

S = PlanStatus
AIMS = "Que chaque appel trouve une réponse le jour même."
LESSONS = "Les actions sans jalon ont glissé : les découper plus tôt."


def make_planned(session: Session, fund: Fund, now: datetime, number: int = 3) -> list[Action]:
    """Decided actions of the department, due ten days after one another."""
    return [
        make_action(
            session,
            fund,
            now,
            ActionStatus.DECIDED,
            title=f"Action du plan {chr(65 + rank)}",
            due_on=now.date() + timedelta(days=10 * (rank + 1)),
        )
        for rank in range(number)
    ]


def make_plan(
    session: Session,
    fund: Fund,
    now: datetime,
    settings: Settings,
    status: PlanStatus = S.APPROVED,
    actions: Sequence[Action] | None = None,
    year: int | None = None,
) -> YearlyPlan:
    """A plan of this year at this stage, with three actions unless others are given."""
    held = make_planned(session, fund, now) if actions is None else actions
    plan = preparing.open_plan(session, fund.department, year or now.year, fund.head, now)
    because = "" if held else "L’année est celle du déménagement."
    preparing.write(session, plan, AIMS, because, [key(one) for one in held], fund.head, now)
    if status is not S.IN_PREPARATION:
        preparing.submit(session, plan, fund.head, now)
    if status in (S.APPROVED, S.CLOSED):
        approving.approve(session, plan, settings, fund.management, now)
    if status is S.CLOSED:
        closing.close(session, plan, LESSONS, fund.officer, now.replace(month=12, day=10))
    return plan
