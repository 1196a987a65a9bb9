"""Files that wait for a decision: what was judged, and the file less what is refused, both sealed.

Refused columns and values are therefore never on our disk. Whatever is not decided is forgotten.
"""

import base64
import json
import os
import re
import secrets
import shutil
import tempfile
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlmodel import Session

from core import folders, jobs, secrecy
from core.errors import Missing, Refused
from survey.desk.events import EVENTS, Source
from survey.registers import rejects
from survey.registers.judging import Check
from survey.registers.layouts import NOTHING_SAID, Layout
from survey.registers.remarks import Outcome, Remark
from survey.registers.rows import Row
from survey.registers.titles import Vocabulary
from survey.registers.values import Values

FOLDER = "incoming"
KEPT = timedelta(days=1)
REJECTS_KEPT = timedelta(days=7)
READING = timedelta(minutes=15)  # the longest a file is read; beyond, nobody reads it any more
TOKEN = re.compile(r"[A-Za-z0-9_-]{22}|batch-[0-9]{1,9}")
DAYS = ("event_date", "birth_date")


@dataclass(frozen=True)
class Waiting:
    """A file that somebody has sent and not decided about yet."""

    token: str
    source: Source
    check: Check | None
    """None: a needed column must be named first."""
    kind: str = EVENTS
    """« events », or a key of survey.status_files.KINDS."""
    layout: Layout = NOTHING_SAID

    @property
    def verdict(self) -> Check:
        """The check, where it is needed to decide."""
        if self.check is None:
            raise Refused("Dites d’abord ce que contiennent les colonnes de ce fichier.")
        return self.check


def here() -> Path:
    """Where what waits is, sealed."""
    return folders.folder(FOLDER)


def keep(
    folder: Path, waiting: Waiting, purged: Path, vocabulary: Vocabulary, now: datetime
) -> str:
    """Keep a file that waits, its verdict and its reject file; return the token to find them by.

    `waiting.token` empty: a new one; else what waited under it is replaced.
    """
    forget_old(folder, now)
    token, check = waiting.token or secrets.token_urlsafe(16), waiting.check
    rejected = check is not None and check.totals[Outcome.REJECTED.value] > 0
    content = _reject_file(folder, waiting.verdict, purged, vocabulary) if rejected else ""
    (folder / f"{token}.file").write_bytes(secrecy.seal_bytes(purged.read_bytes(), f"file {token}"))
    (folder / f"{token}.check").write_bytes(secrecy.seal(_said(waiting), f"waiting {token}"))
    _keep_rejects(folder, token, check, content)
    _set_times(folder, token, now)
    return token


def _said(waiting: Waiting) -> str:
    return json.dumps(
        {
            "name": waiting.source.name,
            "sha256": waiting.source.sha256,
            "kind": waiting.kind,
            "layout": waiting.layout.plain(),
            "check": _plain(waiting.check) if waiting.check else None,
        }
    )


def _keep_rejects(folder: Path, token: str, check: Check | None, content: str) -> None:
    path = folder / f"{token}.rejects"
    if check is None or not content:
        path.unlink(missing_ok=True)
        return
    kept = json.dumps({"suffix": rejects.suffix(check), "content": content})
    path.write_bytes(secrecy.seal(kept, "rejects"))


def _reject_file(folder: Path, check: Check, path: Path, vocabulary: Vocabulary) -> str:
    with tempfile.TemporaryDirectory(dir=folder) as passing:
        target = Path(passing) / f"rejets{rejects.suffix(check)}"
        rejects.write(check, path, target, vocabulary)
        return base64.b64encode(target.read_bytes()).decode()


def _set_times(folder: Path, token: str, now: datetime) -> None:
    for kept in folder.glob(f"{token}.*"):
        os.utime(kept, (now.timestamp(), now.timestamp()))


def find(folder: Path, token: str) -> Waiting:
    """The verdict kept under this token; Missing once decided or forgotten."""
    sealed = _bytes(folder, token, "check")
    said = json.loads(secrecy.unseal(sealed, f"waiting {token}"))
    layout = Layout(**said["layout"])
    check = _check(said["check"], layout) if said["check"] else None
    source = Source(said["name"], said["sha256"])
    return Waiting(token, source, check, said["kind"], layout)


def content(folder: Path, token: str) -> bytes:
    """The file less what is refused."""
    return secrecy.unseal_bytes(_bytes(folder, token, "file"), f"file {token}")


def reject_file(folder: Path, token: str) -> tuple[str, bytes]:
    """The reject file (extension, content) kept under a token or « batch-12 »."""
    said = json.loads(secrecy.unseal(_bytes(folder, token, "rejects"), "rejects"))
    return said["suffix"], base64.b64decode(said["content"])


def has_rejects(folder: Path, token: str) -> bool:
    return (folder / f"{token}.rejects").is_file()


def _bytes(folder: Path, token: str, kind: str) -> bytes:
    path = folder / f"{token}.{kind}"
    if not TOKEN.fullmatch(token) or not path.is_file():
        raise Missing("Ce fichier n’attend plus de décision : déposez-le de nouveau.")
    return path.read_bytes()


def settle(folder: Path, token: str, batch_id: int) -> None:
    """The file was imported: its verdict goes, its reject file stays a week with the batch."""
    for kind in ("check", "file"):
        (folder / f"{token}.{kind}").unlink(missing_ok=True)
    if has_rejects(folder, token):
        (folder / f"{token}.rejects").replace(folder / f"batch-{batch_id}.rejects")


def forget(folder: Path, token: str) -> None:
    """The file was given up: nothing of it stays."""
    if TOKEN.fullmatch(token):
        for kept in folder.glob(f"{token}.*"):
            kept.unlink(missing_ok=True)


def forget_old(folder: Path, now: datetime) -> None:
    """Forget what nobody decided about in a day, and reject files after a week."""
    for kept in folder.glob("*.*"):
        age = now.timestamp() - kept.stat().st_mtime
        longest = REJECTS_KEPT if kept.name.startswith("batch-") else KEPT
        if kept.is_file() and age > longest.total_seconds():
            kept.unlink(missing_ok=True)


def forget_left_behind(folder: Path, now: datetime) -> None:
    """A killed process leaves what it was reading, in clear: nobody reads it any more."""
    for passing in folder.iterdir():
        if passing.is_dir() and now.timestamp() - passing.stat().st_mtime > READING.total_seconds():
            shutil.rmtree(passing, ignore_errors=True)


def forget_waiting(session: Session, now: datetime) -> None:
    """The same, every day, without anybody asking."""
    forget_old(here(), now)
    forget_left_behind(here(), now)


FORGET = jobs.Job("forget_waiting_files", forget_waiting)


# ---------------------------------------------------------------- a check as text, and back


def _plain(check: Check) -> dict[str, Any]:
    return {
        "encoding": check.encoding,
        "separator": check.separator,
        "records": check.records,
        "totals": check.totals,
        "rows": [_plain_row(row) for row in check.rows],
        "header_line": check.header_line,
        "dropped_columns": check.dropped_columns,
        "samples": check.samples,
        "remarks": _plain_remarks(check.remarks),
        "columns": check.columns,
    }


def _plain_row(row: Row) -> list[Any]:
    values = {name: value for name, value in row.values.plain().items() if value is not None}
    said = _plain_remarks(row.reasons)
    return [row.record, row.line, row.outcome.value, said, values, row.excel_row]


def _plain_remarks(remarks: tuple[Remark, ...]) -> list[list[str]]:
    return [[remark.code, remark.old, remark.new] for remark in remarks]


def _check(plain: dict[str, Any], layout: Layout) -> Check:
    tuples = {name: tuple(plain[name]) for name in ("dropped_columns", "samples")}
    rows = [_row(row) for row in plain["rows"]]
    remarks = _remarks(plain["remarks"])
    return Check(**{**plain, **tuples, "rows": rows, "remarks": remarks, "layout": layout})


def _row(plain: list[Any]) -> Row:
    record, line, outcome, said, values, excel_row = plain
    days = {name: date.fromisoformat(values[name]) for name in DAYS if name in values}
    return Row(
        record, line, Outcome(outcome), _remarks(said), Values(**{**values, **days}), excel_row
    )


def _remarks(plain: list[list[str]]) -> tuple[Remark, ...]:
    return tuple(Remark(*texts) for texts in plain)
