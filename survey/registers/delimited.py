"""Separated text: rows with the physical line they start on, quoted newlines kept, stray quotes survived."""

import csv
from collections.abc import Iterable, Iterator
from typing import NamedTuple

SEPARATORS = (";", "\t", ",", "|")
# A cell over more lines than this, or holding whole rows, comes from a quote nobody closed.
MOST_LINES_IN_A_ROW = 25


class Record(NamedTuple):
    """One row as read. `line` is the physical line of its first character, counted from 1."""

    line: int
    cells: list[str]
    is_flawed: bool = False  # a quote was opened and never closed
    is_cut: bool = False  # the last line of the file, without its end
    raw: str = ""  # as it stands in the file, ends of lines included; empty for a spreadsheet


class _Unclosed(Exception):
    """The row does not end where a row can."""


class _Lines:
    """Physical lines that can be given back."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._lines = iter(lines)
        self._back: list[str] = []
        self.read = 0

    def next(self) -> str | None:
        line = self._back.pop() if self._back else next(self._lines, None)
        self.read += line is not None
        return line

    def give_back(self, lines: list[str]) -> None:
        self._back.extend(reversed(lines))
        self.read -= len(lines)


def records(lines: Iterable[str], separator: str) -> Iterator[Record]:
    """Every row of the text, blank ones included."""
    source = _Lines(lines)
    while (line := source.next()) is not None:
        number = source.read
        is_cut = not line.endswith(("\n", "\r"))
        if '"' not in line:
            yield Record(number, _split(line, separator), is_cut=is_cut, raw=line)
            continue
        yield _quoted(line, number, source, separator)


def _split(line: str, separator: str) -> list[str]:
    bare = line.rstrip("\r\n")
    return bare.split(separator) if bare else []


def _quoted(line: str, number: int, source: _Lines, separator: str) -> Record:
    taken = [line]
    try:
        cells = _row(taken, source, separator)
    except (_Unclosed, csv.Error):
        source.give_back(taken[1:])
        cells = [cell.strip('"').replace('""', '"') for cell in _split(line, separator)]
        return Record(number, cells, is_flawed=True, raw=line)
    if len(cells) == 1 and separator in cells[0] and len(taken) == 1:
        # Each line was quoted as a whole: the row is inside its one cell.
        cells = next(csv.reader(cells, delimiter=separator), [])
    is_cut = not taken[-1].endswith(("\n", "\r"))
    return Record(number, cells, is_cut=is_cut, raw="".join(taken))


def _row(taken: list[str], source: _Lines, separator: str) -> list[str]:
    """The cells of the row that starts with `taken`, to which the lines it needed are added."""

    def feed() -> Iterator[str]:
        yield taken[0]
        while len(taken) < MOST_LINES_IN_A_ROW:
            line = source.next()
            if line is None:
                break
            taken.append(line)
            yield line
        raise _Unclosed

    cells = next(csv.reader(feed(), delimiter=separator))
    if len(taken) > 1 and any(_holds_rows(cell, separator, len(cells)) for cell in cells):
        raise _Unclosed
    return cells


def _holds_rows(cell: str, separator: str, width: int) -> bool:
    """Whether a cell has swallowed rows: one of its lines has as many separators as a row."""
    if "\n" not in cell and "\r" not in cell:
        return False
    return any(line.count(separator) >= max(4, width // 2) for line in cell.splitlines())
