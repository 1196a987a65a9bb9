"""A campaign on screen, from its preparation to the archives."""

from datetime import date, datetime
from typing import Any

import pytest
from sqlmodel import Session

from actionplans.assessments import archiving, campaigns, preparing
from actionplans.bilans import bilans, fund_bilans
from actionplans.models import Campaign
from core.settings import Settings
from organisation.models import Role, User
from tests.assessment_builders import Round, make_round, validated
from tests.builders import make_charter, make_department, make_user
from tests.pages import Visitor
from tests.queries import of_page

OPENS_ON, DUE_ON = date(2027, 10, 20), date(2027, 11, 19)
PAGE = "/auto-evaluations/2027"


@pytest.fixture
def officer(session: Session, now: datetime) -> User:
    make_charter(session, now)
    department = make_department(session, "Liquidation", ("gestion_retraite",))
    make_user(session, Role.HEAD, department, name="Marc Delaunay")
    found = make_user(session, Role.QUALITY_OFFICER)
    session.commit()
    return found


def prepared(session: Session, officer: User, now: datetime) -> Campaign:
    campaign = preparing.prepare(session, OPENS_ON, DUE_ON, officer, now)
    session.commit()
    return campaign


def test_it_is_prepared_with_the_usual_days_changed_then_opened(
    visitor: Visitor, officer: User
) -> None:
    visitor.sign_in(officer).open("/auto-evaluations/ouvrir")
    assert visitor.page.select_one("#opens_on")["value"] == "2027-10-20"
    assert visitor.page.select_one("#due_on")["value"] == "2027-11-19"
    assert "Marc Delaunay" in visitor.text
    visitor.submit("Préparer", opens_on="", expect=422)
    assert "Indiquez le jour d’ouverture" in visitor.text
    visitor.submit("Préparer", opens_on="2027-10-21")
    visitor.follow()
    assert "Campagne 2027 : préparée" in visitor.text
    assert visitor.page.select_one('.way [aria-current="step"]').text == "préparée"
    assert "trente sont l’usage" in visitor.text
    visitor.open(f"{PAGE}/dates")
    visitor.submit("Changer", due_on="2028-01-05", expect=422)
    assert "Choisissez une échéance en 2027" in visitor.text
    visitor.submit("Changer", opens_on="2027-10-20", due_on="2027-11-30")
    visitor.follow()
    assert "trente sont l’usage" not in visitor.text
    visitor.submit("Ouvrir maintenant")
    visitor.follow()
    assert "Campagne 2027 : 0 auto-évaluation validée sur 1" in visitor.text
    assert "préparée → ouverte" in visitor.text


def test_next_year_s_usual_days_are_proposed_once_this_year_has_its_campaign(
    session: Session, visitor: Visitor, officer: User, now: datetime
) -> None:
    prepared(session, officer, now)
    visitor.sign_in(officer).open("/auto-evaluations/ouvrir")
    assert visitor.page.select_one("#opens_on")["value"] == "2028-10-20"
    visitor.submit("Préparer", opens_on="2028-10-21", due_on="2028-11-30")
    visitor.follow()
    assert "n’est pas travaillé" in visitor.text  # a Saturday


def test_it_is_cancelled_with_a_reason_and_prepared_again(
    session: Session, visitor: Visitor, officer: User, now: datetime
) -> None:
    prepared(session, officer, now)
    visitor.sign_in(officer).open(PAGE)
    visitor.submit("Annuler la campagne", expect=422)
    assert "Écrivez pourquoi cette campagne est annulée" in visitor.text
    visitor.submit("Annuler la campagne", expect=422, reason="é" * 301)
    assert visitor.page.select_one("#reason").text.strip() == "é" * 301
    assert "300" in visitor.page.select_one(".wrong").text
    visitor.submit("Annuler la campagne", reason="Le logiciel change ce mois-là.")
    visitor.follow()
    assert "Campagne 2027 : annulée" in visitor.text
    assert "Le logiciel change ce mois-là." in visitor.text
    visitor.open("/auto-evaluations/")
    assert "Campagne 2027" not in visitor.text
    visitor.open("/auto-evaluations/?voir=archivees")
    assert "Campagne 2027" in visitor.text
    visitor.open("/auto-evaluations/ouvrir")
    visitor.submit("Préparer")
    visitor.follow()
    assert "Campagne 2027 : préparée" in visitor.text


def test_whoever_reads_results_sees_when_it_opens_and_nothing_to_press(
    session: Session, app: Any, officer: User, now: datetime
) -> None:
    prepared(session, officer, now)
    reader = make_user(session, Role.READER)
    session.commit()
    page = Visitor(app).sign_in(reader).open("/auto-evaluations/")
    assert "s’ouvre le 20 octobre 2027" in page.text.replace("\u00a0", " ")
    page = Visitor(app).sign_in(reader).open(PAGE)
    assert page.select("main form") == []
    for address in ("demarche", "tenu-et-percu"):
        Visitor(app).sign_in(officer).open(f"{PAGE}/{address}", expect=404)
    Visitor(app).sign_in(officer).open("/bilans/2027/caisse", expect=404)


def test_the_pages_of_a_prepared_campaign_cost_the_same_with_more_departments(
    session: Session, app: Any, officer: User, now: datetime
) -> None:
    prepared(session, officer, now)
    visitor = Visitor(app).sign_in(officer)
    few = of_page(visitor, PAGE)
    for number in range(6):
        make_department(session, f"Service {number}", ("gestion_retraite",))
    session.commit()
    assert of_page(visitor, PAGE) == few


def test_it_is_prepared_from_the_command_line(session: Session, app: Any, officer: User) -> None:
    runner = app.test_cli_runner()
    command = ["actions", "prepare-campaign", "--opens", "2027-10-20", "--due", "2027-11-19"]
    done = runner.invoke(args=command)
    assert done.exit_code == 0, done.output
    assert done.output.startswith("Campagne 2027 préparée : 1 service(s), ")
    again = runner.invoke(args=command)
    assert (again.exit_code, "déjà préparée" in again.output) == (1, True)
    assert campaigns.whatever_its_state(session, 2027).opened_on == OPENS_ON


def test_a_round_is_closed_without_a_department_only_past_its_day_and_with_a_reason(
    session: Session, app: Any, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = validated(session, now)
    session.commit()
    officer = Visitor(app).sign_in(made.officer)
    officer.open(PAGE)
    assert "Clore" not in officer.text
    made.campaign.due_on = date(2027, 3, 14)
    session.commit()
    officer.open(PAGE)
    officer.submit("Clore la campagne", expect=422)
    assert "écrivez pourquoi clore sans ce service" in officer.text
    officer.submit("Clore la campagne", reason="Service tout juste créé.")
    officer.follow()
    assert "ouverte → close" in officer.text


def archived(session: Session, settings: Settings, now: datetime) -> Round:
    made = validated(session, now)
    campaigns.close_campaign(session, made.campaign, made.officer, now, "Service tout neuf.")
    by, today = made.management, now.date()
    bilans.sign(session, made.assessment, "", settings, by, now, today)
    fund_bilans.sign(session, made.campaign, "", "Service tout neuf.", settings, by, now, today)
    session.commit()
    return made


def test_it_is_archived_read_and_taken_out_by_management(
    session: Session, app: Any, settings: Settings, now: datetime
) -> None:
    made = archived(session, settings, now)
    officer = Visitor(app).sign_in(made.officer)
    officer.open(PAGE)
    officer.submit("Archiver")
    officer.follow()
    assert "ne change plus" in officer.text
    assert "Sortir" not in officer.text
    officer.open("/auto-evaluations/")
    assert "Campagne 2027" not in officer.text
    management = Visitor(app).sign_in(made.management)
    place = f"{PAGE}/{made.department.id}"
    assert "Rectifier" not in management.open(place).text
    management.open("/bilans/2027/caisse")
    assert "sortez-la des archives" in management.text
    management.open(PAGE)
    management.submit("Sortir des archives", expect=422)
    management.submit("Sortir des archives", reason="Une ligne à rectifier.")
    management.follow()
    assert "archivée → close" in management.text
    assert "Rectifier" in management.open(place).text


def test_archiving_waits_for_the_signature(session: Session, app: Any, now: datetime) -> None:
    made = make_round(session, now)
    campaigns.close_campaign(session, made.campaign, made.officer, now, "Essai.")
    session.commit()
    officer = Visitor(app).sign_in(made.officer)
    officer.open(PAGE)
    assert "Archiver" not in officer.text
    officer.open("/mon-compte")
    officer.post(f"{PAGE}/archiver", expect=409)
    assert "Faites d’abord signer le bilan" in officer.text
    assert not archiving.is_published(session, made.campaign)
