"""A whole event file judged before anything is written: every row, with all its faults."""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from core.errors import Refused
from core.french import number
from survey.registers import files, neighbours
from survey.registers.cells.text import fold
from survey.registers.files import Register
from survey.registers.layouts import NOTHING_SAID, Layout
from survey.registers.reading import Reader
from survey.registers.remarks import Outcome, Remark
from survey.registers.rows import MONTHS, Row, Rules

MOST_ROWS = 250_000
SAMPLES = 3  # names shown: « Ces noms sont-ils bien écrits ? »


@dataclass(frozen=True, slots=True)
class Check:
    """Everything a person needs to decide whether to import a file."""

    encoding: str | None
    separator: str | None
    records: int
    totals: dict[str, int]  # one number per outcome
    rows: Sequence[Row]
    header_line: int
    dropped_columns: tuple[str, ...]
    samples: tuple[str, ...]  # names with accents, for the person to look at
    remarks: tuple[Remark, ...]  # about the file as a whole
    columns: dict[str, str]  # title in the file to field it was read as
    layout: Layout = NOTHING_SAID  # what somebody had said of the file

    def plain(self) -> dict[str, object]:
        """The contract of `sillage survey check-events --json`; no refused value can be in it."""
        return {
            "encoding": self.encoding,
            "separator": self.separator,
            "records": self.records,
            "totals": self.totals,
            "rows": [_plain(row) for row in self.rows],
        }

    def of(self, *outcomes: Outcome) -> Iterator[Row]:
        """The rows with one of these outcomes, in order."""
        return (row for row in self.rows if row.outcome in outcomes)


def _plain(row: Row) -> dict[str, object]:
    return {
        "record": row.record,
        "line": row.line,
        "outcome": row.outcome.value,
        "reasons": [reason.code for reason in row.reasons],
        "values": row.values.plain(),
    }


def check_events(
    path: Path,
    today: date,
    months: int = MONTHS,
    departments: Collection[str] = (),
    layout: Layout = NOTHING_SAID,
) -> Check:
    """Judge every row of an event file. Reads only; refuses a file that is not a register.

    `months`: the age beyond which an event is rejected; between 18 months and that, it is to be
    checked. `departments`: the fund's names, to recognise the column « service » (empty: any).
    `layout`: what somebody said of the file, and of its codes.
    """
    register = files.open_register(path, layout=layout)
    rules = Rules(today, months, {fold(name): name for name in departments}, layout.codes)
    rows = neighbours.seen_together(list(_judged(register, rules)))
    header = register.header
    return Check(
        encoding=register.encoding,
        separator=register.separator,
        records=len(rows),
        totals=_totals(rows),
        rows=rows,
        header_line=header.line,
        dropped_columns=header.refused_titles,
        samples=_samples(rows),
        remarks=register.remarks,
        columns={header.titles[p]: name for name, places in header.places.items() for p in places},
        layout=layout,
    )


def _judged(register: Register, rules: Rules) -> Iterator[Row]:
    reader = Reader(register.header, rules)
    for record, found in enumerate(register.rows(), start=1):
        if record > MOST_ROWS:
            raise Refused(
                f"Ce fichier a plus de {number(MOST_ROWS)} lignes : découpez-le en plusieurs fichiers."
            )
        yield reader.judge(found, record, register.header.row + record)


def _totals(rows: Sequence[Row]) -> dict[str, int]:
    counted = Counter(row.outcome for row in rows)
    return {outcome.value: counted[outcome] for outcome in Outcome}


def _samples(rows: Sequence[Row]) -> tuple[str, ...]:
    """Names that show at a glance whether the encoding was understood."""
    found: dict[str, None] = {}
    for row in rows:
        name = " ".join(filter(None, (row.values.last_name, row.values.first_name)))
        if not name.isascii():
            found.setdefault(name)
        if len(found) == SAMPLES:
            break
    return tuple(found)
