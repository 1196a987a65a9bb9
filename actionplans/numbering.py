"""Numbers that follow each other within a year: « I-2027-4 »."""

from typing import Any

import sqlalchemy as sa
from sqlmodel import Session


def next_number(session: Session, column: Any, letter: str, year: int) -> str:
    """The next number of this letter and year; the column that holds them is unique."""
    prefix = f"{letter}-{year}-"
    rank = sa.cast(sa.func.substr(column, len(prefix) + 1), sa.Integer)
    newest = sa.select(sa.func.max(rank)).where(column.startswith(prefix))
    return f"{prefix}{(session.connection().execute(newest).scalar() or 0) + 1}"
