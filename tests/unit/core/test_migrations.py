"""Migrations: up and down on both databases, twice, by two at once; and what they make is the models."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from core import migrating
from core.database import make_engine
from core.models import Model
from core.settings import ROOT
from tests.databases import BOTH
from tests.postgresql import fresh_database


@pytest.fixture
def engine(database_url: str) -> Iterator[sa.Engine]:
    """A migrated database."""
    made = make_engine(database_url)
    yield made
    made.dispose()


@pytest.fixture(params=BOTH)
def new_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of a database with nothing in it, on SQLite then on PostgreSQL."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'new.db'}"
        return
    with fresh_database(request.getfixturevalue("postgresql_url")) as url:
        yield url


def tables(engine: sa.Engine) -> set[str]:
    return set(sa.inspect(engine).get_table_names()) & set(Model.metadata.tables)


def differences(engine: sa.Engine) -> list[object]:
    with engine.connect() as connection:
        ours = {"include_name": lambda n, kind, _: kind != "table" or n in Model.metadata.tables}
        context = MigrationContext.configure(connection, opts={**ours, "compare_type": True})
        return list(compare_metadata(context, Model.metadata))


def test_the_tables_are_those_of_the_models(engine: sa.Engine) -> None:
    assert differences(engine) == []
    assert tables(engine) == set(Model.metadata.tables)


def test_the_words_the_database_accepts_are_those_of_the_code(engine: sa.Engine) -> None:
    """Alembic does not see that an enumeration gained a member; its CHECK does."""
    inspector = sa.inspect(engine)
    for table in Model.metadata.tables.values():
        checks = [c["sqltext"] for c in inspector.get_check_constraints(table.name)]
        for column in table.columns:
            if isinstance(column.type, sa.Enum):
                accepted = [set(re.findall(r"'([^']+)'", text)) for text in checks]
                assert set(column.type.enums) in accepted, f"{table.name}.{column.name}"


def test_the_last_migration_goes_down_and_up_again(engine: sa.Engine) -> None:
    config = migrating._config()
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "-1")
    assert not migrating.is_up_to_date(engine)
    migrating.migrate(engine)
    assert migrating.is_up_to_date(engine)
    assert differences(engine) == []


def test_migrating_again_changes_nothing_and_keeps_what_is_there(engine: sa.Engine) -> None:
    with engine.begin() as connection:
        connection.execute(sa.text("INSERT INTO departments (name) VALUES ('Accueil')"))
    migrating.migrate(engine)
    with engine.connect() as connection:
        assert connection.scalar(sa.text("SELECT count(*) FROM departments")) == 1


def test_a_database_with_nothing_in_it_is_not_up_to_date(new_url: str) -> None:
    engine = make_engine(new_url)
    assert not migrating.is_up_to_date(engine)
    engine.dispose()


def test_two_processes_may_migrate_at_once(new_url: str, tmp_path: Path) -> None:
    around = os.environ | {"SILLAGE_HOME": str(tmp_path), "SILLAGE_DATABASE": new_url}
    migrate = [sys.executable, "-m", "app", "migrate"]
    started = [
        subprocess.Popen(migrate, cwd=ROOT, env=around, stderr=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    for process in started:
        said = process.communicate(timeout=60)[1]
        assert process.returncode == 0, said[-2000:]
    engine = make_engine(new_url)
    assert migrating.is_up_to_date(engine)
    assert differences(engine) == []
    engine.dispose()
