"""Suspend all sendings, and resume them: nothing new leaves, and what waits in the outbox stays there."""

from datetime import datetime

from sqlmodel import Session

from core.errors import Refused
from core.models import OutgoingMessage
from organisation import journal
from organisation.models import User
from organisation.words import DEEDS
from survey.channels.email import read_key
from survey.models import SendingPause

DEEDS.update({"suspend_sendings": "envois suspendus", "resume_sendings": "envois repris"})


def current(session: Session) -> SendingPause | None:
    """The pause, when there is one."""
    return session.get(SendingPause, 1)


def suspend(session: Session, reason: str, by: User | None, now: datetime) -> SendingPause:
    """Let nothing leave until somebody resumes; said twice, the first reason stays."""
    if not reason.strip():
        raise Refused("Dites pourquoi les envois sont suspendus : vos collègues le liront.")
    if (pause := current(session)) is not None:
        return pause
    pause = SendingPause(since=now, by_id=by.id if by else None, reason=reason.strip()[:200])
    session.add(pause)
    session.flush()
    journal.write(session, now, by, "suspend_sendings", "sendings", pause.reason)
    return pause


def resume(session: Session, by: User | None, now: datetime) -> None:
    """Let things leave again; nothing is caught up all at once: the daily limit stays."""
    pause = current(session)
    if pause is None:
        return
    session.delete(pause)
    session.flush()
    journal.write(session, now, by, "resume_sendings", "sendings")


def holds(session: Session, message: OutgoingMessage, now: datetime) -> bool:
    """Whether a message to a member must wait; those to staff are never held."""
    return read_key(message.key) is not None and current(session) is not None
