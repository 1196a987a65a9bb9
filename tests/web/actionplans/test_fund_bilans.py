"""The fund's yearly review and the maturity of its themes, on screen and as files."""

from typing import Any

import pytest
from sqlmodel import Session

from actionplans.assessments import campaigns
from actionplans.bilans import bilans
from core.documents import FORMATS
from core.settings import Settings
from organisation.models import Role
from tests.assessment_builders import Round, validated
from tests.builders import make_user
from tests.pages import Visitor

PAGE = "/bilans/2027/caisse"


@pytest.fixture
def made(session: Session, now: Any, settings: Settings) -> Round:
    found = validated(session, now)
    campaigns.close_campaign(session, found.campaign, found.officer, now, "Service tout neuf.")
    bilans.sign(session, found.assessment, "", settings, found.management, now, now.date())
    session.commit()
    return found


def test_the_fund_s_review_is_signed_with_a_motive_then_read_by_everybody_in_every_format(
    app: Any, session: Session, made: Round
) -> None:
    reader = make_user(session, Role.READER)
    session.commit()
    Visitor(app).sign_in(reader).open(PAGE, expect=404)
    session.rollback()
    manager = Visitor(app).sign_in(made.management)
    manager.open(PAGE)
    assert "projet, non signé" in manager.text
    assert "1 bilan de service n’est pas signé : Qualité" in manager.text
    manager.submit("Signer le bilan de la caisse", expect=422)
    assert "Signez d’abord le bilan de Qualité" in manager.text
    manager.submit("Signer le bilan de la caisse", motive="Service tout juste créé.")
    manager.follow()
    assert "signé, version 1" in manager.text
    session.rollback()
    anybody = Visitor(app).sign_in(reader)
    anybody.open("/bilans/")
    assert "Bilan 2027 de la caisse" in anybody.text
    anybody.open(PAGE)
    assert "Service tout juste créé." in anybody.text
    assert "Empreinte SHA-256" in anybody.text
    assert "Signer" not in anybody.text
    for extension, form in FORMATS.items():
        answer = anybody.client.get(f"{PAGE}.{extension}")
        assert (answer.status_code, answer.mimetype) == (200, form.media_type)
    assert anybody.client.get(f"{PAGE}.exe").status_code == 404


def test_a_correction_of_the_fund_s_review_keeps_both_versions(app: Any, made: Round) -> None:
    manager = Visitor(app).sign_in(made.management)
    manager.open(PAGE)
    manager.submit("Signer le bilan de la caisse", motive="Service tout juste créé.")
    manager.follow()
    manager.submit("Signer une version rectifiée", motive="Idem.", expect=422)
    assert "Écrivez pourquoi ce bilan est rectifié" in manager.text
    manager.submit("Signer une version rectifiée", motive="Idem.", reason="Un délai était faux.")
    manager.follow()
    assert "version 2" in manager.text
    manager.open(f"{PAGE}?version=1")
    assert "signé, version 1" in manager.text
    manager.open(f"{PAGE}?version=9", expect=404)
    manager.open(f"{PAGE}?projet=1")
    assert "projet, non signé" in manager.text


def test_a_reader_sees_the_signed_version_even_when_asking_for_the_draft(
    app: Any, session: Session, made: Round
) -> None:
    manager = Visitor(app).sign_in(made.management)
    manager.open(PAGE)
    manager.submit("Signer le bilan de la caisse", motive="Service tout juste créé.")
    reader = make_user(session, Role.READER)
    session.commit()
    visitor = Visitor(app).sign_in(reader)
    visitor.open(f"{PAGE}?projet=1")
    assert "signé, version 1" in visitor.text


def test_the_officer_rates_themes_and_what_was_typed_is_not_lost_on_a_fault(
    app: Any, made: Round
) -> None:
    officer = Visitor(app).sign_in(made.officer)
    officer.open("/bilans/2027/maturite")
    fields = {"stage_ACC": "2", "reason_ACC": "Appliqué partout.", "stage_DEL": "3"}
    officer.submit("Garder ces cotations", expect=422, **fields)
    assert "dites en une phrase pourquoi" in officer.text
    typed = officer.page.find("input", attrs={"name": "reason_ACC"})
    assert typed is not None
    assert typed["value"] == "Appliqué partout."
    officer.submit("Garder ces cotations", **fields, reason_DEL="Mesuré chaque trimestre.")
    officer.follow()
    assert "Cotations gardées" in officer.text
    officer.open(PAGE)
    assert "Mesuré chaque trimestre." in officer.text
    assert "3 mesuré" in officer.text


def test_a_stage_that_does_not_exist_is_refused(app: Any, made: Round) -> None:
    officer = Visitor(app).sign_in(made.officer)
    officer.open("/bilans/2027/maturite")
    officer.post("/bilans/2027/maturite", expect=422, stage_ACC="7", reason_ACC="Trop beau.")


def test_a_year_without_a_campaign_has_no_review(app: Any, made: Round) -> None:
    manager = Visitor(app).sign_in(made.management)
    manager.open("/bilans/1999/caisse", expect=404)
    manager.open("/bilans/?annee=1999")
    assert "Aucun bilan ne vous est encore ouvert" in manager.text


def test_the_list_tells_the_minutes_of_each_department(app: Any, made: Round) -> None:
    manager = Visitor(app).sign_in(made.management)
    manager.open("/bilans/")
    cells = [cell.get_text(strip=True) for cell in manager.page.find_all("td", class_="n")]
    assert len(cells) == 1
    assert cells[0].isdigit()
