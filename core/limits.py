"""How many times something may be tried in an hour; counted in the database, by nobody's address."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from core.errors import TooMany
from core.models import Attempts

HOUR = "%Y-%m-%dT%H"


def check(session: Session, what: str, now: datetime, at_most: int) -> None:
    """TooMany when this hour's attempts are used up; counts nothing."""
    row = session.get(Attempts, (what, now.strftime(HOUR)))
    if row and row.number >= at_most:
        raise TooMany("Trop d’essais en peu de temps. Attendez une heure, ou appelez-nous.")


def count(session: Session, what: str, now: datetime) -> None:
    """Count one more attempt, two at the same instant included."""
    hour = now.strftime(HOUR)
    if session.get(Attempts, (what, hour)) is None:
        session.add(Attempts(what=what, hour=hour, number=0))
        session.flush()
    here = sa.and_(col(Attempts.what) == what, col(Attempts.hour) == hour)
    session.connection().execute(
        sa.update(Attempts).where(here).values(number=col(Attempts.number) + 1)
    )


def forget(session: Session, now: datetime) -> None:
    """Erase the counts of hours past."""
    before = now.strftime(HOUR)
    for row in session.exec(select(Attempts).where(col(Attempts.hour) < before)):
        session.delete(row)
