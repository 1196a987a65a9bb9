"""A checked file of news enters the database in one transaction, and nothing refused with it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from core import french
from core.errors import Refused
from core.keys import key
from organisation import journal
from organisation.models import User
from organisation.words import DEEDS
from survey.desk import events
from survey.desk.events import Source
from survey.models import EventBatch
from survey.registers.judging import Check
from survey.registers.remarks import Outcome
from survey.registers.rows import Row
from survey.status_files.base import Consequence, Effect, StatusKind

DEEDS.update({"import_status": "liste d’adhérents importée"})


@dataclass(frozen=True)
class Preview:
    """What importing would do, before anything is done."""

    consequences: Sequence[Consequence]
    effects: Mapping[Effect, int]
    invitations: int
    """How many sendings would stop, or go on by letter."""
    is_short: bool


def preview(session: Session, kind: StatusKind, check: Check) -> Preview:
    """What this file would do. Writes nothing."""
    found = kind.consequences(session, rows_of(check))
    return Preview(
        found,
        Counter(consequence.effect for consequence in found),
        sum(len(consequence.invitations) for consequence in found),
        events.is_short(session, check.records, kind.name),
    )


def rows_of(check: Check) -> list[Row]:
    """The rows that count."""
    return list(check.of(Outcome.ACCEPTED, Outcome.CORRECTED))


def import_status(
    session: Session,
    kind: StatusKind,
    check: Check,
    source: Source,
    by: User | None,
    now: datetime,
    is_complete: bool = False,
) -> EventBatch:
    """Do what the correct rows say. The same file twice is refused, and one that may be cut."""
    events.refuse_known(session, source)
    told = preview(session, kind, check)
    if told.is_short and not is_complete:
        raise Refused(events.SHORT, about="is_complete")
    if not told.consequences:
        raise Refused("Aucune ligne de ce fichier ne peut être importée : corrigez-les d’abord.")
    batch = _batch(session, kind, check, source, told, by, now)
    for consequence in told.consequences:
        kind.apply(session, consequence, batch, by, now)
    session.flush()
    said = ", ".join(
        f"{french.typeset(e.label)}{french.NBSP}: {n}" for e, n in told.effects.items()
    )
    journal.write(session, now, by, "import_status", f"batch {key(batch)}", said)
    return batch


def _batch(
    session: Session,
    kind: StatusKind,
    check: Check,
    source: Source,
    told: Preview,
    by: User | None,
    now: datetime,
) -> EventBatch:
    effects = {effect.value: number for effect, number in told.effects.items()}
    batch = EventBatch(
        kind=kind.name,
        file_name=source.name,
        sha256=source.sha256,
        encoding=check.encoding or "",
        separator=check.separator or "",
        records=check.records,
        totals={"outcomes": check.totals, "effects": effects, "invitations": told.invitations},
        imported_at=now,
        by_id=by.id if by else None,
    )
    session.add(batch)
    session.flush()
    return batch
