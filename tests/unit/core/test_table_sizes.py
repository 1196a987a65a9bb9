"""The database knows how its tables are filled, and keeps no value of theirs."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session

from core import table_sizes
from survey import replies
from survey.models import EventKind
from survey.replies import Scope
from tests.queries import counted
from tests.survey_builders import make_event


def way_to_a_ledger(session: Session, now: datetime) -> str:
    """By which indexes SQLite reads the events of a day."""
    scope = Scope(since=now.date(), until=now.date(), kind=EventKind.AFFILIATION)
    with counted(session.get_bind().engine) as ran:
        replies.ledger(session, scope)
    values = ["2027-03-14", "2027-03-15", "affiliation"] * 2
    way = session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {ran[-1]}", tuple(values))
    return " ".join(str(row[3]) for row in way)


def test_the_database_reads_by_the_day_once_it_knows_its_tables(
    session: Session, now: datetime
) -> None:
    for _ in range(40):
        make_event(session)
    session.flush()
    assert "ix_life_events_happened_on" not in way_to_a_ledger(session, now)
    table_sizes.look(session, now)
    assert "ix_life_events_happened_on" in way_to_a_ledger(session, now)


def test_numbers_of_rows_are_kept_and_nothing_that_is_in_them(
    session: Session, now: datetime
) -> None:
    make_event(session, member_number="0001234")
    table_sizes.look(session, now)
    tables = sa.text("SELECT name FROM sqlite_master WHERE name LIKE 'sqlite_stat%'")
    assert "sqlite_stat1" in set(session.connection().execute(tables).scalars())
    for table in session.connection().execute(tables).scalars().all():
        rows = session.connection().execute(sa.text(f"SELECT * FROM {table}")).all()
        assert "1234" not in str(rows)
