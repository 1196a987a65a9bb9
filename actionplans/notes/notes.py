"""Monthly notes: prepared from the facts, rewritten by the officer, sent once to everybody, never changed after."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload
from sqlmodel import Session, col, select

from actionplans.models import MonthlyNote, NoteReader
from actionplans.notes import facts, writing
from actionplans.notes.sections import LONGEST, SECTIONS, WORD, Month, lines, of_month
from core import french
from core.clock import PARIS
from core.documents import keeping
from core.errors import Missing, Refused
from core.keys import key
from core.settings import Settings
from organisation import journal
from organisation.models import User
from organisation.rights import Right, may
from organisation.words import DEEDS

DEEDS.update(
    {
        "prepare_note": "note du mois préparée",
        "write_note": "note du mois récrite",
        "send_note": "note du mois envoyée à tous",
    }
)


def last_month(today: date) -> date:
    """The first day of the month that is over."""
    return Month.of(today.replace(day=1) - timedelta(days=1)).since


def prepare(session: Session, month: date, by: User | None, now: datetime) -> MonthlyNote:
    """Write the note of a month from its facts; nobody reads it before it is sent. `by` is None for the worker."""
    _expect_officer(by)
    today = _today(now)
    if Month.of(month).until >= today:
        raise Refused(f"Attendez la fin du mois : {french.month(month)} n’est pas fini.")
    if at(session, month) is not None:
        raise Refused(f"La note {of_month(month)} existe déjà : ouvrez-la.")
    note = MonthlyNote(month=Month.of(month).since, prepared_at=now)
    note.sections = facts.sections(session, Month.of(month), today)
    session.add(note)
    session.flush()
    return _journalled(session, note, "prepare_note", by, now)


def take_facts_again(session: Session, note: MonthlyNote, by: User, now: datetime) -> MonthlyNote:
    """Replace every section by what is known today, but the officer's own word."""
    _expect_draft(note, by)
    found = facts.sections(session, Month.of(note.month), _today(now))
    return _written(session, note, {WORD: str(note.sections.get(WORD, "")), **found}, by, now)


def write(
    session: Session,
    note: MonthlyNote,
    texts: Mapping[str, str],
    by: User,
    now: datetime,
) -> MonthlyNote:
    """Keep what the officer wrote, in place of what was there: the form has compared (`core.meanwhile`)."""
    _expect_draft(note, by)
    for section in SECTIONS.values():
        if len(texts.get(section.key, "")) > LONGEST:
            raise Refused(f"Raccourcissez ce texte : {LONGEST} caractères au plus.", section.key)
    return _written(
        session, note, {name: texts.get(name, "").strip() for name in SECTIONS}, by, now
    )


def _written(
    session: Session, note: MonthlyNote, texts: dict[str, str], by: User, now: datetime
) -> MonthlyNote:
    note.sections = texts  # a new dictionary: a change inside the old one would not be seen
    note.version += 1
    note.written_by_id, note.written_at = key(by), now
    session.flush()
    return _journalled(session, note, "write_note", by, now)


def send(
    session: Session, note: MonthlyNote, settings: Settings, by: User, now: datetime
) -> MonthlyNote:
    """Freeze the note and address it to everybody who has an account, but its sender.

    Sends no message: tomorrow's digest holds one line about it, for nobody hears from us twice a day.
    """
    _expect_draft(note, by)
    if not any(lines(str(text)) for text in note.sections.values()):
        raise Refused("Écrivez au moins une ligne avant d’envoyer la note.")
    note.content = keeping.as_text(writing.document(note, settings))
    note.sha256 = keeping.fingerprint(note.content)
    note.sent_by_id, note.sent_at = key(by), now
    today = _today(now)
    for user in session.exec(select(User).where(col(User.is_active), User.id != by.id)):
        if user.may_sign_in(today):
            session.add(NoteReader(note_id=key(note), user_id=key(user), department_id=user.department_id))  # fmt: skip
    session.flush()
    return _journalled(session, note, "send_note", by, now, f"SHA-256 {note.sha256}")


def _expect_officer(by: User | None) -> None:
    if by is not None and not may(by, Right.ANIMATE):
        raise Refused("Seul le référent qualité écrit et envoie la note du mois.")


def _expect_draft(note: MonthlyNote, by: User) -> None:
    _expect_officer(by)
    if note.is_sent:
        raise Refused(
            "Cette note est envoyée : elle ne change plus. Complétez-la dans la suivante."
        )


def _journalled(
    session: Session, note: MonthlyNote, deed: str, by: User | None, now: datetime, more: str = ""
) -> MonthlyNote:
    details = ", ".join(filter(None, (f"{note.month:%Y-%m}", more)))
    journal.write(session, now, by, deed, f"note {note.id}", details)
    return note


def _today(now: datetime) -> date:
    return now.astimezone(PARIS).date()


# ---------------------------------------------------------------- reading


def at(session: Session, month: date) -> MonthlyNote | None:
    """The note of a month, if there is one."""
    return session.exec(
        select(MonthlyNote).where(MonthlyNote.month == Month.of(month).since)
    ).first()


def find(session: Session, user: User, year: int, month: int, locked: bool = False) -> MonthlyNote:
    """The note of a month for whoever may read it: everybody once sent, officer and management before.

    `locked` while something is written: two people who press at once wait for each other.
    """
    wanted = select(MonthlyNote).options(joinedload(MonthlyNote.sent_by))  # type: ignore[arg-type]
    if locked:
        wanted = wanted.with_for_update(of=MonthlyNote)
    found = None
    if 1 <= month <= 12 and 1 <= year <= 9999:
        found = session.exec(wanted.where(MonthlyNote.month == date(year, month, 1))).first()
    if found is None or not (found.is_sent or may(user, Right.SEE_COCKPIT)):
        raise Missing("Cette note n’existe pas, ou n’est pas encore envoyée.")
    return found


def listed(user: User) -> Any:
    """Notes and the day this person read each, newest first; drafts for officer and management."""
    own = sa.and_(col(NoteReader.note_id) == MonthlyNote.id, col(NoteReader.user_id) == user.id)
    rows = select(MonthlyNote, NoteReader).outerjoin(NoteReader, own)
    if not may(user, Right.SEE_COCKPIT):
        rows = rows.where(col(MonthlyNote.sent_at).is_not(None))
    return rows.order_by(col(MonthlyNote.month).desc())
