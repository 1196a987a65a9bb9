"""A document as a tagged PDF (PDF/UA-1), through the shared sheet of paper."""

import re
from pathlib import Path
from typing import Any

from core import paper
from core.documents.base import (
    Bullets,
    Document,
    Figure,
    Heading,
    PageBreak,
    Paragraph,
    Part,
    Quote,
    Table,
    plain,
)

ENDLESS = re.compile(r"(\S{40})(?=\S)")
LONG = re.compile(r"\S{31,}")  # a fingerprint, an address: longer than any French word
TEMPLATE = Path(__file__).parents[1] / "paper" / "document.typ"


def write(document: Document) -> bytes:
    """The whole document, A4, 11 pt."""
    figures = [part for part in document.parts if isinstance(part, Figure)]
    data = {
        "title": _plain(document.title),
        "subtitle": _plain(document.subtitle),
        "about": [[_plain(words) for words in pair] for pair in document.about],
        "sender": document.sender,
        "telephone": document.telephone,
        "parts": [_part(part, figures) for part in document.parts],
        "last": document.last_words,
    }
    files = {f"figure-{number}.svg": figure.svg for number, figure in enumerate(figures)}
    return paper.pdf(TEMPLATE, data, files)


def _plain(text: str) -> str:
    """Without what the font cannot draw; a word longer than a line may be cut anywhere."""
    return ENDLESS.sub("\\1\u200b", paper.printable(plain(text)))


def _cell(text: str) -> str:
    """A cell is narrower than a line: what no word is as long as may be cut every eight signs."""
    drawn = paper.printable(plain(text))
    return LONG.sub(lambda found: re.sub(r"(\S{8})(?=\S)", "\\1\u200b", found[0]), drawn)


def _part(part: Part, figures: list[Figure]) -> dict[str, Any]:
    match part:
        case Heading():
            return {"is": "heading", "text": _plain(part.text), "level": part.level}
        case Paragraph():
            return {"is": "paragraph", "text": _plain(part.text), "soft": part.is_soft}
        case Bullets():
            return {"is": "bullets", "lines": [_plain(line) for line in part.lines]}
        case Quote():
            return {"is": "quote", "text": _plain(part.text), "source": _plain(part.source)}
        case Table():
            return {"is": "table", **_table(part)}
        case Figure():
            return {
                "is": "figure",
                "file": f"figure-{figures.index(part)}.svg",
                "alternative": _plain(part.alternative),
                "caption": _plain(part.caption),
                "table": _table(part.table) if part.table else None,
            }
        case PageBreak():
            return {"is": "break"}


def _table(table: Table) -> dict[str, Any]:
    return {
        "caption": _plain(table.caption),
        "titles": [_plain(column.title) for column in table.columns],
        "widths": table.widths,
        "right": [column.kind != "text" for column in table.columns],
        "rows": [[_cell(said) for said in row] for row in table.said],
        "note": _plain(table.note),
        "whole": table.is_short,
    }
