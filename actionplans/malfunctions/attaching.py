"""The files that the author of a report attaches: cleaned of whoever made them before anything is written, sealed, erased in time.

A report that hides its author takes the kinds alone whose maker, place and day can be taken out (`brought.cleaning`); one that is
signed takes the kinds that a proof takes. Pictures are cleaned whatever the report. Each file is read by whoever may read the report.
"""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from actionplans.brought import cleaning, screening
from actionplans.brought.screening import Upload
from actionplans.malfunctions import reporting
from actionplans.malfunctions.reporting import subject
from actionplans.models import Malfunction, MalfunctionFile, ReportMode
from core import secrecy
from core.clock import PARIS
from core.errors import Missing, Refused
from core.keys import key
from organisation import journal
from organisation.models import Role, User
from organisation.words import DEEDS

AT_MOST = 5  # files of one report
ALONE = "Voici une pièce jointe."
TELLING = (
    "Ce type de fichier dit qui l’a fait, et quand. Joignez plutôt une image (photo, capture d’écran) ou un texte, "
    "ou signez votre signalement."
)

DEEDS.update(
    {
        "attach_to_malfunction": "pièce jointe ajoutée par l’auteur du signalement",
        "erase_malfunction_file": "pièce jointe effacée",
    }
)


@dataclass(frozen=True)
class Prepared:
    """A file that may be kept: screened, and cleaned of whoever made it."""

    kind: str
    media_type: str
    content: bytes


@dataclass(frozen=True)
class Attached:
    """What is said of a file without opening it."""

    rank: int
    name: str
    size: int
    """Bytes."""


def prepared(file: Upload, mode: ReportMode) -> Prepared:
    """The file as it may be kept; Refused says why another may not. Writes nothing: a large picture takes a second."""
    media_type = screening.media_type(file.name, file.content)
    is_cleaned = file.kind in cleaning.CLEANED
    if not is_cleaned and mode is not ReportMode.SIGNED:
        raise Refused(TELLING, "file")
    content = cleaning.without_author(file.kind, file.content) if is_cleaned else file.content
    return Prepared(file.kind, media_type, content)


def attach(session: Session, m: Malfunction, file: Prepared, now: datetime) -> MalfunctionFile:
    """Keep it with the report, sealed. Nothing in the journal of an anonymous one: its minute would tell who."""
    ranks = session.exec(select(MalfunctionFile.rank).where(_of(m))).all()
    if len(ranks) >= AT_MOST:
        raise Refused(f"Ce signalement a déjà {AT_MOST} pièces jointes : c’est le plus.", "file")
    rank = max(ranks, default=0) + 1
    kept = MalfunctionFile(
        malfunction_id=key(m),
        rank=rank,
        kind=file.kind,
        media_type=file.media_type,
        size=len(file.content),
        added_on=now.astimezone(PARIS).date(),
        sealed=secrecy.seal_bytes(file.content, _about(m, rank)),
    )
    session.add(kept)
    session.flush()
    return kept


def add_word(
    session: Session,
    m: Malfunction,
    text: str,
    file: Prepared | None,
    now: datetime,
    *,
    from_reporter: bool,
) -> None:
    """A word to the other side, with a file or without; a file may come alone."""
    said = text if text.strip() or file is None else ALONE
    reporting.add_word(session, m, said, now, from_reporter=from_reporter)
    if file is None:
        return
    attach(session, m, file, now)
    if m.mode is not ReportMode.ANONYMOUS:
        journal.write(session, now, None, "attach_to_malfunction", subject(m))


def attached(session: Session, m: Malfunction) -> list[Attached]:
    """The files of a report, in order; none is opened."""
    columns = sa.select(
        col(MalfunctionFile.rank), col(MalfunctionFile.kind), col(MalfunctionFile.size)
    )
    found = session.connection().execute(columns.where(_of(m)).order_by(col(MalfunctionFile.rank)))
    return [Attached(rank, MalfunctionFile.name_of(rank, kind), size) for rank, kind, size in found]


def find(session: Session, m: Malfunction, rank: int) -> MalfunctionFile:
    """One file of a report that this person was found to read; Missing once it is erased."""
    found = session.exec(
        select(MalfunctionFile).where(_of(m), MalfunctionFile.rank == rank)
    ).first()
    if found is None:
        raise Missing("Cette pièce jointe n’existe pas, ou elle a été effacée.")
    return found


def opened(m: Malfunction, file: MalfunctionFile) -> bytes:
    """What it holds."""
    return secrecy.unseal_bytes(file.sealed, _about(m, file.rank))


def erase(
    session: Session, m: Malfunction, rank: int, now: datetime, officer: User | None = None
) -> None:
    """Take one away: its author, who changed their mind; the officer, because it shows somebody."""
    if officer is not None and officer.role is not Role.QUALITY_OFFICER:
        raise Refused("Le référent, ou l’auteur du signalement, efface une pièce jointe.")
    session.delete(find(session, m, rank))
    session.flush()
    if officer is not None or m.mode is not ReportMode.ANONYMOUS:
        journal.write(session, now, officer, "erase_malfunction_file", subject(m))


def _of(m: Malfunction) -> "sa.ColumnElement[bool]":
    return col(MalfunctionFile.malfunction_id) == m.id


def _about(m: Malfunction, rank: int) -> str:
    return f"file {rank} of report {m.number}"
