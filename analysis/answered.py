"""Replies with what they may say of where they come from: never who, never the day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from types import SimpleNamespace
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from survey import replies, waves
from survey.models import Answer, EventKind, Mode, Reply
from survey.questions.base import Given
from survey.replies import Scope


@dataclass(frozen=True, slots=True)
class Answered:
    """One reply: the quarter of sending (its first day), its mode, its department, its questionnaire."""

    quarter: date
    kind: EventKind
    mode: Mode
    department_id: int | None
    questionnaire_id: int
    given: dict[str, Given]


def answered(session: Session, scope: Scope) -> list[Answered]:
    """All the replies in scope, in no particular order; one query."""
    columns = (
        col(Answer.reply_id), col(Answer.question_code), col(Answer.part), col(Answer.value),
        col(Reply.period_start), col(Reply.kind), col(Reply.mode), col(Reply.department_id), col(Reply.questionnaire_id),
    )  # fmt: skip
    asked = sa.select(*columns).join(Reply, col(Answer.reply_id) == Reply.id)
    lines: dict[str, list[Any]] = {}
    about: dict[str, Sequence[Any]] = {}
    for row in session.connection().execute(asked.where(*replies.conditions(scope))):
        reply_id, code, part, value, *rest = row
        line = SimpleNamespace(question_code=code, part=part, value=value)
        lines.setdefault(reply_id, []).append(line)
        about[reply_id] = rest
    return [
        Answered(waves.quarter_start(start), kind, mode, department, version, replies.gathered(lines[reply]))
        for reply, (start, kind, mode, department, version) in about.items()
    ]  # fmt: skip
