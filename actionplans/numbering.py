"""Numbers that follow each other within a year: « I-2027-4 »."""

from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

LOCK = 7_415_021  # any constant: those who take a number queue behind it on PostgreSQL


def next_number(session: Session, column: Any, letter: str, year: int) -> str:
    """The next number of this letter and year, nobody else's until this transaction ends."""
    # SQLite's writers already wait for each other.
    if session.get_bind().dialect.name == "postgresql":
        session.connection().execute(sa.select(sa.func.pg_advisory_xact_lock(LOCK)))
    prefix = f"{letter}-{year}-"
    rank = sa.cast(sa.func.substr(column, len(prefix) + 1), sa.Integer)
    newest = sa.select(sa.func.max(rank)).where(column.startswith(prefix))
    return f"{prefix}{(session.connection().execute(newest).scalar() or 0) + 1}"
