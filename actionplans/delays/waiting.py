"""Files of requests that wait for a decision: what was judged is kept, sealed; the file itself never is."""

import dataclasses
import json
import secrets
from datetime import date, datetime
from pathlib import Path
from typing import Any

from actionplans.delays.files import Checked, Line
from actionplans.models import RequestChannel, RequestKind
from core import secrecy
from core.errors import Missing
from core.keys import key
from organisation.models import User
from survey.desk import waiting_files

DAYS = ("received_on", "acknowledged_on", "announced_on", "answered_on")
GONE = "Ce fichier n’attend plus de décision : déposez-le de nouveau."


def keep(folder: Path, checked: Checked, by: User, now: datetime) -> str:
    """Keep what was judged for a day, for this person alone; return the token that finds it again."""
    waiting_files.forget_old(folder, now)
    token = secrets.token_urlsafe(16)
    said = json.dumps({"by": key(by), "checked": dataclasses.asdict(checked)}, default=str)
    _path(folder, token).write_bytes(secrecy.seal(said, f"requests {token}"))
    return token


def find(folder: Path, token: str, by: User) -> Checked:
    """What was judged; Missing once decided or forgotten, and for anybody else."""
    if not waiting_files.TOKEN.fullmatch(token) or not _path(folder, token).is_file():
        raise Missing(GONE)
    sealed = _path(folder, token).read_bytes()
    said = json.loads(secrecy.unseal(sealed, f"requests {token}"))
    if said["by"] != by.id:
        raise Missing(GONE)
    return _checked(said["checked"])


def _path(folder: Path, token: str) -> Path:
    return folder / f"{token}.requests"


def _checked(said: dict[str, Any]) -> Checked:
    tuples = {name: tuple(said[name]) for name in ("columns", "left_out")}
    on = date.fromisoformat(said["extracted_on"])
    lines = tuple(_line(line) for line in said["lines"])
    return Checked(**{**said, **tuples, "extracted_on": on, "lines": lines})


def _line(said: dict[str, Any]) -> Line:
    days = {name: date.fromisoformat(said[name]) for name in DAYS if said[name]}
    found = {
        "channel": RequestChannel(said["channel"]) if said["channel"] else None,
        "kind": RequestKind(said["kind"]) if said["kind"] else None,
        "faults": tuple(said["faults"]),
    }
    return Line(**{**said, **found, **days})
