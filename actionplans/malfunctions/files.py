"""Read a file of staff reports in order of arrival, as another program or a spreadsheet wrote it."""

import csv
import io
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from analysis.similarity.similarity import ReportText
from core.errors import Refused

COLUMNS = ("id", "service", "title", "description")
SEPARATORS = (",", ";", "\t")
LARGEST = 50_000_000  # bytes: far beyond what a fund reports in a century
LONGEST_CELL = 1_000_000  # characters


class Line(NamedTuple):
    """The cells of one row and the physical line it starts on, counted from 1."""

    number: int
    cells: list[str]


def read_reports(source: Path) -> list[ReportText]:
    """The reports of a CSV file with the columns `id,service,title,description`, in any order.

    Takes a comma, a semicolon or a tab, UTF-8 with or without its mark, UTF-16, or cp1252; ignores other
    columns and blank lines. Raises Refused, naming the column or the line, when the file cannot be
    trusted: nothing is half read.
    """
    lines = _lines(_decoded(source))
    header = next(lines, None)
    if header is None:
        raise Refused(f"Choisissez un autre fichier : « {source.name} » est vide.")
    places = _places(header.cells)
    reports = [_report(line, places, len(header.cells)) for line in lines]
    _refuse_twins(reports)
    return [report for _, report in reports]


def _decoded(source: Path) -> str:
    try:
        if source.stat().st_size > LARGEST:
            raise Refused(f"Découpez le fichier « {source.name} » : il dépasse 50 Mo.")
        content = source.read_bytes()
    except OSError as error:
        raise Refused(
            f"Vérifiez le nom du fichier : « {source.name} » ne peut pas être lu."
        ) from error
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", "replace")
    if b"\x00" in content:
        raise Refused(
            f"Enregistrez « {source.name} » au format CSV : ce n’est pas un fichier de texte."
        )
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


def _lines(text: str) -> Iterator[Line]:
    """The rows that hold something."""
    csv.field_size_limit(LONGEST_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text), strict=True)
    start = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield Line(start, [cell.strip() for cell in cells])
            start = reader.line_num + 1
    except csv.Error as error:
        raise Refused(
            f"Corrigez la ligne {start} : un guillemet y est mal placé ou n’est pas fermé."
        ) from error


def _separator(text: str) -> str:
    """The one that finds most of our columns in the first line that is not blank."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    return max(SEPARATORS, key=lambda sign: len(set(COLUMNS) & set(_names(first.split(sign)))))


def _names(cells: Sequence[str]) -> list[str]:
    return [cell.strip(' "\ufeff').lower() for cell in cells]


def _places(header: Sequence[str]) -> dict[str, int]:
    names = _names(header)
    missing = [f"« {column} »" for column in COLUMNS if column not in names]
    if missing:
        words = "la colonne" if len(missing) == 1 else "les colonnes"
        raise Refused(
            f"Ajoutez {words} {', '.join(missing)} à la première ligne du fichier, qui doit nommer "
            "les colonnes id, service, title et description."
        )
    if twice := [column for column in COLUMNS if names.count(column) > 1]:
        raise Refused(
            f"Gardez une seule colonne « {twice[0]} » : la première ligne en a plusieurs."
        )
    return {column: names.index(column) for column in COLUMNS}


def _report(line: Line, places: dict[str, int], width: int) -> tuple[Line, ReportText]:
    cells = line.cells + [""] * (width - len(line.cells))
    if any(cells[width:]):
        raise Refused(
            f"Corrigez la ligne {line.number} : elle a {len(line.cells)} cellules pour {width} colonnes. "
            "Un texte qui contient le séparateur doit être entre guillemets."
        )
    report = ReportText(*(cells[places[column]] for column in COLUMNS))
    if not report.id:
        raise Refused(f"Donnez un identifiant au signalement de la ligne {line.number}.")
    return line, report


def _refuse_twins(reports: Sequence[tuple[Line, ReportText]]) -> None:
    first: dict[str, int] = {}
    for line, report in reports:
        if report.id in first:
            raise Refused(
                f"Changez l’identifiant de la ligne {line.number} : « {report.id} » est déjà celui "
                f"de la ligne {first[report.id]}."
            )
        first[report.id] = line.number
