"""sillage survey questionnaires write, show, library, clarity, paper, script: one question at a time, and what a version becomes."""

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader
from sqlmodel import Session

from organisation import journal
from survey.models import EventKind, Question
from survey.questionnaires import drafting, questionnaires
from tests.builders import make_charter
from tests.command_line import Run, runner
from tests.pages import Visitor

SEEN_BY_PHONE = ("--asked-when", "contact_tried=phone,email")


@pytest.fixture
def run(app: Any, session: Session, now: datetime) -> Run:
    """Run a command of the group, with a version in preparation; what it says, spaces made plain."""
    make_charter(session, now)
    questionnaires.load_starting(session, now, None)
    drafting.begin(session, EventKind.AFFILIATION, None, now)
    session.commit()
    return runner(app, session, "survey", "questionnaires")


def question(session: Session, code: str) -> Question:
    draft = drafting.draft_of(session, EventKind.AFFILIATION)
    assert draft is not None
    return next(one for one in draft.questions if one.code == code)


def add(run: Run, *more: str, code: int = 0) -> str:
    """Write a question of one answer."""
    words = ("--kind", "single_choice", "--wording", "Avez-vous été rappelé ?", "--page", "2")
    answers = ("--choice", "yes=Oui", "--choice", "no=Non")
    return run("write", "affiliation", "called_back", *words, *answers, *more, code=code)


def test_a_question_is_added_with_all_that_a_form_may_say(run: Run, session: Session) -> None:
    said = add(
        run, "--hint", "Par téléphone.", "--required", *SEEN_BY_PHONE, "--commitment", "DEL-06",
        "--spoken", "Vous a-t-on rappelé ?", "--easy-wording", "On vous a rappelé ?",
        "--easy-hint", "Nous avons téléphoné.", "--easy-choice", "yes=Oui, rappelé",
    )  # fmt: skip
    assert said.startswith("Question ajoutée.")
    made = question(session, "called_back")
    assert (made.kind, made.page, made.hint, made.required) == ("single_choice", 2, "Par téléphone.", True)  # fmt: skip
    assert made.choices == [["yes", "Oui"], ["no", "Non"]]
    assert made.asked_when == {"code": "contact_tried", "values": ["phone", "email"]}
    assert (made.commitment_code, made.spoken) == ("DEL-06", "Vous a-t-on rappelé ?")
    assert made.easy == {
        "wording": "On vous a rappelé ?",
        "hint": "Nous avons téléphoné.",
        "choices": {"yes": "Oui, rappelé"},
    }
    draft = drafting.draft_of(session, EventKind.AFFILIATION)
    story = journal.about(session, f"questionnaire {draft.id}")
    assert {(one.deed, one.details) for one in story} >= {("write_questionnaire", "called_back")}


def test_what_is_not_given_stays_and_an_empty_word_takes_away(run: Run, session: Session) -> None:
    add(run, "--hint", "Par téléphone.", *SEEN_BY_PHONE, "--commitment", "DEL-06")
    said = run("write", "affiliation", "called_back", "--wording", "Vous a-t-on rappelé ?", "--hint", "", "--asked-when", "")  # fmt: skip
    assert said.startswith("Question enregistrée.")
    made = question(session, "called_back")
    assert (made.wording, made.hint, made.asked_when) == ("Vous a-t-on rappelé ?", "", None)
    assert (made.kind, made.page, made.commitment_code) == ("single_choice", 2, "DEL-06")
    assert made.choices == [["yes", "Oui"], ["no", "Non"]]


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (("--page", "12"), "page (la page) : Choisissez une page de 1 à 9."),
        (("--commitment", "ZZZ-99"), "Choisissez un engagement de la charte en vigueur"),
        (("--wording", "x" * 301), "Raccourcissez ce texte : 300 caractères au plus"),
        (("--asked-when", "rien=yes"), "« rien » n’en est pas une"),
        (("--asked-when", "satisfaction=ailleurs"), "« ailleurs » n’en est pas une"),
        (("--asked-when", "called_back=yes"), "Choisissez une autre question de cette version"),
        (("--asked-when", "satisfaction"), "Écrivez --asked-when « valeur=libellé »"),
        (("--choice", "oui"), "Écrivez --choice « valeur=libellé »"),
        (("--choice", "Là-bas=Oui"), "Écrivez la valeur en minuscules"),
        (("--easy-choice", "maybe=Peut-être"), "« maybe » n’en est pas une"),
    ],
)
def test_what_is_wrong_is_told_and_nothing_is_written(
    run: Run, session: Session, more: tuple[str, ...], said: str
) -> None:
    assert said in add(run, *more, code=1)
    draft = drafting.draft_of(session, EventKind.AFFILIATION)
    assert draft is not None
    assert "called_back" not in {one.code for one in draft.questions}


def test_all_faults_are_told_at_once(run: Run) -> None:
    said = add(run, "--page", "12", "--commitment", "ZZZ-99", code=1)
    assert "Rien n’est écrit. Corrigez 2 points" in said


def test_a_new_question_needs_a_kind_a_question_and_a_right_code(run: Run) -> None:
    said = run("write", "affiliation", "Mon code", code=1)
    for words in ("code (le code)", "kind (le type)", "wording (la question)"):
        assert words in said
    said = run("write", "affiliation", "satisfaction", "--kind", "date", code=1)
    assert "a déjà servi à une question d’un autre type" in said


def test_only_a_version_in_preparation_is_written(run: Run) -> None:
    said = run("write", "retraite", "effort", "--wording", "Autre chose", code=1)
    assert "aucune n’est en préparation" in said


def test_what_is_hard_to_read_is_said_as_one_writes(run: Run, session: Session) -> None:
    said = add(run, "--hint", "Nos agents instruisent votre DADS.")
    assert "conseil, « agents »" in said
    assert "conseil, « DADS »" in said
    assert "Rien à reprendre" in run("clarity", "Comment cela s’est-il passé ?")
    assert "« agent »" in run("clarity", "L’agent vous rappelle.")


def test_a_version_is_shown_question_by_question(run: Run) -> None:
    add(run, *SEEN_BY_PHONE, "--required")
    shown = run("show", "affiliation", "--version", "2")
    assert "called_back\tsingle_choice, obligatoire\t–\tAvez-vous été rappelé ?" in shown
    assert "\tposée si contact_tried = phone ou email" in shown
    assert "\tyes = Oui · no = Non" in shown
    assert "called_back" not in run("show", "affiliation")


def test_the_library_is_searched_by_words(run: Run) -> None:
    assert "del_06\tsingle_choice\tDEL-06\t" in run("library")
    found = run("library", "effort").splitlines()
    assert "effort" in [line.split("\t")[0] for line in found]
    assert found[-1] == f"{len(found) - 1} questions."
    assert run("library", "introuvable") == "0 question.\n"


def test_the_sheet_of_paper_and_the_text_of_the_telephone_are_written(
    run: Run, tmp_path: Path
) -> None:
    add(run)
    paper, spoken = tmp_path / "papier.pdf", tmp_path / "telephone.pdf"
    assert "Écrit : papier.pdf." in run("paper", "affiliation", str(paper), "--version", "2")
    printed = "".join(page.extract_text() for page in PdfReader(paper).pages)
    assert "Avez-vous été rappelé" in printed.replace("\u00a0", " ")
    run("script", "affiliation", str(spoken), "--version", "2")
    said = "".join(page.extract_text() for page in PdfReader(spoken).pages)
    assert "Avez-vous été rappelé" in said.replace("\u00a0", " ")
    assert "terminez le nom du fichier" in run("script", "affiliation", str(tmp_path / "a.txt"), code=1)  # fmt: skip
    assert "ne s’écrit pas" in run("paper", "affiliation", str(tmp_path / "no/a.pdf"), code=1)


def test_an_empty_version_has_nothing_to_show(run: Run, tmp_path: Path) -> None:
    run("discard", "affiliation")
    run("begin", "affiliation", "--empty")
    said = run("paper", "affiliation", str(tmp_path / "a.pdf"), "--version", "2", code=1)
    assert "il n’y a encore rien à montrer" in said


@pytest.mark.parametrize(("way", "seen"), [("one", "Question 1 sur"), ("easy", "Comment ça s’est passé")])  # fmt: skip
def test_the_trial_link_opens_either_way(run: Run, visitor: Visitor, way: str, seen: str) -> None:
    link = run("trial", "affiliation", "--way", way).strip()
    visitor.open("/essai/" + link.partition("/essai/")[2])
    assert seen in visitor.page.get_text(" ").replace("\u00a0", " ")
