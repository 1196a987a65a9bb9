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
        with engine.begin() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, revision)
        jobs.migrate(engine.url.render_as_string(hide_password=False))


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
