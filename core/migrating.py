"""Bring the database to this version of the product: our tables, then the job engine's."""

from collections.abc import Iterator
from contextlib import contextmanager
from time import sleep

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from core import jobs
from core.settings import ROOT

LOCK = 7_415_002  # any constant, another than the journal's


def _config() -> Config:
    return Config(toml_file=ROOT / "pyproject.toml")


def migrate(engine: sa.Engine, revision: str = "head") -> None:
    """Upgrade to the newest revision; safe to run again, and by two processes at once."""
    config = _config()
    with _alone(engine):
        with _rebuilding(engine) as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, revision)
        jobs.migrate(engine.url.render_as_string(hide_password=False))


@contextmanager
def _rebuilding(engine: sa.Engine) -> Iterator[sa.Connection]:
    """One transaction in which a table may be rebuilt.

    SQLite changes a constraint by rebuilding its table, which the keys of other tables forbid: they
    are put aside for that time, and checked before anything is kept.
    """
    with engine.connect() as connection:
        if engine.dialect.name != "sqlite":
            with connection.begin():
                yield connection
            return
        raw = connection.connection.driver_connection
        assert raw is not None
        raw.execute("PRAGMA foreign_keys=OFF")  # has no effect once a transaction is begun
        try:
            with connection.begin():
                yield connection
                if lost := connection.exec_driver_sql("PRAGMA foreign_key_check").all():
                    raise RuntimeError(
                        f"This migration would lose rows that others need: {lost[:5]}"
                    )
        finally:
            raw.execute("PRAGMA foreign_keys=ON")


@contextmanager
def _alone(engine: sa.Engine) -> Iterator[None]:
    """A second process that migrates waits here; on SQLite the write lock sees to it."""
    if engine.dialect.name != "postgresql":
        yield
        return
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        # Asked again and again: waiting inside PostgreSQL holds a snapshot, for which the other
        # process's CREATE INDEX CONCURRENTLY would wait in turn.
        while not connection.scalar(sa.select(sa.func.pg_try_advisory_lock(LOCK))):
            sleep(0.2)
        try:
            yield
        finally:
            connection.execute(sa.select(sa.func.pg_advisory_unlock(LOCK)))


def is_up_to_date(engine: sa.Engine) -> bool:
    """Whether the database stands at this version of the product."""
    with engine.connect() as connection:
        current = MigrationContext.configure(connection).get_current_revision()
    return current == ScriptDirectory.from_config(_config()).get_current_head()
