"""The import desk: a file is received, judged while it passes, and may be read another way until decided.

What waits is the file less what is refused, sealed (see survey.desk.waiting_files): refused columns and
values never reach our disk.
"""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path

from sqlmodel import Session

from core.clock import PARIS
from organisation.models import User
from survey.desk import events, kept_layouts, waiting_files
from survey.desk.events import EVENTS, Source
from survey.desk.waiting_files import Waiting
from survey.models import EventBatch
from survey.registers import files, purging, recalling, titles
from survey.registers.cells.text import fold, tidy
from survey.registers.files import ColumnMissing, Register
from survey.registers.judging import Check
from survey.registers.layouts import Layout
from survey.registers.refused import scrub
from survey.registers.titles import Vocabulary
from survey.status_files import KINDS, importing
from survey.status_files.judging import check_status

SAMPLED = 200  # rows looked at for examples of what a column holds
EXAMPLES = 3
UNKNOWN = ("event_unknown", "event_guessed")
MOST_CODES = 20


@dataclass(frozen=True)
class Column:
    """One column of the file, as a person decides what it is."""

    title: str
    field: str
    """What it is read as; empty: not read."""
    is_refused: bool
    examples: tuple[str, ...]


def vocabulary(kind: str) -> Vocabulary:
    """The columns that files of this kind are made of."""
    return titles.EVENTS if kind == EVENTS else KINDS[kind].vocabulary


def receive(session: Session, folder: Path, path: Path, name: str, kind: str, now: datetime) -> str:
    """Judge a file, as the last one of its source was read; return the token under which it waits."""
    source = events.source_of(path, name)
    events.refuse_known(session, source)
    layout = remembered(session, path, kind)
    return _keep(session, folder, path, source, kind, layout, now)


def read_again(
    session: Session, folder: Path, waiting: Waiting, layout: Layout, now: datetime
) -> None:
    """Judge what waits another way; Refused, and nothing changed, when it cannot be read so."""
    with opened(folder, waiting) as path:
        _keep(session, folder, path, waiting.source, waiting.kind, layout, now, waiting.token)


def _keep(
    session: Session,
    folder: Path,
    path: Path,
    source: Source,
    kind: str,
    layout: Layout,
    now: datetime,
    token: str = "",
) -> str:
    check, register = _judge(session, path, kind, layout, now)
    with tempfile.TemporaryDirectory(dir=folder) as passing:
        purged = Path(passing) / "purged"
        purging.purge(register, purged)
        said = Waiting(token, source, check, kind, layout)
        return waiting_files.keep(folder, said, purged, vocabulary(kind), now)


def _judge(
    session: Session, path: Path, kind: str, layout: Layout, now: datetime
) -> tuple[Check | None, Register]:
    """The verdict, or none when a needed column must be named first."""
    try:
        check = judge(session, path, kind, layout, now)
    except ColumnMissing as missing:
        return None, missing.register
    return check, files.open_register(path, vocabulary(kind), layout)


def judge(session: Session, path: Path, kind: str, layout: Layout, now: datetime) -> Check:
    """The verdict on a file of this kind. Writes nothing."""
    today = now.astimezone(PARIS).date()
    if kind == EVENTS:
        return events.check_file(session, path, today, layout)
    return check_status(path, KINDS[kind], today, layout)


def remembered(session: Session, path: Path, kind: str) -> Layout:
    """How the last files of the same source were read."""
    return recalling.recall(path, kept_layouts.memory(session, kind))


def import_checked(
    session: Session,
    kind: str,
    check: Check,
    source: Source,
    by: User | None,
    now: datetime,
    is_complete: bool = False,
) -> EventBatch:
    """Do what the correct rows say, whatever the kind of file; see the deeds for what is refused."""
    if kind == EVENTS:
        return events.import_events(session, check, source, by, now, is_complete)
    return importing.import_status(session, KINDS[kind], check, source, by, now, is_complete)


@contextmanager
def opened(folder: Path, waiting: Waiting) -> Iterator[Path]:
    """What waits, as a file for the time of reading it."""
    with tempfile.TemporaryDirectory(dir=folder) as passing:
        path = Path(passing) / "file"
        path.write_bytes(waiting_files.content(folder, waiting.token))
        yield path


# ---------------------------------------------------------------- how it is read


def register_of(path: Path, waiting: Waiting) -> Register:
    """What waits, its titles read."""
    return files.read_titles(path, vocabulary(waiting.kind), waiting.layout)


def columns(register: Register) -> list[Column]:
    """The columns that have a title, each with examples of what it holds."""
    header = register.header
    field_at = {place: name for name, places in header.places.items() for place in places}
    rows = list(islice(register.rows(), SAMPLED))
    return [
        Column(
            title,
            field_at.get(place, ""),
            place in header.refused,
            () if place in header.refused else _examples([row.cells for row in rows], place),
        )
        for place, title in enumerate(header.titles)
        if title and place not in header.marks
    ]


def _examples(rows: list[list[str]], place: int) -> tuple[str, ...]:
    cells = (tidy(scrub(cells[place])[0]) for cells in rows if place < len(cells))
    return tuple(islice(dict.fromkeys(filter(None, cells)), EXAMPLES))


def codes_asked(waiting: Waiting) -> list[str]:
    """The codes of events that need a word: those nobody knows, and those somebody has explained."""
    unknown = (
        remark.old
        for row in (waiting.check.rows if waiting.check else ())
        for remark in row.reasons
        if remark.code in UNKNOWN
    )
    told = {fold(code): code for code in (*waiting.layout.codes, *unknown)}
    return list(told.values())[:MOST_CODES]
