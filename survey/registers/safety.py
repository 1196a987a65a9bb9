"""The cells of a row made safe before they are read: nothing refused, nothing spoilt, nothing endless."""

import re
from collections.abc import Sequence

from survey.registers import encodings
from survey.registers.cells import text
from survey.registers.columns import Header
from survey.registers.refused import scrub
from survey.registers.remarks import Remark

LONGEST_CELL = 2000  # characters read of a cell
# Most cells need nothing: too short for a refused value, with no sign that could be anything else.
SHORT = 12
PLAIN = re.compile(r"\w[\w.@/]*", re.ASCII)
# Fields of free text, where a formula or a lost accent can hide.
TEXTS = (
    "last_name",
    "first_name",
    "full_name",
    "full_name_reversed",
    "address",
    "city",
    "department",
)


class Safety:
    """Makes the cells of one register safe, row after row. Cells that are not read come out empty."""

    def __init__(self, header: Header) -> None:
        self.titles = header.titles
        self.dropped = header.refused | header.marks
        self.read = {place for places in header.places.values() for place in places}
        self.texts = {place for name in TEXTS for place in header.places.get(name, ())}

    def cells(self, cells: Sequence[str]) -> tuple[list[str], list[Remark]]:
        """The safe cells, and what had to be done to them."""
        said: list[Remark] = []
        safe = [
            self._safe(place, cell, said) if cell and place not in self.dropped else ""
            for place, cell in enumerate(cells)
        ]
        return safe, said

    def _safe(self, place: int, cell: str, said: list[Remark]) -> str:
        if len(cell) <= SHORT and PLAIN.fullmatch(cell):
            return cell if place in self.read else ""
        kept, found = scrub(cell)
        if found:
            title = self.titles[place] if place < len(self.titles) else str(place + 1)
            code = "refused_value" if place in self.read else "refused_value_ignored"
            said.append(Remark(code, found, title))
        if place not in self.read:
            return ""
        mended = _unmarked(_mended(kept, said), said)
        if place in self.texts:
            _look_at(mended.strip(), said)
        return mended


def _mended(cell: str, said: list[Remark]) -> str:
    """With its accents, not longer than anybody writes, and no error for a value."""
    mended = encodings.undoubled(cell)
    if mended != cell:
        said.append(Remark("double_encoding", text.tidy(cell), text.tidy(mended)))
    if len(mended) > LONGEST_CELL:
        said.append(Remark("cell_too_long", str(len(mended)), str(LONGEST_CELL)))
        mended = mended[:LONGEST_CELL]
    if text.is_error(mended.strip()):
        said.append(Remark("cell_error", mended.strip()))
        return ""
    return mended


def _unmarked(cell: str, said: list[Remark]) -> str:
    """Without the marks by which spreadsheets force a text: ="0012345" and '0012345."""
    bare = cell.strip()
    new = bare
    if bare.startswith('="') and bare.endswith('"') and bare.count('"') == 2:
        new = bare[2:-1]
    elif bare.startswith("'") and bare[1:2].isdigit():
        new = bare[1:]
    elif bare.startswith("'") and text.looks_like_formula(bare[1:]):
        return bare[1:]  # our own guard, in a reject file that comes back
    if new != bare:
        said.append(Remark("marker_removed", bare, new))
    elif bare != cell or any(space in cell for space in text.SPACES_IN_EXCESS):
        said.append(Remark("spaces"))
    return new


def _look_at(cell: str, said: list[Remark]) -> None:
    if text.looks_like_formula(cell):
        said.append(Remark("formula_like", cell))
    if text.has_lost_accent(cell):
        said.append(Remark("accent_lost", text.tidy(cell)))
