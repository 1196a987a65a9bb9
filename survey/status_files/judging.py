"""A file of news judged before anything is written: every row, with all its faults."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

from core.errors import Refused
from core.french import number
from survey.registers import files, shapes
from survey.registers.cells.numbers import same_member
from survey.registers.columns import Header
from survey.registers.delimited import Record
from survey.registers.files import Register
from survey.registers.judging import Check
from survey.registers.layouts import NOTHING_SAID, Layout
from survey.registers.remarks import Outcome, Remark, outcome_of
from survey.registers.rows import Row
from survey.registers.safety import Safety
from survey.registers.values import Values
from survey.status_files.base import StatusKind

MOST_ROWS = 50_000


def check_status(path: Path, kind: StatusKind, today: date, layout: Layout = NOTHING_SAID) -> Check:
    """Judge every row. Reads only; refuses a file that is not a register of this kind."""
    register = files.open_register(path, kind.vocabulary, layout)
    rows = list(_once(_judged(register, kind, today)))
    counted = Counter(row.outcome for row in rows)
    header = register.header
    return Check(
        encoding=register.encoding,
        separator=register.separator,
        records=len(rows),
        totals={outcome.value: counted[outcome] for outcome in Outcome},
        rows=rows,
        header_line=header.line,
        dropped_columns=header.refused_titles,
        samples=(),
        remarks=register.remarks,
        columns={header.titles[p]: name for name, places in header.places.items() for p in places},
        layout=layout,
    )


def _judged(register: Register, kind: StatusKind, today: date) -> Iterator[Row]:
    header, safety = register.header, Safety(register.header)
    for record, found in enumerate(register.rows(), start=1):
        if record > MOST_ROWS:
            raise Refused(
                f"Ce fichier a plus de {number(MOST_ROWS)} lignes : découpez-le en plusieurs fichiers."
            )
        at = header.row + record
        if reason := shapes.skipped(header, found.cells):
            yield Row(record, found.line, Outcome.SKIPPED, (reason,), Values(), at)
            continue
        yield _row(header, safety, kind, today, found, record)


def _row(
    header: Header, safety: Safety, kind: StatusKind, today: date, found: Record, record: int
) -> Row:
    faults = shapes.faults(header, found)
    cells, said = safety.cells(found.cells)
    there = {name: cells[p[0]] for name, p in header.places.items() if p[0] < len(cells)}
    values, remarks = kind.judge(defaultdict(str, there), today)
    reasons = tuple(dict.fromkeys((*faults, *said, *remarks)))
    outcome = outcome_of(reasons, identified=False)
    return Row(record, found.line, outcome, reasons, values, header.row + record)


def _once(rows: Iterator[Row]) -> Iterator[Row]:
    """Somebody told of twice in one file counts once, as first told."""
    first: dict[str, int] = {}
    for row in rows:
        who = row.values.email or same_member(row.values.member_number or "")
        if not (row.is_imported and who):
            yield row
        elif who in first:
            said = (*row.reasons, Remark("told_twice", str(first[who])))
            yield replace(row, outcome=Outcome.DUPLICATE, reasons=said)
        else:
            first[who] = row.excel_row
            yield row
