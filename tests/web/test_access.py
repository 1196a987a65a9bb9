"""Every route, by every role and by nobody: open to whom it was agreed, closed to all others."""

import functools
import io
import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Response
from werkzeug.routing import Rule

from actionplans.models import ActionStatus
from app import create_app
from core import clock, migrating
from core.database import make_engine, open_session
from core.settings import Settings
from organisation.models import Role
from survey import trial
from tests.access_table import ACCESS, BEYOND_THE_DOOR, PUBLIC
from tests.conftest import MONDAY
from tests.pages import Visitor
from tests.request_builders import text_of
from tests.world import World, event_file, make_world
from tests.world import places as places_of

S = ActionStatus
ROLES = dict(zip("CHQMRA", (
    Role.COLLABORATOR, Role.HEAD, Role.QUALITY_OFFICER, Role.MANAGEMENT, Role.READER,
    Role.ADMINISTRATOR,
), strict=True))  # fmt: skip


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
        session.commit()
    return made


@pytest.fixture(scope="module")
def visitors(house: Any, world: World) -> dict[str, Visitor]:
    """One visitor signed in for each role."""
    made = {letter: Visitor(house) for letter in ROLES}
    for letter, visitor in made.items():
        visitor.open("/connexion")
        visitor.sign_in(world.people[ROLES[letter]])
    return made


@pytest.fixture(scope="module")
def places(house: Any, world: World, visitors: dict[str, Visitor], home: Path) -> dict[str, Any]:
    """What fills in the places of each address, by name, or by route where the name is not enough."""
    with event_file(home).open("rb") as file:
        visitors["Q"].open("/evenements/importer")
        visitors["Q"].submit("Contrôler", file=(file, "mars.csv"))
    events = visitors["Q"].response.headers["Location"].rpartition("/")[2]
    visitors["H"].open("/delais/importer")
    sent = io.BytesIO(text_of("AFF-1;mail;affiliation;01/02/2027;;;;"))
    visitors["H"].submit("Contrôler", file=(sent, "demandes.csv"))
    requests = visitors["H"].response.headers["Location"].rpartition("/")[2]
    own = {"query": f"?service={world.things['department_id']}"}
    known = places_of(world)
    drafted = {"questionnaire_id": known["draft_id"], "code": "effort"}
    return known | {
        "token": events,
        "GET /delais/importer/<token>": {"token": requests},
        "GET /delais/depassements": own,
        "GET /delais/depassements.csv": own,
        "GET /r/<token>": {"token": known["link"]},
        "GET /questionnaires/<int:questionnaire_id>/modifier": drafted,
        "GET /questionnaires/<int:questionnaire_id>/bibliotheque": drafted,
        "GET /questionnaires/<int:questionnaire_id>/questions/nouvelle": drafted,
        "GET /questionnaires/<int:questionnaire_id>/questions/<code>": drafted,
        "POST /questionnaires/commencer/<any(affiliation, retraite):kind>": {"kind": "retraite"},
        "GET /agenda/<token>.ics": {"token": known["calendar"]},
        "GET /essai/<token>": {"token": trial.token(known["questionnaire_id"])},
        "GET /r/<token>/verifier": {"token": known["link"]},
        "GET /r/<token>/opposition": {"token": known["link"]},
        "GET /recu/<receipt>/<int:number>": {"number": 1},
        "GET /indicateurs/<code>": {"code": "satisfaction"},
        "GET /actions/<int:action_id>/decider": {"action_id": known["proposed_id"]},
        "GET /actions/<int:action_id>/refuser": {"action_id": known["proposed_id"]},
        "GET /actions/<int:action_id>/verifier": {"action_id": known["done_id"]},
        "GET /actions/<int:action_id>/rouvrir": {"action_id": known["number"]},
    }


def routes(app: Any) -> dict[str, Rule]:
    """« GET /actions/ » → its rule."""
    return {
        f"{method} {rule.rule}": rule
        for rule in app.url_map.iter_rules()
        for method in rule.methods - {"HEAD", "OPTIONS"}
        if rule.endpoint != "static"
    }


def address(route: str, places: dict[str, Any]) -> str:
    """The address of a route with its places filled in."""
    here = places | places.get(route, {})
    path = re.sub(r"<(?:[^<>]*:)?(\w+)>", lambda m: str(here[m[1]]), route.partition(" ")[2])
    return path + here.get("query", "")


def of(method: str) -> list[str]:
    return [route for route in ACCESS if route.startswith(f"{method} ")]


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
        if letter not in allowed:
            visitor.open(path, expect=403)
        else:
            visitor.open(path, expect=BEYOND_THE_DOOR.get(route, {}).get(letter, 200))


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
        is_open = allowed == PUBLIC or letter in allowed
        visitor.post(path, expect=OPENED if is_open else 403)


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
