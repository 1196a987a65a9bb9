"""The easy-to-read version of the member's path: the same questions, codes and answers in other words."""

import re
from typing import Any

import pytest
import yaml
from sqlmodel import Session, select

from survey.answering import answering, easy_reading, invitations, promises
from survey.answering.paging import everything_ticked
from survey.models import Draft, EventKind, Question
from survey.questionnaires import clear_language, questionnaires
from tests.pages import Visitor
from tests.survey_builders import make_invitation, make_questionnaire

BOTH = [EventKind.AFFILIATION, EventKind.RETIREMENT]


@pytest.fixture(params=BOTH)
def link(session: Session, request: Any) -> str:
    path = f"/r/{invitations.token(make_invitation(session, kind=request.param))}"
    session.commit()
    return path


def test_the_link_stands_at_the_top_of_every_page_and_leads_to_the_same_question(
    visitor: Visitor, link: str
) -> None:
    for number, title in ((1, "Comment ça s’est passé"), (2, "Où avez-vous cherché de l’aide")):
        page = visitor.open(f"{link}?page={number}")
        found = page.find("main").find("a", string="Version facile à lire")
        assert found.find_previous("fieldset") is None
        assert title in visitor.open(found["href"]).find("h1").get_text()


def test_the_whole_path_in_easy_words_keeps_the_same_codes(
    visitor: Visitor, link: str, session: Session
) -> None:
    visitor.open(f"{link}?facile=1")
    given = {
        "satisfaction": "medium",
        "comprehension": "2",
        "contact_tried": ["phone"],
        "effort": "4",
        "contact_reached.phone": "yes",
        "contact_satisfaction.phone": "3",
        "suggestion": "Écrire plus gros",
    }
    seen = []
    while visitor.page.find("fieldset") or visitor.page.find("textarea"):
        page = visitor.page
        assert len(visitor.response.data) <= 10_240
        assert "Set-Cookie" not in visitor.response.headers
        assert page.find("body")["class"] == ["easy"]
        fields = {field["name"] for field in page.select("input, textarea")}
        seen.append(page.find("h1").get_text())
        visitor.submit("Continuer", **{name: given[name] for name in fields & given.keys()})
        visitor.follow()
    assert len(seen) == 10
    assert "Moyenne" in visitor.text  # the review is in easy words too
    assert "Où avez-vous cherché de l’aide" in visitor.text
    assert len(visitor.response.data) <= 10_240
    draft = session.exec(select(Draft)).one()
    assert answering.read(draft) | {"contact_tried": ["phone"]} == {
        "satisfaction": "medium",
        "comprehension": "2",
        "contact_tried": ["phone"],
        "effort": "4",
        "contact_reached": {"phone": "yes"},
        "contact_satisfaction": {"phone": "3"},
        "suggestion": "Écrire plus gros",
    }
    session.rollback()
    visitor.submit("Envoyer mes réponses", expect=200)
    assert "Notez-le sur un papier" in visitor.text
    assert visitor.page.find("body")["class"] == ["easy"]
    assert promises.EASY_NEXT[0] in visitor.text


@pytest.mark.parametrize("sentence", [*promises.EASY, *promises.EASY_NEXT])
def test_what_is_promised_in_easy_words_is_easy(sentence: str) -> None:
    for part in re.split(r"(?<=[.?])\s", sentence):
        assert len(part.split()) <= 14, part
        assert not re.search(r"\b(ne|pas|ni|jamais|sans)\b|\bn’", part), part
        assert clear_language.remarks(part) == []


def test_a_fault_is_told_in_easy_words(visitor: Visitor, link: str) -> None:
    visitor.open(f"{link}?facile=1")
    visitor.submit("Continuer", expect=422)
    assert "Choisissez une réponse à « Comment ça s’est passé ? »" in re.sub(
        r"\s", " ", visitor.text
    )


def test_one_goes_back_to_the_usual_version_with_what_was_answered(
    visitor: Visitor, link: str
) -> None:
    visitor.open(f"{link}?facile=1")
    visitor.submit("Voir la version habituelle", satisfaction="good")
    page = visitor.follow()
    assert "easy" not in page.find("body").get("class", [])
    assert page.find("input", attrs={"name": "satisfaction", "value": "good", "checked": True})


def test_what_has_no_easy_words_keeps_the_usual_ones(session: Session) -> None:
    written = make_questionnaire(session)
    effort = next(question for question in written.questions if question.code == "effort")
    effort.easy = {"choices": {"1": "Très facile"}}
    pages = easy_reading.pages(written, {})
    (asked,) = next(page.asked for page in pages if page.asked[0].code == "effort")
    assert asked.question.wording == effort.wording
    assert asked.options[:2] == [("1", "Très facile"), ("2", "Peu d’efforts")]


def test_reading_easily_writes_nothing(session: Session) -> None:
    written = make_questionnaire(session)
    before = len(session.exec(select(Question)).all())
    easy_reading.pages(written, everything_ticked(written))
    assert not session.new
    assert len(session.exec(select(Question)).all()) == before


def starting() -> list[dict[str, Any]]:
    content = yaml.safe_load(questionnaires.STARTING.read_text(encoding="utf-8"))
    own = [line for one in content["questionnaires"] for line in one["own"]]
    lines: list[dict[str, Any]] = content["common_start"] + own + content["common_end"]
    for line in lines:
        line["values"] = {value for value, _ in content["choices"].get(line.get("choices"), [])}
    return lines


@pytest.mark.parametrize("line", starting(), ids=lambda line: line["code"])
def test_every_starting_question_is_written_in_easy_words(line: dict[str, Any]) -> None:
    easy = line["easy"]
    assert set(easy.get("choices", {})) <= line["values"]
    for sentence in re.split(r"(?<=[.?])\s", f"{easy['wording']} {easy['hint']}"):
        assert len(sentence.split()) <= 14, sentence
        assert not re.search(r"\b(ne|pas|ni|jamais|sans)\b|\bn’", sentence), sentence
        assert clear_language.remarks(sentence) == []
