"""A file of requests judged row by row before anything is written: only references and dates are read."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from sqlmodel import Session, select

from actionplans.delays import cells as request_cells
from actionplans.delays.cells import REQUESTS, Fault
from actionplans.models import RequestChannel, RequestKind
from core.errors import Refused
from core.french import number
from core.keys import key
from organisation.models import Department
from survey.registers import files, shapes
from survey.registers.cells.text import fold
from survey.registers.columns import Header
from survey.registers.delimited import Record
from survey.registers.files import Register
from survey.registers.remarks import Level
from survey.registers.safety import Safety
from survey.registers.titles import field_of

MOST_ROWS = 100_000
# What other columns of the fund's exports hold of a person: never read here, and said.
PERSONAL = frozenset(
    {
        "member_number", "last_name", "first_name", "full_name", "full_name_reversed", "civility", "email",
        "phone", "address", "postcode", "city", "birth_date",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """One row as read. A row with faults is not imported; a field that could not be read is None."""

    row: int
    """As a spreadsheet numbers it."""
    reference: str = ""
    channel: RequestChannel | None = None
    kind: RequestKind | None = None
    department_id: int | None = None
    received_on: date | None = None
    acknowledged_on: date | None = None
    announced_on: date | None = None
    answered_on: date | None = None
    faults: tuple[str, ...] = ()

    def with_faults(self, *more: str) -> "Line":
        return replace(self, faults=(*self.faults, *more))


@dataclass(frozen=True, slots=True)
class Checked:
    """Everything a person needs to decide whether to import a file."""

    name: str
    sha256: str
    extracted_on: date
    department_id: int | None
    """The only department whose requests may come from it; None: any."""
    encoding: str
    columns: tuple[str, ...]
    left_out: tuple[str, ...]
    """The columns about people, which were not read."""
    lines: tuple[Line, ...]


def check(
    session: Session, path: Path, name: str, extracted_on: date, only: Department | None
) -> Checked:
    """Judge every row. Writes nothing; refuses a file that is not a register of requests."""
    register = files.open_register(path, REQUESTS)
    known = {fold(one.name): key(one) for one in session.exec(select(Department))}
    reader = _Reader(register.header, extracted_on, known, key(only) if only else None)
    header = register.header
    read = sorted(place for places in header.places.values() for place in places)
    return Checked(
        name=name[-200:],
        sha256=_fingerprint(path),
        extracted_on=extracted_on,
        department_id=reader.only,
        encoding=register.encoding or "classeur",
        columns=tuple(header.titles[place] for place in read),
        left_out=_left_out(header),
        lines=_once(_lines(register, reader)),
    )


def _fingerprint(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _left_out(header: Header) -> tuple[str, ...]:
    """The columns refused everywhere, and here those about people."""
    read = {place for places in header.places.values() for place in places}
    found = [
        title
        for place, title in enumerate(header.titles)
        if place not in read and (place in header.refused or _is_personal(title))
    ]
    return tuple(found)


def _is_personal(title: str) -> bool:
    known = field_of(title)
    return known is not None and known[0] in PERSONAL


def _lines(register: Register, reader: "_Reader") -> list[Line]:
    found = []
    for place, record in enumerate(register.rows(), start=1):
        if place > MOST_ROWS:
            raise Refused(f"Plus de {number(MOST_ROWS)} lignes : découpez le fichier.")
        if not shapes.skipped(register.header, record.cells):
            found.append(reader.line(record, register.header.row + place))
    return found


def _once(lines: list[Line]) -> tuple[Line, ...]:
    """A request told twice in one file counts once, as first told."""
    first: dict[tuple[RequestKind | None, str], int] = {}
    found = []
    for line in lines:
        row = (
            first.setdefault((line.kind, line.reference), line.row) if line.reference else line.row
        )
        found.append(line if row == line.row else line.with_faults(f"Déjà lue à la ligne {row}."))
    return tuple(found)


class _Reader:
    """Reads the rows of one register, each alone."""

    def __init__(
        self, header: Header, extracted_on: date, known: Mapping[str, int], only: int | None
    ) -> None:
        self.header = header
        self.extracted_on = extracted_on
        self.known = known
        self.only = only
        self.safety = Safety(header)

    def line(self, record: Record, row: int) -> Line:
        """The row, with all its faults."""
        faults = [
            remark.sentence
            for remark in shapes.faults(self.header, record)
            if remark.level is Level.BLOCKING
        ]
        cells, _ = self.safety.cells(record.cells)
        values: dict[str, Any] = {}
        for name, read in self._readers().items():
            try:
                values[name] = read(self._cell(cells, name))
            except Fault as fault:
                faults.append(str(fault))
        if values.get("received_on"):
            names = ("received_on", "acknowledged_on", "announced_on", "answered_on")
            faults += request_cells.out_of_order(*(values.get(name) for name in names))  # type: ignore[arg-type]
        elif "received_on" in values:
            faults.append("La date de réception manque.")
        return Line(row, **values, faults=tuple(faults))

    def _readers(self) -> dict[str, Callable[[str], Any]]:
        newest = self.extracted_on
        return {
            "reference": request_cells.reference,
            "channel": request_cells.channel,
            "kind": request_cells.kind,
            "department_id": lambda text: request_cells.department(text, self.known, self.only),
            "received_on": lambda text: request_cells.day(text, "Reçue le", newest),
            "acknowledged_on": lambda text: request_cells.day(text, "Accusée le", newest),
            "announced_on": lambda text: request_cells.announced(text, "Annoncée pour le", newest),
            "answered_on": lambda text: request_cells.day(text, "Répondue le", newest),
        }

    def _cell(self, cells: list[str], name: str) -> str:
        field = "department" if name == "department_id" else name
        place = next(iter(self.header.places.get(field, ())), len(cells))
        return cells[place] if place < len(cells) else ""
