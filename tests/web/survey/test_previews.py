"""All that a questionnaire becomes, in one place; the trial link in every way of answering; an empty draft; files on screen."""

import io
import re
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from sqlmodel import Session

from organisation.models import Role
from survey.answering import trial
from survey.models import EventKind, Question, Questionnaire
from survey.questionnaires import drafting, questionnaires
from survey.questionnaires import files as questionnaire_files
from survey.questionnaires import library as question_library
from tests.builders import make_charter, make_user
from tests.pages import Visitor

AFFILIATION = EventKind.AFFILIATION


@pytest.fixture
def officer(visitor: Visitor, session: Session, now: Any) -> Visitor:
    make_charter(session, now)
    questionnaires.load_starting(session, now, None)
    user = make_user(session, Role.QUALITY_OFFICER)
    session.commit()
    return visitor.sign_in(user)


@pytest.fixture
def number(officer: Visitor, session: Session) -> int:
    """The questionnaire in force."""
    found = questionnaires.in_force(session, AFFILIATION).id
    session.rollback()
    assert found is not None
    return found


def found(page: BeautifulSoup, *wanted: Any, **more: Any) -> Tag:
    tag = page.find(*wanted, **more)
    assert isinstance(tag, Tag)
    return tag


def begun_empty(officer: Visitor, session: Session) -> int:
    officer.open("/questionnaires/")
    officer.submit("Partir d’une page blanche")
    officer.follow()
    draft = drafting.draft_of(session, AFFILIATION)
    session.rollback()
    assert draft is not None
    assert draft.id is not None
    return draft.id


# ---------------------------------------------------------------- previews


def test_the_member_s_page_is_shown_at_two_widths_from_the_trial(
    officer: Visitor, number: int
) -> None:
    page = officer.open(f"/questionnaires/{number}/apercus")
    frames = page.find_all("iframe")
    assert [frame["title"] for frame in frames] == [
        "Le questionnaire sur un téléphone",
        "Le questionnaire sur un ordinateur",
    ]
    for frame in frames:
        assert frame["src"] == f"/essai/{trial.token(number)}"
        assert frame["sandbox"] == ["allow-forms", "allow-same-origin"]
    officer.open(frames[0]["src"])
    assert "rien n’est enregistré" in officer.text


def test_only_the_previews_show_frames_and_only_the_trial_stands_in_one(
    officer: Visitor, number: int
) -> None:
    def policy(path: str) -> str:
        return str(officer.client.get(path).headers["Content-Security-Policy"])

    previews, tried = policy(f"/questionnaires/{number}/apercus"), policy(f"/essai/{trial.token(number)}")  # fmt: skip
    assert ("frame-src 'self'" in previews, "frame-ancestors 'none'" in previews) == (True, True)
    assert ("frame-src 'none'" in tried, "frame-ancestors 'self'" in tried) == (True, True)
    for other in ("/questionnaires/", f"/questionnaires/{number}", f"/questionnaires/{number}/apercu", "/code"):  # fmt: skip
        assert "frame-src 'none'; frame-ancestors 'none'" in policy(other)


@pytest.mark.parametrize(
    ("way", "said"), [("", "Page 1 sur 3"), ("une", "Question 1 sur"), ("facile", "Question 1 sur")]
)
def test_each_way_of_answering_has_its_preview(
    officer: Visitor, number: int, way: str, said: str
) -> None:
    page = officer.open(f"/questionnaires/{number}/apercus?facon={way}")
    officer.open(str(found(page, "iframe")["src"]))
    assert said in officer.text
    assert (found(officer.page, "body").get("class") == ["easy"]) == (way == "facile")


def test_a_way_that_nobody_knows_is_the_usual_one(officer: Visitor, number: int) -> None:
    page = officer.open(f"/questionnaires/{number}/apercus?facon=<script>")
    assert found(page, "iframe")["src"] == f"/essai/{trial.token(number)}"


def test_every_other_preview_is_one_press_away(officer: Visitor, number: int) -> None:
    page = officer.open(f"/questionnaires/{number}/apercus")
    links = {str(link["href"]) for link in found(page, "main").find_all("a")}
    assert f"/questionnaires/{number}/papier.pdf" in links
    assert f"/questionnaires/{number}/apercu" in links
    assert f"/questionnaires/{number}/telephone" in links
    assert any(link.endswith(f"/essai/{trial.token(number)}") for link in links)
    for path in ("/questionnaires/", f"/questionnaires/{number}"):
        page = officer.open(path)
        assert found(page, "a", href=f"/questionnaires/{number}/apercus")


# ---------------------------------------------------------------- the trial, in each way


def test_a_trial_turns_to_one_question_a_page_and_back_with_what_was_answered(
    officer: Visitor, number: int, app: Any
) -> None:
    anybody = Visitor(app)
    anybody.open(f"/essai/{trial.token(number)}")
    anybody.submit("une question par page", expect=200, satisfaction="good", comprehension="3")
    assert "Question 1 sur" in anybody.text
    assert checked(anybody) == {("satisfaction", "good")}
    anybody.submit("Continuer", expect=200)
    assert checked(anybody) == {("comprehension", "3")}
    anybody.submit("Retour", expect=200)
    anybody.submit("plusieurs questions par page", expect=200)
    assert "Page 1 sur 3" in anybody.text
    assert checked(anybody) == {("satisfaction", "good"), ("comprehension", "3")}


def checked(visitor: Visitor) -> set[tuple[str, str]]:
    return {(str(one["name"]), str(one["value"])) for one in visitor.page.find_all("input", checked=True)}  # fmt: skip


def test_a_trial_in_easy_words_goes_to_its_end(officer: Visitor, number: int, app: Any) -> None:
    anybody = Visitor(app)
    page = anybody.open(f"/essai/{trial.token(number)}")
    anybody.open(str(found(page, "a", string="Version facile à lire")["href"]))
    titles = []
    while "L’essai est fini" not in anybody.text:
        titles.append(found(anybody.page, "h1").get_text())
        answers = {"satisfaction": "good"} if len(titles) == 1 else {}
        anybody.submit("Continuer", expect=200, **answers)
    assert titles[0].startswith("Comment ça s’est passé")
    assert len(titles) == 8  # without the two that depend on an answer
    assert "/essai/" in str(found(anybody.page, "a", string="Recommencer l’essai")["href"])


def test_the_easy_version_is_offered_while_nothing_could_be_lost(
    officer: Visitor, number: int, app: Any
) -> None:
    anybody = Visitor(app)
    anybody.open(f"/essai/{trial.token(number)}")
    page = anybody.submit("Continuer", expect=200, satisfaction="good")
    assert page.find("a", string="Version facile à lire") is None


# ---------------------------------------------------------------- an empty draft


def test_a_draft_begins_empty_and_says_what_to_do_everywhere(
    officer: Visitor, session: Session
) -> None:
    draft = begun_empty(officer, session)
    assert "Ce questionnaire n’a pas encore de question" in officer.text
    assert "1 point empêche de publier" in officer.text
    officer.open(f"/questionnaires/{draft}/apercus")
    assert "Il n’y a encore rien à montrer" in officer.text
    officer.open(f"/questionnaires/{draft}")
    for path in (f"/questionnaires/{draft}/apercu", f"/questionnaires/{draft}/papier.pdf", f"/essai/{trial.token(draft)}"):  # fmt: skip
        officer.open(path, expect=409)
        assert "rien à montrer" in officer.text


def test_a_draft_whose_condition_is_about_nothing_still_opens_and_is_not_published(
    officer: Visitor, session: Session
) -> None:
    draft = begun_empty(officer, session)
    lost = Question(questionnaire_id=draft, page=1, rank=1, code="lost", kind="free_text", wording="Perdue ?", asked_when={"code": "nowhere", "values": ["x"]})  # fmt: skip
    session.add(lost)
    session.commit()
    officer.open(f"/questionnaires/{draft}/modifier")
    assert "Sa condition porte sur « nowhere »" in officer.text
    officer.open(f"/essai/{trial.token(draft)}", expect=409)
    officer.open(f"/questionnaires/{draft}/apercu", expect=409)
    officer.open(f"/questionnaires/{draft}")
    officer.open(f"/questionnaires/{draft}/questions/lost")


# ---------------------------------------------------------------- library and promises


def test_the_library_is_searched_by_words_without_accents(
    officer: Visitor, session: Session
) -> None:
    draft = begun_empty(officer, session)
    officer.open(f"/questionnaires/{draft}/bibliotheque?q=DELAI")
    rows = [question_library.folded(row.get_text()) for row in officer.page.select("tbody tr")]
    assert rows
    everything = officer.open(f"/questionnaires/{draft}/bibliotheque").select("tbody tr")
    assert len(rows) < len(everything)
    saying = [row for row in everything if "délai" in row.get_text().lower()]
    assert len(saying) > 3
    assert {question_library.folded(row.get_text()) for row in saying} <= set(rows)


def test_a_word_that_no_question_says_is_told_with_a_way_out(
    officer: Visitor, session: Session
) -> None:
    draft = begun_empty(officer, session)
    officer.open(f"/questionnaires/{draft}/bibliotheque?q=zzz")
    assert "Aucune question ne dit cela" in officer.text
    assert found(officer.page, "a", string="Toute la bibliothèque")


def test_promises_are_chosen_under_their_theme(officer: Visitor, session: Session) -> None:
    draft = begun_empty(officer, session)
    page = officer.open(f"/questionnaires/{draft}/questions/nouvelle")
    select = found(page, "select", id="commitment_code")
    groups = select.find_all("optgroup")
    assert len(groups) == 11
    assert groups[0]["label"] == "Accueil, posture et locaux"
    assert found(groups[0], "option")["value"] == "ACC-01"  # type: ignore[arg-type]
    assert len(select.find_all("option")) == 71


# ---------------------------------------------------------------- files


def test_a_version_is_taken_away_and_loaded_back_on_screen(
    officer: Visitor, number: int, session: Session
) -> None:
    answer = officer.client.get(f"/questionnaires/{number}/questionnaire.yaml")
    assert answer.mimetype == "application/yaml"
    assert "questionnaire-affiliation-1.yaml" in answer.headers["Content-Disposition"]
    officer.open("/questionnaires/charger")
    officer.submit("Charger", file=(io.BytesIO(answer.data), "q.yaml"))
    officer.follow()
    assert "Questionnaire chargé" in officer.text
    draft = drafting.draft_of(session, AFFILIATION)
    assert draft is not None
    assert questionnaire_files.written(draft).encode() == answer.data
    session.rollback()
    officer.open("/questionnaires/charger")
    officer.submit("Charger", file=(io.BytesIO(answer.data), "q.yaml"), expect=422)
    assert "demandez qu’elle soit remplacée" in officer.text
    officer.submit("Charger", file=(io.BytesIO(answer.data), "q.yaml"), replacing="y")


def test_a_wrong_file_shows_all_its_faults_by_line(officer: Visitor, session: Session) -> None:
    officer.open("/questionnaires/charger")
    wrong = b"event: retraite\ntitle: X\nquestions:\n- {code: a, kind: slider, wording: '<b>A</b>', commitment: ZZZ-99}\n"
    officer.submit("Charger", file=(io.BytesIO(wrong), "q.yaml"), expect=422)
    assert "2 points à corriger" in officer.text
    rows = [[cell.get_text(" ", strip=True) for cell in row.find_all("td")] for row in officer.page.select("tbody tr")]  # fmt: skip
    assert [row[0] for row in rows] == ["ligne 4", "ligne 4"]
    assert rows[0][1] == "kind (le type) question a"
    assert re.match("Choisissez un type parmi", rows[0][2])
    assert drafting.draft_of(session, EventKind.RETIREMENT) is None
    session.rollback()
    officer.submit("Charger", expect=422)
    assert "Choisissez le fichier" in officer.text


def test_a_file_is_loaded_by_the_officer_alone(
    officer: Visitor, number: int, session: Session, app: Any
) -> None:
    reader = make_user(session, Role.READER)
    session.commit()
    visitor = Visitor(app).sign_in(reader)
    assert visitor.client.get(f"/questionnaires/{number}/questionnaire.yaml").status_code == 200
    visitor.open("/questionnaires/charger", expect=403)
    assert session.get(Questionnaire, number) is not None
