"""The journal: who did what, when. Append-only; each entry carries the hash of the one before."""

import hashlib
from collections.abc import Collection, Sequence
from datetime import UTC, datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from organisation import leading
from organisation.models import JournalEntry, User

LOCK = 7_415_001  # any constant: writers of the chain queue behind it on PostgreSQL
ROOT = "0" * 64


def write(
    session: Session,
    now: datetime,
    by: User | None,
    deed: str,
    subject: str = "",
    details: str = "",
    place: int | None = None,
) -> JournalEntry:
    """Add an entry. `subject` names the object (« action 12 »); no personal data in `details`.

    `place` is the department whose head does this: what a deputy does is written as done for the head.
    """
    if by is not None and leading.deputises(by, place):
        details = ", ".join(filter(None, (details, leading.FOR_THE_HEAD)))
    previous = _last_hash(session)
    entry = JournalEntry(
        at=now,
        by_id=by.id if by else None,
        deed=deed,
        subject=subject,
        details=details[:500],
        previous_hash=previous,
        hash="",
    )
    entry.hash = fingerprint(entry)
    session.add(entry)
    session.flush()
    return entry


def _last_hash(session: Session) -> str:
    if session.get_bind().dialect.name == "postgresql":
        session.connection().execute(sa.select(sa.func.pg_advisory_xact_lock(LOCK)))
    newest = select(JournalEntry.hash).order_by(col(JournalEntry.id).desc()).limit(1)
    return session.exec(newest).first() or ROOT


def fingerprint(entry: JournalEntry) -> str:
    """SHA-256 of what the entry says and of the hash before it."""
    at = entry.at.astimezone(UTC).isoformat(timespec="microseconds")
    said = "\x1f".join(
        [entry.previous_hash, at, str(entry.by_id), entry.deed, entry.subject, entry.details]
    )
    return hashlib.sha256(said.encode()).hexdigest()


def first_broken(session: Session, beginnings: Collection[str] = ()) -> JournalEntry | None:
    """The first entry that was changed, or whose predecessor is gone; None when the chain holds.

    `beginnings` are the hashes of lines after which the journal may rightly begin (`journal_witness.forgotten`).
    """
    previous = {ROOT, *beginnings}
    for entry in session.exec(select(JournalEntry).order_by(col(JournalEntry.id))):
        if entry.previous_hash not in previous or entry.hash != fingerprint(entry):
            return entry
        previous = {entry.hash}
    return None


def about(session: Session, subject: str) -> Sequence[JournalEntry]:
    """The story of one object, newest first."""
    story = select(JournalEntry).where(JournalEntry.subject == subject)
    return session.exec(story.order_by(col(JournalEntry.id).desc())).all()
