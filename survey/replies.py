"""Front desk: what other rooms may ask about replies. Never who gave them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from core import secrecy
from survey.models import (
    Answer,
    EventKind,
    FreeText,
    Invitation,
    InvitationStatus,
    LeftOut,
    LifeEvent,
    Mode,
    Question,
    Questionnaire,
    Reply,
)
from survey.questions.base import Given


@dataclass(frozen=True)
class Scope:
    """Which replies: of what moment, sent between which days (end excluded), how, from where."""

    since: date | None = None
    until: date | None = None
    kind: EventKind | None = None
    mode: Mode | None = None
    department_id: int | None = None


def conditions(scope: Scope) -> list[Any]:
    """The scope as conditions on Reply."""
    start = col(Reply.period_start)
    wanted: list[Any] = []
    if scope.since is not None:
        wanted.append(start >= scope.since)
    if scope.until is not None:
        wanted.append(start < scope.until)
    for column, value in (
        (col(Reply.kind), scope.kind),
        (col(Reply.mode), scope.mode),
        (col(Reply.department_id), scope.department_id),
    ):
        if value is not None:
            wanted.append(column == value)
    return wanted


def answers(session: Session, scope: Scope) -> list[dict[str, Given]]:
    """All the answers of the replies in scope, one mapping a reply, in no particular order."""
    lines = select(Answer).join(Reply).where(*conditions(scope))
    by_reply: dict[str, list[Answer]] = {}
    for line in session.exec(lines):
        by_reply.setdefault(line.reply_id, []).append(line)
    return [gathered(group) for group in by_reply.values()]


def answers_of(session: Session, reply: Reply) -> dict[str, Given]:
    """The answers of one reply, free texts apart."""
    return gathered(session.exec(select(Answer).where(Answer.reply_id == reply.id)))


def gathered(lines: Iterable[Answer]) -> dict[str, Given]:
    """Lines of one reply as answers: a value, a list of ticked options, or one value a row."""
    found: dict[str, Given] = {}
    for line in lines:
        if not line.part:
            found[line.question_code] = line.value
        elif line.value == "1" and line.question_code == "contact_tried":
            ticked = found.setdefault(line.question_code, [])
            assert isinstance(ticked, list)
            ticked.append(line.part)
        else:
            rows = found.setdefault(line.question_code, {})
            assert isinstance(rows, dict)
            rows[line.part] = line.value
    return found


# ---------------------------------------------------------------- free texts


@dataclass(frozen=True)
class Text:
    """A free text to be masked, with the little its reply says."""

    id: str
    text: str
    question_code: str
    reply: Reply
    satisfaction: str  # good, medium, bad or ""


def unread_texts(session: Session, at_most: int = 500) -> list[Text]:
    """Free texts that the masking has not read yet."""
    general = sa.and_(col(Answer.reply_id) == Reply.id, col(Answer.question_code) == "satisfaction")
    rows = session.exec(
        select(FreeText, Reply, Answer.value)
        .select_from(FreeText)
        .join(Reply, col(FreeText.reply_id) == Reply.id)
        .outerjoin(Answer, general)
        .where(col(FreeText.is_read).is_(False))
        .order_by(col(FreeText.id))
        .limit(at_most)
    )
    return [
        Text(
            free.id,
            secrecy.unseal(free.sealed, f"text {free.id}"),
            free.question_code,
            reply,
            mark or "",
        )
        for free, reply, mark in rows
    ]


def mark_read(session: Session, texts: Iterable[Text]) -> None:
    """These texts are masked and handed over."""
    wanted = [text.id for text in texts]
    session.connection().execute(
        sa.update(FreeText).where(col(FreeText.id).in_(wanted)).values(is_read=True)
    )


# ---------------------------------------------------------------- the ledger


@dataclass(frozen=True)
class Ledger:
    """From life events to answers: what became of everybody."""

    events: int
    left_out: dict[LeftOut, int]
    planned: int
    sent: int  # left, whatever came of it
    opened: int
    answered: int

    @property
    def rate(self) -> float | None:
        """Answers over invitations that left; None when none did."""
        return self.answered / self.sent if self.sent else None


def ledger(session: Session, scope: Scope) -> Ledger:
    """Count the events of the scope (by day of sending once sent, else of the event) to their end."""
    day = sa.func.coalesce(Invitation.sent_on, LifeEvent.happened_on)
    wanted: list[Any] = []
    if scope.since is not None:
        wanted.append(day >= scope.since)
    if scope.until is not None:
        wanted.append(day < scope.until)
    if scope.kind is not None:
        wanted.append(col(LifeEvent.kind) == scope.kind)
    if scope.department_id is not None:
        wanted.append(col(LifeEvent.department_id) == scope.department_id)
    group = (col(LifeEvent.left_out), col(Invitation.status), col(Invitation.was_opened))
    counted = (
        sa.select(*group, sa.func.count())
        .select_from(LifeEvent)
        .outerjoin(Invitation)
        .where(*wanted)
        .group_by(*group)
    )
    rows = session.connection().execute(counted).all()
    return _ledger(rows)


GONE = (InvitationStatus.SENT, InvitationStatus.ANSWERED, InvitationStatus.CLOSED)


def _ledger(rows: Sequence[Any]) -> Ledger:
    left_out: dict[LeftOut, int] = {}
    for reason, _, _, number in rows:
        if reason is not None:
            left_out[reason] = left_out.get(reason, 0) + number
    return Ledger(
        events=sum(row[3] for row in rows),
        left_out=left_out,
        planned=sum(n for _, status, _, n in rows if status is InvitationStatus.PLANNED),
        sent=sum(n for _, status, _, n in rows if status in GONE),
        opened=sum(n for _, status, opened, n in rows if status in GONE and opened),
        answered=sum(n for _, status, _, n in rows if status is InvitationStatus.ANSWERED),
    )


def perceived(session: Session, commitment_code: str, scope: Scope) -> tuple[int, int]:
    """(content, asked) on the questions tied to a commitment: yes, good, or 4 and 5 of a scale."""
    codes = (
        select(Question.code)
        .join(Questionnaire)
        .where(Question.commitment_code == commitment_code, col(Question.kind) != "free_text")
    )
    lines = (
        select(Answer.value, sa.func.count())
        .join(Reply)
        .where(col(Answer.question_code).in_(codes), col(Answer.value) != "na", *conditions(scope))
    )
    counts: dict[str, int] = dict(session.exec(lines.group_by(col(Answer.value))).all())
    content = sum(counts.get(value, 0) for value in ("yes", "good", "4", "5"))
    return content, sum(counts.values())


def periods(session: Session) -> Iterator[date]:
    """The months and quarters for which there are replies, oldest first."""
    starts = sa.select(col(Reply.period_start)).distinct().order_by(col(Reply.period_start))
    yield from session.connection().execute(starts).scalars()
