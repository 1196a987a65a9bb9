"""The file less what is refused: what may wait, sealed, until somebody has decided about it.

Refused columns are blanked and refused values taken out; the rest stays byte for byte, so that the
file may be read another way. A workbook gives an xlsx of its visible sheets, as texts.
"""

import csv
import io
from collections.abc import Collection, Iterator
from itertools import islice
from pathlib import Path

from survey.registers import columns, encodings
from survey.registers.delimited import Record, records
from survey.registers.encodings import Encoding
from survey.registers.files import Register
from survey.registers.refused import scrub
from survey.registers.sheets import Workbook

BYTES_KEPT = "surrogateescape"  # a byte the encoding does not know comes out as it came in


def purge(register: Register, target: Path) -> None:
    """Write the file of this register to `target`, less what is refused."""
    if register.separator is None:
        _purge_workbook(register, target)
    else:
        _purge_text(register, register.encoding or "utf-8", register.separator, target)


def _purge_text(register: Register, encoding: str, separator: str, target: Path) -> None:
    refused, width = register.header.refused, register.header.width
    whole = Encoding(encoding, "replace" if encoding.startswith("utf-16") else BYTES_KEPT)
    rows = records(encodings.lines(register.path, whole), separator)
    with target.open("w", encoding=encoding, errors=whole.errors, newline="") as file:
        for number, row in enumerate(rows, start=1):
            places = refused if number > register.header.row else frozenset[int]()
            cells = _purged(row.cells, places, width)
            file.write(row.raw if cells == row.cells else _line(cells, separator, row))


def _purged(cells: list[str], refused: Collection[int], width: int) -> list[str]:
    """The cells, the refused ones blank even where cells in excess have pushed them aside."""
    pushed = {place + step for place in refused for step in range(max(0, len(cells) - width) + 1)}
    return ["" if place in pushed else scrub(cell)[0] for place, cell in enumerate(cells)]


def _line(cells: list[str], separator: str, row: Record) -> str:
    end = row.raw[len(row.raw.rstrip("\r\n")) :]
    written = io.StringIO()
    csv.writer(written, delimiter=separator, lineterminator=end).writerow(cells)
    return written.getvalue()


def _purge_workbook(register: Register, target: Path) -> None:
    import xlsxwriter

    source = Workbook(register.path)
    book = xlsxwriter.Workbook(
        target,
        {"strings_to_formulas": False, "strings_to_urls": False, "constant_memory": True},
    )
    for name in source.visible:
        sheet = book.add_worksheet(name)
        for row in _sheet(source, name, register):
            for column, cell in enumerate(row.cells):
                sheet.write_string(row.line - 1, column, cell)
    book.close()


def _sheet(source: Workbook, name: str, register: Register) -> Iterator[Record]:
    """The rows of one sheet, purged by its own titles."""
    header = register.header
    if name != register.sheet:
        top = [(row.line, row.cells) for row in islice(source.records(name), columns.SEARCHED)]
        header = columns.find(top, header.vocabulary) or columns.recognise((), 0, 0)
    for number, row in enumerate(source.records(name), start=1):
        places = header.refused if number > header.row else frozenset[int]()
        yield row._replace(cells=_purged(row.cells, places, header.width or len(row.cells)))
