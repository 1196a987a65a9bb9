"""What a file is, told by its first bytes: a spreadsheet, a text, or something that is not a table."""

import zipfile
from pathlib import Path

from core.errors import Refused
from core.french import typeset

MOST_BYTES = 100 << 20
# A small file can unfold into one that fills the memory.
MOST_BYTES_UNFOLDED = 1 << 30
BROKEN = (
    "Ce classeur ne s’ouvre pas : le fichier est abîmé ou incomplet. Ouvrez-le dans votre tableur,"
    " enregistrez-le au format xlsx, puis déposez-le de nouveau."
)
AGAIN = "Exportez-le au format CSV ou XLSX, puis déposez-le de nouveau."
OTHER_FILES = (
    (b"%PDF", "un document PDF"),
    (b"\x89PNG", "une image"),
    (b"\xff\xd8\xff", "une image"),
    (b"GIF8", "une image"),
    (b"II*\x00", "une image"),
    (b"MM\x00*", "une image"),
    (b"RIFF", "une image ou un son"),
    (b"\x1f\x8b", "une archive compressée"),
    (b"7z\xbc\xaf", "une archive compressée"),
    (b"Rar!", "une archive compressée"),
    (b"BZh", "une archive compressée"),
    (b"{\\rtf", "un document de texte"),
    (b"SQLite format 3", "une base de données"),
    (b"MZ", "un programme"),
    (b"\x7fELF", "un programme"),
)
PAGES = (b"<!doctype", b"<html", b"<?xml", b"<table", b"<meta", b"<head")
ZIP = b"PK\x03\x04"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def head_of(path: Path) -> bytes:
    """The first bytes of a file that is there, not empty and not too large."""
    if not path.is_file():
        raise Refused(
            typeset(f"Le fichier « {path.name} » n’existe pas : vérifiez son nom et son dossier.")
        )
    size = path.stat().st_size
    if size > MOST_BYTES:
        raise Refused(
            f"Ce fichier est trop grand ({size >> 20} Mo, {MOST_BYTES >> 20} au plus) :"
            " découpez-le en plusieurs fichiers."
        )
    with path.open("rb") as file:
        head = file.read(4096)
    if not head.strip(b"\x00\r\n\t ;,\xef\xbb\xbf\xff\xfe") and size <= len(head):
        raise Refused("Ce fichier est vide : exportez-le de nouveau, puis déposez-le.")
    return head


def is_spreadsheet(head: bytes) -> bool:
    """A zip archive or an OLE document: the containers of xlsx, ods and xls."""
    return head.startswith((ZIP, OLE))


def refuse_other_files(head: bytes) -> None:
    """Say no to a document, an image or an archive under the name of a table."""
    for mark, name in OTHER_FILES:
        if head.startswith(mark):
            raise Refused(typeset(f"Ce fichier n’est pas un tableau mais {name}. {AGAIN}"))
    if head.lstrip(b"\xef\xbb\xbf \r\n\t").lower().startswith(PAGES):
        raise Refused(
            "Ce fichier est une page web ou du XML sous un nom de tableau. Ouvrez-le dans votre tableur,"
            " enregistrez-le au format xlsx, puis déposez-le de nouveau."
        )


def refuse_other_archives(path: Path) -> None:
    """A zip may be a spreadsheet, a text document, a folder of files, or one that fills the memory."""
    with path.open("rb") as file:
        if file.read(len(ZIP)) != ZIP:
            return  # an old xls
    try:
        with zipfile.ZipFile(path) as folded:
            parts = folded.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
        raise Refused(BROKEN) from error
    if sum(part.file_size for part in parts) > MOST_BYTES_UNFOLDED:
        raise Refused("Ce classeur est trop grand : découpez-le en plusieurs fichiers.")
    if not any(part.filename.startswith("xl/") or part.filename == "content.xml" for part in parts):
        raise Refused(
            typeset(f"Ce fichier n’est pas un tableau mais une archive ou un document. {AGAIN}")
        )
