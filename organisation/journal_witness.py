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

NAME, FORGOTTEN = "witness.csv", "forgotten"


def file() -> Path:
    """The witness: one line a night, « moment;number;hash », and « ;forgotten » where the journal was shortened."""
    return folders.folder("journal") / NAME


def note(session: Session, now: datetime) -> int:
    """Note the newest line of the journal, unless it is noted already; 1 when a line was added."""
    newest = session.exec(
        select(JournalEntry).order_by(col(JournalEntry.id).desc()).limit(1)
    ).first()
    if newest is None or str(newest.id) in dict(noted()):
        return 0
    _add(now, newest)
    return 1


def note_forgotten(last: JournalEntry, now: datetime) -> None:
    """Say that the journal begins after this line: those up to it were erased by the rule of the fund."""
    _add(now, last, f";{FORGOTTEN}")


def _add(now: datetime, entry: JournalEntry, more: str = "") -> None:
    with file().open("a", encoding="utf-8") as witness:
        witness.write(f"{now.isoformat(timespec='seconds')};{entry.id};{entry.hash}{more}\n")


def _lines() -> Iterator[list[str]]:
    if file().exists():
        for line in file().read_text(encoding="utf-8").splitlines():
            yield line.split(";")


def forgotten() -> dict[int, str]:
    """Number and hash of each line up to which the journal was rightly erased."""
    return {int(line[1]): line[2] for line in _lines() if FORGOTTEN in line}


def noted() -> Iterator[tuple[str, str]]:
    """Number and hash of each line noted that must still be there, the oldest first."""
    until = max(forgotten(), default=0)
    return ((line[1], line[2]) for line in _lines() if int(line[1]) > until)


def first_missing(session: Session) -> str | None:
    """The number of the first line noted that the journal no longer holds as it was; None when all are there."""
    kept = {
        str(number): fingerprint
        for number, fingerprint in session.exec(select(JournalEntry.id, JournalEntry.hash))
    }
    return next((number for number, mark in noted() if kept.get(number) != mark), None)


NOTE = Job("note_journal", note)
