"""Every route, by every role and by nobody: open to whom it was agreed, closed to all others."""

import functools
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Response

from actionplans.models import ActionStatus
from app import create_app
from core import clock, migrating
from core.database import make_engine, open_session
from core.settings import Settings
from organisation.models import Role
from tests.access_table import ACCESS, BEYOND_THE_DOOR, HEADS_ALONE, PUBLIC
from tests.addresses import address, of, routes
from tests.addresses import places as places_of_pages
from tests.builders import make_headship, make_user
from tests.conftest import MONDAY
from tests.pages import Visitor
from tests.world import World, make_world

S = ActionStatus
ROLES = dict(zip("CHQMRA", (
    Role.COLLABORATOR, Role.HEAD, Role.QUALITY_OFFICER, Role.MANAGEMENT, Role.READER,
    Role.ADMINISTRATOR,
), strict=True))  # fmt: skip
DEPUTY = "D"


@pytest.fixture(scope="module")
def at() -> Iterator[datetime]:
    with clock.moved_to(MONDAY):
        yield MONDAY


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("access")


@pytest.fixture(scope="module")
def house(home: Path, at: datetime) -> Iterator[Any]:
    """The application, for the whole file: nothing here writes."""
    settings = Settings(HOME=home, SECRET="a secret for tests alone, long enough")
    engine = make_engine(settings.database_url)
    migrating.migrate(engine)
    engine.dispose()
    app = create_app(settings)
    yield app
    app.extensions["engine"].dispose()


@pytest.fixture(scope="module")
def world(house: Any, at: datetime) -> World:
    with open_session(house.extensions["engine"]) as session:
        made = make_world(session, at)
        deputy = make_user(session, department=made.fund.other, name="Zoé Lambert")
        make_headship(session, deputy, made.fund.department, at.date())
        made.things["deputy"] = deputy
        session.commit()
    return made


@pytest.fixture(scope="module")
def visitors(house: Any, world: World) -> dict[str, Visitor]:
    """One visitor signed in for each role, and a collaborator who deputises for the head."""
    made = {letter: Visitor(house) for letter in ROLES}
    for letter, visitor in made.items():
        visitor.open("/connexion")
        visitor.sign_in(world.people[ROLES[letter]])
    made[DEPUTY] = Visitor(house)
    made[DEPUTY].open("/connexion")
    made[DEPUTY].sign_in(world.things["deputy"])
    return made


def is_open_to(letter: str, route: str) -> bool:
    """A collaborator named deputy opens what collaborators open, and what heads do but for the pages of heads alone."""
    allowed = ACCESS[route]
    letters = {letter}
    if letter == DEPUTY:
        letters = {"C"} if HEADS_ALONE in route else {"C", "H"}
    return allowed == PUBLIC or bool(letters.intersection(allowed))


def expected(letter: str, route: str) -> int:
    """What a page that is open answers; a deputy is, in the department, whatever its head is."""
    beyond = BEYOND_THE_DOOR.get(route, {})
    as_head = "H" if "H" in ACCESS[route] else "C"
    return beyond.get(letter, beyond.get(as_head, 200) if letter == DEPUTY else 200)


@pytest.fixture(scope="module")
def places(house: Any, world: World, visitors: dict[str, Visitor], home: Path) -> dict[str, Any]:
    return places_of_pages(visitors["Q"], visitors["H"], world, home)


def test_every_route_has_its_line_and_every_line_its_route(house: Any) -> None:
    known = set(routes(house))
    assert known - set(ACCESS) == set(), "write who may open it in tests/access_table.py"
    assert set(ACCESS) - known == set(), "no longer a route"


@pytest.mark.parametrize("route", of("GET"))
def test_a_page_opens_to_those_it_was_agreed_for_and_to_nobody_else(
    route: str, visitors: dict[str, Visitor], places: dict[str, Any], house: Any
) -> None:
    path, allowed = address(route, places), ACCESS[route]
    if allowed == PUBLIC:
        Visitor(house).open(path)
        return
    Visitor(house).open(path, expect=302)
    for letter, visitor in visitors.items():
        is_open = is_open_to(letter, route)
        visitor.open(path, expect=expected(letter, route) if is_open else 403)


OPENED = 204  # said instead of doing the deed


@pytest.fixture
def doors(house: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """The same application, whose deeds are not done: only its doors are tried."""

    def only_the_door(view: Any) -> Any:
        return functools.wraps(view)(lambda **_: Response(status=OPENED, mimetype="text/plain"))

    for endpoint, view in house.view_functions.items():
        monkeypatch.setitem(house.view_functions, endpoint, only_the_door(view))
    monkeypatch.setitem(house.config, "WTF_CSRF_ENABLED", False)  # the form is not what is tried
    return house


@pytest.mark.parametrize("route", of("POST"))
def test_a_deed_is_open_to_those_it_was_agreed_for_and_to_nobody_else(
    route: str, visitors: dict[str, Visitor], places: dict[str, Any], doors: Any
) -> None:
    path, allowed = address(route, places), ACCESS[route]
    if allowed != PUBLIC:
        Visitor(doors).post(path, expect=302)
    for letter, visitor in visitors.items():
        visitor.post(path, expect=OPENED if is_open_to(letter, route) else 403)


def test_a_page_is_not_opened_by_the_wrong_method(visitors: dict[str, Visitor]) -> None:
    visitors["Q"].open("/actions/1/commencer", expect=405)
    visitors["Q"].post("/charte/", expect=405)


def test_an_address_that_does_not_exist_says_so_to_everybody(
    house: Any, visitors: dict[str, Visitor]
) -> None:
    for visitor in [Visitor(house), *visitors.values()]:
        visitor.open("/nulle-part", expect=404)


@pytest.mark.parametrize("number", ["0", "999999", "2147483648", "99999999999999999999", "abc"])
def test_a_number_of_nothing_is_a_page_that_does_not_exist(
    number: str, visitors: dict[str, Visitor]
) -> None:
    for path in ("/actions/{}", "/signalements/{}", "/envois/invitations/{}", "/trace/action/{}"):
        visitors["Q"].open(path.format(number), expect=404)
