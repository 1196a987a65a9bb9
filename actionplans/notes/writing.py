"""A note as a document: what is read on the page, carried away in every format, and frozen when it is sent."""

from actionplans.models import MonthlyNote
from actionplans.notes.sections import SECTIONS, WORD, lines, shortened
from core import french
from core.documents import Bullets, Document, Heading, Paragraph, Part, keeping
from core.errors import Refused
from core.settings import Settings

EMPTY = "Rien à signaler ce mois-ci."
FIRST_WORDS = 200  # characters of a digest's line


def document(note: MonthlyNote, settings: Settings) -> Document:
    """The note as it stands: its filled sections, in order."""
    parts: list[Part] = []
    for section in SECTIONS.values():
        if found := lines(str(note.sections.get(section.key, ""))):
            parts.append(Heading(section.title))
            parts += [Paragraph(line) for line in found] if section.key == WORD else [Bullets(tuple(found))]  # fmt: skip
    return Document(
        title=title(note),
        subtitle="La démarche qualité, mois par mois",
        parts=tuple(parts or [Paragraph(EMPTY)]),
        sender=settings.FUND_NAME,
        telephone=settings.FUND_PHONE,
    )


def title(note: MonthlyNote) -> str:
    """« Note du mois : novembre 2026 »."""
    return f"Note du mois : {french.month(note.month)}"


def said(note: MonthlyNote) -> Document:
    """The note as it was sent, with its fingerprint. Refused when somebody changed it since."""
    if keeping.fingerprint(note.content) != note.sha256:
        raise Refused("Cette note a été modifiée depuis son envoi : comparez avec la dernière sauvegarde.")  # fmt: skip
    kept = keeping.from_text(note.content)
    return Document(**{**vars(kept), "fingerprint": note.sha256 or ""})


def first_words(note: MonthlyNote) -> str:
    """Its first sentence, for the line of a digest."""
    found = (line for key in SECTIONS for line in lines(str(note.sections.get(key, ""))))
    return shortened(next(found, EMPTY), FIRST_WORDS)
