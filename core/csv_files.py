"""CSV files that a French spreadsheet opens as they are, and that cannot make it calculate."""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from datetime import date

BOM = "\ufeff"  # without it the spreadsheet reads UTF-8 as Latin-1
# The full-width signs too: some spreadsheets read them as the others.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
UNSEEN = (
    " \u00a0\u202f\u2009\u200b\ufeff"  # spaces and marks before which a formula would still be one
)
# A reference that a spreadsheet would turn into another thing: 00467 into 467, 12E5 into a power, 3-4 into a day.
LOST = re.compile(r"0\d+|\d{12,}|\d+[eE]\d+|\d{1,2}[-/]\d{1,2}([-/]\d{2,4})?")

Cell = str | int | float | date | None


def written(header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> str:
    """A whole file: `;` between cells, decimal commas, days as 31/12/2026."""
    file = io.StringIO()
    writer = csv.writer(file, delimiter=";", lineterminator="\r\n")
    writer.writerow([_cell(title) for title in header])
    writer.writerows([[_cell(cell) for cell in row] for row in rows])
    return BOM + file.getvalue()


def _is_misread(text: str) -> bool:
    return text.startswith(FORMULA) or LOST.fullmatch(text.rstrip()) is not None


def _cell(value: Cell) -> str:
    if isinstance(value, str):
        # A text that begins like a formula, or that would be read as a number, is a text (OWASP, CSV injection).
        return f"'{value}" if _is_misread(value.lstrip(UNSEEN)) else value
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    return "" if value is None else str(value).replace(".", ",")
