"""The tables of a document for a spreadsheet, one a sheet, with a dictionary of their columns."""

import io
from datetime import date
from typing import Any

import xlsxwriter

from core.documents.base import Cell, Column, Document, Table, plain

LONGEST_NAME = 31
LONGEST_CELL = 32_767  # characters: what a spreadsheet keeps
NOT_IN_A_NAME = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))
DICTIONARY = "Dictionnaire"


def write(document: Document) -> bytes:
    """A reading sheet, one sheet a table, the dictionary. Nothing in it is ever a formula."""
    file = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(file, options) as book:
        book.set_properties({"title": document.title, "author": document.sender})
        _reading(book, document)
        for number, table in enumerate(document.tables, start=1):
            _sheet(book, f"{number} {table.caption}", table)
        _dictionary(book, document)
    return file.getvalue()


def _reading(book: Any, document: Document) -> None:
    """What the document is, and all its sentences."""
    sheet = book.add_worksheet("Lecture")
    sheet.set_column(0, 0, 28)
    sheet.set_column(1, 1, 100)
    lines = [
        ("Document", document.title),
        ("", document.subtitle),
        *document.about,
        *_said(document),
    ]
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    for row, (label, said) in enumerate(pair for pair in lines if pair[1]):
        sheet.write_string(row, 0, plain(label))
        sheet.write_string(row, 1, plain(said)[:LONGEST_CELL], wrapped)


def _said(document: Document) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for part in document.parts:
        for name in ("text", "source", "alternative", "caption", "note"):
            if words := getattr(part, name, ""):
                found.append(("", str(words)))
        found += [("", line) for line in getattr(part, "lines", ())]
    return [*found, ("", document.last_words)]


def _sheet(book: Any, name: str, table: Table) -> None:
    sheet = book.add_worksheet(
        " ".join(name.translate(NOT_IN_A_NAME).split())[:LONGEST_NAME].strip()
    )
    bold = book.add_format({"bold": True, "bottom": 1})
    for place, column in enumerate(table.columns):
        sheet.write_string(0, place, column.title, bold)
        sheet.set_column(place, place, 40 if column.kind == "text" else 16)
        form = book.add_format({"num_format": _format(column)})
        for row, cells in enumerate(table.rows, start=1):
            _cell(sheet, row, place, cells[place], form)
    sheet.freeze_panes(1, 0)


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
        sheet.write_string(row, place, plain(cell)[:LONGEST_CELL])


def _dictionary(book: Any, document: Document) -> None:
    sheet = book.add_worksheet(DICTIONARY)
    sheet.set_column(0, 1, 40)
    sheet.set_column(2, 2, 90)
    titles = ("Tableau", "Colonne", "Ce qu’elle contient")
    lines = [
        (table.caption, column.title, column.about)
        for table in document.tables
        for column in table.columns
    ]
    for row, line in enumerate((titles, *lines)):
        for place, words in enumerate(line):
            sheet.write_string(row, place, words)
