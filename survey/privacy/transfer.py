"""From sealed drafts to replies without author: by ten, in random order, or all at closing.

A reply carries the month of sending and the department only where at least ten people were
invited in that cell (kind, department, month); else the quarter; else no department: so that
nobody can be singled out by their cell. Attack and figures: tests/unit/survey/test_anonymity.py.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from core import jobs, key_order, secrecy
from core.clock import PARIS
from survey.answering import answering
from survey.answering.paging import Answers
from survey.models import (
    Answer,
    CallAttempt,
    Draft,
    EventKind,
    FreeText,
    Grain,
    Invitation,
    InvitationStatus,
    LifeEvent,
    Question,
    Reply,
    SecondEntry,
    random_key,
)
from survey.questions import KINDS
from survey.sending import waves

BATCH = 10
SMALLEST_CELL = 10
TEXT = "free_text"


def transfer_ready(session: Session, now: datetime) -> int:
    """Turn sent drafts into replies once ten wait for a moment of life; return how many."""
    groups = _by_kind(session, _submitted(session))
    done = sum(
        _transfer(session, group, keep_receipt=True) for group in groups if len(group) >= BATCH
    )
    if done:
        _hide_order(session)
    return done


def close_due(session: Session, now: datetime) -> int:
    """Close what ends today or before: every draft that counts becomes a reply, receipts die."""
    today = now.astimezone(PARIS).date()
    due = select(Draft).join(Invitation).where(col(Invitation.closes_on) < today)
    drafts = session.exec(_alone(due)).all()
    groups = _by_kind(session, [draft for draft in drafts if draft.counts])
    done = sum(_transfer(session, group, keep_receipt=False) for group in groups)
    for draft in drafts:
        if not draft.counts:
            session.delete(draft)
    _close(session, today)
    _hide_order(session)  # each night: replies corrected since the last transfer too
    return done


def _alone(drafts: Any) -> Any:
    """Held until our commit, so that no draft is transferred twice nor loses a late correction.

    SQLite needs nothing of the kind: one session writes at a time.
    """
    return drafts.order_by(col(Draft.invitation_id)).with_for_update(of=Draft)


def _hide_order(session: Session) -> None:
    key_order.rewrite(session, Reply, Answer, FreeText)


def _close(session: Session, today: date) -> None:
    over = col(Invitation.closes_on) < today
    unanswered = col(Invitation.status) == InvitationStatus.SENT
    session.connection().execute(
        sa.update(Invitation).where(over, unanswered).values(status=InvitationStatus.CLOSED)
    )
    _forget_calls(session)
    _let_receipts_die(session, today)


def _forget_calls(session: Session) -> None:
    """Who was called in vain is known while an answer is awaited: later it would tell who answered by telephone."""
    awaited = select(Invitation.id).where(Invitation.status == InvitationStatus.SENT)
    session.connection().execute(
        sa.delete(CallAttempt).where(col(CallAttempt.invitation_id).not_in(awaited))
    )


def _let_receipts_die(session: Session, today: date) -> None:
    """A reply known to the quarter keeps its receipt until the quarter's last wave is over."""
    month = waves.last_closed_month(today)
    ended = sa.or_(
        sa.and_(col(Reply.grain) == Grain.MONTH, col(Reply.period_start) <= month),
        sa.and_(
            col(Reply.grain) == Grain.QUARTER,
            col(Reply.period_start) <= waves.months_later(month, -2),
        ),
    )
    session.connection().execute(sa.update(Reply).where(ended).values(receipt_hash=None))


def _submitted(session: Session) -> Sequence[Draft]:
    """What was sent, but the sheets that wait to be keyed a second time: those leave at closing at the latest."""
    waits = select(SecondEntry.invitation_id).where(
        col(SecondEntry.invitation_id) == col(Draft.invitation_id)
    )
    ready = select(Draft).where(col(Draft.is_submitted), ~waits.exists())
    sent: Sequence[Draft] = session.exec(_alone(ready)).all()
    return sent


# ---------------------------------------------------------------- one transfer


Place = tuple[Draft, Invitation, LifeEvent]


def _by_kind(session: Session, drafts: Iterable[Draft]) -> list[list[Place]]:
    """Drafts with what their cell depends on, apart by moment of life."""
    by_invitation = {draft.invitation_id: draft for draft in drafts}
    rows = session.exec(
        select(Invitation, LifeEvent).join(LifeEvent).where(col(Invitation.id).in_(by_invitation))
    )
    groups: dict[EventKind, list[Place]] = {}
    for invitation, event in rows:
        assert invitation.id is not None
        place = (by_invitation[invitation.id], invitation, event)
        groups.setdefault(event.kind, []).append(place)
    return list(groups.values())


@dataclass(frozen=True)
class Cell:
    """What a reply may say of where and when."""

    period_start: date
    grain: Grain
    department_id: int | None


def _transfer(session: Session, group: list[Place], keep_receipt: bool) -> int:
    """All replies first, by their random keys, then all invitations: no order of one is the other's."""
    sizes = Sizes(session)
    made = [
        (_reply(draft, invitation, sizes.cell(invitation, event), keep_receipt), draft, invitation)
        for draft, invitation, event in group
    ]
    made.sort(key=lambda one: one[0].id)
    session.add_all(reply for reply, _, _ in made)
    session.flush()
    for reply, draft, invitation in made:
        questions = invitation.questionnaire.questions
        write_answers(session, reply, questions, answering.read(draft))
    session.flush()
    for _, draft, invitation in made:
        invitation.status = InvitationStatus.ANSWERED
        session.delete(draft)
    session.flush()
    _forget_calls(session)
    return len(group)


def _reply(draft: Draft, invitation: Invitation, cell: Cell, keep_receipt: bool) -> Reply:
    return Reply(
        questionnaire_id=invitation.questionnaire_id,
        kind=invitation.questionnaire.kind,
        mode=draft.mode,
        period_start=cell.period_start,
        grain=cell.grain,
        department_id=cell.department_id,
        receipt_hash=_apart(draft.receipt_hash) if keep_receipt else None,
    )


def _apart(receipt_hash: str | None) -> str | None:
    return receipt_hash and answering.beside_a_reply(receipt_hash)


def write_answers(
    session: Session, reply: Reply, questions: Sequence[Question], answers: Answers
) -> None:
    """The lines of a reply; its free texts apart, sealed."""
    kinds = {question.code: question.kind for question in questions}
    for code, given in answers.items():
        if kinds.get(code) == TEXT:
            key = random_key()
            sealed = secrecy.seal(str(given), f"text {key}")
            session.add(FreeText(id=key, reply_id=reply.id, question_code=code, sealed=sealed))
        else:
            for part, value in KINDS[kinds[code]].lines(given):
                line = Answer(reply_id=reply.id, question_code=code, part=part, value=value)
                session.add(line)


class Sizes:
    """How many people were invited in each cell, counted once a transfer."""

    def __init__(self, session: Session) -> None:
        counted = (
            sa.select(
                col(LifeEvent.kind),
                col(LifeEvent.department_id),
                col(Invitation.sent_on),
                sa.func.count(),
            )
            .select_from(Invitation)
            .join(LifeEvent)
            .where(col(Invitation.sent_on).is_not(None))
            .group_by(col(LifeEvent.kind), col(LifeEvent.department_id), col(Invitation.sent_on))
        )
        self.invited: dict[tuple[object, ...], int] = {}
        rows: Iterable[Any] = session.connection().execute(counted)
        for kind, department, sent_on, number in rows:
            self._add((kind, department, "month", waves.month_start(sent_on)), number)
            self._add((kind, department, "quarter", waves.quarter_start(sent_on)), number)

    def _add(self, cell: tuple[object, ...], number: int) -> None:
        self.invited[cell] = self.invited.get(cell, 0) + number

    def cell(self, invitation: Invitation, event: LifeEvent) -> Cell:
        """The finest cell in which at least ten people were invited."""
        sent_on = invitation.sent_on
        assert sent_on is not None
        month, quarter = waves.month_start(sent_on), waves.quarter_start(sent_on)
        where = (event.kind, event.department_id)
        if self.invited.get((*where, "month", month), 0) >= SMALLEST_CELL:
            return Cell(month, Grain.MONTH, event.department_id)
        if self.invited.get((*where, "quarter", quarter), 0) >= SMALLEST_CELL:
            return Cell(quarter, Grain.QUARTER, event.department_id)
        return Cell(quarter, Grain.QUARTER, None)


TRANSFER = jobs.Job("transfer_replies", transfer_ready)
CLOSE = jobs.Job("close_waves", close_due)
