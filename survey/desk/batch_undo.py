"""What an imported file changed of something already known: kept sealed, and put back if it is taken back.

A value changed again since, by another file or by a person, stays as it is now.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from core import secrecy
from core.clock import PARIS
from core.keys import key
from survey.models import (
    BatchChange,
    EventBatch,
    Invitation,
    InvitationStatus,
    LeftOut,
    LifeEvent,
    Suppression,
)

KEPT = timedelta(days=90)  # afterwards a file can no longer be taken back
DAYS = ("happened_on", "birth_date")


def note(session: Session, batch: EventBatch, event: LifeEvent, new: Mapping[str, Any]) -> None:
    """Keep what these fields of an event are before the file changes them."""
    old = {name: getattr(event, name) for name in new}
    said = {"old": _plain(old), "new": _plain(new)}
    _keep(session, batch, said, event.id)


def note_stop(session: Session, batch: EventBatch, number: str, reason: LeftOut) -> None:
    """Keep that the file asked never to write to this member, and whether that was known already."""
    was_known = session.get(Suppression, (number, reason)) is not None
    _keep(session, batch, {"member": number, "reason": reason.value, "was_known": was_known})


def note_halted(session: Session, batch: EventBatch, planned: Iterable[Invitation]) -> None:
    """Keep which of these invitations, planned so far, the file has just stopped."""
    for invitation in planned:
        if invitation.status is InvitationStatus.CANCELLED:
            _keep(session, batch, {"planned": invitation.id}, invitation.event_id)


def _keep(
    session: Session, batch: EventBatch, said: Mapping[str, Any], event_id: int | None = None
) -> None:
    sealed = secrecy.seal(json.dumps(said), _about(key(batch)))
    session.add(BatchChange(batch_id=key(batch), event_id=event_id, sealed=sealed))


def _about(batch_id: int) -> str:
    return f"batch {batch_id}"


def planned(session: Session, number: str) -> list[Invitation]:
    """The invitations of a member that are planned and have not left."""
    theirs = select(Invitation).join(LifeEvent).where(LifeEvent.member_number == number)
    return list(session.exec(theirs.where(Invitation.status == InvitationStatus.PLANNED)))


# ---------------------------------------------------------------- putting back


def put_back(session: Session, batch: EventBatch) -> int:
    """Put back what a file changed, as far as nothing changed it since; return of how many events."""
    done, kept = 0, list(_said(session, batch))
    for said, event in kept:
        if "old" in said and event is not None and event.erased_on is None:
            done += _restore(event, said["old"], said["new"])
        elif "planned" in said:
            _plan_again(session, said["planned"])
    session.flush()
    _lift_stops(session, batch, [said for said, _ in kept if said.get("was_known") is False])
    forget(session, BatchChange.batch_id == batch.id)
    session.flush()
    return done


def _said(session: Session, batch: EventBatch) -> Iterator[tuple[dict[str, Any], LifeEvent | None]]:
    """What was kept, the newest first: a field changed twice by one file goes back to its first value."""
    kept = (
        select(BatchChange, LifeEvent)
        .outerjoin(LifeEvent, col(BatchChange.event_id) == LifeEvent.id)
        .where(BatchChange.batch_id == batch.id)
        .order_by(col(BatchChange.id).desc())
    )
    for change, event in session.exec(kept):
        yield json.loads(secrecy.unseal(change.sealed, _about(key(batch)))), event


def _restore(event: LifeEvent, old: Mapping[str, Any], new: Mapping[str, Any]) -> bool:
    now = _plain({name: getattr(event, name) for name in new})
    unchanged = [name for name in old if now[name] == new[name]]
    for name in unchanged:
        setattr(event, name, _value(name, old[name]))
    return bool(unchanged)


def _plan_again(session: Session, invitation_id: int) -> None:
    invitation = session.get(Invitation, invitation_id)
    if invitation is not None and invitation.status is InvitationStatus.CANCELLED:
        invitation.status, invitation.cancelled_because = InvitationStatus.PLANNED, None


def _lift_stops(session: Session, batch: EventBatch, asked: Iterable[dict[str, Any]]) -> None:
    """Lift the stops this file was the first to ask for, where no other file asks for them."""
    elsewhere = _asked_elsewhere(session, batch)
    for said in asked:
        number, reason = said["member"], LeftOut(said["reason"])
        theirs = LifeEvent.member_number == number, LifeEvent.left_out == reason
        is_told = session.exec(select(LifeEvent.id).where(*theirs)).first() is not None
        line = session.get(Suppression, (number, reason))
        if line is not None and not is_told and (number, reason) not in elsewhere:
            session.delete(line)


def _asked_elsewhere(session: Session, batch: EventBatch) -> set[tuple[str, LeftOut]]:
    others = select(BatchChange).where(
        col(BatchChange.event_id).is_(None), BatchChange.batch_id != batch.id
    )
    said = (json.loads(secrecy.unseal(c.sealed, _about(c.batch_id))) for c in session.exec(others))
    return {(one["member"], LeftOut(one["reason"])) for one in said}


def _plain(values: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in values.items()
    }


def _value(name: str, plain: Any) -> Any:
    if name in DAYS and plain:
        return date.fromisoformat(plain)
    return LeftOut(plain) if name == "left_out" and plain else plain


def replaced(session: Session, events: Iterable[LifeEvent]) -> list[tuple[str, str, date]]:
    """(name of the field, value before, day it was replaced) of what is kept about these events."""
    ids = [event.id for event in events]
    kept = (
        select(BatchChange, EventBatch).join(EventBatch).where(col(BatchChange.event_id).in_(ids))
    )
    found = []
    for change, batch in session.exec(kept.order_by(col(BatchChange.id))):
        said = json.loads(secrecy.unseal(change.sealed, _about(key(batch))))
        day = batch.imported_at.astimezone(PARIS).date()
        found += [(name, str(value), day) for name, value in said.get("old", {}).items() if value]
    return found


# ---------------------------------------------------------------- forgetting


def forget(session: Session, which: Any) -> int:
    """Forget these changes for good; return how many."""
    return session.connection().execute(sa.delete(BatchChange).where(which)).rowcount


def forget_old(session: Session, now: datetime) -> int:
    """Forget what can no longer be put back: too old, or of an event whose contact data are erased."""
    old = select(EventBatch.id).where(col(EventBatch.imported_at) < now - KEPT)
    erased = select(LifeEvent.id).where(col(LifeEvent.erased_on).is_not(None))
    return forget(
        session,
        sa.or_(col(BatchChange.batch_id).in_(old), col(BatchChange.event_id).in_(erased)),
    )
