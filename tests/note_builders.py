"""Builders of monthly notes: a draft with a line in it, one that was sent."""

from __future__ import annotations

from datetime import date, datetime

from sqlmodel import Session

from actionplans.models import MonthlyNote
from actionplans.notes import notes
from core.settings import Settings
from organisation.models import User
from tests.builders import saved

FEBRUARY = date(2027, 2, 1)  # the month before the Monday of tests
SECTIONS = {
    "word": "Merci à tous.",
    "done": "Rappel des appels perdus.\nNouveau courrier de liquidation.",
}


def make_note(
    session: Session,
    now: datetime,
    month: date = FEBRUARY,
    sections: dict[str, str] | None = None,
) -> MonthlyNote:
    """A draft, as somebody wrote it."""
    texts = SECTIONS if sections is None else sections
    return saved(session, MonthlyNote(month=month, prepared_at=now, sections=dict(texts)))


def make_sent(
    session: Session, officer: User, now: datetime, month: date = FEBRUARY, **more: str
) -> MonthlyNote:
    """A note sent by the officer to everybody else."""
    note = make_note(session, now, month, {**SECTIONS, **more})
    return notes.send(session, note, Settings(), officer, now)
