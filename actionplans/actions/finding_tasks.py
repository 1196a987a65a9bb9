"""Findings that wait for a decision: to work on, of the last quarter that is over, that no action nor decision answers,
their own or their theme's.

Counted among those the worker kept; where it has kept none yet, nothing is said: computing them takes seconds.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlmodel import Session

from actionplans.actions.decisions import TIME_TO_DECIDE
from actionplans.actions.finding_decisions import follow_ups
from actionplans.actions.lookback import Lookback
from actionplans.my_work.tasks import Task
from actionplans.tracing.links import Address
from analysis import noticing
from analysis.finding_rules import Finding
from analysis.findings import last_quarters
from analysis.indicators import measures
from analysis.themes import voices
from core import french
from organisation.models import User
from organisation.rights import Right, may


@dataclass(frozen=True)
class Awaiting:
    """Those that wait, strongest first, in the quarter that begins on this day, as computed at this moment."""

    since: date
    at: datetime
    findings: Sequence[Finding]

    @property
    def due_on(self) -> date:
        """As for a theme: thirty days after the quarter."""
        return measures.month_start(self.since, 3) - timedelta(days=1) + TIME_TO_DECIDE


def awaiting(session: Session, user: User, today: date, year: Lookback) -> Awaiting | None:
    """What this person may read of them; None while nothing is kept."""
    since = last_quarters(today)[0]
    kept = noticing.kept(session, since)
    if kept is None or kept.at is None:
        return None
    may_read = may(user, Right.READ_VERBATIMS)
    readable = voices.readable_themes(session, user) if may_read else set[str]()
    told = [one for one in kept.found.to_work_on if one.topic is None or one.theme in readable]
    after = follow_ups(session, told, today)
    settled = year.settled(since, today)
    left = [one for one in told if not after[one.key].is_answered and one.theme not in settled]
    return Awaiting(since, kept.at, left)


def place(one: Finding, since: date) -> Address:
    """Where a finding is told, with its proof and what may be done of it."""
    return "findings.index", {"trimestre": since, "_anchor": one.key}


def finding_tasks(session: Session, user: User, today: date, year: Lookback) -> list[Task]:
    """For those who decide on themes: one line for all of them."""
    if not may(user, Right.DECIDE_TOPICS):
        return []
    found = awaiting(session, user, today, year)
    if found is None or not found.findings:
        return []
    n, first = len(found.findings), found.findings[0]
    return [
        Task(
            due_on=found.due_on,
            title=f"{french.count(n, 'constat')} du {french.quarter(found.since)} à décider",
            detail=f"{first.sentence}.",
            department="Tous",
            url=("findings.index", {"trimestre": found.since}),
            verb="Lire",
        )
    ]
