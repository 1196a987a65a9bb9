"""A fund of some size with its people signed in: what opens every page of staff, and counts."""

from __future__ import annotations

import json
import resource
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from app import create_app
from core import folders, migrating
from core.database import make_engine, open_session
from core.settings import Settings
from organisation.models import Role
from tests import addresses
from tests.access_table import ACCESS, BEYOND_THE_DOOR, PUBLIC
from tests.conftest import MONDAY
from tests.pages import PASSWORD, Visitor
from tests.queries import counted
from tests.ten_years import beside
from tests.ten_years.filling import Size, fill
from tests.world import make_world

ROLES = {  # the letters of the table of access; whoever sees most first
    "Q": Role.QUALITY_OFFICER,
    "M": Role.MANAGEMENT,
    "H": Role.HEAD,
    "C": Role.COLLABORATOR,
    "R": Role.READER,
    "A": Role.ADMINISTRATOR,
}
PLACES = "places.json"
HOME = "GET /mon-travail"  # what each role has to do
OK = 200


@dataclass(frozen=True)
class Page:
    """A page, by whom it is opened and, of a document, in which format (none: the one of the world of tests)."""

    route: str
    letter: str
    extension: str = ""

    def __str__(self) -> str:
        path = self.route.removeprefix("GET ")
        path = path.replace("<extension>", self.extension) if self.extension else path
        return f"{self.letter} {path}"


@dataclass(frozen=True)
class Opened:
    """What a page took."""

    queries: int
    seconds: float
    processor: float
    """Seconds of it: what other work on the machine does not change."""
    bytes: int
    code: int
    is_page: bool
    """Rather than a file to save."""


@dataclass
class Visited:
    """A fund, a browser for each of its people, and where each page is."""

    app: Any
    emails: dict[str, str]
    places: dict[str, Any]
    people: dict[str, Visitor] = field(default_factory=dict)

    def open(self, page: Page) -> Opened:
        """Open a page; its words are looked at by other tests."""
        folders.init(
            self.app.config["SETTINGS"]
        )  # of this process: another fund may be open beside
        client, path = self._person(page.letter).client, self.path(page)
        with counted(self.app.extensions["engine"]) as ran:
            began, busy = time.perf_counter(), processor()
            response = client.get(path)
            body = response.get_data()
            busy, elapsed = processor() - busy, time.perf_counter() - began
        is_page = response.mimetype == "text/html"
        return Opened(len(ran), elapsed, busy, len(body), response.status_code, is_page)

    def _person(self, letter: str) -> Visitor:
        """Their browser, signed in the first time it is needed."""
        if letter not in self.people:
            self.people[letter] = signed_in(self.app, self.emails[letter])
        return self.people[letter]

    def sign_in(self) -> None:
        """Everybody, before any page is timed."""
        for letter in self.emails:
            self._person(letter)

    def path(self, page: Page) -> str:
        wanted = {"extension": page.extension} if page.extension else {}
        own = self.places.get(page.route, {}) | wanted
        return addresses.address(page.route, self.places | {page.route: own})

    def close(self) -> None:
        self.app.extensions["engine"].dispose()


def processor() -> float:
    """Seconds of processor of this process, to the microsecond even where a limit is set on them."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def staff_pages() -> list[Page]:
    """Every page that needs an account, by the officer and by a head where they are answered, else by one who is; the home page by all."""
    return [page for route in addresses.of("GET") for page in _by_whom(route)]


def _by_whom(route: str) -> list[Page]:
    if ACCESS[route] == PUBLIC:
        return []
    if route in beside.BY:
        return [Page(route, beside.BY[route])]
    beyond = BEYOND_THE_DOOR.get(route, {})
    answered = [one for one in ROLES if one in ACCESS[route] and beyond.get(one, OK) == OK]
    chosen = answered if route == HOME else [one for one in answered if one in "QH"]
    return [Page(route, one) for one in chosen or answered[:1]]


def visited(home: Path, size: Size | None) -> Visited:
    """A fund in this folder, with one of everything and, when a size is given, as much more; at the tests’ Monday.

    A folder where such a fund was made already is opened as it is.
    """
    settings = Settings(HOME=home, SECRET="a secret for tests alone, long enough")
    if not (home / PLACES).exists():
        _make(home, settings, size)
    known = json.loads((home / PLACES).read_text())
    return Visited(_opened(settings), known["emails"], known["places"])


def _make(home: Path, settings: Settings, size: Size | None) -> None:
    """Write the fund and, last, where its pages are: a folder half filled has no such file."""
    migrating.migrate(engine := make_engine(settings.database_url))
    engine.dispose()
    app = _opened(settings)
    with open_session(app.extensions["engine"]) as session:
        world = make_world(session, MONDAY)
        own = beside.make(session, world, MONDAY)
        if size is not None:
            fill(session, world, size, MONDAY)
        session.commit()
    emails = {letter: world.people[role].email for letter, role in ROLES.items()}
    officer, head = signed_in(app, emails["Q"]), signed_in(app, emails["H"])
    places = addresses.places(officer, head, world, home) | own
    app.extensions["engine"].dispose()
    (home / PLACES).write_text(json.dumps({"emails": emails, "places": places}, default=str))


def _opened(settings: Settings) -> Any:
    app = create_app(settings)
    app.testing = True
    return app


def signed_in(app: Any, email: str) -> Visitor:
    visitor = Visitor(app)
    visitor.open("/connexion")
    visitor.submit(email=email, password=PASSWORD, expect=303)
    return visitor
