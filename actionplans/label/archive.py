"""The dossier as one ZIP: every document without the names of staff, then an index with the fingerprint of each file.

The same day, on the same data, it is the same file to the byte, whoever asks for it. It is written as it is sent: nothing of it stays
on the disk, and no more than one document is in memory.
"""

import io
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import IO, Any, cast

from sqlmodel import Session

from actionplans.label import names, pieces, writing
from actionplans.label.pieces import Piece
from actionplans.label.steady import entry, steady
from core.documents import FORMATS, Cell, Column, Document, Paragraph, Part, Table
from core.errors import Refused
from core.french import day
from core.settings import Settings
from organisation import journal
from organisation.models import User
from organisation.rights import Right, may
from organisation.words import DEEDS

DEEDS.update({"make_label_dossier": "dossier du label constitué"})

HELD = (
    Column("Pièce", about="Ce que le label demande."),
    Column("Fichier", about="Son nom dans l’archive."),
    Column("SHA-256", about="Empreinte du fichier tel qu’il est dans l’archive."),
)
LACKING = (
    Column("Pièce", about="Ce que le label demande."),
    Column("Ce qui manque", about="Et ce qu’il reste à faire."),
)


@dataclass(frozen=True)
class Written:
    """A document ready to be written, and where it goes in the archive."""

    piece: str
    path: str
    document: Document


@dataclass(frozen=True)
class Dossier:
    """All that goes into the archive, read from the database; writing it reads nothing more."""

    found: Sequence[Piece]
    documents: Sequence[Written]
    today: date
    settings: Settings


def gathered(session: Session, settings: Settings, by: User, now: datetime, today: date) -> Dossier:
    """Everything as it stands, journalled; Refused to whoever neither prepares nor signs."""
    if not (may(by, Right.PUBLISH) or may(by, Right.VERIFY_ACTIONS)):
        raise Refused("Seuls le référent qualité et la direction constituent ce dossier.")
    found = pieces.pieces(session, today, settings)
    known = names.known(session)
    documents = [
        Written(piece.title, f"{piece.folder}/{file.name}.{extension}", document)
        for piece in found
        for file in piece.files
        for document in [names.withheld(file.make(), known)]
        for extension in file.formats
    ]
    whole = sum(piece.is_whole for piece in found)
    journal.write(session, now, by, "make_label_dossier", "", f"{whole} sur {len(found)} pièces")
    return Dossier(found, documents, today, settings)


def archive(dossier: Dossier) -> Iterator[bytes]:
    """The ZIP, piece by piece."""
    sent = _Sent()
    fingerprints: list[tuple[Written, str]] = []
    with zipfile.ZipFile(cast(IO[bytes], sent), "w", zipfile.ZIP_DEFLATED) as file:
        for one in dossier.documents:
            fingerprints.append((one, _put(file, one.path, one.document)))
            yield sent.taken()
        last = index(dossier, fingerprints)
        _put(file, "0-index.pdf", last)
        _put(file, "0-index.docx", last)
        sums = "".join(f"{mark}  {one.path}\n" for one, mark in fingerprints)
        file.writestr(entry("SHA256SUMS.txt"), sums)
    yield sent.taken()


def index(dossier: Dossier, fingerprints: Sequence[tuple[Written, str]]) -> Document:
    """What the archive holds, and what it lacks."""
    held: tuple[tuple[Cell, ...], ...] = tuple(
        (one.piece, one.path, mark) for one, mark in fingerprints
    )
    lacking = tuple((one.title, one.lacks) for one in dossier.found if one.lacks)
    parts: list[Part] = [
        Paragraph(pieces.in_words(list(dossier.found), dossier.today)),
        Table("Ce que le dossier contient", HELD, held),
        *([Table("Ce qui manque", LACKING, lacking)] if lacking else []),
        Paragraph(
            "Les noms des collaborateurs qui ont ou ont eu un compte sont remplacés par leur fonction ; un autre nom, tapé dans un texte, "
            "reste tel quel ; l’empreinte imprimée sur un bilan ou un plan est celle de "
            "l’original signé. Les remerciements que citent des bilans sont "
            "masqués et choisis par une personne ; aucune autre parole d’adhérent ne figure dans ce dossier.",
            is_soft=True,
        ),
    ]
    made = writing.document(dossier.settings, "Dossier du label Services Publics +", *parts)
    return Document(**{**vars(made), "about": (("Constitué le", day(dossier.today)),)})


def _put(file: zipfile.ZipFile, path: str, document: Document) -> str:
    content = steady(FORMATS[path.rpartition(".")[2]].write(document))
    file.writestr(entry(path), content)
    return sha256(content).hexdigest()


class _Sent(io.RawIOBase):
    """Where the ZIP is written: what was written since is taken away at once. It cannot be gone back in."""

    def __init__(self) -> None:
        super().__init__()
        self.waiting: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, some: Any) -> int:
        self.waiting.append(bytes(some))
        return len(some)

    def taken(self) -> bytes:
        some, self.waiting = b"".join(self.waiting), []
        return some
