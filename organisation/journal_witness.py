"""The journal's witness: each night, its newest line is noted outside the database.

The chain tells a line that was changed or taken out of the middle; it cannot tell that its newest lines were erased.
A witness kept elsewhere can: every line noted must still be there, the same. Whoever may write both the database and this
file is not stopped: copy it away with the backups.
"""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from sqlmodel import Session, col, select

from core import folders
from core.jobs import Job
from organisation.models import JournalEntry

NAME = "witness.csv"


def file() -> Path:
    """The witness: one line a night, « moment;number;hash »."""
    return folders.folder("journal") / NAME


def note(session: Session, now: datetime) -> int:
    """Note the newest line of the journal, unless it is noted already; 1 when a line was added."""
    newest = session.exec(
        select(JournalEntry).order_by(col(JournalEntry.id).desc()).limit(1)
    ).first()
    if newest is None or str(newest.id) in dict(noted()):
        return 0
    with file().open("a", encoding="utf-8") as witness:
        witness.write(f"{now.isoformat(timespec='seconds')};{newest.id};{newest.hash}\n")
    return 1


def noted() -> Iterator[tuple[str, str]]:
    """Number and hash of each line noted, the oldest first."""
    if file().exists():
        for line in file().read_text(encoding="utf-8").splitlines():
            _, number, fingerprint = line.split(";")
            yield number, fingerprint


def first_missing(session: Session) -> str | None:
    """The number of the first line noted that the journal no longer holds as it was; None when all are there."""
    kept = {
        str(number): fingerprint
        for number, fingerprint in session.exec(select(JournalEntry.id, JournalEntry.hash))
    }
    return next((number for number, mark in noted() if kept.get(number) != mark), None)


NOTE = Job("note_journal", note)
