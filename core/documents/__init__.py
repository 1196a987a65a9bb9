"""Catalogue of the ways to write a document, one file each. None is imported before it is asked for."""

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module

from core.documents.base import (
    Bullets,
    Cell,
    Column,
    Document,
    Figure,
    Heading,
    PageBreak,
    Paragraph,
    Part,
    Quote,
    Table,
)


@dataclass(frozen=True)
class Format:
    """A file format: its extension, its media type, its name on screen. Its module has `write(document) -> bytes`."""

    extension: str
    media_type: str
    label: str

    def write(self, document: Document) -> bytes:
        """The document as a file."""
        render: Callable[[Document], bytes] = import_module(
            f"core.documents.{self.extension}"
        ).write
        return render(document)


OFFICE = "application/vnd.openxmlformats-officedocument"
FORMATS = {
    one.extension: one
    for one in (
        Format("pdf", "application/pdf", "PDF"),
        Format("docx", f"{OFFICE}.wordprocessingml.document", "Word"),
        Format("odt", "application/vnd.oasis.opendocument.text", "OpenDocument"),
        Format("xlsx", f"{OFFICE}.spreadsheetml.sheet", "tableur"),
    )
}

__all__ = [
    "FORMATS", "Bullets", "Cell", "Column", "Document", "Figure", "Format", "Heading", "PageBreak", "Paragraph", "Part",
    "Quote", "Table",
]  # fmt: skip
