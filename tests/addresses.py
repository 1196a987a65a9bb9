"""Where each page is: every route with its address, its places filled in from the world of tests."""

import io
import re
from pathlib import Path
from typing import Any

from werkzeug.routing import Rule

from survey.answering import trial
from tests.access_table import ACCESS
from tests.pages import Visitor
from tests.request_builders import text_of
from tests.world import World, event_file
from tests.world import places as places_of


def routes(app: Any) -> dict[str, Rule]:
    """« GET /actions/ » → its rule."""
    return {
        f"{method} {rule.rule}": rule
        for rule in app.url_map.iter_rules()
        for method in rule.methods - {"HEAD", "OPTIONS"}
        if rule.endpoint != "static"
    }


def of(method: str) -> list[str]:
    """The routes of the table of access by their method."""
    return [route for route in ACCESS if route.startswith(f"{method} ")]


def address(route: str, places: dict[str, Any]) -> str:
    """The address of a route with its places filled in."""
    here = places | places.get(route, {})
    path = re.sub(r"<(?:[^<>]*:)?(\w+)>", lambda m: str(here[m[1]]), route.partition(" ")[2])
    return path + here.get("query", "")


def places(officer: Visitor, head: Visitor, world: World, home: Path) -> dict[str, Any]:
    """What fills in the places of each address, by name, or by route where the name is not enough.

    Two files are sent by the people signed in, so that there is one that waits to be confirmed.
    """
    with event_file(home).open("rb") as file:
        officer.open("/evenements/importer")
        officer.submit("Contrôler", file=(file, "mars.csv"))
    events = officer.response.headers["Location"].rpartition("/")[2]
    head.open("/delais/importer")
    sent = io.BytesIO(text_of("AFF-1;mail;affiliation;01/02/2027;;;;"))
    head.submit("Contrôler", file=(sent, "demandes.csv"))
    requests = head.response.headers["Location"].rpartition("/")[2]
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
        "GET /dictionnaire/<name>": {"name": "actions"},
        "GET /dictionnaire/<name>.json": {"name": "actions"},
        "POST /questionnaires/commencer/<any(affiliation, retraite):kind>": {"kind": "retraite"},
        "GET /agenda/<token>.ics": {"token": known["calendar"]},
        "GET /essai/<token>": {"token": trial.token(known["questionnaire_id"])},
        "GET /r/<token>/verifier": {"token": known["link"]},
        "GET /r/<token>/opposition": {"token": known["link"]},
        "GET /recu/<receipt>/<int:number>": {"number": 1},
        "GET /indicateurs/<code>": {"code": "satisfaction"},
        "GET /rapports/trimestre/<day>": {"day": "2026-10-01"},
        "GET /rapports/trimestre/<day>.<extension>": {"day": "2026-10-01"},
        "POST /envois/exemples/<any('affiliation', 'retraite'):kind>": {"kind": "retraite"},
        "POST /sujets/dedans/<any('signalement', 'idee'):kind>/<int:number>": {"kind": "idee"},
        "GET /notes/<int:year>/<int:month>/ecrire": {"month": 2},
        "GET /actions/<int:action_id>/decider": {"action_id": known["proposed_id"]},
        "GET /actions/<int:action_id>/refuser": {"action_id": known["proposed_id"]},
        "GET /actions/<int:action_id>/verifier": {"action_id": known["done_id"]},
        "GET /actions/<int:action_id>/rouvrir": {"action_id": known["number"]},
    }
