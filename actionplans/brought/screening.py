"""Whether a file that somebody brings may be kept: judged by what it holds, never by its name alone.

Kept: PDF, PNG, JPEG, Office and OpenDocument files, CSV and plain text. Refused: whatever can act by
itself when it is opened (macros, scripts, embedded files), and what cannot be looked into (passwords).
This is no antivirus: it knows the forms of danger, not their signatures.
"""

import io
import re
import unicodedata
import zipfile
from collections.abc import Callable
from dataclasses import dataclass

from actionplans.brought import pdf_screening
from core.errors import Refused

ALLOWED = "PDF, image PNG ou JPEG, document Word, Excel, PowerPoint ou OpenDocument, CSV, texte"
OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
LONGEST_NAME = 120
LARGEST_UNPACKED = 200 * 1024 * 1024
MOST_MEMBERS = 5000
LARGEST_LOOKED_INTO = 1024 * 1024  # a part that describes the archive is never larger
OFFICE = "application/vnd.openxmlformats-officedocument."
OPEN_DOCUMENT = "application/vnd.oasis.opendocument."
MARKUP = re.compile(
    r"<\s*(!doctype|html|head|body|script|svg|iframe|object|embed|\?xml|\?php|%)|javascript:",
    re.IGNORECASE,
)
FORMULA = re.compile(r"(^|[;,\t\n\"'])\s*([=@]|[+-][a-z]+[(|!])", re.MULTILINE | re.IGNORECASE)
ACTIVE_PARTS = re.compile(
    r"vba|macro|activex|embeddings/|oleobject|(^|/)(basic|scripts)/|\.(exe|dll|js|vbs|bat|ps1|html?|svg)$"
)


@dataclass(frozen=True)
class Upload:
    """A file as it was sent: the name it was given, and what it holds."""

    name: str
    content: bytes

    @property
    def kind(self) -> str:
        """The end of its name, in small letters, without the dot."""
        return self.name.rpartition(".")[2].lower()


def media_type(name: str, content: bytes) -> str:
    """The type of a file that may be kept; Refused says why another may not."""
    if not content:
        raise Refused("Ce fichier est vide : choisissez-en un autre.", "file")
    kind = name.rpartition(".")[2].lower()
    if content.startswith(OLE2):
        raise Refused(_of_ole2(content), "file")
    if kind not in KINDS:
        raise Refused(f"Choisissez un fichier d’un autre type : {ALLOWED}.", "file")
    kept, looked_into = KINDS[kind]
    looked_into(content, kept)
    return kept


def clean_name(name: str) -> str:
    """The name under which a file is given back: no folder, no control or invisible character."""
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    kept = re.sub(r"[^\w .()’-]", "_", last).strip(" .") or "preuve"
    stem, dot, kind = kept.rpartition(".")
    return f"{stem[:LONGEST_NAME]}.{kind.lower()[:10]}" if dot and stem else kept[:LONGEST_NAME]


# ---------------------------------------------------------------- each kind


def _not_what_it_says() -> Refused:
    return Refused(
        "Ce fichier n’est pas ce que dit son nom : enregistrez-le de nouveau au bon format.", "file"
    )


def _begins(*starts: bytes) -> Callable[[bytes, str], None]:
    def look(content: bytes, kept: str) -> None:
        if not content.startswith(starts):
            raise _not_what_it_says()

    return look


def _pdf(content: bytes, kept: str) -> None:
    if not content.startswith(b"%PDF-"):
        raise _not_what_it_says()
    pdf_screening.expect_still(content)


def _plain(content: bytes, kept: str) -> None:
    if b"\0" in content:
        raise _not_what_it_says()
    written = content.decode("utf-8", errors="replace")
    if MARKUP.search(written) or written.lstrip("\ufeff \n").startswith("#!"):
        raise Refused("Ce texte contient une page ou un programme : joignez un PDF.", "file")
    if kept == "text/csv" and FORMULA.search(written):
        raise Refused("Ce tableau contient des formules : gardez-en les valeurs seules.", "file")


def _package(content: bytes, kept: str) -> None:
    """Word, Excel, PowerPoint and OpenDocument files are archives: their list of parts tells all."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _expect_reasonable(archive)
            declared = _declared(archive)
            _expect_still(archive, declared)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        raise _not_what_it_says() from error
    if kept not in declared:
        raise _not_what_it_says()


def _expect_reasonable(archive: zipfile.ZipFile) -> None:
    parts = archive.infolist()
    if len(parts) > MOST_MEMBERS or sum(part.file_size for part in parts) > LARGEST_UNPACKED:
        raise Refused("Ce document est trop gros une fois ouvert : joignez-en un PDF.", "file")
    if any(part.flag_bits & 1 for part in parts):
        raise Refused("Ce document est protégé par un mot de passe : enlevez-le d’abord.", "file")


def _declared(archive: zipfile.ZipFile) -> str:
    """What the archive says it is: its list of types (Office) or its `mimetype` (OpenDocument)."""
    names = set(archive.namelist())
    told = next((name for name in ("[Content_Types].xml", "mimetype") if name in names), None)
    return _part(archive, told).decode("utf-8", errors="replace") if told else ""


def _part(archive: zipfile.ZipFile, name: str) -> bytes:
    """A part that describes the archive; one too long, or oddly coded, hides something."""
    with archive.open(name) as part:
        found = part.read(LARGEST_LOOKED_INTO + 1)
    if len(found) > LARGEST_LOOKED_INTO or b"\0" in found:
        raise _not_what_it_says()
    return found


def _expect_still(archive: zipfile.ZipFile, declared: str) -> None:
    """Nothing that runs: no macro under any name, no control, no embedded file, no distant template."""
    acts = any(ACTIVE_PARTS.search(name.lower()) for name in archive.namelist())
    if acts or re.search(r"macroenabled|vbaproject|activex", declared.lower()):
        raise Refused(
            "Ce document contient une macro ou un fichier incorporé : enregistrez-le sans, ou en PDF.",
            "file",
        )
    for name in archive.namelist():
        if name.endswith(".rels") and _is_distant(_part(archive, name)):
            raise Refused(
                "Ce document va chercher un modèle ailleurs : enregistrez-le en PDF.", "file"
            )


def _is_distant(relations: bytes) -> bool:
    """A template or object fetched elsewhere when the document is opened; a plain link is not."""
    external = re.findall(rb"<[^>]*TargetMode\s*=\s*[\"']External[\"'][^>]*>", relations)
    return any(b"hyperlink" not in relation for relation in external)


def _of_ole2(content: bytes) -> str:
    """Why a file of the old Office container is refused: macros, password, or only its age."""
    import olefile

    try:
        with olefile.OleFileIO(io.BytesIO(content)) as found:
            parts = ["/".join(path).lower() for path in found.listdir(storages=True)]
    except (OSError, ValueError, IndexError):
        parts = []
    if any("vba" in part or "macros" in part for part in parts):
        return "Ce document contient une macro : enregistrez-le sans, ou en PDF."
    if "encryptedpackage" in parts:
        return "Ce document est protégé par un mot de passe : enlevez-le d’abord."
    return "Ce document est d’un ancien format : enregistrez-le en .docx, .xlsx ou PDF."


KINDS: dict[str, tuple[str, Callable[[bytes, str], None]]] = {
    "pdf": ("application/pdf", _pdf),
    "png": ("image/png", _begins(b"\x89PNG\r\n\x1a\n")),
    "jpg": ("image/jpeg", _begins(b"\xff\xd8\xff")),
    "jpeg": ("image/jpeg", _begins(b"\xff\xd8\xff")),
    "docx": (f"{OFFICE}wordprocessingml.document", _package),
    "xlsx": (f"{OFFICE}spreadsheetml.sheet", _package),
    "pptx": (f"{OFFICE}presentationml.presentation", _package),
    "odt": (f"{OPEN_DOCUMENT}text", _package),
    "ods": (f"{OPEN_DOCUMENT}spreadsheet", _package),
    "odp": (f"{OPEN_DOCUMENT}presentation", _package),
    "csv": ("text/csv", _plain),
    "txt": ("text/plain", _plain),
}
"""What may be kept, by the end of its name: its type, and how it is looked into."""
