"""Six months after a report is closed (improvement §4.3): who told it confidentially is forgotten, the files of every report are erased.

What it says, its names masked, stays. What a file shows cannot be masked: it goes, signed or not. A report joined to an
earlier one is closed with it; one sent to an official channel is forgotten six months after it was told. One that was signed keeps
its name: its author chose to show it.
"""

from datetime import date, datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from actionplans.models import Malfunction, MalfunctionFile, MalfunctionStatus, ReportMode
from core.clock import PARIS
from core.jobs import Job

KEPT = timedelta(days=183)  # time to reopen, to ask, to thank


def forget_reporters(session: Session, now: datetime) -> int:
    """Erase who told what has been closed for six months, and its files; return how many names and files."""
    before = now.astimezone(PARIS).date() - KEPT
    forgotten = (
        sa.update(Malfunction)
        .where(
            col(Malfunction.id).in_(_closed(before)),
            col(Malfunction.mode) == ReportMode.CONFIDENTIAL,
            col(Malfunction.reporter_id).is_not(None),
        )
        .values(reporter_id=None)
        .execution_options(synchronize_session="fetch")
    )
    erased = sa.delete(MalfunctionFile).where(
        col(MalfunctionFile.malfunction_id).in_(_closed(before))
    )
    return _changed(session, forgotten) + _changed(session, erased)


def _closed(before: date) -> "sa.Select[int | None]":
    """The reports closed before this day, or joined to one that was, or told before it and sent to an official channel."""
    earlier = aliased(Malfunction)
    return (
        sa.select(col(Malfunction.id))
        .outerjoin(earlier, col(earlier.id) == col(Malfunction.joined_to_id))
        .where(
            sa.or_(
                sa.func.coalesce(earlier.closed_on, col(Malfunction.closed_on)) < before,
                sa.and_(
                    col(Malfunction.status) == MalfunctionStatus.REDIRECTED,
                    col(Malfunction.reported_on) < before,
                ),
            )
        )
    )


def _changed(session: Session, order: "sa.Update | sa.Delete") -> int:
    return int(session.execute(order).rowcount)  # type: ignore[attr-defined]


FORGET = Job("forget_reporters", forget_reporters)
