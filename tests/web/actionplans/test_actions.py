"""Pages of actions: from a theme to a closed action, and everything that goes wrong on the way."""

import csv
import io
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlmodel import Session, select

from actionplans.actions import effects
from actionplans.models import Action, ActionStatus, TopicDecision
from core import clock
from organisation.models import Role
from tests.action_builders import (
    Fund,
    make_action,
    make_closed_action,
    make_decision,
    make_fund,
    make_replies,
    make_voices,
)
from tests.builders import make_charter, make_user
from tests.pages import Visitor

S = ActionStatus
DECIDE = "/sujets/telephone/decider?du=2026-10-01&au=2026-12-31"
TITLE = "Rappeler sous deux heures les appels perdus"
HOSTILE = '<script>alert("1")</script>=HYPERLINK("http://x")'


@pytest.fixture
def fund(session: Session, now: datetime) -> Fund:
    make_charter(session, now)
    made = make_fund(session)
    session.commit()
    return made


class Crowd:
    """One visitor for each person, each with their own cookie."""

    def __init__(self, app: Any, fund: Fund) -> None:
        self.app, self.fund = app, fund
        self.visitors: dict[str, Visitor] = {}

    def __getitem__(self, who: str) -> Visitor:
        if who not in self.visitors:
            self.visitors[who] = Visitor(self.app).sign_in(self.fund.people[who])
        return self.visitors[who]


@pytest.fixture
def crowd(app: Any, fund: Fund) -> Crowd:
    return Crowd(app, fund)


def fresh(session: Session, action: Action) -> Action:
    session.refresh(action)
    session.commit()  # a session that reads holds the writers back
    return action


def saved_action(
    session: Session, fund: Fund, now: datetime, status: ActionStatus = S.PROPOSED, **more: Any
) -> Action:
    action = make_action(session, fund, now, status, **more)
    session.commit()
    return action


# ---------------------------------------------------------------- the whole way


def test_from_a_theme_to_a_closed_action_and_to_the_public(
    session: Session,
    now: datetime,
    fund: Fund,
    crowd: Crowd,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    make_voices(session, "telephone", 12)
    make_replies(session, date(2027, 1, 1), 40, 10)  # contented before: 10 of 52 with the voices
    make_replies(session, date(2027, 5, 1), 40, 34)
    session.commit()

    officer = crowd["officer"]
    officer.open("/mon-travail")
    assert "Bonjour Hélène, une chose vous attend" in officer.text
    officer.open(DECIDE)
    assert "12 voix" in officer.text
    officer.submit("Décider d’agir", title=TITLE, department=fund.department.id)
    officer.follow()
    assert "proposée" in officer.text
    action = session.exec(select(Action)).one()
    session.commit()  # a session that reads holds the writers back
    path = f"/actions/{action.id}"

    head = crowd["head"]
    head.open("/mon-travail")
    assert "Décider de « Rappeler" in head.text
    head.open(f"{path}/decider")
    head.submit(
        "Décider l’action",
        owner=fund.owner.id,
        due_on="2027-04-30",
        expected="Moins d’attente.",
        expected_proof="Le relevé du standard.",
        indicator="satisfaction",
        direction="up",
        window="3",
    )

    owner = crowd["owner"]
    owner.open(path)
    owner.submit("Commencer")
    owner.open(f"{path}/noter")
    owner.submit(said="Le rappel est en place au standard.")
    owner.open(f"{path}/realiser")
    owner.submit(proof="Relevé du standard de mars, dossier Qualité 12.")
    assert fresh(session, action).status is S.DONE

    officer.open(f"{path}/verifier")
    officer.submit("Vérifier et clore", expect=409)
    assert "trop tôt" in officer.text

    later = now + timedelta(days=110)
    monkeypatch.setattr(clock, "now", lambda: later)
    officer = Visitor(crowd.app).sign_in(fund.officer)
    officer.open("/mon-travail")
    assert "Vérifier l’effet de « Rappeler" in officer.text
    officer.open(f"{path}/verifier")
    assert "Effet constaté , dit la règle. Écart : +60,0 points" in officer.text
    officer.submit("Vérifier et clore")
    officer.follow()
    assert "close, effet constaté" in officer.text
    officer.open(f"/trace/action/{action.id}")
    assert "La chaîne est complète." in officer.text

    officer.open("/publications/")
    officer.open(f"/publications/action/{action.id}")
    officer.submit("Préparer cette publication")
    management = Visitor(crowd.app).sign_in(fund.management)
    management.open("/publications/1/approuver")
    management.submit("Publier", said="L’attente au téléphone vous paraissait longue.")
    management.follow()
    assert "publié le" in management.text
    management.submit("Retirer")
    management.follow()
    assert "Rien n’est publié" in management.text


def test_not_acting_shows_its_reason_and_its_day(
    session: Session, now: datetime, fund: Fund, crowd: Crowd
) -> None:
    make_voices(session, "telephone", 12)
    session.commit()
    officer = crowd["officer"]
    officer.open(DECIDE)
    officer.submit("Ne pas agir", reason="Le standard change en avril.", review_on="2027-06-01")
    officer.follow()
    assert "Pas d’action, et pourquoi" in officer.text
    assert "réexamen le 1er juin 2027" in officer.text
    assert "Le standard change en avril." in officer.text


def test_a_date_may_be_typed_the_french_way(session: Session, fund: Fund, crowd: Crowd) -> None:
    officer = crowd["officer"]
    officer.open(DECIDE)
    officer.submit("Ne pas agir", reason="Déjà en cours.", review_on=" 01/06/2027 ")
    assert session.exec(select(TopicDecision)).one().review_on == date(2027, 6, 1)


def test_a_date_in_another_form_is_explained_and_the_rest_is_kept(fund: Fund, crowd: Crowd) -> None:
    officer = crowd["officer"]
    officer.open(DECIDE)
    officer.submit("Ne pas agir", expect=422, reason="Déjà en cours.", review_on="le 12 juin")
    assert "Écrivez la date ainsi : 31/12/2026." in officer.text
    assert "Déjà en cours." in officer.text


def test_suspending_moving_and_abandoning_leave_their_story(
    session: Session, now: datetime, fund: Fund, crowd: Crowd
) -> None:
    action = saved_action(session, fund, now, S.IN_PROGRESS)
    path = f"/actions/{action.id}"
    owner = crowd["owner"]
    owner.open(f"{path}/echeance")
    owner.submit(due_on="2027-07-01", reason="Livraison en retard.")
    owner.open(f"{path}/suspendre")
    owner.submit(reason="Le prestataire est absent.", until="2027-04-01")
    owner.follow()
    assert "changée 1 fois ; au départ le 14 mai 2027" in owner.text
    assert "jusqu’au 1er avril 2027" in owner.text
    owner.submit("Reprendre")
    owner.open(f"{path}/echeance", expect=409)
    assert "demandez au responsable" in owner.text
    head = crowd["head"]
    head.open(f"{path}/abandonner")
    head.submit(reason="Le standard a été remplacé.")
    head.follow()
    for said in ("Livraison en retard.", "Le prestataire est absent.", "14 mai 2027 → 1er juillet"):
        assert said in head.text
    assert "Le standard a été remplacé." in head.text


def test_a_refused_proposal_says_why_to_its_author(
    session: Session, now: datetime, fund: Fund, crowd: Crowd
) -> None:
    action = saved_action(session, fund, now)
    head = crowd["head"]
    head.open(f"/actions/{action.id}/refuser")
    head.submit(reason="Déjà en place depuis janvier.")
    owner = crowd["owner"]
    owner.open("/mon-travail")
    assert "action refusée, par Marc Delaunay" in owner.text
    owner.open(f"/actions/{action.id}")
    assert "Déjà en place depuis janvier." in owner.text


def test_a_closed_action_is_opened_again(
    session: Session, now: datetime, fund: Fund, crowd: Crowd
) -> None:
    action = make_closed_action(session, fund, now - timedelta(days=200))
    session.commit()
    officer = crowd["officer"]
    officer.open(f"/actions/{action.id}/rouvrir")
    officer.submit(reason="Les plaintes reviennent.", due_on="2027-06-01")
    officer.follow()
    assert "en cours" in officer.text
    assert "elle était close, effet constaté" in officer.text


def test_a_written_evaluation_closes_an_action_without_indicator(
    session: Session, now: datetime, fund: Fund, crowd: Crowd
) -> None:
    action = saved_action(session, fund, now - timedelta(days=100), S.DONE, indicator="")
    officer = crowd["officer"]
    officer.open(f"/actions/{action.id}/verifier")
    officer.submit(expect=422, evaluation="Les plaintes ont cessé.")
    assert "Choisissez une conclusion." in officer.text
    assert "Les plaintes ont cessé." in officer.text
    officer.submit(evaluation="Les plaintes ont cessé.", is_effective="yes")
    assert fresh(session, action).status is S.EFFECTIVE


# ---------------------------------------------------------------- propose


def test_anybody_of_the_staff_proposes_from_something_known(
    session: Session, now: datetime, fund: Fund, crowd: Crowd
) -> None:
    decision, _ = make_decision(session, fund, now)
    session.commit()
    owner = crowd["owner"]
    owner.open("/actions/")
    owner.open("/actions/proposer")
    owner.submit(
        title="Afficher l’attente", department=fund.other.id, cause=f"decision-{decision.id}"
    )
    owner.follow()
    assert "proposée" in owner.text
    crowd["stranger"].open(owner.path)  # proposed to their department


def test_a_cause_named_by_the_address_is_chosen_already(
    session: Session, now: datetime, fund: Fund, crowd: Crowd
) -> None:
    decision, _ = make_decision(session, fund, now)
    session.commit()
    owner = crowd["owner"]
    page = owner.open(f"/actions/proposer?cause=decision-{decision.id}")
    assert page.find("option", selected=True, attrs={"value": f"decision-{decision.id}"})
    for cause in ("decision-999", "malfunction-1", "rating-1", "user-1", "decision-", "x"):
        owner.open(f"/actions/proposer?cause={cause}", expect=404)


def test_a_cause_that_is_not_on_the_list_is_refused(
    session: Session, now: datetime, fund: Fund, crowd: Crowd
) -> None:
    owner = crowd["owner"]
    owner.open("/actions/proposer")
    owner.submit(expect=422, title="Une action", department=fund.other.id, cause="malfunction-1")
    assert session.exec(select(Action)).all() == []


# ---------------------------------------------------------------- wrong persons

STEPS = (
    "decider", "refuser", "commencer", "reprendre", "noter", "suspendre", "echeance", "realiser",
    "verifier", "rouvrir", "abandonner",
)  # fmt: skip


@pytest.mark.parametrize("step", STEPS)
def test_another_department_s_action_does_not_exist(
    session: Session, now: datetime, fund: Fund, crowd: Crowd, step: str
) -> None:
    action = saved_action(session, fund, now)
    stranger = crowd["stranger"]
    stranger.open("/actions/")
    stranger.open(f"/actions/{action.id}", expect=404)
    forbidden = step in ("verifier", "rouvrir")  # a head never verifies
    stranger.open("/mon-compte")
    stranger.post(f"/actions/{action.id}/{step}", expect=403 if forbidden else 404)


@pytest.mark.parametrize("role", [Role.READER, Role.ADMINISTRATOR])
def test_readers_and_administrators_have_no_page_of_actions(
    session: Session, now: datetime, fund: Fund, app: Any, role: Role
) -> None:
    action = make_action(session, fund, now)
    person = make_user(session, role, fund.department)
    session.commit()
    visitor = Visitor(app).sign_in(person)
    for path in (
        "/actions/", "/actions/actions.csv", "/actions/proposer", f"/actions/{action.id}",
        f"/actions/{action.id}/decider", f"/trace/action/{action.id}", "/publications/", DECIDE,
    ):  # fmt: skip
        visitor.open(path, expect=403)
    visitor.open("/mon-travail")
    assert "rien ne vous attend" in visitor.text


def test_nobody_unknown_reaches_anything(
    session: Session, now: datetime, fund: Fund, visitor: Visitor
) -> None:
    action = saved_action(session, fund, now)
    for path in (f"/actions/{action.id}", "/actions/", DECIDE, "/trace/decision/1", "/mon-travail"):
        assert visitor.client.get(path).status_code == 302


@pytest.mark.parametrize(
    ("who", "step", "code"),
    [
        ("owner", "decider", 403),
        ("officer", "decider", 403),
        ("owner", "verifier", 403),
        ("head", "verifier", 403),
        ("management", "verifier", 409),
        ("head", "realiser", 409),
        ("officer", "realiser", 409),
        ("owner", "abandonner", 403),
    ],
)
def test_the_wrong_person_gets_a_sentence(
    session: Session, now: datetime, fund: Fund, crowd: Crowd, who: str, step: str, code: int
) -> None:
    status = S.DONE if step == "verifier" else S.IN_PROGRESS
    action = saved_action(session, fund, now, status)
    crowd[who].open(f"/actions/{action.id}/{step}", expect=code)


@pytest.mark.parametrize("who", ["owner", "head", "stranger"])
def test_themes_are_decided_by_officer_and_management_alone(crowd: Crowd, who: str) -> None:
    crowd[who].open(DECIDE, expect=403)
    crowd[who].open("/mon-compte")
    crowd[who].post("/sujets/telephone/decider/agir", expect=403)


def test_a_step_that_is_passed_is_refused(
    session: Session, now: datetime, fund: Fund, crowd: Crowd
) -> None:
    action = saved_action(session, fund, now, S.DECIDED)
    head = crowd["head"]
    head.open(f"/actions/{action.id}/decider", expect=409)
    assert "Cette action est décidée" in head.text


# ---------------------------------------------------------------- twice, hostile, huge


def test_a_form_sent_twice_writes_once(
    session: Session, now: datetime, fund: Fund, crowd: Crowd
) -> None:
    make_voices(session, "telephone", 12)
    session.commit()
    officer = crowd["officer"]
    officer.open(DECIDE)
    officer.submit("Décider d’agir", title=TITLE, department=fund.department.id)
    officer.submit("Décider d’agir", expect=409, title=TITLE, department=fund.department.id)
    assert "déjà décidé" in officer.text
    assert TITLE in str(officer.page)  # nothing typed is lost
    assert len(session.exec(select(Action)).all()) == 1
    assert len(session.exec(select(TopicDecision)).all()) == 1


def test_a_button_pressed_twice_acts_once(
    session: Session, now: datetime, fund: Fund, crowd: Crowd
) -> None:
    action = saved_action(session, fund, now, S.DECIDED)
    owner = crowd["owner"]
    owner.open(f"/actions/{action.id}")
    owner.submit("Commencer")
    owner.submit("Commencer", expect=409)
    assert "Cette action est en cours" in owner.text


def test_a_proof_sent_twice_is_kept_once(
    session: Session, now: datetime, fund: Fund, crowd: Crowd
) -> None:
    action = saved_action(session, fund, now, S.IN_PROGRESS)
    owner = crowd["owner"]
    owner.open(f"/actions/{action.id}/realiser")
    owner.submit(proof="Relevé de mars.")
    owner.submit(expect=409, proof="Autre relevé.")
    assert fresh(session, action).proof == "Relevé de mars."


def test_a_hostile_title_is_shown_as_text_everywhere(
    session: Session, now: datetime, fund: Fund, crowd: Crowd
) -> None:
    action = saved_action(session, fund, now, S.DONE, title=HOSTILE)
    officer = crowd["officer"]
    for path in ("/mon-travail", "/actions/", f"/actions/{action.id}", f"/trace/action/{action.id}",
                 f"/actions/{action.id}/verifier", "/recherche?q=script"):  # fmt: skip
        page = officer.open(path)
        assert "alert" not in " ".join(tag.get_text() for tag in page.find_all("script")), path
        assert "<script>alert" not in officer.response.text, path


def test_the_csv_holds_the_same_rows_and_calculates_nothing(
    session: Session, now: datetime, fund: Fund, crowd: Crowd
) -> None:
    saved_action(session, fund, now, title='=HYPERLINK("http://x";"Cliquez")')
    saved_action(session, fund, now, S.IN_PROGRESS, title="Répondre ; puis rappeler")
    officer = crowd["officer"]
    officer.open("/actions/?etat=a-decider")
    link = officer.page.find("a", string=lambda words: words and "CSV" in words)
    response = officer.client.get(link["href"])
    assert response.mimetype == "text/csv"
    content = response.data.decode("utf-8")
    assert content.startswith("\ufeff")
    rows = list(csv.reader(io.StringIO(content[1:]), delimiter=";"))
    assert [row[1] for row in rows] == ["Action", '\'=HYPERLINK("http://x";"Cliquez")']
    everything = officer.client.get("/actions/actions.csv").data.decode("utf-8")
    assert '"Répondre ; puis rappeler"' in everything


def test_the_csv_of_a_department_holds_what_its_page_holds(
    session: Session, now: datetime, fund: Fund, crowd: Crowd
) -> None:
    saved_action(session, fund, now)
    stranger = crowd["stranger"]
    assert TITLE not in stranger.client.get("/actions/actions.csv").data.decode("utf-8")


@pytest.mark.parametrize(
    ("step", "status", "field", "who"),
    [
        ("noter", S.IN_PROGRESS, "said", "owner"),
        ("realiser", S.IN_PROGRESS, "proof", "owner"),
        ("refuser", S.PROPOSED, "reason", "head"),
        ("verifier", S.DONE, "evaluation", "officer"),
    ],
)
def test_a_text_far_too_long_is_refused_and_kept(
    session: Session, now: datetime, fund: Fund, crowd: Crowd,
    step: str, status: ActionStatus, field: str, who: str,
) -> None:  # fmt: skip
    action = saved_action(session, fund, now, status)
    before = action.status
    visitor = crowd[who]
    visitor.open(f"/actions/{action.id}/{step}")
    visitor.submit(expect=422, **{field: "é" * 50_000})
    assert "Raccourcissez ce texte" in visitor.text
    assert "é" * 50_000 in visitor.response.text
    assert fresh(session, action).status is before


def test_a_title_far_too_long_is_refused_and_kept(
    session: Session, fund: Fund, crowd: Crowd
) -> None:
    officer = crowd["officer"]
    officer.open(DECIDE)
    officer.submit("Décider d’agir", expect=422, title="x" * 50_000, department=fund.department.id)
    assert "x" * 50_000 in officer.response.text
    assert session.exec(select(TopicDecision)).all() == []


def test_a_page_without_its_token_writes_nothing(
    session: Session, now: datetime, fund: Fund, crowd: Crowd
) -> None:
    action = saved_action(session, fund, now, S.DECIDED)
    owner = crowd["owner"]
    response = owner.client.post(f"/actions/{action.id}/commencer")
    assert response.status_code == 400
    assert fresh(session, action).status is S.DECIDED


@pytest.mark.parametrize(
    "path",
    [
        "/sujets/inconnu/decider",
        "/sujets/telephone/decider?du=2026-13-01&au=2026-12-31",
        "/sujets/telephone/decider?du=2026-12-31&au=2026-10-01",
        "/sujets/telephone/decider?du=2026-10-01",
        "/actions/999",
        "/actions/99999999999999999999",
        "/trace/decision/999",
        "/trace/decision/abc",
        "/trace/decision/99999999999999999999",
        "/trace/verbatim/inconnu",
        "/trace/malfunction/1",
        "/trace/autre/1",
    ],
)
def test_what_does_not_exist_is_said_calmly(crowd: Crowd, path: str) -> None:
    crowd["officer"].open(path, expect=404)


def test_the_last_quarter_over_is_decided_on_by_default(crowd: Crowd) -> None:
    officer = crowd["officer"]
    officer.open("/sujets/telephone/decider")
    assert "4e trimestre 2026" in officer.text
    assert "Aucune voix" in officer.text


# ---------------------------------------------------------------- the list


def test_each_filter_shows_its_part_and_counts_it(
    session: Session, now: datetime, fund: Fund, crowd: Crowd
) -> None:
    long_ago = now - timedelta(days=100)
    for status, moment in (
        (S.PROPOSED, now), (S.DECIDED, now), (S.IN_PROGRESS, long_ago), (S.DONE, now), (S.REFUSED, now),
    ):  # fmt: skip
        make_action(session, fund, moment, status, title=f"Action {status.value}")
    session.commit()
    officer = crowd["officer"]
    officer.open("/actions/")
    assert "5 actions" in officer.text
    assert "1 en retard, 1 à décider, 1 à vérifier et 1 close" in officer.text
    for code, shown in {
        "a-decider": {"proposed"}, "en-cours": {"decided", "in_progress"}, "en-retard": {"in_progress"},
        "a-verifier": {"done"}, "closes": {"refused"}, "inconnu": {"proposed", "decided", "in_progress", "done", "refused"},
    }.items():  # fmt: skip
        officer.open(f"/actions/?etat={code}")
        titles = {a.get_text().removeprefix("Action ") for a in officer.page.select("td a")}
        assert titles == shown, code


def test_a_head_sees_their_department_whatever_the_address_says(
    session: Session, now: datetime, fund: Fund, crowd: Crowd
) -> None:
    saved_action(session, fund, now)
    stranger = crowd["stranger"]
    stranger.open(f"/actions/?service={fund.department.id}")
    assert "Aucune action" in stranger.text


@pytest.mark.parametrize("sort", ["echeance", "titre", "service", "n’importe quoi"])
def test_every_order_shows_every_action(
    session: Session, now: datetime, fund: Fund, crowd: Crowd, sort: str
) -> None:
    for number in range(30):
        make_action(session, fund, now, S.DECIDED, title=f"Action numéro {number}")
    session.commit()
    officer = crowd["officer"]
    first = {a.get_text() for a in officer.open(f"/actions/?tri={sort}").select("td a")}
    second = {a.get_text() for a in officer.open(f"/actions/?tri={sort}&page=2").select("td a")}
    assert (len(first), len(second), len(first | second)) == (25, 5, 30)


def test_an_action_on_its_page_says_what_can_be_done_next(
    session: Session, now: datetime, fund: Fund, crowd: Crowd
) -> None:
    action = saved_action(session, fund, now, S.DONE)
    officer = crowd["officer"]
    page = officer.open(f"/actions/{action.id}")
    buttons = {b.get_text(strip=True) for b in page.select(".button")}
    assert buttons == {
        "Noter l’avancement",
        "Rouvrir",
        "Suivre cette action",
    }  # too early to verify
    assert (
        f"Se vérifie à partir du {effects.verifiable_on(action).day}er juillet 2027" in officer.text
    )
