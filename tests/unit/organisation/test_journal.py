"""The journal: append-only, and a chain that tells the first line somebody changed."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import Session, select

from core.database import make_engine, open_session
from organisation import journal
from organisation.models import JournalEntry
from tests.builders import make_user


@pytest.fixture
def entries(session: Session, now: Any) -> list[JournalEntry]:
    """Five lines, by two people and by the product itself."""
    people = [make_user(session), make_user(session), None]
    written = [
        journal.write(
            session,
            now + timedelta(minutes=n),
            people[n % 3],
            "note_action",
            f"action {n % 2}",
            f"ligne {n}",
        )
        for n in range(5)
    ]
    session.commit()
    session.expire_all()
    return written


def tampered(session: Session, statement: str) -> JournalEntry | None:
    """Somebody with the database in hand changes it, behind the product's back."""
    session.connection().execute(sa.text(statement))
    session.commit()
    session.expire_all()
    return journal.first_broken(session)


def test_a_chain_nobody_touched_holds(session: Session, entries: list[JournalEntry]) -> None:
    assert journal.first_broken(session) is None


def test_an_empty_journal_holds(session: Session) -> None:
    assert journal.first_broken(session) is None


@pytest.mark.parametrize(
    "change",
    [
        "details = 'autre chose'",
        "deed = 'autre chose'",
        "subject = 'action 9'",
        "by_id = NULL",
        "by_id = 2",
        "at = '2027-03-15 09:59:00.000000'",
        "previous_hash = hash",
        "hash = 'f' || substr(hash, 2)",
    ],
)
def test_the_line_that_was_changed_is_told(
    session: Session, entries: list[JournalEntry], change: str
) -> None:
    broken = tampered(session, f"UPDATE journal_entries SET {change} WHERE id = {entries[0].id}")
    assert broken is not None
    assert broken.id in (entries[0].id, entries[1].id)


def test_a_line_taken_away_is_told_by_the_next(
    session: Session, entries: list[JournalEntry]
) -> None:
    broken = tampered(session, f"DELETE FROM journal_entries WHERE id = {entries[2].id}")
    assert broken is not None
    assert broken.id == entries[3].id


def test_a_line_changed_with_its_own_hash_made_again_breaks_the_next(
    session: Session, entries: list[JournalEntry]
) -> None:
    changed = entries[1]
    changed.details = "récrit"
    changed.hash = journal.fingerprint(changed)
    session.commit()
    broken = journal.first_broken(session)
    assert broken is not None
    assert broken.id == entries[2].id


def test_two_lines_exchanged_are_told(session: Session, entries: list[JournalEntry]) -> None:
    session.connection().execute(sa.text("UPDATE journal_entries SET id = 99 WHERE id = 2"))
    assert tampered(session, "UPDATE journal_entries SET id = id - 1 WHERE id IN (3, 4, 5)")


def test_words_moved_from_a_field_to_the_next_are_not_the_same_line(
    session: Session, now: Any
) -> None:
    one = JournalEntry(at=now, deed="ab", subject="c", previous_hash="", hash="")
    other = JournalEntry(at=now, deed="a", subject="bc", previous_hash="", hash="")
    assert journal.fingerprint(one) != journal.fingerprint(other)


def test_the_story_of_an_object_is_its_own_newest_first(
    session: Session, entries: list[JournalEntry]
) -> None:
    assert [entry.details for entry in journal.about(session, "action 1")] == ["ligne 3", "ligne 1"]


def test_details_too_long_for_a_line_are_cut_and_the_chain_holds(
    session: Session, now: Any
) -> None:
    journal.write(session, now, None, "note_action", "action 1", "é" * 600)
    session.commit()
    session.expire_all()
    assert len(session.exec(select(JournalEntry.details)).one()) == 500
    assert journal.first_broken(session) is None


def test_people_who_write_at_the_same_instant_write_one_chain(database_url: str, now: Any) -> None:
    engine = make_engine(database_url)

    def write(number: int) -> None:
        with open_session(engine) as session:
            journal.write(session, now, None, "note_action", f"action {number}")
            session.commit()

    with ThreadPoolExecutor(6) as people:
        list(people.map(write, range(30)))
    with open_session(engine, writing=False) as session:
        assert len(session.exec(select(JournalEntry)).all()) == 30
        assert journal.first_broken(session) is None
    engine.dispose()
