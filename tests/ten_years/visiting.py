"""A fund of some size with its officer signed in: what opens every page of staff, and counts."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app import create_app
from core import folders, migrating
from core.database import make_engine, open_session
from core.settings import Settings
from organisation.models import Role
from tests import addresses
from tests.access_table import ACCESS, PUBLIC
from tests.conftest import MONDAY
from tests.pages import PASSWORD, Visitor
from tests.queries import counted
from tests.ten_years.filling import Size, fill
from tests.world import make_world

OFFICER = "Q"
PLACES = "places.json"


@dataclass(frozen=True)
class Opened:
    """What a page took."""

    queries: int
    seconds: float
    processor: float
    """Seconds of it: what other work on the machine does not change."""
    bytes: int
    code: int


@dataclass
class Visited:
    """A fund, its officer's browser, and where each page is."""

    app: Any
    officer: Visitor
    places: dict[str, Any]

    def open(self, route: str) -> Opened:
        """Open the page of a route; its words are looked at by other tests."""
        folders.init(
            self.app.config["SETTINGS"]
        )  # of this process: another fund may be open beside
        path = addresses.address(route, self.places)
        with counted(self.app.extensions["engine"]) as ran:
            began, busy = time.perf_counter(), time.process_time()
            response = self.officer.client.get(path)
            body = response.get_data()
            seconds, processor = time.perf_counter() - began, time.process_time() - busy
        return Opened(len(ran), seconds, processor, len(body), response.status_code)

    def close(self) -> None:
        self.app.extensions["engine"].dispose()


def staff_pages() -> list[str]:
    """The pages that the officer may open and that need an account."""
    return [r for r in addresses.of("GET") if ACCESS[r] != PUBLIC and OFFICER in ACCESS[r]]


def visited(home: Path, size: Size | None) -> Visited:
    """A fund in this folder, with one of everything and, when a size is given, as much more; at the tests’ Monday.

    A folder where such a fund was made already is opened as it is.
    """
    settings = Settings(HOME=home, SECRET="a secret for tests alone, long enough")
    if not (home / PLACES).exists():
        _make(home, settings, size)
    known = json.loads((home / PLACES).read_text())
    app = _opened(settings)
    return Visited(app, signed_in(app, known["officer"]), known["places"])


def _make(home: Path, settings: Settings, size: Size | None) -> None:
    """Write the fund and, last, where its pages are: a folder half filled has no such file."""
    migrating.migrate(engine := make_engine(settings.database_url))
    engine.dispose()
    app = _opened(settings)
    with open_session(app.extensions["engine"]) as session:
        world = make_world(session, MONDAY)
        if size is not None:
            fill(session, world, size, MONDAY)
        session.commit()
    emails = [world.people[role].email for role in (Role.QUALITY_OFFICER, Role.HEAD)]
    officer, head = (signed_in(app, email) for email in emails)
    places = addresses.places(officer, head, world, home)
    app.extensions["engine"].dispose()
    (home / PLACES).write_text(json.dumps({"officer": emails[0], "places": places}, default=str))


def _opened(settings: Settings) -> Any:
    app = create_app(settings)
    app.testing = True
    return app


def signed_in(app: Any, email: str) -> Visitor:
    visitor = Visitor(app)
    visitor.open("/connexion")
    visitor.submit(email=email, password=PASSWORD, expect=303)
    return visitor
