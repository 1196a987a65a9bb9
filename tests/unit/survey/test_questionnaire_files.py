"""A questionnaire leaves as a file and comes back the same; a file that is wrong is refused with all its faults."""

import string
from datetime import datetime
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import Session, select

from core.errors import Refused
from organisation.models import JournalEntry, Role, User
from survey.answering import paging
from survey.models import EventKind, Question, Questionnaire, QuestionnaireStatus
from survey.questionnaires import checks as questionnaire_checks
from survey.questionnaires import drafting, questionnaires
from survey.questionnaires import files as questionnaire_files
from survey.questionnaires.drafting import Line
from survey.questionnaires.files import WrongFile
from survey.questions import KINDS
from tests.builders import make_charter, make_user

HOSTILE = "=cmd|' /C calc'!A0 <script>alert(1)</script> {{ 7*7 }} #include \"x\" & ; -- \\u0041 #"


@pytest.fixture
def officer(session: Session, now: datetime) -> User:
    make_charter(session, now)
    questionnaires.load_starting(session, now, None)
    return make_user(session, Role.QUALITY_OFFICER)


def in_force(session: Session, kind: EventKind = EventKind.AFFILIATION) -> Questionnaire:
    return questionnaires.in_force(session, kind)


def file_of(*questions: str, event: str = "affiliation") -> bytes:
    """A file of these questions, each a YAML mapping on one line."""
    rows = "\n".join(f"- {{{question}}}" for question in questions)
    return f"event: {event}\ntitle: Votre avis\nquestions:\n{rows}\n".encode()


def refused(session: Session, content: bytes, now: datetime) -> list[str]:
    """What is said of a file that may not be loaded; nothing of it stays."""
    before = len(session.exec(select(Questionnaire)).all())
    with pytest.raises(WrongFile) as caught:
        questionnaire_files.load(session, content, None, now)
    assert len(session.exec(select(Questionnaire)).all()) == before
    assert str(caught.value).count("\n- ") == len(caught.value.faults)
    return [fault.said for fault in caught.value.faults]


# ---------------------------------------------------------------- there and back


@pytest.mark.parametrize("kind", EventKind)
def test_what_goes_out_comes_back_the_same(
    session: Session, officer: User, now: datetime, kind: EventKind
) -> None:
    published = in_force(session, kind)
    written = questionnaire_files.written(published)
    draft = questionnaire_files.load(session, written.encode(), officer, now)
    assert draft.status is QuestionnaireStatus.DRAFT
    assert draft.version == published.version + 1
    assert questionnaire_files.written(draft) == written
    for name in drafting.COPIED:
        assert [getattr(q, name) for q in draft.questions] == [
            getattr(q, name) for q in published.questions
        ], name


def test_every_kind_comes_back_the_same(session: Session, officer: User, now: datetime) -> None:
    draft = drafting.begin(session, EventKind.AFFILIATION, officer, now)
    drafting.add(session, draft, "paid_on", Line("date", "Quand ?", page=4), officer, now)
    assert {question.kind for question in draft.questions} == set(KINDS)
    written = questionnaire_files.written(draft)
    drafting.discard(session, draft, officer, now)
    again = questionnaire_files.load(session, written.encode(), officer, now)
    assert questionnaire_files.written(again) == written


TEXT = st.text(
    st.characters(exclude_categories=["Cc", "Cs", "Co", "Cn", "Zl", "Zp"]), min_size=1, max_size=60
).map(str.strip).filter(lambda said: said and not set(said) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"))  # fmt: skip
VALUES = st.text(string.ascii_lowercase + string.digits + "_", min_size=1, max_size=20)


@given(
    wording=TEXT,
    hint=TEXT,
    spoken=TEXT,
    easy=TEXT,
    choices=st.lists(st.tuples(VALUES, TEXT), min_size=2, max_size=6, unique_by=lambda pair: pair[0]),
    title=TEXT,
)  # fmt: skip
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_whatever_is_written_comes_back_the_same(
    session: Session, now: datetime, title: str, choices: list[tuple[str, str]], **words: Any
) -> None:
    easy = {"wording": words.pop("easy"), "choices": {choices[0][0]: words["hint"]}}
    rows = [list(pair) for pair in choices]
    draft = Questionnaire(kind=EventKind.RETIREMENT, version=1, title=title)
    draft.questions = [Question(questionnaire_id=1, page=1, rank=1, code="one", kind="single_choice", choices=rows, easy=easy, **words)]  # fmt: skip
    written = questionnaire_files.written(draft)
    loaded = questionnaire_files.load(session, written.encode(), None, now, replacing=True)
    (question,) = loaded.questions
    assert (loaded.title, question.wording) == (title, words["wording"])
    assert (question.choices, question.easy) == (rows, easy)
    assert questionnaire_files.written(loaded) == written


def test_a_file_carries_neither_version_nor_date_nor_reference(
    session: Session, officer: User
) -> None:
    written = questionnaire_files.written(in_force(session))
    read = yaml.safe_load(written)
    assert list(read) == ["event", "title", "questions"]
    assert "&id" not in written
    assert read["questions"][0]["choices"][0] == ["good", "Très bien"]


def test_a_load_is_told_in_the_journal_without_its_words(
    session: Session, officer: User, now: datetime
) -> None:
    written = questionnaire_files.written(in_force(session)).encode()
    questionnaire_files.load(session, written, officer, now)
    deeds = select(JournalEntry).where(JournalEntry.deed == "load_questionnaire")
    entry = session.exec(deeds).one()
    assert entry.by_id == officer.id
    assert entry.details.startswith("10 questions, sha256 ")


# ---------------------------------------------------------------- a draft that is there


def test_a_draft_that_is_there_is_replaced_only_if_so_asked(
    session: Session, officer: User, now: datetime
) -> None:
    draft = drafting.begin(session, EventKind.AFFILIATION, officer, now)
    one = file_of("code: satisfaction, kind: single_choice, wording: Alors")
    with pytest.raises(Refused, match="demandez qu’elle soit remplacée"):
        questionnaire_files.load(session, one, officer, now)
    assert len(draft.questions) == 10
    again = questionnaire_files.load(session, one, officer, now, replacing=True)
    assert again is draft
    assert [question.wording for question in draft.questions] == ["Alors"]


def test_questions_come_page_by_page_whatever_the_order_of_the_file(
    session: Session, officer: User, now: datetime
) -> None:
    content = file_of(
        "code: last, page: 3, kind: free_text, wording: C",
        "code: first, page: 1, kind: free_text, wording: A",
        "code: second, page: 1, kind: free_text, wording: B",
    )
    draft = questionnaire_files.load(session, content, officer, now)
    assert [(q.code, q.rank) for q in draft.questions] == [("first", 1), ("second", 2), ("last", 3)]


# ---------------------------------------------------------------- what is refused


def test_all_faults_are_told_at_once_each_with_its_line_and_its_field(
    session: Session, officer: User, now: datetime
) -> None:
    content = file_of(
        "code: a, kind: slider, wording: A",
        "code: a, kind: free_text, wording: B, commitment: ZZZ-99",
        "code: c, kind: free_text, wording: C, asked_when: {code: nowhere, values: [x]}",
        "code: d, page: 12, kind: free_text, wording: D, required: maybe, colour: red",
        "code: Été, kind: single_choice, wording: E, choices: [[Oui, Oui], [no]]",
    )
    said = refused(session, content, now)
    for line, words in (
        (4, "kind (le type) de « a » : Choisissez un type parmi single_choice"),
        (5, "code (le code) de « a » : Donnez un autre code : celui-ci est déjà pris à la ligne 4."),
        (5, "commitment (l’engagement) de « a » : Choisissez un engagement de la charte en vigueur : « ZZZ-99 »"),
        (6, "asked_when (la condition) de « c » : Aucune question de ce fichier n’a le code « nowhere »."),
        (7, "page (la page) de « d » : Choisissez une page de 1 à 9."),
        (7, "required (l’obligation) de « d » : Écrivez true"),
        (7, "colour : Ôtez ce champ"),
        (8, "code (le code) : Écrivez le code en minuscules"),
        (8, "choices (les réponses au choix) : Écrivez la valeur en minuscules"),
        (8, "choices (les réponses au choix) : Écrivez chaque réponse « [valeur, libellé] »."),
    ):  # fmt: skip
        assert any(one.startswith(f"ligne {line}, {words}") for one in said), (line, words)
    assert len(said) == 10
    assert said == sorted(said, key=lambda one: int(one.split()[1].rstrip(",")))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "vide"),
        (b"event: [", "Relisez l’écriture"),
        (b"- a\n- b\n", "nom : valeur"),
        ("event: été".encode("cp1252"), "UTF-8"),
        (b"event: a\x07b", "caractère invisible"),
        (b"[" * 200_000, "ne se lit pas"),
        (b"#" * 600_000, "500 ko au plus"),
        (b"event: mariage\ntitle: X\nquestions: []\n", "affiliation ou retraite"),
        (b"title: X\n", "Ajoutez ce champ"),
        (b"event: retraite\ntitle: ''\nquestions: {}\n", "Écrivez ici une liste"),
        (b"event: retraite\nevent: retraite\ntitle: X\nquestions: []\n", "une seule fois « event »"),
        (b"event: retraite\ntitle: X\nquestions: [texte]\n", "code, page, kind"),
    ],
)  # fmt: skip
def test_what_is_no_questionnaire_is_refused_in_french(
    session: Session, officer: User, now: datetime, content: bytes, words: str
) -> None:
    assert words in "\n".join(refused(session, content, now))


def test_a_file_that_builds_something_builds_nothing(
    session: Session, officer: User, now: datetime
) -> None:
    content = b"event: retraite\ntitle: !!python/object/apply:os.getcwd []\nquestions: []\n"
    assert "Écrivez ici un texte" in "\n".join(refused(session, content, now))


def test_a_file_that_repeats_itself_without_end_is_refused_at_once(
    session: Session, officer: User, now: datetime
) -> None:
    rows = "".join(f"l{n}: &l{n} [{', '.join([f'*l{n - 1}'] * 9)}]\n" for n in range(1, 12))
    said = refused(session, f"l0: &l0 [x]\n{rows}".encode(), now)
    assert "Recopiez en toutes lettres ce que « *l0 » répète." in said[0]


def test_three_hundred_questions_are_refused(
    session: Session, officer: User, now: datetime
) -> None:
    many = [f"code: q{n}, kind: free_text, wording: Question {n}" for n in range(300)]
    said = refused(session, file_of(*many), now)
    assert said == ["ligne 4, questions (les questions) : Gardez 40 questions au plus : il y en a 300."]  # fmt: skip


@pytest.mark.parametrize(
    ("field", "longest"), [("wording", 300), ("hint", 300), ("spoken", 600), ("title", 120)]
)
def test_five_thousand_characters_are_refused_with_their_number(
    session: Session, officer: User, now: datetime, field: str, longest: int
) -> None:
    question = "code: a, kind: free_text, wording: A"
    content = file_of(question).decode()
    if field == "title":
        content = content.replace("Votre avis", "x" * 5000)
    elif field == "wording":
        content = content.replace("A", "x" * 5000)
    else:
        content = content.replace("A", f"A, {field}: {'x' * 5000}")
    (said,) = refused(session, content.encode(), now)
    assert f"{longest} caractères au plus, il en a 5\u00a0000" in said


def test_a_label_of_five_thousand_characters_is_refused(
    session: Session, officer: User, now: datetime
) -> None:
    question = f"code: a, kind: single_choice, wording: A, choices: [[y, Oui], [n, {'x' * 5000}]]"
    (said,) = refused(session, file_of(question), now)
    assert "200 caractères au plus" in said


@pytest.mark.parametrize("hidden", ["\u202e", "\\a", "\\0", "\\x1b"])
def test_what_cannot_be_seen_is_refused(
    session: Session, officer: User, now: datetime, hidden: str
) -> None:
    content = file_of(f'code: a, kind: free_text, wording: "A {hidden}"')
    (said,) = refused(session, content, now)
    assert "caractères invisibles" in said


def test_html_and_formulas_are_kept_as_the_text_they_are(
    session: Session, officer: User, now: datetime
) -> None:
    question = {"code": "hostile", "kind": "single_choice", "wording": HOSTILE, "hint": HOSTILE,
                "choices": [["yes", HOSTILE], ["no", "=1+1"]]}  # fmt: skip
    content = yaml.safe_dump({"event": "retraite", "title": HOSTILE, "questions": [question]})
    draft = questionnaire_files.load(session, content.encode(), officer, now)
    (kept,) = draft.questions
    assert (draft.title, kept.wording, kept.hint) == (HOSTILE, HOSTILE, HOSTILE)
    assert kept.choices == [["yes", HOSTILE], ["no", "=1+1"]]


def test_a_code_that_names_answers_of_another_kind_is_refused(
    session: Session, officer: User, now: datetime
) -> None:
    said = refused(session, file_of("code: effort, kind: free_text, wording: A"), now)
    assert "a déjà servi à une question d’un autre type" in said[0]
    assert said[0].startswith("ligne 4, kind (le type) de « effort »")


def test_easy_answers_are_those_of_the_question(
    session: Session, officer: User, now: datetime
) -> None:
    question = "code: a, kind: single_choice, wording: A, choices: [[y, Oui], [n, Non]], easy: {choices: {z: Ouais}}"  # fmt: skip
    (said,) = refused(session, file_of(question), now)
    assert "« z » n’en est pas une" in said


def test_yes_and_five_stay_what_was_typed(session: Session, officer: User, now: datetime) -> None:
    """Read as YAML reads it, `yes` would be a truth and `5` a number."""
    question = "code: a, kind: single_choice, wording: A, choices: [[yes, Oui], [5, Cinq]]"
    draft = questionnaire_files.load(session, file_of(question), officer, now)
    assert draft.questions[0].choices == [["yes", "Oui"], ["5", "Cinq"]]


def test_without_a_charter_no_promise_is_known(session: Session, now: datetime) -> None:
    content = file_of("code: a, kind: free_text, wording: A, commitment: SIM-01")
    assert "de la charte en vigueur" in refused(session, content, now)[0]


# ---------------------------------------------------------------- what a check forbids, whatever made it so


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"asked_when": {"code": "nowhere", "values": ["x"]}}, "porte sur « nowhere », qui n’est pas une question"),
        ({"asked_when": {"code": "contact_reached", "values": ["yes"]}}, "une question posée pour chaque canal"),
        ({"asked_when": {"code": "contact_tried", "values": []}}, "Dites à quelles réponses elle est posée"),
        ({"kind": "slider"}, "Choisissez un type parmi"),
        ({"kind": "single_choice", "choices": [["Très bien", "A"], ["b", "B"]]}, "valeurs en minuscules"),
        ({"kind": "single_choice", "choices": [["a", "x" * 201], ["b", "B"]]}, "200 caractères au plus"),
    ],
)  # fmt: skip
def test_what_no_page_could_show_forbids_to_publish(
    session: Session, officer: User, now: datetime, changed: dict[str, Any], said: str
) -> None:
    draft = drafting.begin(session, EventKind.AFFILIATION, officer, now)
    last = questionnaire_checks.in_order(draft)[-1]
    for name, value in changed.items():
        setattr(last, name, value)
    assert said in " ".join(f.sentence for f in questionnaire_checks.blocking(draft))
    if "kind" not in changed:
        assert last.code not in [one.code for one in paging.asked_of(draft, {"contact_reached": {"phone": "yes"}})]  # fmt: skip
        paging.condition(draft, last)


def test_without_the_general_question_nothing_counts_so_nothing_is_published(
    session: Session, officer: User, now: datetime
) -> None:
    content = file_of("code: other, kind: free_text, wording: A, required: true")
    draft = questionnaire_files.load(session, content, officer, now)
    with pytest.raises(Refused, match="code « satisfaction »"):
        questionnaires.publish(session, draft, officer, now)
