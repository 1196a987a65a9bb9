"""Life events: a checked file enters the database in one transaction, and nothing refused with it."""

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import sqlalchemy as sa
from sqlmodel import Session, col, select

from core import french
from core.clock import PARIS
from core.errors import Refused
from core.keys import key
from organisation import journal
from organisation.models import Department, User
from organisation.words import DEEDS
from survey.desk import batch_undo, status_changes
from survey.desk import changes as event_changes
from survey.desk.changes import Change, Fate
from survey.models import EventBatch, Invitation, InvitationStatus, LeftOut, LifeEvent
from survey.registers.judging import Check, check_events
from survey.registers.layouts import NOTHING_SAID, Layout
from survey.registers.remarks import Outcome
from survey.sending import planning
from survey.sending.stopping import GRAVEST

EVENTS = "events"  # the kind of these files, see EventBatch.kind
CHUNK = 1 << 20
LONGEST_NAME = 200
WRITTEN_AT_ONCE = 1000  # rows in one statement
# The columns of an event that a row may leave empty.
BLANK = {
    name: column.get_default(call_default_factory=True)
    for name, column in LifeEvent.model_fields.items()
    if not column.is_required() and name != "id"
}
# A file half as long as the last one was probably cut.
SUSPICIOUSLY_SHORT = 0.5

SHORT = (
    "Ce fichier a moitié moins de lignes que le précédent : vérifiez qu’il n’est pas coupé,"
    " puis confirmez qu’il est complet."
)

DEEDS.update({"import_events": "événements importés"})


@dataclass(frozen=True)
class Source:
    """Where a check comes from: the file's name, and the fingerprint by which it is recognised."""

    name: str
    sha256: str


@dataclass(frozen=True)
class Preview:
    """What importing would do, before anything is done."""

    changes: Sequence[Change]
    fates: Mapping[Fate, int]
    sendings: Mapping[str, int]
    """How many invitations would be planned, by channel."""
    left_out: Mapping[LeftOut, int]
    """How many new events would call for none, by reason."""
    is_short: bool
    """Far fewer rows than the last file: it was perhaps cut."""


def source_of(path: Path, name: str = "") -> Source:
    """The name and the fingerprint of a file."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            digest.update(chunk)
    return Source((name or path.name)[-LONGEST_NAME:], digest.hexdigest())


def check_file(session: Session, path: Path, today: date, layout: Layout = NOTHING_SAID) -> Check:
    """The verdict on a file, with the fund's own departments. Writes nothing."""
    names = session.exec(select(Department.name)).all()
    return check_events(path, today, departments=names, layout=layout)


def refuse_known(session: Session, source: Source) -> None:
    """The same file, byte for byte, is imported once."""
    earlier = select(EventBatch).where(
        EventBatch.sha256 == source.sha256, col(EventBatch.rolled_back_at).is_(None)
    )
    if batch := session.exec(earlier).first():
        who = f" par {batch.by.name}" if batch.by else ""
        raise Refused(
            f"Ce fichier a déjà été importé le {french.moment(batch.imported_at)}{who} :"
            " il n’y a rien à faire. Pour le reprendre, annulez d’abord cet import."
        )


def preview(session: Session, check: Check, now: datetime) -> Preview:
    """What importing this file would do, and what would leave. Writes nothing."""
    found = event_changes.changes(session, check)
    sendings, left_out = _sendings(session, found, now)
    short = is_short(session, check.records)
    return Preview(found, event_changes.count(found), sendings, left_out, short)


def is_short(session: Session, records: int, kind: str = EVENTS) -> bool:
    """Whether a file has so much fewer rows than the last of its kind that it may have been cut."""
    last = select(EventBatch.records).where(
        EventBatch.kind == kind, col(EventBatch.rolled_back_at).is_(None)
    )
    before = session.exec(last.order_by(col(EventBatch.imported_at).desc())).first()
    return before is not None and records < before * SUSPICIOUSLY_SHORT


def _sendings(
    session: Session, changes: Sequence[Change], now: datetime
) -> tuple[Mapping[str, int], Mapping[LeftOut, int]]:
    """What planning would decide of the new events, if it ran today."""
    situation = planning.Situation.of(session, now.astimezone(PARIS).date())
    sendings: Counter[str] = Counter()
    left_out: Counter[LeftOut] = Counter()
    for change in changes:
        if change.event is not None or change.follows is not None or not change.is_event:
            continue
        # Built light: a LifeEvent for each row of a large file takes longer than reading the file.
        event = cast(LifeEvent, SimpleNamespace(**{**BLANK, **change.fields}))
        decided = change.fields["left_out"] or situation.decide(event)
        if isinstance(decided, LeftOut):
            left_out[decided] += 1
        else:
            situation.remember(event, decided)
            sendings[decided.channel] += 1
    return sendings, left_out


def import_events(
    session: Session,
    check: Check,
    source: Source,
    by: User | None,
    now: datetime,
    is_complete: bool = False,
) -> EventBatch:
    """Write the rows that may be imported: new events, changes, and why some are not asked.

    The same file twice is refused, and one that may have been cut unless somebody said it
    `is_complete`. Members who must not be written to are stopped at once. Plans no invitation:
    planning does, later. Nothing refused can be in a check.
    """
    refuse_known(session, source)
    if not is_complete and is_short(session, check.records):
        raise Refused(SHORT, about="is_complete")
    if not any(check.of(Outcome.ACCEPTED, Outcome.CORRECTED, Outcome.EXCLUDED)):
        raise Refused("Aucune ligne de ce fichier ne peut être importée : corrigez-les d’abord.")
    found = event_changes.changes(session, check)
    batch = _batch(session, check, source, found, by, now)
    _write(session, found, batch)
    _stop(session, found, batch, by, now)
    counted = event_changes.count(found).items()
    said = ", ".join(f"{fate.label}{french.NBSP}: {n}" for fate, n in counted if n)
    journal.write(session, now, by, "import_events", f"batch {batch.id}", said)
    return batch


def _batch(
    session: Session,
    check: Check,
    source: Source,
    found: Sequence[Change],
    by: User | None,
    now: datetime,
) -> EventBatch:
    fates = {fate.value: number for fate, number in event_changes.count(found).items()}
    batch = EventBatch(
        file_name=source.name,
        sha256=source.sha256,
        encoding=check.encoding or "",
        separator=check.separator or "",
        records=check.records,
        totals={"outcomes": check.totals, "fates": fates},
        imported_at=now,
        by_id=by.id if by else None,
    )
    session.add(batch)
    session.flush()
    return batch


def _write(session: Session, found: Sequence[Change], batch: EventBatch) -> None:
    """Most rows are new events that nothing else of the file speaks of: they are written together."""
    followed = {id(change.follows) for change in found if change.follows}
    together = []
    for change in found:
        is_new = change.event is None and change.follows is None and change.is_event
        if is_new and not change.stops and id(change) not in followed:
            together.append({**BLANK, "batch_id": key(batch), **change.fields})
        else:
            _apply(session, change, batch)
    session.flush()
    for start in range(0, len(together), WRITTEN_AT_ONCE):
        session.connection().execute(
            sa.insert(LifeEvent), together[start : start + WRITTEN_AT_ONCE]
        )


def _apply(session: Session, change: Change, batch: EventBatch) -> None:
    """Write one row: on the event it changes, or as a new one."""
    if not change.is_event:
        return
    event = change.event or (change.follows.event if change.follows else None)
    if event is None:
        event = LifeEvent(batch_id=key(batch), **change.fields)
        session.add(event)
        change.event = event
        return
    if event is change.event and (new := change.new_values):
        batch_undo.note(session, batch, event, new)
    for name, value in change.fields.items():
        if getattr(event, name) != value:
            setattr(event, name, value)


def _stop(
    session: Session, found: Sequence[Change], batch: EventBatch, by: User | None, now: datetime
) -> None:
    """Stop what is under way for the members and the events that the file excludes."""
    for change in found:
        for reason in change.stops:
            if reason in GRAVEST:
                stop_member(session, batch, change.member_number, reason, by, now)
        if change.event is not None and change.stops:
            _stop_event(session, batch, change.event, change.stops[0])


def stop_member(
    session: Session,
    batch: EventBatch,
    number: str,
    reason: LeftOut,
    by: User | None,
    now: datetime,
    since: date | None = None,
) -> int:
    """Never write to this member again, as a file says; return how many invitations it stopped."""
    planned = batch_undo.planned(session, number)
    batch_undo.note_stop(session, batch, number, reason)
    day = since or now.astimezone(PARIS).date()
    stopped = status_changes.suppress_known(session, number, reason, day, by, now)
    batch_undo.note_halted(session, batch, planned)
    return stopped


def _stop_event(session: Session, batch: EventBatch, event: LifeEvent, reason: LeftOut) -> None:
    invitation = session.exec(select(Invitation).where(Invitation.event_id == event.id)).first()
    if invitation is not None and invitation.status in status_changes.OPEN:
        was_planned = invitation.status is InvitationStatus.PLANNED
        status_changes.halt(session, invitation, reason)
        batch_undo.note_halted(session, batch, [invitation] if was_planned else [])
