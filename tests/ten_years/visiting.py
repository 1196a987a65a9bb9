"""A fund of some size with its officer signed in: what opens every page of staff, and counts."""

from __future__ import annotations

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
from tests.pages import Visitor
from tests.queries import counted
from tests.ten_years.filling import Size, fill
from tests.world import make_world

OFFICER = "Q"


@dataclass(frozen=True)
class Opened:
    """What a page took."""

    queries: int
    seconds: float
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
            began = time.perf_counter()
            response = self.officer.client.get(path)
            body = response.get_data()
            seconds = time.perf_counter() - began
        return Opened(len(ran), seconds, len(body), response.status_code)

    def close(self) -> None:
        self.app.extensions["engine"].dispose()


def staff_pages() -> list[str]:
    """The pages that the officer may open and that need an account."""
    return [r for r in addresses.of("GET") if ACCESS[r] != PUBLIC and OFFICER in ACCESS[r]]


def visited(home: Path, size: Size | None) -> Visited:
    """A fund in this folder, with one of everything and, when a size is given, as much more; at the tests’ Monday."""
    settings = Settings(HOME=home, SECRET="a secret for tests alone, long enough")
    engine = make_engine(settings.database_url)
    migrating.migrate(engine)
    engine.dispose()
    app = create_app(settings)
    app.testing = True
    with open_session(app.extensions["engine"]) as session:
        world = make_world(session, MONDAY)
        if size is not None:
            fill(session, world, size, MONDAY)
        session.commit()
    officer, head = (signed_in(app, world.people[r]) for r in (Role.QUALITY_OFFICER, Role.HEAD))
    return Visited(app, officer, addresses.places(officer, head, world, home))


def signed_in(app: Any, person: Any) -> Visitor:
    visitor = Visitor(app)
    visitor.open("/connexion")
    return visitor.sign_in(person)
