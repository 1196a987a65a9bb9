"""The engine, and one session per request or command: the only link between Flask and the database."""

import functools
from pathlib import Path
from typing import Any, TypeVar, cast

import sqlalchemy as sa
from flask import Flask, current_app, g, has_request_context, request
from sqlmodel import Session, SQLModel
from werkzeug.local import LocalProxy

from core.errors import Missing

WRITING = "sillage_writing"
ALONE = "sillage_alone"
FORMS = 7_415_002  # any constant: forms being saved queue behind it on PostgreSQL
READS = {"GET", "HEAD", "OPTIONS"}

Row = TypeVar("Row", bound=SQLModel)


def make_engine(url: str) -> sa.Engine:
    """An engine on SQLite or PostgreSQL, set so that two writers wait for each other."""
    if not url.startswith("sqlite"):
        engine = sa.create_engine(url, pool_pre_ping=True)
        sa.event.listen(engine, "begin", _begin_on_postgresql)
        return engine
    file = sa.make_url(url).database
    if file and file != ":memory:":
        Path(file).parent.mkdir(parents=True, exist_ok=True)
    engine = sa.create_engine(url, connect_args={"timeout": 30})
    sa.event.listen(engine, "connect", _set_up_sqlite)
    sa.event.listen(engine, "begin", _begin_on_sqlite)
    return engine


def _set_up_sqlite(connection: Any, record: Any) -> None:
    connection.isolation_level = None  # transactions are begun by _begin_on_sqlite
    for pragma in (
        "journal_mode=WAL",
        "synchronous=NORMAL",
        "foreign_keys=ON",
        "busy_timeout=30000",
        "secure_delete=ON",  # what is erased is overwritten, whatever SQLite was built with
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin_on_sqlite(connection: sa.Connection) -> None:
    # Reading then writing under a plain BEGIN fails as "locked" whatever the timeout: a session
    # that may write takes the write lock first, and waits for its turn.
    writes = connection.get_execution_options().get(WRITING, True)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _begin_on_postgresql(connection: sa.Connection) -> None:
    # Two forms that read a row, then write it, would lose the first one's change: as on SQLite, a form
    # waits until the one before has ended. Jobs do not wait: they write what no form writes.
    if connection.get_execution_options().get(ALONE):
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({FORMS})")


def open_session(engine: sa.Engine, writing: bool = True, alone: bool = False) -> Session:
    """A session outside a request: for commands, jobs and tests. The caller commits and closes."""
    return Session(_bound(engine, writing, alone), expire_on_commit=False)


@functools.cache
def _bound(engine: sa.Engine, writing: bool, alone: bool) -> sa.Engine:
    return engine.execution_options(**{WRITING: writing, ALONE: alone})


def get_session() -> Session:
    """The session of this request or command; a page that only reads takes no lock."""
    if "session" not in g:
        writing = not (has_request_context() and request.method in READS)
        alone = writing and has_request_context()
        g.session = open_session(current_app.extensions["engine"], writing, alone)
    return cast(Session, g.session)


db: Session = cast(Session, LocalProxy(get_session))
"""The session of this request or command, for views and commands only."""


def get_or_missing(model: type[Row], key: Any) -> Row:
    """The row with this key, or Missing (404)."""
    row = db.get(model, key)
    if row is None:
        raise Missing("Cette page n’existe pas, ou plus.")
    return row


def close_session(error: BaseException | None = None) -> None:
    """Close without committing: what the edge did not commit is rolled back."""
    session = g.pop("session", None)
    if session is not None:
        session.close()


def init_app(app: Flask) -> None:
    """Give the application its engine, and each request its session."""
    app.extensions["engine"] = make_engine(app.config["SETTINGS"].database_url)
    app.teardown_appcontext(close_session)
