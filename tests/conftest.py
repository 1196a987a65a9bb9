"""Four fixtures: app, session, now, visitor."""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlmodel import Session

from app import create_app
from core import clock, folders, mail, migrating, secrecy
from core.database import make_engine, open_session
from core.settings import Settings
from tests.databases import database_url, empty_postgresql  # noqa: F401 - fixtures
from tests.pages import Visitor
from tests.postgresql import postgresql_url  # noqa: F401 - a fixture

MONDAY = datetime(2027, 3, 15, 9, 0, tzinfo=UTC)


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated database file with nothing in it, copied for each test."""
    file = tmp_path_factory.mktemp("database") / "empty.db"
    engine = make_engine(f"sqlite:///{file}")
    migrating.migrate(engine)
    engine.dispose()
    return file


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch) -> datetime:
    """A fixed Monday morning, for deeds and for the clock of views."""
    monkeypatch.setattr(clock, "now", lambda: MONDAY)
    return MONDAY


@pytest.fixture
def settings(tmp_path: Path, empty_database: Path) -> Settings:
    """Settings of a fund of its own, known to this process as `create_app` would do it."""
    shutil.copy(empty_database, tmp_path / "sillage.db")
    made = Settings(HOME=tmp_path, SECRET="a secret for tests alone, long enough")
    mail.init(made)
    secrecy.init(made)
    folders.init(made)
    return made


@pytest.fixture
def session(settings: Settings) -> Iterator[Session]:
    """A writing session on a migrated SQLite file of its own; commit before calling the visitor."""
    engine = make_engine(settings.database_url)
    with open_session(engine) as opened:
        yield opened
    engine.dispose()


@pytest.fixture
def app(settings: Settings, now: datetime) -> Iterator[object]:
    """The application; tests never hold its context while a visitor calls."""
    made = create_app(settings)
    made.testing = True
    yield made
    made.extensions["engine"].dispose()


@pytest.fixture
def visitor(app: object) -> Visitor:
    """Opens pages and inspects every one of them."""
    return Visitor(app)
