"""The journal, as those who may read it do."""

from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import Session

from organisation import journal
from organisation.models import Role
from tests.builders import make_user
from tests.pages import Visitor


@pytest.fixture
def officer(visitor: Visitor, session: Session) -> Visitor:
    user = make_user(session, Role.QUALITY_OFFICER, name="Claire Fontanel")
    session.commit()
    return visitor.sign_in(user)


def rows(visitor: Visitor) -> list[str]:
    return [" ".join(row.get_text(" ").split()) for row in visitor.page.select("tbody tr")]


def test_what_was_done_is_told_in_french_newest_first(
    officer: Visitor, session: Session, now: Any
) -> None:
    journal.write(session, now + timedelta(minutes=1), None, "publish_charter", "charter 1", "2027")
    session.commit()
    officer.open("/journal/")
    assert "charte publiée" in rows(officer)[0]
    assert rows(officer)[0].endswith("Sillage")
    assert "connexion" in rows(officer)[1]
    assert "Claire Fontanel" in rows(officer)[1]


def test_a_long_journal_is_read_by_pages_of_twenty_five(
    officer: Visitor, session: Session, now: Any
) -> None:
    for number in range(60):
        journal.write(session, now, None, "note_action", f"action {number}")
    session.commit()
    officer.open("/journal/")
    assert (len(rows(officer)), "61 lignes" in officer.text) == (25, True)
    officer.open(officer.page.find("a", rel="next")["href"])
    assert "page 2 sur 3" in officer.text
    officer.open("/journal/?page=99")
    assert len(rows(officer)) == 11
    officer.open("/journal/?page=deux")
    assert "page 1 sur 3" in officer.text


def test_what_is_written_in_it_is_text(officer: Visitor, session: Session, now: Any) -> None:
    journal.write(session, now, None, "note_action", "action 1", "<b>x</b>{{ 7*7 }}")
    session.commit()
    officer.open("/journal/")
    assert "<b>x</b>{{ 7*7 }}" in officer.text
