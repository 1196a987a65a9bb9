"""Event files as the back office writes them, for tests: one good row, changed where a test says so."""

import zipfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from xml.sax.saxutils import escape

from survey.registers.judging import Check, check_events
from survey.registers.rows import Row

TODAY = date(2026, 1, 15)
TITLES = {
    "member_number": "num_adherent", "event": "evenement", "event_date": "date_evenement",
    "civility": "civilite", "last_name": "nom", "first_name": "prenom", "email": "email",
    "phone": "telephone", "address": "adresse_1", "postcode": "cp", "city": "ville",
}  # fmt: skip
GOOD = {
    "member_number": "0012345", "event": "LIQ", "event_date": "04/12/2025", "civility": "Mme",
    "last_name": "DURAND", "first_name": "Anne", "email": "anne.durand@ex.fr",
    "phone": "0612345678", "address": "12 rue des Lilas", "postcode": "75011", "city": "PARIS",
}  # fmt: skip


def rows_of(*changes: dict[str, str], more: Sequence[str] = ()) -> list[list[str]]:
    """A header and one row per dictionary of changes; `more` are further columns, titled as given."""
    columns = [*TITLES, *more]
    table = [[TITLES.get(name, name) for name in columns]]
    table += [[{**GOOD, **change}.get(name, "") for name in columns] for change in changes]
    return table


def quoted(cell: str, separator: str = ";") -> str:
    if any(sign in cell for sign in (separator, '"', "\n")):
        return '"' + cell.replace('"', '""') + '"'
    return cell


def text_of(table: Sequence[Sequence[str]], separator: str = ";") -> str:
    lines = [separator.join(quoted(cell, separator) for cell in row) for row in table]
    return "".join(f"{line}\r\n" for line in lines)


def saved(
    folder: Path, content: str | bytes, encoding: str = "cp1252", name: str = "evenements.csv"
) -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
    return path


def check(
    folder: Path, *changes: dict[str, str], more: Sequence[str] = (), today: date = TODAY
) -> Check:
    """The verdict on a cp1252 file with these rows."""
    return check_events(saved(folder, text_of(rows_of(*changes, more=more))), today)


def judged(folder: Path, more: Sequence[str] = (), **change: str) -> Row:
    """The verdict on one row that differs from a good one by these fields."""
    return check(
        folder, change, more=[*more, *(name for name in change if name not in TITLES)]
    ).rows[0]


def codes(row: Row) -> list[str]:
    return [reason.code for reason in row.reasons]


def ods(path: Path, sheets: dict[str, Sequence[Sequence[str]]]) -> Path:
    """A minimal OpenDocument spreadsheet of texts."""
    tables = "".join(
        f'<table:table table:name="{escape(name)}">'
        + "".join(
            "<table:table-row>"
            + "".join(
                f'<table:table-cell office:value-type="string"><text:p>{escape(cell)}</text:p></table:table-cell>'
                if cell
                else "<table:table-cell/>"
                for cell in row
            )
            + "</table:table-row>"
            for row in rows
        )
        + "</table:table>"
        for name, rows in sheets.items()
    )
    names = " ".join(
        f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{long}:1.0"'
        for short, long in (("office", "office"), ("table", "table"), ("text", "text"))
    )
    with zipfile.ZipFile(path, "w") as folded:
        folded.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        folded.writestr(
            "META-INF/manifest.xml",
            '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
            '<manifest:file-entry manifest:full-path="/"'
            ' manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/></manifest:manifest>',
        )
        folded.writestr(
            "content.xml",
            f"<office:document-content {names}><office:body><office:spreadsheet>{tables}"
            "</office:spreadsheet></office:body></office:document-content>",
        )
    return path
