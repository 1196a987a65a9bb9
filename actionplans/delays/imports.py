"""Requests: a checked file enters the database in one transaction, new ones and new dates of known ones."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import joinedload
from sqlmodel import Session, col, select

from actionplans.delays.cells import out_of_order
from actionplans.delays.files import Checked, Line
from actionplans.models import MemberRequest, RequestBatch, RequestKind
from core import french
from core.errors import Refused
from core.keys import key
from organisation import journal, leading
from organisation.models import Department, User
from organisation.rights import Right, may
from organisation.words import DEEDS

DEEDS.update({"import_requests": "demandes importées"})
AT_A_TIME = 500
DATES = {
    "received_on": "Reçue",
    "acknowledged_on": "Accusée",
    "announced_on": "Annoncée pour",
    "answered_on": "Répondue",
}


class Fate(StrEnum):
    """What importing does of one row."""

    NEW = "nouvelle"
    CHANGED = "mise à jour"
    UNCHANGED = "déjà connue"
    REJECTED = "rejetée"


@dataclass(frozen=True)
class Change:
    """One row, the request it is about when it is known, and what would change of it, as sentences."""

    line: Line
    fate: Fate
    request: MemberRequest | None = None
    values: tuple[tuple[str, object], ...] = ()
    told: tuple[str, ...] = ()


# ---------------------------------------------------------------- who


def may_import(by: User) -> bool:
    """The officer, management, and whoever leads a department, for that one."""
    return may(by, Right.RUN_CAMPAIGNS) or bool(leading.led(by))


def expect_importer(by: User, only: int | None) -> None:
    """Refuse whoever may not import these requests; a head imports those of one department."""
    if may(by, Right.RUN_CAMPAIGNS) or leading.leads(by, only):
        return
    raise Refused("Vous pouvez importer les demandes d’un service que vous dirigez seulement.")


# ---------------------------------------------------------------- before


def refuse_known(session: Session, sha256: str, only: int | None) -> None:
    """The same file, byte for byte, is imported once, for all departments or for one of them."""
    earlier = select(RequestBatch).where(RequestBatch.sha256 == sha256)
    for batch in session.exec(earlier):
        if batch.department_id in (None, only):
            who = f" par {batch.by.name}" if batch.by else ""
            raise Refused(
                f"Ce fichier a déjà été importé le {french.moment(batch.at)}{who} :"
                " il n’y a rien à faire. Une nouvelle extraction apporte les dates nouvelles."
            )


def changes(session: Session, checked: Checked) -> list[Change]:
    """What importing would do of each row. Writes nothing."""
    known = _known(session, [line for line in checked.lines if not line.faults])
    return [
        _change(line, known.get((line.kind, line.reference)), checked) for line in checked.lines
    ]


def _known(
    session: Session, lines: Sequence[Line]
) -> dict[tuple[RequestKind | None, str], MemberRequest]:
    found: dict[tuple[RequestKind | None, str], MemberRequest] = {}
    references = sorted({line.reference for line in lines})
    for start in range(0, len(references), AT_A_TIME):
        part = references[start : start + AT_A_TIME]
        known = select(MemberRequest).where(col(MemberRequest.reference).in_(part))
        with_batches = known.options(joinedload(MemberRequest.batch))  # type: ignore[arg-type]
        for request in session.exec(with_batches):
            found[request.kind, request.reference] = request
    return found


def _change(line: Line, request: MemberRequest | None, checked: Checked) -> Change:
    if line.faults:
        return Change(line, Fate.REJECTED)
    if request is None:
        return Change(line, Fate.NEW)
    if checked.department_id not in (None, request.department_id):
        return _rejected(line, "Cette demande est suivie par un autre service.")
    values = _differences(line, request, checked.extracted_on < request.batch.extracted_on)
    merged = {name: getattr(request, name) for name in DATES} | values
    if faults := out_of_order(*(merged[name] for name in DATES)):
        return _rejected(line, *faults)
    told = tuple(_told(name, getattr(request, name), new) for name, new in values.items())
    fate = Fate.CHANGED if values else Fate.UNCHANGED
    return Change(line, fate, request, tuple(values.items()), told)


def _rejected(line: Line, *faults: str) -> Change:
    return Change(line.with_faults(*faults), Fate.REJECTED)


def _differences(line: Line, request: MemberRequest, is_older: bool) -> dict[str, object]:
    """The values that change. An empty cell erases nothing; an older extraction only fills gaps."""
    found: dict[str, object] = {}
    for name in (*DATES, "channel", "department_id"):
        old, new = getattr(request, name), getattr(line, name)
        if new is not None and new != old and not (is_older and old is not None):
            found[name] = new
    return found


def _told(name: str, old: object, new: object) -> str:
    if name == "department_id":
        return "Change de service."
    if name == "channel":
        return f"Canal : {getattr(old, 'label', old)}, devient {getattr(new, 'label', new)}."
    assert isinstance(new, date)
    if isinstance(old, date):
        return f"{DATES[name]} le {french.day(old)}, devient {french.day(new)}."
    return f"{DATES[name]} le {french.day(new)}."


def counts(found: Sequence[Change]) -> dict[Fate, int]:
    """How many rows have each fate."""
    return {fate: sum(change.fate is fate for change in found) for fate in Fate}


# ---------------------------------------------------------------- the deed


def import_requests(
    session: Session, checked: Checked, by: User | None, now: datetime
) -> RequestBatch:
    """Write the rows without fault: new requests, and what is new of known ones.

    The same file twice is refused. Without `by` it is the command line's. Levels already proposed
    in self-assessments follow the next morning.
    """
    if by is not None:
        expect_importer(by, checked.department_id)
    refuse_known(session, checked.sha256, checked.department_id)
    found = changes(session, checked)
    counted = counts(found)
    if counted[Fate.REJECTED] == len(found):
        raise Refused("Aucune ligne de ce fichier ne peut être importée : corrigez-les d’abord.")
    batch = _batch(session, checked, counted, by, now)
    for change in found:
        _apply(change, batch)
    session.flush()
    if new := [_new(change.line, key(batch)) for change in found if change.fate is Fate.NEW]:
        session.connection().execute(sa.insert(MemberRequest), new)
    said = ", ".join(f"{fate}{french.NBSP}: {n}" for fate, n in counted.items() if n)
    subject, place = f"request batch {batch.id}", checked.department_id
    journal.write(session, now, by, "import_requests", subject, said, place)
    return batch


def _batch(
    session: Session, checked: Checked, counted: dict[Fate, int], by: User | None, now: datetime
) -> RequestBatch:
    batch = RequestBatch(
        file_name=checked.name,
        sha256=checked.sha256,
        extracted_on=checked.extracted_on,
        department_id=checked.department_id,
        records=len(checked.lines),
        added=counted[Fate.NEW],
        changed=counted[Fate.CHANGED],
        unchanged=counted[Fate.UNCHANGED],
        rejected=counted[Fate.REJECTED],
        by_id=by.id if by else None,
        at=now,
    )
    session.add(batch)
    session.flush()
    return batch


def _apply(change: Change, batch: RequestBatch) -> None:
    """Write what is new of a request already known."""
    request = change.request
    if request is None:
        return
    for name, value in change.values:
        setattr(request, name, value)
    if batch.extracted_on >= request.batch.extracted_on:
        request.batch_id = key(batch)


def _new(line: Line, batch_id: int) -> dict[str, object]:
    """A request never told before, as a row: thousands are written at once."""
    names = ("reference", "channel", "kind", "department_id", *DATES)
    return {name: getattr(line, name) for name in names} | {"batch_id": batch_id}


def department_named(session: Session, name: str) -> Department:
    """A department by its name, or a refusal."""
    found = session.exec(select(Department).where(Department.name == name)).first()
    if found is None:
        raise Refused(f"Aucun service ne s’appelle « {name} ».")
    return found
