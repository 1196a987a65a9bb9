"""Every page that opens: no fault of access, no scroll to the side at 320 and 360 px, no error."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from flask import url_for
from sqlmodel import Session

from app import SECTIONS
from organisation.models import Role
from tests.browser.conftest import Reader, sign_in
from tests.world import World, make_world
from tests.world import places as places_of

# A representative of each kind of page; what a form shows after a refusal is a page too.
OFFICER = [
    "/mon-travail",
    "/pilotage",
    "/calendrier/",
    "/calendrier/ajouter",
    "/calendrier/{year}/comite-1",
    "/notes/",
    "/notes/2027/1",
    "/notes/2027/2/ecrire",
    "/recherche?q=telephone",
    "/charte/",
    "/charte/{code}",
    "/journal/",
    "/mon-compte",
    "/conservation",
    "/evenements/",
    "/evenements/a-verifier",
    "/evenements/importer",
    "/evenements/fichiers/{batch_id}",
    "/envois/",
    "/envois/a-venir",
    "/envois/invitations/",
    "/envois/invitations/{invitation_id}",
    "/envois/lettres/",
    "/envois/ne-plus-ecrire/",
    "/envois/non-remis",
    "/questionnaires/",
    "/questionnaires/{questionnaire_id}",
    "/questionnaires/{questionnaire_id}/apercu",
    "/questionnaires/{questionnaire_id}/apercus",
    "/questionnaires/charger",
    "/questionnaires/{draft_id}/bibliotheque?q=delai",
    "/saisie/",
    "/telephone/",
    "/questionnaires/{questionnaire_id}/telephone",
    "/rappels/",
    "/sujets/",
    "/sujets/{theme}",
    "/sujets/a-relire",
    "/sujets/{theme}/historique",
    "/sujets/phrases/{verbatim_id}",
    "/sujets/{theme}/decider",
    "/constats/",
    "/indicateurs/",
    "/indicateurs/par-theme",
    "/indicateurs/satisfaction",
    "/qualite/",
    "/actions/",
    "/actions/{action_id}",
    "/actions/tableau",
    "/actions/calendrier",
    "/actions/proposer",
    "/actions/{done_id}/verifier",
    "/trace/action/{number}",
    "/auto-evaluations/",
    "/auto-evaluations/{year}",
    "/auto-evaluations/{year}/{department_id}",
    "/auto-evaluations/ouvrir",
    "/signalements/",
    "/signalements/{malfunction_id}",
    "/signalements/nouveau",
    "/signalements/suivre",
    "/idees/",
    "/idees/{idea_id}",
    "/idees/proposer",
    "/delais/",
    "/delais/depassements",
    "/delais/demandes/{request_id}",
    "/delais/importer",
    "/services/",
    "/charte/versions/",
    "/rapports/",
    "/preuves/",
    "/plans/",
    "/plans/{year}/{department_id}",
    "/bilans/",
    "/mon-agenda",
    "/questionnaires/{draft_id}/modifier",
    "/publications/",
    "/publications/action/{number}",
    "/label/",
    "/pilotage/sans-personne/",
    "/nulle-part",
]
OTHERS = {
    Role.HEAD: [
        "/mon-travail",
        "/suppleants/",
        "/suppleants/{term_id}/dernier-jour",
        "/actions/{proposed_id}/decider",
        "/actions/{proposed_id}/refuser",
        "/actions/{action_id}/preuves/joindre",
        "/plans/{year}/{department_id}/preparer",
        "/auto-evaluations/{year}/{department_id}",
        "/auto-evaluations/{year}/{department_id}/soumettre",
    ],
    Role.COLLABORATOR: [
        "/actions/{action_id}/noter",
        "/actions/{action_id}/realiser",
        "/actions/{action_id}/suspendre",
    ],
    Role.MANAGEMENT: ["/mon-travail", "/publications/{change_id}/approuver"],
    Role.READER: ["/mon-travail", "/notes/2027/1", "/indicateurs/"],
    Role.ADMINISTRATOR: ["/comptes/", "/comptes/nouveau", "/comptes/{user_id}", "/taches/"],
}
NOBODY = ["/", "/accessibilite", "/connexion", "/code", "/recu/", "/rappel", "/r/inconnu", "/recu/{receipt}",
          "/recu/{receipt}/1", "/r/{link}/opposition"]  # fmt: skip


@pytest.fixture
def world(session: Session, now: datetime) -> World:
    made = make_world(session, now)
    session.commit()
    return made


def look_at(reader: Reader, address: str, paths: list[str], places: dict[str, Any]) -> list[str]:
    """The faults of all these pages together: one fault hides no other."""
    found: list[str] = []
    for path in paths:
        reader.page.goto(address + path.format(**places))
        try:
            reader.look()
        except AssertionError:
            found += [f"{path} {fault}" for fault in reader.faults]
            reader.faults.clear()
    return found


def test_every_page_of_every_role(
    opened: Callable[..., Reader], address: str, world: World
) -> None:
    found = []
    for role, paths in {Role.QUALITY_OFFICER: OFFICER, **OTHERS}.items():
        reader = opened(width=360)
        sign_in(reader.page, address, world.people[role].email)
        found += look_at(reader, address, paths, places_of(world))
    assert found == []


def test_the_pages_of_everybody(opened: Callable[..., Reader], address: str, world: World) -> None:
    assert look_at(opened(width=360), address, NOBODY, places_of(world)) == []


def test_the_sections_of_a_wide_screen(
    opened: Callable[..., Reader], address: str, world: World
) -> None:
    """What a telephone hides is looked at too."""
    reader = opened(width=1280)
    sign_in(reader.page, address, world.people[Role.QUALITY_OFFICER].email)
    paths = ["/mon-travail", "/sujets/", "/actions/"]
    assert look_at(reader, address, paths, {}) == []


def test_the_one_who_looks_sees_what_is_wrong(opened: Callable[..., Reader]) -> None:
    """Else all that passes here would prove nothing."""
    reader = opened(width=1280)
    reader.page.set_content(
        "<html lang=fr><title>x</title><main><h1>x</h1><img src='data:,'><input>"
        "<p style='color:#bbb;background:#fff'>pâle</p><div style='width:350px'>x</div>"
        "<script>console.error('boum')</script></main>"
    )
    with pytest.raises(AssertionError):
        reader.look()
    found = " ".join(reader.faults)
    for fault in ("image-alt", "label", "color-contrast", "beside a screen of 320", "boum"):
        assert fault in found
    assert "beside a screen of 360" not in found


def test_no_section_is_forgotten(app: Any) -> None:
    known = {path for paths in [OFFICER, *OTHERS.values()] for path in paths}
    with app.test_request_context():
        sections = {url_for(endpoint) for tabs in SECTIONS.values() for _, endpoint, *_ in tabs}
    assert sections - known == set()
