"""The reject file: the rows that were not imported, as they were written, each with its reason.

Same columns, order, encoding and separator as the original, refused columns left out, « ligne_excel »
and « motif » added: once corrected it is imported as it is. A spreadsheet gives an xlsx. No cell can be
run as a formula by the program that opens it.
"""

import csv
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path

from survey.registers import files
from survey.registers.cells.text import looks_like_formula
from survey.registers.columns import Header
from survey.registers.delimited import Record
from survey.registers.files import Register
from survey.registers.judging import Check
from survey.registers.refused import scrub
from survey.registers.remarks import Level, Outcome
from survey.registers.rows import Row
from survey.registers.titles import EVENTS, Vocabulary

ADDED = ("ligne_excel", "motif")
# For encodings older than typographic signs.
PLAIN_SIGNS = str.maketrans(
    {"’": "'", "‘": "'", "«": '"', "»": '"', "–": "-", "—": "-", "…": "...", "\u00a0": " "}
)
GUARD = "'"


def write(check: Check, source: Path, target: Path, vocabulary: Vocabulary = EVENTS) -> int:
    """Write the rejected rows of `source` to `target`; return how many. `check` is that of `source`."""
    register = files.open_register(source, vocabulary, check.layout)
    rows = {row.record: row for row in check.of(Outcome.REJECTED)}
    table = _table(register, rows)
    if check.separator is None:
        _write_sheet(table, target)
    else:
        _write_text(table, target, check.encoding or "utf-8", check.separator)
    return len(rows)


def suffix(check: Check) -> str:
    """The extension that the reject file of this check deserves."""
    return ".xlsx" if check.separator is None else ".csv"


def _table(register: Register, rows: dict[int, Row]) -> Iterator[list[str]]:
    header = register.header
    left_out = header.refused | header.marks
    kept = [place for place in range(max(header.width, 1)) if place not in left_out]
    yield [header.titles[place] for place in kept] + list(ADDED)
    for number, record in enumerate(register.rows(), start=1):
        if row := rows.get(number):
            cells = _cells(record, kept, _pushed(row, record, header))
            yield [*cells, str(row.excel_row), reasons(row)]


def _cells(record: Record, kept: Sequence[int], pushed: Collection[int]) -> list[str]:
    """The cells as written, less what is refused, even where a refused cell was pushed aside."""
    cells = [record.cells[p] if p < len(record.cells) and p not in pushed else "" for p in kept]
    return [guarded(scrub(cell)[0]) for cell in cells]


def _pushed(row: Row, record: Record, header: Header) -> set[int]:
    """Where the cells of the refused columns may have gone in a row whose cells have slipped."""
    if not any(reason.code == "cells_extra" for reason in row.reasons):
        return set()
    steps = range(1, len(record.cells) - header.width + 1)
    return {place + step for place in header.refused for step in steps}


def reasons(row: Row) -> str:
    """Why a row was rejected, as sentences: what blocks it first."""
    blocking = [reason.sentence for reason in row.reasons if reason.level is Level.BLOCKING]
    others = [reason.sentence for reason in row.reasons if reason.level is Level.TO_CHECK]
    return guarded(" ".join(blocking + others))


def guarded(cell: str) -> str:
    """The cell, made harmless for a spreadsheet; telephone numbers are left alone."""
    return GUARD + cell if looks_like_formula(cell.lstrip(" \n")) else cell


def _write_text(
    table: Iterable[Sequence[str]], target: Path, encoding: str, separator: str
) -> None:
    with target.open("w", encoding=encoding, errors="replace", newline="") as file:
        writer = csv.writer(file, delimiter=separator)
        for row in table:
            writer.writerow([_encodable(cell, encoding) for cell in row])


def _encodable(cell: str, encoding: str) -> str:
    """The cell with plainer signs where the encoding has no others."""
    try:
        cell.encode(encoding)
    except UnicodeEncodeError:
        cell = unicodedata.normalize("NFC", cell).translate(PLAIN_SIGNS)
    return cell


def _write_sheet(table: Iterable[Sequence[str]], target: Path) -> None:
    import xlsxwriter

    book = xlsxwriter.Workbook(target, {"strings_to_formulas": False, "strings_to_urls": False})
    sheet = book.add_worksheet("À corriger")
    for place, cells in enumerate(table):
        for column, cell in enumerate(cells):
            sheet.write_string(place, column, cell)
    book.close()
