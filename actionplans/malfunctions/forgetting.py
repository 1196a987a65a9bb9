"""Who told a confidential report is forgotten six months after it is closed (improvement §4.3); what it says stays.

A report joined to an earlier one is closed with it. One that was signed keeps its name: its author chose to show it.
"""

from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from actionplans.models import Malfunction, ReportMode
from core.clock import PARIS
from core.jobs import Job

KEPT = timedelta(days=183)  # time to reopen, to ask, to thank


def forget_reporters(session: Session, now: datetime) -> int:
    """Erase who told what has been closed for six months; return how many."""
    before = now.astimezone(PARIS).date() - KEPT
    earlier = aliased(Malfunction)
    closed = (
        sa.select(col(Malfunction.id))
        .outerjoin(earlier, col(earlier.id) == col(Malfunction.joined_to_id))
        .where(
            col(Malfunction.mode) == ReportMode.CONFIDENTIAL,
            col(Malfunction.reporter_id).is_not(None),
            sa.func.coalesce(earlier.closed_on, col(Malfunction.closed_on)) < before,
        )
    )
    forgotten = (
        sa.update(Malfunction)
        .where(col(Malfunction.id).in_(closed))
        .values(reporter_id=None)
        .execution_options(synchronize_session="fetch")
    )
    return int(session.execute(forgotten).rowcount)  # type: ignore[attr-defined]


FORGET = Job("forget_reporters", forget_reporters)
