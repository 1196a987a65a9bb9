"""The tables of a document for a spreadsheet, one a sheet, with a dictionary of their columns."""

import io
from collections.abc import Container, Sequence
from datetime import date
from typing import Any

import xlsxwriter

from core.documents.base import Cell, Column, Document, Table, plain

LONGEST_NAME = 31
LONGEST_CELL = 32_767  # characters: what a spreadsheet keeps
LONGEST_FOOT = 100  # of the title; a foot holds 255 characters, where each « & » counts twice
NOT_IN_A_NAME = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))
DICTIONARY = "Dictionnaire"
LINE, MOST_LINES, READ_ACROSS = (
    16,
    25,
    95,
)  # of the reading sheet: a line’s height, lines, characters
A4 = 9  # the number spreadsheets know this paper by
LEFT, RIGHT = {"align": "left", "indent": 1}, {"align": "right"}
LINE, HIGHEST = 15, 409  # points: a line of text, and the highest row there may be
NARROWEST, WIDEST = 10, 60  # characters across a column: beyond, its words go on below


def write(document: Document) -> bytes:
    """A reading sheet, one sheet a table, the dictionary. Nothing in it is ever a formula."""
    file = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(file, options) as book:
        book.set_properties({"title": document.title, "author": document.sender})
        _reading(book, document)
        for number, table in enumerate(document.tables, start=1):
            _sheet(book, f"{number} {table.caption}", table, document.title)
        _dictionary(book, document)
    return file.getvalue()


def _page(book: Any, name: str, title: str, *, is_wide: bool = True) -> Any:
    """A sheet which prints one page wide, on A4, with the title of the document and its number at its foot."""
    sheet = book.add_worksheet(name)
    sheet.set_paper(A4)
    if is_wide:
        sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    said = plain(title)[:LONGEST_FOOT].replace("&", "&&")
    sheet.set_footer(f"&L{said}&R&P / &N")
    return sheet


def _reading(book: Any, document: Document) -> None:
    """What the document is, and all its sentences."""
    sheet = _page(book, "Lecture", document.title, is_wide=False)
    sheet.set_column(0, 0, 28)
    sheet.set_column(1, 1, 100)
    lines = [
        ("Document", document.title),
        ("", document.subtitle),
        *document.about,
        *_said(document),
    ]
    label_form = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    wrapped = _wrapped(book)
    for row, (label, said) in enumerate(pair for pair in lines if pair[1]):
        words = plain(said)[:LONGEST_CELL]
        sheet.set_row(row, LINE * min(MOST_LINES, -(-len(words) // READ_ACROSS)))
        _high(sheet, row, (label, said), (28, 100))
        sheet.write_string(row, 0, plain(label), label_form)
        sheet.write_string(row, 1, words, wrapped)


def _wrapped(book: Any, **also: Any) -> Any:
    return book.add_format({"text_wrap": True, "valign": "top", **also})


def _titles(book: Any, sheet: Any, titles: Sequence[str], numbers: Container[int] = ()) -> None:
    """The first row: it stays in sight on the screen, and comes again on each page of paper."""
    for place, title in enumerate(titles):
        side = RIGHT if place in numbers else LEFT
        sheet.write_string(0, place, title, _wrapped(book, bold=True, bottom=1, **side))
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)


def _said(document: Document) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for part in document.parts:
        for name in ("text", "source", "alternative", "caption", "note"):
            if words := getattr(part, name, ""):
                found.append(("", str(words)))
        found += [("", line) for line in getattr(part, "lines", ())]
    return [*found, ("", document.last_words)]


def _sheet(book: Any, name: str, table: Table, title: str) -> None:
    sheet = _page(book, _short(name), title)
    numbers = {at for at, column in enumerate(table.columns) if column.kind != "text"}
    _titles(book, sheet, [column.title for column in table.columns], numbers)
    said = table.said
    widths = [
        _width([column.title], [row[place] for row in said])
        for place, column in enumerate(table.columns)
    ]
    for row, words in enumerate([[column.title for column in table.columns], *said]):
        _high(sheet, row, words, widths)
    for place, column in enumerate(table.columns):
        sheet.set_column(place, place, widths[place])
        side = RIGHT if place in numbers else LEFT
        form = _wrapped(book, num_format=_format(column), **side)
        for row, cells in enumerate(table.rows, start=1):
            _cell(sheet, row, place, cells[place], form)


def _short(name: str) -> str:
    """As a sheet may be called: without the signs that none may hold, cut after a whole word."""
    named = " ".join(name.translate(NOT_IN_A_NAME).split())
    if len(named) <= LONGEST_NAME:
        return named
    return f"{named[: LONGEST_NAME - 1].rpartition(' ')[0] or named[: LONGEST_NAME - 1]}…"


def _high(sheet: Any, row: int, words: Sequence[str], widths: Sequence[int]) -> None:
    """As many lines as its longest cell takes: not every program finds that by itself."""
    lines = max(-(-len(said) * 6 // (5 * wide)) for said, wide in zip(words, widths, strict=True))
    if lines > 1:
        sheet.set_row(row, min(LINE * lines, HIGHEST))


def _width(titles: Sequence[str], cells: Sequence[str]) -> int:
    """Characters across a column: its cells on one line where they are short, and its title’s longest word."""
    words = [word for title in titles for word in title.split()]
    longest = max(map(len, (*words, *cells)), default=0)
    return min(WIDEST, max(NARROWEST, longest + 2))


def _format(column: Column) -> str:
    decimals = f".{'0' * column.decimals}" if column.decimals else ""
    return {
        "percent": f"0{decimals}%",
        "number": f"#,##0{decimals}",
        "date": "dd/mm/yyyy",
        "text": "@",
    }[column.kind]


def _cell(sheet: Any, row: int, place: int, cell: Cell, form: Any) -> None:
    if isinstance(cell, date):
        sheet.write_datetime(row, place, cell, form)
    elif isinstance(cell, int | float):
        sheet.write_number(row, place, cell, form)
    elif cell is not None:
        sheet.write_string(row, place, plain(cell)[:LONGEST_CELL], form)


def _dictionary(book: Any, document: Document) -> None:
    sheet = _page(book, DICTIONARY, document.title)
    sheet.set_column(0, 0, 58)
    sheet.set_column(1, 2, 30)
    sheet.set_column(3, 3, 90)
    _titles(book, sheet, ("Tableau", "Colonne", "Unité", "Ce qu’elle contient"))
    lines = (
        (table.caption, column.title, column.unit, column.about)
        for table in document.tables
        for column in table.columns
    )
    wrapped = _wrapped(book)
    for row, line in enumerate(lines, start=1):
        _high(sheet, row, line, (58, 30, 30, 90))
        for place, words in enumerate(line):
            sheet.write_string(row, place, words, wrapped)
