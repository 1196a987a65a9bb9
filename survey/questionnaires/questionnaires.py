"""Questionnaires: load the starting ones, publish a version, retire the one before."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import yaml
from sqlmodel import Session, col, select

from core.errors import Refused
from organisation import journal
from organisation.models import User
from organisation.words import DEEDS
from survey.models import EventKind, Question, Questionnaire, QuestionnaireStatus
from survey.questionnaires import checks as questionnaire_checks
from survey.questions import KINDS

STARTING = Path(__file__).with_name("starting_questionnaires.yaml")
DEEDS.update({"publish_questionnaire": "questionnaire publié"})


def load_starting(session: Session, now: datetime, by: User | None) -> list[Questionnaire]:
    """Write and publish the two starting questionnaires; a moment that has one already is left."""
    content = yaml.safe_load(STARTING.read_text(encoding="utf-8"))
    loaded = []
    for definition in content["questionnaires"]:
        kind = EventKind(definition["event"])
        if versions(session, kind):
            continue
        lines = content["common_start"] + definition["own"] + content["common_end"]
        draft = write(session, kind, definition["title"], lines, content["choices"])
        publish(session, draft, by, now)
        loaded.append(draft)
    return loaded


def write(
    session: Session,
    kind: EventKind,
    title: str,
    lines: Sequence[dict[str, Any]],
    choices: dict[str, list[list[str]]],
) -> Questionnaire:
    """A new draft version made of these lines, in this order."""
    draft = Questionnaire(kind=kind, version=len(versions(session, kind)) + 1, title=title)
    session.add(draft)
    session.flush()
    assert draft.id is not None
    session.add_all(
        _question(draft.id, rank, line, choices) for rank, line in enumerate(lines, start=1)
    )
    session.flush()
    session.refresh(draft)
    return draft


def _question(
    questionnaire_id: int, rank: int, line: dict[str, Any], choices: dict[str, list[list[str]]]
) -> Question:
    if line["kind"] not in KINDS:
        raise Refused(f"Type de question inconnu : {line['kind']}.")
    return Question(
        questionnaire_id=questionnaire_id,
        page=line["page"],
        rank=rank,
        code=line["code"],
        kind=line["kind"],
        wording=line["wording"],
        hint=line.get("hint", ""),
        choices=choices.get(line.get("choices", ""), []),
        required=line.get("required", False),
        asked_when=line.get("asked_when"),
        commitment_code=line.get("commitment", ""),
        spoken=line.get("spoken", ""),
        easy=line.get("easy", {}),
    )


def publish(session: Session, questionnaire: Questionnaire, by: User | None, now: datetime) -> None:
    """Put a draft in force; the version before it is retired, and stays for its answers.

    Refused, whoever asks, while something of `questionnaire_checks.blocking` is not put right.
    """
    if questionnaire.status is not QuestionnaireStatus.DRAFT:
        raise Refused("Ce questionnaire est déjà publié : préparez une nouvelle version.")
    if faults := questionnaire_checks.blocking(questionnaire):
        raise Refused(f"Corrigez d’abord ce qui empêche de publier : {faults[0].sentence}")
    for older in versions(session, questionnaire.kind):
        if older.status is QuestionnaireStatus.PUBLISHED:
            older.status = QuestionnaireStatus.RETIRED
    questionnaire.status, questionnaire.published_at = QuestionnaireStatus.PUBLISHED, now
    session.flush()
    journal.write(session, now, by, "publish_questionnaire", f"questionnaire {questionnaire.id}")


def versions(session: Session, kind: EventKind) -> Sequence[Questionnaire]:
    """All versions for one moment of life, newest first."""
    found = select(Questionnaire).where(Questionnaire.kind == kind)
    return session.exec(found.order_by(col(Questionnaire.version).desc())).all()


def in_force(session: Session, kind: EventKind) -> Questionnaire:
    """The published version, or Refused with what to do."""
    for version in versions(session, kind):
        if version.status is QuestionnaireStatus.PUBLISHED:
            return version
    raise Refused(f"Aucun questionnaire n’est publié pour « {kind.label} ».")
