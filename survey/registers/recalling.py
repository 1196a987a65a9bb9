"""A file of a source already met: its titles are known, and with them how it is laid out."""

from collections.abc import Iterator, Mapping
from itertools import islice
from pathlib import Path

from survey.registers import columns, encodings, signatures
from survey.registers.delimited import SEPARATORS, Record, records
from survey.registers.layouts import NOTHING_SAID, Layout, signature
from survey.registers.sheets import Workbook


def recall(path: Path, memory: Mapping[str, Layout]) -> Layout:
    """The layout kept for files with these titles, by signature; NOTHING_SAID when there is none."""
    if not memory:
        return NOTHING_SAID
    tops = (
        _spreadsheet(path) if signatures.is_spreadsheet(signatures.head_of(path)) else _text(path)
    )
    signatures_met = (signature(row.cells) for rows in tops for row in rows if any(row.cells))
    return next((memory[met] for met in signatures_met if met in memory), NOTHING_SAID)


def _spreadsheet(path: Path) -> Iterator[list[Record]]:
    signatures.refuse_other_archives(path)
    book = Workbook(path)
    for sheet in book.visible:
        yield list(islice(book.records(sheet), columns.SEARCHED))


def _text(path: Path) -> Iterator[list[Record]]:
    encoding = encodings.detect(path)
    top = list(islice(encodings.lines(path, encoding), columns.SEARCHED * 3))
    for separator in SEPARATORS:
        yield list(islice(records(top, separator), columns.SEARCHED))
