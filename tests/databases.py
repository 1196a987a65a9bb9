"""Databases at this version of the product: SQLite, then PostgreSQL, for what must hold on both."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest

from core import migrating
from core.database import make_engine
from tests.postgresql import order

BOTH = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)]


@pytest.fixture(scope="session")
def empty_postgresql(postgresql_url: str) -> str:
    """The name of a migrated PostgreSQL database with nothing in it, copied for each test."""
    name = f"template_{uuid4().hex}"
    order(postgresql_url, f"CREATE DATABASE {name}")
    engine = make_engine(postgresql_url.replace("/postgres?", f"/{name}?"))
    migrating.migrate(engine)
    engine.dispose()
    return name


@pytest.fixture(params=BOTH)
def database_url(
    request: pytest.FixtureRequest, tmp_path: Path, empty_database: Path
) -> Iterator[str]:
    """The URL of a migrated database of its own, on SQLite then on PostgreSQL."""
    if request.param == "sqlite":
        shutil.copy(empty_database, tmp_path / "sillage.db")
        yield f"sqlite:///{tmp_path / 'sillage.db'}"
        return
    server, template = (
        request.getfixturevalue("postgresql_url"),
        request.getfixturevalue("empty_postgresql"),
    )
    name = f"test_{uuid4().hex}"
    order(server, f"CREATE DATABASE {name} TEMPLATE {template}")
    yield server.replace("/postgres?", f"/{name}?")
    order(server, f"DROP DATABASE {name} WITH (FORCE)")
