"""Two writers wait for each other, a page that reads waits for nobody, and trouble is told calmly."""

import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import Session, select

from app import create_app
from core import limits
from core.database import ALONE, get_session, make_engine, open_session
from core.models import Attempts
from core.settings import ROOT, Settings
from organisation import charters
from organisation.models import Role
from tests.builders import make_user
from tests.pages import Visitor
from tests.postgresql import fresh_database

READ_THEN_WRITE = """
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from core.database import ALONE, get_session, make_engine, open_session
from core.models import Attempts

engine = make_engine(sys.argv[1])
for _ in range(80):
    with open_session(engine) as session:
        row = session.get(Attempts, ("a", "b"))
        row.number = row.number + 1
        session.commit()
"""


def test_two_processes_that_read_then_write_lose_nothing(
    session: Session, settings: Settings
) -> None:
    session.add(Attempts(what="a", hour="b", number=0))
    session.commit()
    command = [sys.executable, "-c", READ_THEN_WRITE, settings.database_url]
    writers = [subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE) for _ in range(2)]
    for writer in writers:
        assert (writer.communicate(timeout=60)[1], writer.returncode) == (b"", 0)
    session.expire_all()
    assert session.exec(select(Attempts.number)).one() == 160


def test_what_was_not_committed_is_not_there(settings: Settings, now: Any) -> None:
    engine = make_engine(settings.database_url)
    with open_session(engine) as session:
        limits.count(session, "a", now)
    with open_session(engine) as session:
        assert session.exec(select(Attempts)).all() == []
    engine.dispose()


def test_a_row_that_points_to_nothing_is_refused(session: Session) -> None:
    with pytest.raises(sa.exc.IntegrityError):
        session.connection().execute(
            sa.text("INSERT INTO department_activities VALUES (1, 'none')")
        )
    session.rollback()


# ---------------------------------------------------------------- pages


@pytest.fixture
def impatient(app: Any) -> None:
    """A database that is busy says so after a moment, not after half a minute."""

    def set_up(connection: Any, record: Any) -> None:
        connection.execute("PRAGMA busy_timeout=50")

    sa.event.listen(app.extensions["engine"], "connect", set_up)


@pytest.fixture
def officer(session: Session, visitor: Visitor) -> Visitor:
    """A visitor signed in as the quality officer."""
    user = make_user(session, Role.QUALITY_OFFICER)
    session.commit()
    return visitor.sign_in(user)


def hold_the_lock(session: Session, now: Any) -> None:
    limits.count(session, "something else", now)


def test_a_page_that_reads_opens_while_somebody_writes(
    session: Session, impatient: None, officer: Visitor, now: Any
) -> None:
    hold_the_lock(session, now)
    officer.open("/mon-travail")
    assert officer.client.head("/mon-travail").status_code == 200


def test_a_form_sent_while_the_database_stays_busy_gets_a_calm_page(
    session: Session, impatient: None, officer: Visitor, now: Any
) -> None:
    officer.open("/mon-compte")
    hold_the_lock(session, now)
    officer.submit("Changer", present="a", wanted="b", expect=503)
    assert "réessayez dans un instant" in officer.text
    session.rollback()
    officer.open("/mon-compte")


def test_a_member_gets_the_telephone_number_with_it(
    session: Session, impatient: None, visitor: Visitor, now: Any
) -> None:
    visitor.open("/code")
    hold_the_lock(session, now)
    visitor.submit(code="2345 6789", expect=503)
    assert "01 23 45 67 89" in visitor.text


def emptied(database: Path) -> None:
    """The file of somebody who starts the site before « sillage migrate »."""
    for file in database.parent.glob("sillage.db*"):
        file.unlink()


def test_a_database_never_set_up_says_which_command_does_it(
    settings: Settings, visitor: Visitor
) -> None:
    emptied(settings.HOME / "sillage.db")
    visitor.open("/", expect=503)
    assert "sillage migrate" in visitor.text


def test_so_it_does_to_somebody_signed_in(settings: Settings, officer: Visitor) -> None:
    officer.app.extensions["engine"].dispose()
    emptied(settings.HOME / "sillage.db")
    officer.open("/mon-travail", expect=503)
    assert "sillage migrate" in officer.text


def test_an_older_database_says_it_too(session: Session, officer: Visitor) -> None:
    session.connection().execute(sa.text("ALTER TABLE users RENAME COLUMN name TO former"))
    session.commit()
    officer.open("/mon-travail", expect=503)
    assert "sillage migrate" in officer.text


@pytest.mark.postgresql
def test_so_it_is_on_postgresql(settings: Settings, now: Any, postgresql_url: str) -> None:
    with fresh_database(postgresql_url) as url:
        app = create_app(replace(settings, DATABASE=url))
        visitor = Visitor(app)
        visitor.open("/", expect=503)
        assert "sillage migrate" in visitor.text
        app.extensions["engine"].dispose()


def test_a_server_of_databases_that_is_down_is_told_calmly(settings: Settings, now: Any) -> None:
    app = create_app(replace(settings, DATABASE="postgresql+psycopg://x@127.0.0.1:9/x"))
    visitor = Visitor(app)
    visitor.open("/", expect=503)
    assert "réessayez dans un instant" in visitor.text


def test_any_other_fault_is_a_calm_page_and_is_written_once(
    officer: Visitor, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("a fault of ours")

    monkeypatch.setattr(charters, "current", fail)
    officer.app.testing = False
    officer.open("/charte/", expect=500)
    assert "elle est notée" in officer.text
    (record,) = caplog.records
    assert "charter.index" in record.getMessage()
    assert record.exc_info is not None


# ---------------------------------------------------------------- two forms at once


@pytest.mark.postgresql
def test_two_forms_that_read_then_write_one_row_lose_nothing_on_postgresql(
    postgresql_url: str,
) -> None:
    with fresh_database(postgresql_url) as url:
        engine = make_engine(url)
        Attempts.__table__.create(engine)
        with open_session(engine) as session:
            session.add(Attempts(what="a", hour="b", number=0))
            session.commit()
        with ThreadPoolExecutor(4) as forms:
            list(forms.map(lambda _: _one_more(engine), range(40)))
        with open_session(engine) as session:
            assert session.exec(select(Attempts.number)).one() == 40
        engine.dispose()


def _one_more(engine: sa.Engine) -> None:
    with open_session(engine, alone=True) as session:
        row = session.get(Attempts, ("a", "b"))
        assert row is not None
        seen = row.number
        time.sleep(0.005)  # a person's form is read, then written
        row.number = seen + 1
        session.commit()


def test_a_form_waits_for_the_one_before_and_a_page_for_nobody(app: Any) -> None:
    for method, alone in (("POST", True), ("GET", False)):
        with app.test_request_context("/", method=method):
            options = get_session().get_bind().get_execution_options()
            assert options[ALONE] is alone
