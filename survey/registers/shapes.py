"""The shape of a row, before its values: rows that are no event, cells in excess or missing."""

from collections.abc import Sequence

from survey.registers import alignment
from survey.registers.cells.text import fold, tidy
from survey.registers.columns import Header
from survey.registers.delimited import Record
from survey.registers.refused import scrub
from survey.registers.remarks import Remark

TOTALS = ("total", "sous total", "totaux", "somme", "cumul", "nombre de", "nombre total")
OTHER_SEPARATORS = ";\t,|"


def skipped(header: Header, cells: Sequence[str]) -> Remark | None:
    """Why this row is no event at all; None when it is one, however faulty."""
    filled = [(place, cell) for place, cell in enumerate(cells) if tidy(cell)]
    if not filled:
        return Remark("blank_row")
    first = tidy(filled[0][1])
    if fold(first).startswith(TOTALS) and not any("@" in cell for cell in cells):
        return Remark("total_row", first)
    if _is_header(header, cells):
        return Remark("repeated_header")
    if len(filled) == 1 and _is_alone(header, filled[0][0], first):
        return Remark("note_row", scrub(first)[0])
    return None


def _is_header(header: Header, cells: Sequence[str]) -> bool:
    """The titles again: programs that print by pages repeat them."""
    pairs = zip(header.titles[: header.width], cells, strict=False)
    return len(cells) >= header.width and all(fold(title) == fold(cell) for title, cell in pairs)


def _is_alone(header: Header, place: int, cell: str) -> bool:
    """The only cell of a row: words at its beginning, or a count under another column."""
    if place == 0:
        return _is_note(cell, header.width)
    return place not in header.places.get("member_number", ()) and cell.replace(" ", "").isdigit()


def _is_note(cell: str, width: int) -> bool:
    """Words alone in the first cell: « Édité le 4 décembre »."""
    words = len(cell.split()) > 1 and any(sign.isalpha() for sign in cell)
    return words and not _has_other_separator(cell, width)


def _has_other_separator(cell: str, width: int) -> bool:
    return any(cell.count(sign) >= max(3, width // 2) for sign in OTHER_SEPARATORS)


def faults(header: Header, record: Record) -> tuple[Remark, ...]:
    """What is wrong with the number of cells."""
    cells, width = record.cells, header.width
    if len(cells) == 1 < width and _has_other_separator(cells[0], width):
        return (Remark("wrong_separator"),)
    said = [Remark("quote_unbalanced")] if record.is_flawed else []
    beyond = any(cell.strip() for cell in cells[len(header.titles) :])
    if beyond or alignment.has_slipped(header, cells):
        said.append(Remark("cells_extra", str(len(cells)), str(len(header.titles))))
    if len(cells) < width:
        code = "row_truncated" if record.is_cut else "cells_missing"
        said.append(Remark(code, str(len(cells)), str(width)))
    return tuple(said)
