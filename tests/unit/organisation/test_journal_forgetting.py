"""The beginning of the journal goes when the fund has said so, and only then; the chain is still checked from what is left."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from sqlmodel import Session, col, select

from core import mail
from organisation import journal, journal_forgetting, journal_witness
from organisation.models import JournalEntry
from survey.privacy import retention

YEAR = timedelta(days=366)


@pytest.fixture
def entries(session: Session, now: datetime) -> list[str]:
    """A line a year for six years, the last one today."""
    for years in range(5, -1, -1):
        journal.write(session, now - years * YEAR, None, "note_action", f"action {years}")
    session.commit()
    return shown(session)


def keep_for(years: int) -> None:
    mail.init(replace(mail.fund(), JOURNAL_YEARS=years))


def shown(session: Session) -> list[str]:
    return list(session.exec(select(JournalEntry.subject).order_by(col(JournalEntry.id))))


def check(session: Session) -> tuple[JournalEntry | None, str | None]:
    """What `check-journal` looks at."""
    broken = journal.first_broken(session, journal_witness.forgotten().values())
    return broken, journal_witness.first_missing(session)


def test_by_default_nothing_is_ever_erased(
    session: Session, now: datetime, entries: list[str]
) -> None:
    assert journal_forgetting.forget(session, now) == 0
    assert shown(session) == entries


def test_what_is_older_goes_is_told_and_the_rest_still_checks(
    session: Session, now: datetime, entries: list[str]
) -> None:
    journal_witness.note(session, now)
    keep_for(3)
    assert journal_forgetting.forget(session, now) == 3
    assert shown(session) == ["action 2", "action 1", "action 0", "journal 3"]
    told = session.exec(select(JournalEntry).where(JournalEntry.deed == "forget_journal")).one()
    assert told.details.startswith("3\u00a0lignes, jusqu’au ")
    assert check(session) == (None, None)
    assert journal_forgetting.forget(session, now) == 0  # twice the same night is once


def test_whoever_erases_the_beginning_without_the_witness_is_told(
    session: Session, now: datetime, entries: list[str]
) -> None:
    session.connection().execute(sa.text("DELETE FROM journal_entries WHERE id <= 2"))
    broken, _ = check(session)
    assert broken is not None
    assert broken.subject == "action 3"


def test_a_line_changed_or_erased_after_the_beginning_went_is_told(
    session: Session, now: datetime, entries: list[str]
) -> None:
    keep_for(3)
    journal_forgetting.forget(session, now)
    journal_witness.note(session, now)
    session.connection().execute(sa.text("DELETE FROM journal_entries WHERE id = 4"))
    broken, _ = check(session)
    assert broken is not None
    assert broken.subject == "action 1"
    session.connection().execute(sa.text("DELETE FROM journal_entries"))
    assert check(session)[1] == "7"


def test_a_night_that_failed_after_the_witness_was_told_breaks_nothing(
    session: Session, now: datetime, entries: list[str]
) -> None:
    keep_for(3)
    journal_forgetting.forget(session, now)
    session.rollback()
    assert shown(session) == entries
    assert check(session) == (None, None)
    assert journal_forgetting.forget(session, now) == 3


@hypothesis_settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=20)  # fmt: skip
@given(st.integers(1, 8))
def test_nothing_young_enough_is_erased_and_the_chain_holds(
    session: Session, now: datetime, entries: list[str], years: int
) -> None:
    keep_for(years)
    journal_forgetting.forget(session, now)
    for entry in session.exec(select(JournalEntry)):
        assert entry.at >= now.replace(year=now.year - years) or entry.subject == "action 0"
    left = {line for line in shown(session) if line.startswith("action")}
    assert {f"action {n}" for n in range(6) if n < years} <= left
    assert check(session) == (None, None)
    session.rollback()


def test_a_twenty_ninth_of_february_is_counted_back(session: Session, now: datetime) -> None:
    leap = now.replace(year=2028, month=2, day=29)
    journal.write(session, leap.replace(year=2024), None, "note_action", "action 1")
    journal.write(session, leap, None, "note_action", "action 2")
    keep_for(3)
    assert journal_forgetting.forget(session, leap) == 1


@pytest.mark.parametrize(
    ("years", "said"), [(0, "sans limite"), (1, "1\u00a0an"), (5, "5\u00a0ans")]
)
def test_the_page_of_retention_says_it(settings: Any, years: int, said: str) -> None:
    keep_for(years)
    [line] = [kept for kept in retention.kept() if kept.what.startswith("Journal")]
    assert line.how_long == said
