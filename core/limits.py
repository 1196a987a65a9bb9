"""How many times something may be tried in an hour; counted in the database, by nobody's address."""

from datetime import datetime
from typing import Any

from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col, select

from core.errors import TooMany
from core.models import Attempts

HOUR = "%Y-%m-%dT%H"
INSERT: dict[str, Any] = {"postgresql": postgresql.insert, "sqlite": sqlite.insert}


def check(session: Session, what: str, now: datetime, at_most: int) -> None:
    """TooMany when this hour's attempts are used up; counts nothing."""
    here = select(Attempts.number).where(Attempts.what == what, Attempts.hour == now.strftime(HOUR))
    if (session.exec(here).first() or 0) >= at_most:
        raise TooMany("Trop d’essais en peu de temps. Attendez une heure, ou appelez-nous.")


def count(session: Session, what: str, now: datetime) -> None:
    """Count one more attempt, two at the same instant included."""
    insert = INSERT[session.get_bind().dialect.name]
    row = insert(Attempts).values(what=what, hour=now.strftime(HOUR), number=1)
    one_more = {"number": col(Attempts.number) + 1}
    session.connection().execute(
        row.on_conflict_do_update(index_elements=["what", "hour"], set_=one_more)
    )


def forget(session: Session, now: datetime) -> None:
    """Erase the counts of hours past."""
    before = now.strftime(HOUR)
    for row in session.exec(select(Attempts).where(col(Attempts.hour) < before)):
        session.delete(row)
