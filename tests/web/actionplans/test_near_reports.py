"""Before a report is sent, once: what is near to it, and whom it may name. Nothing is kept of the asking."""

import pytest
from sqlmodel import func, select

from actionplans.malfunctions import malfunctions
from actionplans.malfunctions.malfunctions import Qualification
from actionplans.models import Malfunction
from core.models import DoneJob
from organisation.models import JournalEntry, Role
from tests.actionplans_malfunctions_builders import make_report
from tests.builders import make_charter, make_department, make_user

TOLD = "L’imprimante de l’accueil bourre à chaque courrier recommandé."
TYPED = "Encore un bourrage de l’imprimante, à l’accueil, sur un recommandé."


@pytest.fixture
def people(session, now):
    make_charter(session, now)
    department = make_department(session, "Liquidation")
    found = {role: make_user(session, role, department) for role in Role}
    m = make_report(session, now, text=TOLD, told=TOLD)
    judged = Qualification(3, department, "telephone")
    malfunctions.qualify(session, m, judged, found[Role.QUALITY_OFFICER], now)
    session.commit()
    return found


def counted(session, *tables):
    """How many rows each table holds; the lock is given back."""
    session.rollback()
    found = [session.exec(select(func.count()).select_from(one)).one() for one in tables]
    session.rollback()
    return found


def reports(session):
    return counted(session, Malfunction)[0]


def written(session):
    """Everything that an asking could have left behind."""
    return counted(session, Malfunction, JournalEntry, DoneJob)


def test_what_is_near_is_shown_once_then_the_report_is_sent(visitor, people, session):
    visitor.sign_in(people[Role.COLLABORATOR])
    visitor.open("/signalements/nouveau")
    visitor.submit("Signaler", what_happened=TYPED, mode="signed", expect=200)
    assert "Déjà signalé, peut-être" in visitor.text
    assert "D-2027-1" in visitor.text
    assert "bourre" not in visitor.page.find(id="proches").get_text()  # not theirs to read
    assert reports(session) == 1
    visitor.submit("Signaler quand même")
    assert reports(session) == 2


def test_what_was_typed_and_chosen_is_kept_between_the_two(visitor, people, session):
    visitor.sign_in(people[Role.COLLABORATOR])
    visitor.open("/signalements/nouveau")
    visitor.submit("Signaler", what_happened=TYPED, mode="anonymous", touches_members="y", expect=200)  # fmt: skip
    assert visitor.page.find("input", attrs={"value": "anonymous", "checked": True})
    assert TYPED in visitor.page.find("textarea").get_text()
    visitor.submit("Signaler quand même", expect=200)
    assert "une seule fois" in visitor.text
    newest = session.exec(select(Malfunction).order_by(Malfunction.id.desc())).first()
    assert newest.reporter_id is None
    assert newest.touches_members


def test_a_name_is_warned_of_before_it_is_sent(visitor, people, session):
    visitor.sign_in(people[Role.COLLABORATOR])
    visitor.open("/signalements/nouveau")
    visitor.submit("Signaler", what_happened="Mme Dupont perd les clés.", expect=200)
    assert "Vous nommez peut-être quelqu’un : « Mme Dupont »" in visitor.text
    visitor.submit("Signaler quand même", what_happened="Les clés sont perdues.")
    assert reports(session) == 2


def test_nothing_near_and_nobody_named_is_one_press(visitor, people, session):
    visitor.sign_in(people[Role.COLLABORATOR])
    visitor.open("/signalements/nouveau")
    visitor.submit("Signaler", what_happened="Le scanner du 2e est en panne.")
    assert reports(session) == 2


def test_asking_while_typing_answers_and_writes_nothing_anywhere(visitor, people, session):
    visitor.sign_in(people[Role.COLLABORATOR])
    visitor.open("/signalements/nouveau")
    before = written(session)
    token = visitor.page.find("input", attrs={"name": "csrf_token"})["value"]
    answer = visitor.client.post("/signalements/proches", data={"csrf_token": token, "text": TYPED})
    assert answer.status_code == 200
    assert "D-2027-1" in answer.text
    assert written(session) == before


def test_the_five_ways_back_and_the_promises_are_on_the_pages(visitor, people, session):
    visitor.sign_in(people[Role.QUALITY_OFFICER])
    visitor.open("/signalements/1")
    ways = visitor.page.find("h2", string="Ce qui en revient").find_parent("section")
    titles = [title.get_text() for title in ways.find_all("strong")]
    assert titles == [
        "Accusé de réception",
        "Réponse rapide",
        "Suites dites à l’auteur",
        "Toute la caisse informée",
        "Le travail amélioré",
    ]
    visitor.open("/signalements/")
    assert "trop peu pour une part" in visitor.text


# ---------------------------------------------------------------- what it may touch

CALLS = "Depuis lundi les appels en file d’attente sont raccrochés au bout de neuf minutes."


def last(session):
    session.rollback()
    newest = select(Malfunction).order_by(Malfunction.id.desc())
    return session.exec(newest.execution_options(populate_existing=True)).first()


def offered(visitor, kind="input"):
    return [one["value"] for one in visitor.page.find_all(kind, attrs={"name": "guess"})]


def test_what_it_may_touch_is_proposed_while_typing_and_kept_chosen(visitor, people, session):
    visitor.sign_in(people[Role.COLLABORATOR]).open("/signalements/nouveau")
    token = visitor.page.find("input", attrs={"name": "csrf_token"})["value"]
    asked = {"csrf_token": token, "text": CALLS, "guess": "telephone JOI-05"}
    answer = visitor.client.post("/signalements/proches", data=asked).text
    assert "Cela touche peut-être" in answer
    assert 'value="telephone JOI-05" checked' in answer
    visitor.submit("Signaler", what_happened=CALLS, guess="telephone JOI-05")
    m = last(session)
    assert (m.guessed_theme, m.guessed_commitment.code) == ("telephone", "JOI-05")


def test_without_javascript_it_is_proposed_on_the_page_once_sent_and_one_press_takes_it(
    visitor, people, session
):
    visitor.sign_in(people[Role.COLLABORATOR]).open("/signalements/nouveau")
    visitor.submit("Signaler", what_happened=CALLS)
    visitor.follow()
    assert "telephone JOI-05" in offered(visitor, "button")
    visitor.submit("JOI-05")
    visitor.follow()
    assert offered(visitor, "button") == []
    assert "Touche, selon l’auteur" in visitor.text
    assert last(session).guessed_commitment.code == "JOI-05"


def test_an_anonymous_author_is_proposed_it_with_the_code_and_the_officer_finds_it_chosen(
    visitor, people, session
):
    visitor.sign_in(people[Role.COLLABORATOR]).open("/signalements/nouveau")
    visitor.submit("Signaler", what_happened=CALLS, mode="anonymous", expect=200)
    assert "telephone JOI-05" in offered(visitor, "button")
    visitor.submit("JOI-08", expect=200)
    assert "Vous avez dit ce que cela touche" in visitor.text.replace("\u00a0", " ")
    m = last(session)
    m.text, m.title, m.sealed, m.theme = CALLS, "Appels coupés", None, "delai"
    session.commit()
    visitor.sign_in(people[Role.QUALITY_OFFICER]).open(f"/signalements/{m.id}")
    chosen = {s["name"]: s.find("option", selected=True)["value"] for s in visitor.page.find_all("select") if s.find("option", selected=True)}  # fmt: skip
    assert (chosen["theme"], chosen["commitment"]) == ("telephone", "JOI-08")


def test_between_the_two_looks_what_was_taken_stays_taken(visitor, people, session):
    visitor.sign_in(people[Role.COLLABORATOR]).open("/signalements/nouveau")
    named = f"{CALLS} Mme Dupont le sait."
    visitor.submit("Signaler", what_happened=named, guess="telephone", expect=200)
    assert visitor.page.find("input", attrs={"name": "guess", "value": "telephone", "checked": True})  # fmt: skip
    visitor.submit("Signaler quand même")
    assert last(session).guessed_theme == "telephone"


def test_nobody_but_its_author_says_what_it_touches(visitor, people, session, now):
    m = make_report(session, now, text=CALLS)
    session.commit()
    visitor.sign_in(people[Role.QUALITY_OFFICER]).open(f"/signalements/{m.id}")
    assert offered(visitor, "button") == []
    visitor.post(f"/signalements/{m.id}/toucher", guess="telephone", expect=409)
    assert last(session).guessed_theme == ""
