"""Replies with what they may say of where they come from: never who, never the day."""

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlmodel import Session, col

from survey import replies
from survey.models import Answer, EventKind, Mode, Reply
from survey.questions.base import Given
from survey.replies import Scope
from survey.sending import waves


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
    """All the replies in scope that answered something, in no particular order; two queries."""
    wanted = replies.conditions(scope)
    lines = (
        sa.select(col(Answer.reply_id), col(Answer.question_code), col(Answer.part), col(Answer.value))
        .join(Reply, col(Answer.reply_id) == Reply.id)
        .where(*wanted)
    )  # fmt: skip
    given: dict[str, list[replies.Line]] = {}
    for reply_id, code, part, value in session.connection().execute(lines):
        given.setdefault(reply_id, []).append((code, part, value))
    about = sa.select(
        col(Reply.id), col(Reply.period_start), col(Reply.kind), col(Reply.mode), col(Reply.department_id),
        col(Reply.questionnaire_id),
    ).where(*wanted)  # fmt: skip
    return [
        Answered(waves.quarter_start(start), kind, mode, department, version, replies.gathered(given[reply_id]))
        for reply_id, start, kind, mode, department, version in session.connection().execute(about)
        if reply_id in given
    ]  # fmt: skip
