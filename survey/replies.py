"""Front desk: what other rooms may ask about replies. Never who gave them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

import sqlalchemy as sa
from sqlmodel import Session, col, select

from survey.models import (
    Answer,
    EventKind,
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
from survey.questions.several_choices import TICKED
from survey.sending import waves


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
    return [given for group in answers_by_quarter(session, scope).values() for given in group]


def answers_by_quarter(session: Session, scope: Scope) -> dict[date, list[dict[str, Given]]]:
    """The same, apart by the quarter of sending (its first day)."""
    columns = (col(Answer.reply_id), col(Reply.period_start), *LINE)
    asked = sa.select(*columns).join(Reply, col(Answer.reply_id) == Reply.id)
    rows: Iterable[Any] = session.execute(asked.where(*conditions(scope)))
    starts: dict[str, date] = {}
    by_reply: dict[str, list[Line]] = {}
    for reply_id, start, code, part, value in rows:
        starts[reply_id] = waves.quarter_start(start)
        by_reply.setdefault(reply_id, []).append((code, part, value))
    found: dict[date, list[dict[str, Given]]] = {}
    for reply_id, lines in by_reply.items():
        found.setdefault(starts[reply_id], []).append(gathered(lines))
    return found


def answers_of(session: Session, reply: Reply) -> dict[str, Given]:
    """The answers of one reply, free texts apart."""
    rows: Iterable[Any] = session.execute(sa.select(*LINE).where(col(Answer.reply_id) == reply.id))
    return gathered(rows)


Line = tuple[str, str, str]  # one answer: the code of its question, its part, its value
LINE = (col(Answer.question_code), col(Answer.part), col(Answer.value))


def gathered(lines: Iterable[Line]) -> dict[str, Given]:
    """Lines of one reply as answers: a value, a list of ticked options, or one value a row."""
    found: dict[str, Given] = {}
    for code, part, value in lines:
        if not part:
            found[code] = value
        elif value == TICKED:
            cast(list[str], found.setdefault(code, [])).append(part)
        else:
            cast(dict[str, str], found.setdefault(code, {}))[part] = value
    return found


# ---------------------------------------------------------------- the ledger


@dataclass(frozen=True)
class Ledger:
    """From life events to answers: what became of everybody. Each event is in one place alone:
    left out, waiting, planned, or sent."""

    events: int
    left_out: dict[LeftOut, int]
    """Never written to, by reason: at planning, or stopped before anything left."""
    waiting: int
    """Not looked at yet."""
    planned: int
    sent: int
    """Written to, whatever came of it: those who object afterwards stay in the denominator."""
    opened: int
    """Of these, how many began to answer."""
    answered: int
    stopped: dict[LeftOut, int]
    """Of these, how many were stopped afterwards, by reason."""
    bounced: int
    """Of these, for how many an address was in error."""

    @property
    def rate(self) -> float | None:
        """Answers over invitations that left; None when none did."""
        return self.answered / self.sent if self.sent else None


def ledger(session: Session, scope: Scope) -> Ledger:
    """Count the events of the scope (by day of sending once sent, else of the event) to their end."""
    return _ledger([fate for fates in _fates(session, scope, None).values() for fate in fates])


def ledgers_by_quarter(session: Session, scope: Scope) -> dict[date, Ledger]:
    """The same, apart by the quarter of that day (its first day); a quarter without events is not there."""
    lines: dict[date, list[Fate]] = {}
    for day, fates in _fates(session, scope, DAY).items():
        lines.setdefault(waves.quarter_start(day), []).extend(fates)
    return {start: _ledger(fates) for start, fates in lines.items()}


def ledgers_by_department(session: Session, scope: Scope) -> dict[int | None, Ledger]:
    """The same, apart by department; None for events of no known one."""
    found = _fates(session, scope, col(LifeEvent.department_id))
    return {place: _ledger(fates) for place, fates in found.items()}


DAY = sa.func.coalesce(Invitation.sent_on, LifeEvent.happened_on)


def _fates(session: Session, scope: Scope, apart: Any) -> dict[Any, list["Fate"]]:
    """How many events of the scope share each fate, apart by the value of a column; one query."""
    group = [
        sa.func.coalesce(Invitation.cancelled_because, LifeEvent.left_out),
        col(Invitation.status),
        col(Invitation.sent_on).is_not(None),
        col(Invitation.was_opened),
        col(Invitation.bounced_on).is_not(None),
    ]
    if apart is not None:
        group.insert(0, apart)
    counted = sa.select(*group, sa.func.count()).select_from(LifeEvent).group_by(*group)
    sent, unsent = col(Invitation.sent_on), col(Invitation.sent_on).is_(None)
    # What was sent, then what was not, so that each is found by its own day: of ten years of events, one is looked at.
    both = sa.union_all(
        counted.join(Invitation).where(sent.is_not(None), *_of_events(scope, sent)),
        counted.outerjoin(Invitation).where(unsent, *_of_events(scope, col(LifeEvent.happened_on))),
    )
    rows: Iterable[Any] = session.connection().execute(both)
    found: dict[Any, list[Fate]] = {}
    for row in rows:
        value, fate = (row[0], row[1:]) if apart is not None else (None, row)
        found.setdefault(value, []).append(Fate(*fate))
    return found


def _of_events(scope: Scope, day: Any) -> list[Any]:
    """The scope as conditions on LifeEvent, `day` being the one that counts."""
    wanted: list[Any] = []
    if scope.since is not None:
        wanted.append(day >= scope.since)
    if scope.until is not None:
        wanted.append(day < scope.until)
    if scope.kind is not None:
        wanted.append(col(LifeEvent.kind) == scope.kind)
    if scope.department_id is not None:
        wanted.append(col(LifeEvent.department_id) == scope.department_id)
    return wanted


@dataclass(frozen=True)
class Fate:
    """How many events share one fate."""

    reason: LeftOut | None
    status: InvitationStatus | None
    was_sent: bool
    was_opened: bool | None
    has_bounced: bool
    number: int


def _ledger(lines: Sequence[Fate]) -> Ledger:
    sent = [line for line in lines if line.was_sent]
    unsent = [line for line in lines if not line.was_sent]
    planned = [line for line in unsent if line.status is InvitationStatus.PLANNED]
    stopped = [line for line in sent if line.status is InvitationStatus.CANCELLED]
    return Ledger(
        events=_sum(lines),
        left_out=_by_reason([line for line in unsent if line not in planned]),
        waiting=_sum([line for line in unsent if line.status is None and line.reason is None]),
        planned=_sum(planned),
        sent=_sum(sent),
        opened=_sum([line for line in sent if line.was_opened]),
        answered=_sum([line for line in sent if line.status is InvitationStatus.ANSWERED]),
        stopped=_by_reason(stopped),
        bounced=_sum([line for line in sent if line.has_bounced]),
    )


def _sum(lines: Sequence[Fate]) -> int:
    return sum(line.number for line in lines)


def _by_reason(lines: Sequence[Fate]) -> dict[LeftOut, int]:
    found: dict[LeftOut, int] = {}
    for line in lines:
        if line.reason is not None:
            found[line.reason] = found.get(line.reason, 0) + line.number
    return found


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


# ---------------------------------------------------------------- by mode, by quarter


def modes(session: Session, scope: Scope) -> dict[Mode, int]:
    """How many replies came by each mode."""
    counted = sa.select(col(Reply.mode), sa.func.count()).where(*conditions(scope))
    rows = session.connection().execute(counted.group_by(col(Reply.mode)))
    return {mode: number for mode, number in rows}  # noqa: C416 - rows, not pairs


def sent_by_quarter(session: Session, scope: Scope) -> dict[date, int]:
    """How many invitations left in each quarter (its first day)."""
    counted = (
        sa.select(col(Invitation.sent_on), sa.func.count())
        .select_from(Invitation)
        .join(LifeEvent)
        .where(col(Invitation.sent_on) >= scope.since, col(Invitation.sent_on) < scope.until)
        .where(col(LifeEvent.kind) == scope.kind)
        .group_by(col(Invitation.sent_on))
    )
    found: dict[date, int] = {}
    for day, number in session.connection().execute(counted):
        assert day is not None
        quarter = waves.quarter_start(day)
        found[quarter] = found.get(quarter, 0) + number
    return found
