"""A CSV file and its dictionary: what a row is, what each column holds, in which unit; for people and for machines.

The machine's is a Table Schema (Frictionless, the format of schema.data.gouv.fr). The same columns write the file, so
that neither can say what the other does not.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from core import csv_files
from core.documents import Column

TABLE_SCHEMA = "https://frictionlessdata.io/schemas/table-schema.json"
TYPES = {"text": "texte", "number": "nombre", "percent": "part", "date": "date"}


@dataclass(frozen=True)
class Dictionary:
    """A kind of file. `row` says what a row is, `withheld` the words of a cell that may not be shown."""

    name: str
    """Its address and its file's name, without extension."""
    title: str
    row: str
    columns: tuple[Column, ...]
    withheld: str = ""
    notes: tuple[str, ...] = ()

    def written(self, rows: Iterable[Sequence[csv_files.Cell]]) -> str:
        """The whole file; a row that has not as many cells as there are columns is a fault of ours."""
        return csv_files.written([one.title for one in self.columns], map(self._checked, rows))

    def _checked(self, row: Sequence[csv_files.Cell]) -> Sequence[csv_files.Cell]:
        if len(row) != len(self.columns):
            raise ValueError(f"{self.name}: {len(row)} cells for {len(self.columns)} columns")
        return row

    def table_schema(self) -> dict[str, Any]:
        """The same for a machine that checks or loads the file."""
        return {
            "$schema": TABLE_SCHEMA,
            "name": self.name,
            "title": self.title,
            "description": " ".join((self.row, *self.notes)),
            "missingValues": ["", self.withheld] if self.withheld else [""],
            "fields": [_field(one) for one in self.columns],
        }


def said_type(column: Column) -> str:
    """« nombre entier », « date (31/12/2026) »."""
    if column.kind == "date":
        return "date (31/12/2026)"
    if column.kind == "number" and not column.decimals:
        return "nombre entier"
    return TYPES[column.kind]


def _field(column: Column) -> dict[str, Any]:
    """A column as Table Schema says it: numbers have a decimal comma, days are written as in France."""
    field: dict[str, Any] = {"name": column.title, "description": _described(column)}
    if column.kind == "date":
        return field | {"type": "date", "format": "%d/%m/%Y"}
    if column.kind == "number" and not column.decimals:
        return field | {"type": "integer"}
    if column.kind in ("number", "percent"):
        return field | {"type": "number", "decimalChar": ","}
    limits = {"constraints": {"enum": list(column.one_of)}} if column.one_of else {}
    return field | {"type": "string"} | limits


def _described(column: Column) -> str:
    return f"{column.about} Unité : {column.unit}." if column.unit else column.about
