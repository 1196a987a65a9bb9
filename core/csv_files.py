"""CSV files that a French spreadsheet opens as they are, and that cannot make it calculate."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date

BOM = "\ufeff"  # without it the spreadsheet reads UTF-8 as Latin-1
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")

Cell = str | int | float | date | None


def written(header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> str:
    """A whole file: `;` between cells, decimal commas, days as 31/12/2026."""
    file = io.StringIO()
    writer = csv.writer(file, delimiter=";", lineterminator="\r\n")
    writer.writerow([_cell(title) for title in header])
    writer.writerows([[_cell(cell) for cell in row] for row in rows])
    return BOM + file.getvalue()


def _cell(value: Cell) -> str:
    if isinstance(value, str):
        # A text that begins like a formula is a text (OWASP, CSV injection).
        return f"'{value}" if value.lstrip(" \u00a0").startswith(FORMULA) else value
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    return "" if value is None else str(value).replace(".", ",")
