"""sillage survey questionnaires …: what the page does, the command does by the same deed."""

import re
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import Session, select

from core import settings
from organisation.models import JournalEntry
from survey.commands import questionnaires as questionnaire_commands
from survey.models import EventKind, Questionnaire, QuestionnaireStatus
from survey.questionnaires import drafting, questionnaires
from tests.builders import make_charter
from tests.command_line import Run, runner
from tests.pages import Visitor

AFFILIATION = EventKind.AFFILIATION


@pytest.fixture
def run(app: Any, session: Session, now: datetime) -> Run:
    """Run a command of the group; what it says, spaces made plain."""
    make_charter(session, now)
    questionnaires.load_starting(session, now, None)
    session.commit()
    return runner(app, session, "survey", "questionnaires")


def draft(session: Session) -> Questionnaire:
    found = drafting.draft_of(session, AFFILIATION)
    assert found is not None
    return found


def deeds(session: Session) -> list[str]:
    return list(session.exec(select(JournalEntry.deed).order_by("id")))


def test_every_version_is_listed_with_its_state(run: Run) -> None:
    run("begin", "affiliation")
    listed = run("list").splitlines()
    assert listed == [
        "affiliation\tversion 2\ten préparation\t10 questions\tVotre avis sur votre affiliation",
        "affiliation\tversion 1\ten vigueur\t10 questions\tVotre avis sur votre affiliation",
        "retraite\tversion 1\ten vigueur\t10 questions\tVotre avis sur votre départ en retraite",
    ]


def test_a_version_goes_out_is_edited_and_comes_back(
    run: Run, session: Session, tmp_path: Path
) -> None:
    file = tmp_path / "questionnaire.yaml"
    run("export", "affiliation", "--output", str(file))
    assert run("export", "affiliation") == file.read_text(encoding="utf-8").replace("\u00a0", " ")
    said = run("load", str(file))
    assert "Rien n’empêche de publier." in said
    assert "Chargé : version 2 de « affiliation », 10 questions." in said
    assert run("export", "affiliation", "--version", "2") == run("export", "affiliation")
    session.rollback()
    assert "demandez qu’elle soit remplacée" in run("load", str(file), code=1)
    edited = file.read_text(encoding="utf-8").replace("Cette démarche vous a demandé…", "Cela vous a demandé…")  # fmt: skip
    file.write_text(edited, encoding="utf-8")
    run("load", str(file), "--replace")
    assert "Cela vous a demandé…" in {question.wording for question in draft(session).questions}


def test_a_try_writes_nothing(run: Run, session: Session, tmp_path: Path) -> None:
    file = tmp_path / "questionnaire.yaml"
    run("export", "retraite", "--output", str(file))
    assert "c’était un essai" in run("load", str(file), "--dry-run")
    assert drafting.draft_of(session, EventKind.RETIREMENT) is None
    assert "load_questionnaire" not in deeds(session)


def test_a_wrong_file_is_refused_with_all_its_faults_and_writes_nothing(
    run: Run, session: Session, tmp_path: Path
) -> None:
    file = tmp_path / "faux.yaml"
    file.write_text(
        "event: retraite\ntitle: Avis\nquestions:\n"
        "- {code: a, kind: slider, wording: A}\n- {code: a, kind: free_text, wording: B}\n",
        encoding="utf-8",
    )
    said = run("load", str(file), code=1)
    assert "Rien n’est chargé. Corrigez 2 points dans le fichier :" in said
    assert "- ligne 4, kind (le type) de « a »" in said
    assert "- ligne 5, code (le code) de « a »" in said
    assert drafting.draft_of(session, EventKind.RETIREMENT) is None


def test_nothing_is_published_that_the_page_would_refuse(
    run: Run, session: Session, visitor: Visitor
) -> None:
    run("begin", "affiliation", "--empty")
    assert draft(session).questions == []
    session.rollback()
    assert "à corriger : Écrivez au moins une question." in run("check", "affiliation", code=1)
    assert "Rien n’est publié" in run("publish", "affiliation", code=1)
    assert "code « satisfaction »" not in run("take", "affiliation", "satisfaction")
    said = run("check", "affiliation")
    assert "Rien n’empêche de publier." in said
    assert "conseil : Terminez par une question libre" in said
    assert "Publié" in run("publish", "affiliation")
    assert [q.code for q in questionnaires.in_force(session, AFFILIATION).questions] == ["satisfaction"]  # fmt: skip
    retired = session.exec(select(Questionnaire).where(Questionnaire.version == 1, Questionnaire.kind == AFFILIATION)).one()  # fmt: skip
    assert retired.status is QuestionnaireStatus.RETIRED
    assert deeds(session)[-3:] == ["begin_questionnaire", "write_questionnaire", "publish_questionnaire"]  # fmt: skip


def test_a_draft_is_written_question_by_question(run: Run, session: Session) -> None:
    run("begin", "affiliation")
    run("rename", "affiliation", "Votre avis, en trois minutes")
    run("remove", "affiliation", "effort")
    run("take", "affiliation", "acc_01")
    run("move", "affiliation", "acc_01", "up")
    codes = [question.code for question in draft(session).questions]
    assert draft(session).title == "Votre avis, en trois minutes"
    assert "effort" not in codes
    assert codes.index("acc_01") == codes.index("documents_known") - 1
    session.rollback()
    assert "n’est pas dans cette version" in run("remove", "affiliation", "effort", code=1)
    assert "n’est pas dans la bibliothèque" in run("take", "affiliation", "rien", code=1)
    assert "120 caractères" in run("rename", "affiliation", "x" * 5000, code=1)
    assert "abandonné" in run("discard", "affiliation")
    assert drafting.draft_of(session, AFFILIATION) is None


def test_without_a_draft_or_a_version_what_to_do_is_said(run: Run) -> None:
    assert "aucune n’est en préparation" in run("publish", "affiliation", code=1)
    assert "La version 9 de « affiliation » n’existe pas" in run("export", "affiliation", "--version", "9", code=1)  # fmt: skip


def test_a_questionnaire_is_retired(run: Run, session: Session) -> None:
    assert "Questionnaire retiré" in run("retire", "affiliation")
    assert "Aucun questionnaire n’est publié" in run("check", "affiliation", code=1)


def test_the_trial_link_opens_the_trial(run: Run, visitor: Visitor) -> None:
    link = run("trial", "affiliation").strip()
    visitor.open("/essai/" + link.partition("/essai/")[2])
    assert "rien n’est enregistré" in visitor.text


def test_promises_without_a_question_are_listed_by_theme(run: Run) -> None:
    said = run("uncovered")
    assert "  ACC-01\tCourtoisie" in said
    assert "  DEL-06\t" not in said
    assert said.strip().endswith("engagements sans question.")


def test_every_command_of_the_group_is_described() -> None:
    told = (settings.ROOT / "docs/running.md").read_text(encoding="utf-8")
    lines = "\n".join(line for line in told.splitlines() if "survey questionnaires" in line)
    assert len(questionnaire_commands.commands.commands) == 20
    assert [name for name in questionnaire_commands.commands.commands if not re.search(rf"[` ]{name}\b", lines)] == []  # fmt: skip
