"""The text of the telephone is drawn from the questionnaire: spoken words, keys, and what is never read aloud."""

import io

import pypdf
import pytest

from core import mail
from core.documents import FORMATS, Heading, Paragraph, Quote, Table
from survey.answering import codes, paging, presenting, promises
from survey.answering.paging import Page
from survey.entry import printed_script, script
from survey.models import EventKind, Question
from survey.questions.base import Asked
from tests.survey_builders import FULL_ANSWERS, make_questionnaire


def spoken_of(questionnaire, answers=None):
    """Every question on the path of these answers, by its code."""
    answers = answers or {}
    asked = paging.asked_of(questionnaire, answers)
    numbers = presenting.numbers(questionnaire, answers)
    return {one.code: one for one in script.spoken(Page(1, asked), numbers, answers, {}, [])}


def question(**more) -> Question:
    values = {
        "questionnaire_id": 1,
        "page": 1,
        "rank": 1,
        "code": "q",
        "kind": "scale",
        "wording": "Écrit ?",
    }
    return Question(**(values | {"choices": [["1", "Peu"], ["2", "Beaucoup"], ["na", "Je ne sais pas"]]} | more))  # fmt: skip


def spoken(asked: Question):
    options = [(value, label) for value, label in asked.choices]
    (one,) = script.spoken(Page(1, [Asked(asked, options)]), {asked.code: 1}, {}, {}, [])
    return one


def test_a_question_is_said_in_its_spoken_words_and_else_in_its_written_ones():
    assert spoken(question(spoken="Dit ?")).words == "Dit ?"
    assert spoken(question()).words == "Écrit ?"


def test_the_answers_are_read_with_the_key_that_ticks_them(session):
    one = spoken_of(make_questionnaire(session))["satisfaction"]
    assert [(c.key, c.label) for c in one.lines[0].read] == [("1", "Très bien"), ("2", "Moyen"), ("3", "Pas bien")]  # fmt: skip


def test_who_does_not_know_or_does_not_answer_is_never_read_aloud(session):
    one = spoken_of(make_questionnaire(session))["comprehension"]
    assert [(c.key, c.value) for c in one.lines[0].unread] == [("6", "na"), ("0", "")]
    assert "na" not in [c.value for c in one.lines[0].read]


def test_no_need_of_help_is_read_aloud_it_is_an_answer_as_another(session):
    one = spoken_of(make_questionnaire(session))["contact_tried"]
    assert one.lines[0].read[-1].value == "none"
    assert one.lines[0].unread == []


def test_the_required_question_has_no_key_to_skip_it_and_says_why(session):
    one = spoken_of(make_questionnaire(session))["satisfaction"]
    assert one.lines[0].unread == []
    assert "rien ne compte" in one.instruction


def test_answers_that_are_in_the_spoken_words_are_not_read_twice(session):
    made = spoken_of(make_questionnaire(session))
    assert made["effort"].instruction == script.IN_THE_WORDS
    assert made["comprehension"].instruction == script.INSTRUCTIONS["scale"]


def test_spoken_words_that_miss_an_answer_have_it_read():
    assert spoken(question(spoken="Est-ce peu ?")).instruction == script.INSTRUCTIONS["scale"]
    assert spoken(question(spoken="Est-ce peu, ou BEAUCOUP ?")).instruction == script.IN_THE_WORDS


def test_only_the_channels_that_were_named_are_asked_about(session):
    questionnaire = make_questionnaire(session)
    assert "contact_reached" not in spoken_of(questionnaire)
    one = spoken_of(questionnaire, FULL_ANSWERS)["contact_reached"]
    assert [line.name for line in one.lines] == ["contact_reached.phone"]
    assert [c.value for c in one.lines[0].choices if c.is_ticked] == ["yes"]


def test_a_text_tells_staff_to_write_no_name(session):
    one = spoken_of(make_questionnaire(session))["suggestion"]
    assert (one.lines, one.hint) == ((), "")
    assert "sans nom" in one.instruction


@pytest.mark.parametrize("calls", [True, False])
def test_the_first_words_say_who_why_how_long_the_promise_the_right_to_refuse_and_the_number(session, calls):  # fmt: skip
    questionnaire = make_questionnaire(session)
    said = " ".join(
        script.opening(questionnaire, "Vous avez rejoint la caisse en mars 2027.", calls)
    )
    fund = mail.fund()
    phone = fund.FUND_PHONE.replace(" ", "\u00a0")
    for words in (fund.FUND_NAME, script.NAME, "en mars 2027", "8\u00a0questions", promises.PROMISE, "refuser", phone, fund.FUND_HOURS, "d’accord"):  # fmt: skip
        assert words in said


def test_the_last_words_give_the_receipt_its_day_and_the_call_back_apart():
    said = " ".join(script.closing("31 mai 2027"))
    for words in ("code de reçu", "Jusqu’au 31 mai 2027", "être rappelé", "rien ne reliera"):
        assert words in said


def test_every_letter_of_a_code_has_a_name_to_spell_it():
    letters = [sign for sign in codes.ALPHABET if sign.isalpha()]
    assert set(letters) == set(script.SPELLED)
    assert all(name.startswith(letter) for letter, name in script.SPELLED.items())
    assert script.spelled("7KDM2222") == ["7, K comme Kléber, D comme Désiré, M comme Marcel", "2, 2, 2, 2"]  # fmt: skip


# ---------------------------------------------------------------- on paper


@pytest.mark.parametrize("kind", list(EventKind))
def test_the_printed_text_holds_every_question_every_answer_and_every_key(session, kind):
    questionnaire = make_questionnaire(session, kind)
    document = printed_script.document(questionnaire)
    headings = " ".join(part.text for part in document.parts if isinstance(part, Heading))
    cells = {cell for table in document.tables for row in table.rows for cell in row}
    for one in questionnaire.questions:
        assert (one.spoken or one.wording) in headings
        assert {label for _, label in one.choices} <= cells
    assert {"0", "1", "2", "3", "4", "5"} <= cells


def test_the_printed_text_says_for_whom_a_question_is(session):
    document = printed_script.document(make_questionnaire(session))
    notes = [part.text for part in document.parts if isinstance(part, Paragraph)]
    assert sum("Seulement pour les moyens cités à la question 3" in note for note in notes) == 2


def test_the_printed_text_names_nobody(session):
    quotes = [p.text for p in printed_script.document(make_questionnaire(session)).parts if isinstance(p, Quote)]  # fmt: skip
    assert "[mois et année]" in quotes[0]
    assert "[jour de la clôture]" in quotes[-1]


def test_tables_by_channel_have_one_column_a_channel(session):
    tables = [t for t in printed_script.document(make_questionnaire(session)).parts if isinstance(t, Table)]  # fmt: skip
    channels = [c.title for c in tables[-1].columns[2:]]
    assert channels == ["Au guichet de la caisse", "Par téléphone avec la caisse", "Par courriel ou formulaire avec la caisse"]  # fmt: skip


def test_the_printed_text_is_a_tagged_pdf_in_french(session):
    made = FORMATS["pdf"].write(printed_script.document(make_questionnaire(session)))
    read = pypdf.PdfReader(io.BytesIO(made))
    root = read.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert str(root["/Lang"]).startswith("fr")
    text = " ".join(page.extract_text() for page in read.pages)
    assert "Texte du téléphone" in text
    assert len(read.pages) <= 4
