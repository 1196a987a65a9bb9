"""Notes in « À faire »: one to send for the officer, those to read for everybody."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlmodel import Session, col, select

from actionplans.models import MonthlyNote, NoteReader
from actionplans.my_work.tasks import Task
from actionplans.notes import writing
from actionplans.notes.sections import of_month
from core import working_days
from core.clock import PARIS
from organisation.models import User
from organisation.rights import Right, may

WAITS = timedelta(days=60)  # a note older than that is history
EVERYBODY = "Tous"


def note_tasks(session: Session, user: User, today: date) -> list[Task]:
    """What waits for this person about the notes of the month."""
    return [*_to_send(session, user), *_to_read(session, user, today)]


def place(note: MonthlyNote) -> dict[str, Any]:
    """What its address is made of."""
    return {"year": note.month.year, "month": note.month.month}


def _to_send(session: Session, user: User) -> Iterator[Task]:
    if not may(user, Right.ANIMATE):
        return
    drafts = select(MonthlyNote).where(col(MonthlyNote.sent_at).is_(None))
    for note in session.exec(drafts.order_by(col(MonthlyNote.month))):
        prepared_on = note.prepared_at.astimezone(PARIS).date()
        due_on = working_days.after(prepared_on, 3)
        detail = "Elle est prête : relisez-la, complétez-la, envoyez-la."
        said = f"Envoyer la note {of_month(note.month)}"
        yield Task(due_on, said, detail, EVERYBODY, ("notes.edit", place(note)), "Relire")


def _to_read(session: Session, user: User, today: date) -> Iterator[Task]:
    since = datetime.combine(today - WAITS, time(), PARIS)
    unread = (
        select(MonthlyNote)
        .join(NoteReader, col(NoteReader.note_id) == MonthlyNote.id)
        .where(
            NoteReader.user_id == user.id,
            col(NoteReader.read_on).is_(None),
            col(MonthlyNote.sent_at) > since,
        )
    )
    for note in session.exec(unread.order_by(col(MonthlyNote.month))):
        detail = writing.first_words(note)
        said = f"Lire la note {of_month(note.month)}"
        yield Task(None, said, detail, EVERYBODY, ("notes.show", place(note)), "Lire")
