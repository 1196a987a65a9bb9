"""What the digest says of notes: one to reread for the officer, one to read for everybody, and once more for who has not."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta

import sqlalchemy as sa
from sqlmodel import Session, col, select

from actionplans.models import MonthlyNote, NoteReader
from actionplans.my_work.notices import Days, Notice
from actionplans.notes import writing
from core import french
from core.clock import PARIS
from core.keys import key
from organisation.models import User
from organisation.rights import RIGHTS, Right

TOLD_ON = timedelta(days=1)  # what was sent on a day is in the next morning's digest
AGAIN = timedelta(days=8)  # once, for who has not said « J’ai lu »
TO_REREAD = (0, 3)  # days after it was prepared; then every week
LATELY = timedelta(days=20)


def about_notes(session: Session, days: Days) -> Iterator[Notice]:
    """Every line of every digest that speaks of a note."""
    since = datetime.combine(days.today - LATELY, time(), PARIS)
    wanted = select(MonthlyNote).where(
        sa.or_(col(MonthlyNote.sent_at).is_(None), col(MonthlyNote.sent_at) > since)
    )
    for note in session.exec(wanted.order_by(col(MonthlyNote.month))).all():
        if note.is_sent:
            yield from _to_read(session, note, days)
        elif _is_day_to_reread(note, days):
            yield from _to_reread(session, note, days)


def path(note: MonthlyNote) -> str:
    """Where it is."""
    return f"/notes/{note.month.year}/{note.month.month}"


def _to_read(session: Session, note: MonthlyNote, days: Days) -> Iterator[Notice]:
    assert note.sent_at is not None
    sent_on = note.sent_at.astimezone(PARIS).date()
    is_new, is_again = days.hold(sent_on + TOLD_ON), days.hold(sent_on + AGAIN)
    if not (is_new or is_again):
        return
    why = writing.first_words(note) if is_new else "Pas encore lue : deux minutes suffisent."
    unread = select(NoteReader.user_id).where(NoteReader.note_id == note.id, col(NoteReader.read_on).is_(None))  # fmt: skip
    for number in session.exec(unread.order_by(col(NoteReader.user_id))):
        yield Notice(number, writing.title(note), why, path(note), sent_on)


def _is_day_to_reread(note: MonthlyNote, days: Days) -> bool:
    prepared_on = note.prepared_at.astimezone(PARIS).date()
    waited = (days.today - prepared_on).days
    weekly = prepared_on + timedelta(days=waited - waited % 7)
    return any(days.hold(prepared_on + timedelta(days=gap)) for gap in TO_REREAD) or (
        waited >= 7 and days.hold(weekly)
    )


def _to_reread(session: Session, note: MonthlyNote, days: Days) -> Iterator[Notice]:
    roles = [role for role, rights in RIGHTS.items() if Right.ANIMATE in rights]
    prepared_on = note.prepared_at.astimezone(PARIS).date()
    for officer in session.exec(
        select(User).where(col(User.role).in_(roles)).order_by(col(User.id))
    ):
        why = f"Préparée le {french.day(prepared_on)} : relisez-la, complétez-la, envoyez-la."
        yield Notice(key(officer), writing.title(note), why, f"{path(note)}/ecrire", prepared_on)
