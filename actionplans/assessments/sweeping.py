"""Files of proofs that nothing refers to: written just before a transaction that failed, swept at night.

A file is written before its row is committed: the other way round, a full disk would leave a proof without its file.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from sqlmodel import Session, col, select

from actionplans.assessments import evidence_files
from actionplans.models import Evidence
from core.jobs import Job

SPARED = timedelta(days=1)
"""A file younger than that may belong to a transaction that is not over."""


def sweep(session: Session, now: datetime) -> int:
    """Erase what no proof refers to, half-written files included; how many. What a proof refers to is never touched."""
    found = list(_untouched(now))
    if not found:
        return 0
    known = set(session.exec(select(Evidence.sha256).where(col(Evidence.sha256).is_not(None))))
    left = [file for file in found if file.name not in known]
    for file in left:
        file.unlink(missing_ok=True)
    return len(left)


def _untouched(now: datetime) -> Iterator[Path]:
    """Those nobody brought, or brought again, for a day."""
    before = (now - SPARED).timestamp()
    return (file for file in evidence_files.kept() if file.stat().st_mtime < before)


SWEEP = Job("sweep_evidence", sweep)
