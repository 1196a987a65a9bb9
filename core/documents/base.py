"""What a document is made of: plain parts, the same whatever it is written as.

A document is data: who makes one says what it holds, never how it looks. Every rendering holds the same texts and the same
numbers (held by a test). Texts are plain: nothing in them is ever read as HTML, as Typst, as a formula.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from core import french

# What XML holds, hence what any of these files can hold (XML 1.0, production 2).
NOT_A_CHARACTER = re.compile("[^\\t\\n\\r\\x20-\\ud7ff\\ue000-\\ufffd\\U00010000-\\U0010ffff]")

Cell = str | int | float | date | None
Kind = Literal["text", "number", "percent", "date"]


def plain(text: str) -> str:
    """A text as French prints it, without what no file can hold (control characters, halves of an emoji)."""
    return NOT_A_CHARACTER.sub("", french.typeset(text))


@dataclass(frozen=True)
class Heading:
    """A title inside the document; level 1 opens a part, 2 a section."""

    text: str
    level: int = 1


@dataclass(frozen=True)
class Paragraph:
    """A few sentences; `is_soft` for what comes after the rest (a method, a source)."""

    text: str
    is_soft: bool = False


@dataclass(frozen=True)
class Bullets:
    """A list; each line is a sentence."""

    lines: tuple[str, ...]


@dataclass(frozen=True)
class Quote:
    """Somebody's words, and whose kind of voice it is."""

    text: str
    source: str = ""


@dataclass(frozen=True)
class Column:
    """A column of a table. `about` says what it holds and its formula: the data dictionary."""

    title: str
    kind: Kind = "text"
    decimals: int = 0
    about: str = ""
    unit: str = ""
    one_of: tuple[str, ...] = ()
    """The only words a cell may hold, when they are few."""

    def said(self, cell: Cell) -> str:
        """A cell as a French reader reads it; « – » for nothing. A percent is a share between 0 and 1."""
        if cell is None:
            return "–"
        if isinstance(cell, date):
            return french.day(cell)
        if isinstance(cell, str):
            return cell
        if self.kind == "percent":
            return french.percent(cell, self.decimals)
        return french.number(cell, self.decimals)


@dataclass(frozen=True)
class Table:
    """Rows under their columns, with a caption that says what is shown."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: str = ""

    def __post_init__(self) -> None:
        if any(len(row) != len(self.columns) for row in self.rows):
            raise ValueError(
                f"« {self.caption} »: a row has not as many cells as there are columns"
            )

    @property
    def said(self) -> list[list[str]]:
        """Every row as it is read."""
        return [
            [column.said(cell) for column, cell in zip(self.columns, row, strict=True)]
            for row in self.rows
        ]

    @property
    def is_short(self) -> bool:
        """Short enough to be kept whole on one page."""
        return len(self.rows) <= SHORT

    @property
    def widths(self) -> list[float]:
        """The share of the width of the text each column takes, by the longest of its words and the length of
        its cells; a table of short cells is narrower than the text, so that a number stays near its name."""
        columns = list(zip(*self.said, strict=True)) or [()] * len(self.columns)
        wanted = [
            max(_whole(column.title) * BOLD, *map(_whole, cells), LEAST_WIDE)
            for column, cells in zip(self.columns, columns, strict=True)
        ]
        breadth = max(NARROWEST, sum(wanted) / ACROSS)
        if breadth > 1:
            breadth, wanted = 1, _shared(list(zip(self.columns, columns, strict=True)))
        return [breadth * room / sum(wanted) for room in wanted]


SHORT = 16  # rows
# Characters: the room around a cell, the narrowest and the widest column, a cell that is not cut when there is room,
# the whole width of the text, and how much wider bold letters are.
AROUND, LEAST_WIDE, MOST_WIDE, ON_ONE_LINE, ACROSS, BOLD = 1.8, 6.0, 110.0, 26, 100.0, 1.12
NARROWEST = 0.5  # of the width of the text
LONGEST_HELD = 28  # characters; a longer word may be cut


def _shared(columns: Sequence[tuple[Column, Sequence[str]]]) -> list[float]:
    """What each column takes of a line: its longest word; then short cells, whole; then what is left, by length."""
    words = [_narrowest(column, cells) for column, cells in columns]
    rooms = [max(map(_room, cells), default=0.0) for _, cells in columns]
    whole = [
        max(word, room) if max(map(len, cells), default=0) <= ON_ONE_LINE else word
        for word, room, (_, cells) in zip(words, rooms, columns, strict=True)
    ]
    least = whole if sum(whole) < ACROSS else words
    more = [max(0.0, room - narrow) for room, narrow in zip(rooms, least, strict=True)]
    left = max(0.0, ACROSS - sum(least))
    part = min(1.0, left / sum(more)) if sum(more) else 0.0
    return [narrow + extra * part for narrow, extra in zip(least, more, strict=True)]


def _narrowest(column: Column, cells: Sequence[str]) -> float:
    held = [min(LONGEST_HELD, _longest(said)) + AROUND for said in cells]
    # A title takes two lines, where its words let it.
    title = max(_longest(column.title), len(column.title) / 2)
    return max(title * BOLD + AROUND, LEAST_WIDE, *held)


def _longest(words: str) -> int:
    """A word ends at a plain space alone: « 21 décembre 2026 » is held together by no-break ones."""
    return max(map(len, words.split(" ")), default=0)


def _whole(words: str) -> float:
    return len(words) + AROUND


def _room(words: str) -> float:
    """What a cell needs on a line: all of it when it is short, never less than its longest word."""
    whole = len(words) if len(words) <= ON_ONE_LINE else len(words) * 0.8
    return min(MOST_WIDE, max(_longest(words), whole) + AROUND)


@dataclass(frozen=True)
class Figure:
    """A drawing with what it says in words, and its numbers as a table."""

    svg: bytes
    alternative: str
    caption: str
    table: Table | None = None


@dataclass(frozen=True)
class PageBreak:
    """What follows begins a page, where there are pages."""


Part = Heading | Paragraph | Bullets | Quote | Table | Figure | PageBreak


@dataclass(frozen=True)
class Document:
    """A whole document. `about` are the facts under its title: period, numbers, modes, version."""

    title: str
    parts: tuple[Part, ...]
    subtitle: str = ""
    about: tuple[tuple[str, str], ...] = ()
    sender: str = ""
    telephone: str = ""
    fingerprint: str = ""
    """SHA-256 of what was frozen, printed at the end; empty when nothing was."""

    @property
    def tables(self) -> list[Table]:
        """Every table, those of figures included, in order."""
        found = (part.table if isinstance(part, Figure) else part for part in self.parts)
        return [table for table in found if isinstance(table, Table)]

    @property
    def last_words(self) -> str:
        """The line that says how to check the document; empty when nothing was frozen."""
        return f"Empreinte SHA-256 : {self.fingerprint}" if self.fingerprint else ""
