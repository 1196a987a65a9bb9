"""How many times something may be tried in an hour, two at the same instant included."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
from sqlmodel import Session, select

from core import limits
from core.database import make_engine, open_session
from core.errors import TooMany
from core.models import Attempts

TEN_TO = datetime(2027, 3, 15, 9, 50, tzinfo=UTC)


def used_up(session: Session, what: str = "codes", times: int = 3) -> None:
    for _ in range(times):
        limits.check(session, what, TEN_TO, at_most=3)
        limits.count(session, what, TEN_TO)


def test_the_last_attempt_allowed_is_allowed_and_the_next_is_not(session: Session) -> None:
    used_up(session)
    with pytest.raises(TooMany, match="Attendez une heure"):
        limits.check(session, "codes", TEN_TO, at_most=3)


def test_asking_counts_nothing(session: Session) -> None:
    for _ in range(10):
        limits.check(session, "codes", TEN_TO, at_most=1)


def test_each_thing_has_its_own_count(session: Session) -> None:
    used_up(session)
    limits.check(session, "receipts", TEN_TO, at_most=3)


def test_the_next_hour_starts_anew(session: Session) -> None:
    used_up(session)
    limits.check(session, "codes", TEN_TO + timedelta(minutes=10), at_most=3)


def test_hours_past_are_forgotten_and_this_one_is_not(session: Session) -> None:
    limits.count(session, "codes", TEN_TO - timedelta(hours=1))
    used_up(session)
    limits.forget(session, TEN_TO)
    session.flush()
    assert [row.number for row in session.exec(select(Attempts))] == [3]


def test_forty_attempts_at_the_same_instant_are_forty(database_url: str) -> None:
    engine = make_engine(database_url)

    def attempt(_: int) -> None:
        with open_session(engine) as session:
            limits.count(session, "codes", TEN_TO)
            session.commit()

    with ThreadPoolExecutor(8) as people:
        list(people.map(attempt, range(40)))
    with engine.connect() as connection:
        assert connection.scalar(sa.select(sa.func.sum(Attempts.__table__.c.number))) == 40
    engine.dispose()
