"""Erase what has served its time: contact data, raw texts, outbox; and say so."""

from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlmodel import Session, col, select

from core import jobs, limits
from core.clock import PARIS
from core.models import MessageStatus, OutgoingMessage
from survey.models import FreeText, Invitation, InvitationStatus, LifeEvent, Reply

CONTACT_KEPT_DAYS = 90  # after the closing of the wave
LEFT_OUT_KEPT_DAYS = 365  # after the event, when nobody was written to
RAW_TEXT_KEPT_DAYS = 730
MESSAGES_KEPT_DAYS = 90

ERASED = {
    "civility": "", "last_name": "", "first_name": "", "email": "", "phone": "", "address": "",
    "postcode": "", "city": "", "country": "", "birth_date": None,
}  # fmt: skip


def erase_expired(session: Session, now: datetime) -> dict[str, int]:
    """Erase everything past its time; return how many of each."""
    today = now.astimezone(PARIS).date()
    limits.forget(session, now)
    over = select(Invitation.event_id).where(
        col(Invitation.closes_on) < today - timedelta(days=CONTACT_KEPT_DAYS)
    )
    # An invitation stopped before it left has no closing day: its event was never asked about.
    written_to = sa.or_(
        col(Invitation.sent_on).is_not(None),
        col(Invitation.status) == InvitationStatus.PLANNED,
    )
    never = select(Invitation.event_id).where(written_to)
    unasked = sa.and_(
        col(LifeEvent.id).not_in(never),
        col(LifeEvent.happened_on) < today - timedelta(days=LEFT_OUT_KEPT_DAYS),
    )
    due = sa.and_(col(LifeEvent.erased_on).is_(None), sa.or_(col(LifeEvent.id).in_(over), unasked))
    old = select(Reply.id).where(
        col(Reply.period_start) < today - timedelta(days=RAW_TEXT_KEPT_DAYS)
    )
    run = session.connection().execute
    return {
        "contacts": run(sa.update(LifeEvent).where(due).values(**ERASED, erased_on=today)).rowcount,
        "texts": run(sa.delete(FreeText).where(col(FreeText.reply_id).in_(old))).rowcount,
        "messages": run(_old_messages(now)).rowcount,
    }


def _old_messages(now: datetime) -> sa.Delete:
    ended = (MessageStatus.SENT, MessageStatus.CANCELLED, MessageStatus.FAILED)
    return sa.delete(OutgoingMessage).where(
        col(OutgoingMessage.status).in_(ended),
        col(OutgoingMessage.written_at) < now - timedelta(days=MESSAGES_KEPT_DAYS),
    )


ERASE = jobs.Job("erase_expired", erase_expired)
