"""The journal's witness: what the chain alone cannot tell."""

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import Session

from organisation import journal, journal_witness


@pytest.fixture
def three_nights(session: Session, now: Any) -> None:
    for night in range(3):
        journal.write(session, now, None, "note_action", f"action {night}")
        journal_witness.note(session, now + timedelta(days=night))
    session.commit()


def run(session: Session, statement: str) -> None:
    session.connection().execute(sa.text(statement))
    session.commit()


def test_a_journal_nobody_touched_agrees_with_its_witness(
    session: Session, three_nights: None
) -> None:
    assert journal_witness.first_missing(session) is None
    assert len(list(journal_witness.noted())) == 3


def test_erasing_the_newest_lines_is_noticed_though_the_chain_still_holds(
    session: Session, three_nights: None
) -> None:
    run(session, "DELETE FROM journal_entries WHERE id > 1")
    assert journal.first_broken(session) is None
    assert journal_witness.first_missing(session) == "2"


def test_a_line_written_again_in_the_place_of_another_is_noticed(
    session: Session, three_nights: None, now: Any
) -> None:
    run(session, "DELETE FROM journal_entries WHERE id > 2")
    journal.write(session, now, None, "note_action", "action 9")
    assert journal.first_broken(session) is None
    assert journal_witness.first_missing(session) == "3"


def test_a_quiet_night_adds_nothing(session: Session, three_nights: None, now: Any) -> None:
    assert journal_witness.note(session, now + timedelta(days=9)) == 0


def test_an_empty_journal_has_nothing_to_note(session: Session, now: Any) -> None:
    assert journal_witness.note(session, now) == 0
    assert journal_witness.first_missing(session) is None
