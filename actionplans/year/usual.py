"""The usual steps of the officer's year, from the file beside, and the facts that say by themselves that one is done."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import sqlalchemy as sa
import yaml
from sqlmodel import Session, col, select

from actionplans.assessments import campaigns
from actionplans.models import Assessment, Bilan, Campaign, YearlyPlan
from core import working_days
from core.clock import PARIS

FILE = Path(__file__).with_name("usual.yaml")


@dataclass(frozen=True)
class Usual:
    """One step that comes back every year."""

    code: str
    month: int
    day: int
    title: str
    detail: str
    url: str = ""
    fact: str = ""

    def due_on(self, year: int) -> date:
        """Its day in that year, where nobody moved it: the first working day from the one in the file."""
        return working_days.first_from(date(year, self.month, self.day))


@cache
def steps() -> dict[str, Usual]:
    """All of them, by code, in the order of the year."""
    lines: list[dict[str, Any]] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return {line["code"]: Usual(**line) for line in lines}


def facts(session: Session, year: int) -> dict[str, date]:
    """The day each fact became true for that year; what is not true yet is not there."""
    campaign = session.exec(campaigns.begun().where(Campaign.year == year)).first()
    found = {
        "campaign_opened": campaign.opened_on if campaign else None,
        "campaign_closed": campaign.due_on if campaign and not campaign.is_open else None,
        "bilans_signed": _signed(session, year - 1),
        "plans_approved": _approved(session, year),
    }
    return {name: on for name, on in found.items() if on is not None}


def _signed(session: Session, year: int) -> date | None:
    """The day the last review of that year was signed, once every department's is."""
    assessed = select(sa.func.count()).select_from(Assessment).join(Campaign)
    expected, signed, newest = session.exec(
        select(
            assessed.where(Campaign.year == year).scalar_subquery(),
            sa.func.count(sa.distinct(col(Bilan.department_id))),
            sa.func.max(col(Bilan.signed_at)),
        ).where(Bilan.year == year, Bilan.version == 1)
    ).one()
    if not expected or signed < expected or newest is None:
        return None
    day: date = newest.astimezone(PARIS).date()
    return day


def _approved(session: Session, year: int) -> date | None:
    """The day the last plan of that year was approved, once all those begun are."""
    plans, approved, newest = session.exec(
        select(
            sa.func.count(),
            sa.func.count(col(YearlyPlan.approved_at)),
            sa.func.max(col(YearlyPlan.approved_at)),
        ).where(YearlyPlan.year == year)
    ).one()
    if not plans or approved < plans or newest is None:
        return None
    day: date = newest.astimezone(PARIS).date()
    return day
