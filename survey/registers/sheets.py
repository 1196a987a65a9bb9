"""Spreadsheets (xlsx, xlsm, xlsb, xls, ods): visible sheets read as rows of text."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from core.errors import Refused
from survey.registers.delimited import Record
from survey.registers.signatures import BROKEN

MOST_MERGED = 10_000  # rows filled from one cell
PROTECTED = (
    "Ce classeur est protégé par un mot de passe : ouvrez-le, enregistrez-le sans mot de passe,"
    " puis déposez-le de nouveau."
)


class Workbook:
    """An open spreadsheet file. Reads values alone: no formula is run, no link followed."""

    def __init__(self, path: Path) -> None:
        from python_calamine import CalamineError, CalamineWorkbook, PasswordError

        try:
            self._book = CalamineWorkbook.from_path(path)
        except PasswordError as error:
            raise Refused(PROTECTED) from error
        except (CalamineError, OSError) as error:
            raise Refused(BROKEN) from error

    @property
    def visible(self) -> list[str]:
        return [name for name, is_visible in self._sheets() if is_visible]

    @property
    def hidden(self) -> list[str]:
        return [name for name, is_visible in self._sheets() if not is_visible]

    def _sheets(self) -> list[tuple[str, bool]]:
        from python_calamine import SheetTypeEnum, SheetVisibleEnum

        return [
            (sheet.name, sheet.visible == SheetVisibleEnum.Visible)
            for sheet in self._book.sheets_metadata
            if sheet.typ == SheetTypeEnum.WorkSheet
        ]

    def records(self, sheet: str) -> Iterator[Record]:
        """The rows of one sheet, numbered as the spreadsheet does; empty ones at the end are left out."""
        blanks: list[Record] = []
        page = self._page(sheet)
        merged = Merged(page)
        for number, cells in enumerate(page.iter_rows(), start=1):
            record = Record(number, merged.filled(number, [as_text(cell) for cell in cells]))
            if any(record.cells):
                yield from blanks
                yield record
                blanks = []
            else:
                blanks.append(record)

    def _page(self, sheet: str) -> Any:
        from python_calamine import CalamineError

        try:
            return self._book.get_sheet_by_name(sheet)
        except CalamineError as error:
            raise Refused(BROKEN) from error


class Merged:
    """Cells merged downwards: the file holds their value once, a person reads it on each row."""

    def __init__(self, page: Any) -> None:
        first = page.start[1] if page.start else 0  # rows come without the empty columns before
        self._goes_on: dict[int, set[int]] = {}
        self._above: dict[int, str] = {}
        for (top, left), (bottom, right) in page.merged_cell_ranges or ():
            if left == right:
                for row in range(top + 2, min(bottom, top + MOST_MERGED) + 2):
                    self._goes_on.setdefault(row, set()).add(left - first)

    def filled(self, number: int, cells: list[str]) -> list[str]:
        """The cells of this row (from 1), those that go on from the row above filled with its value."""
        for place in self._goes_on.get(number, ()):
            if 0 <= place < len(cells) and not cells[place]:
                cells[place] = self._above.get(place, "")
        self._above = dict(enumerate(cells))
        return cells


def as_text(cell: object) -> str:
    """A cell as somebody would have typed it; days in ISO form, whole numbers without decimals."""
    if isinstance(cell, bool):
        return "oui" if cell else "non"
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date | time):
        return cell.isoformat()
    return "" if cell is None or isinstance(cell, timedelta) else str(cell)
