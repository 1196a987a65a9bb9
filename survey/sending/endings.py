"""The end of every life event: written to or why not, and what came of it. Each event has one end alone."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from survey.models import EventKind, Invitation, InvitationStatus, LeftOut, LifeEvent


@dataclass(frozen=True)
class Ending:
    """One end: where it stands in the flow, and its words."""

    rank: int
    label: str


NOT_LOOKED_AT = Ending(0, "pas encore examiné")
PLANNED = Ending(1, "envoi planifié")
ANSWERED = Ending(4, "a répondu")
REFUSED = Ending(4, "a refusé après l’envoi")
BEGUN = Ending(5, "a ouvert le formulaire, sans réponse qui compte")
BOUNCED = Ending(5, "adresse en erreur, sans réponse")
WAITING = Ending(5, "envoyé, réponse attendue")
SILENT = Ending(5, "envoyé, pas de réponse")


def never_asked(reason: LeftOut) -> Ending:
    """Not written to, for this reason."""
    return Ending(2, f"non sollicité : {reason.label}")


def stopped(reason: LeftOut) -> Ending:
    """Written to, then stopped for a reason that is not a refusal."""
    return Ending(6, f"arrêté après l’envoi : {reason.label}")


@dataclass(frozen=True)
class Fate:
    """What the tables say of one event."""

    status: InvitationStatus | None
    left_out: LeftOut | None
    cancelled_because: LeftOut | None
    was_sent: bool
    was_opened: bool | None
    has_bounced: bool

    @property
    def ending(self) -> Ending:
        """The one end of this event."""
        if self.status is InvitationStatus.ANSWERED:
            return ANSWERED
        if self.status is InvitationStatus.PLANNED:
            return PLANNED
        if not self.was_sent:
            reason = self.cancelled_because or self.left_out
            return never_asked(reason) if reason else NOT_LOOKED_AT
        return self._stopped() or self._unanswered()

    def _stopped(self) -> Ending | None:
        if self.status is not InvitationStatus.CANCELLED:
            return None
        if self.cancelled_because is LeftOut.OBJECTION:
            return REFUSED
        return stopped(self.cancelled_because or LeftOut.CANCELLED)

    def _unanswered(self) -> Ending:
        if self.was_opened:
            return BEGUN
        if self.has_bounced:
            return BOUNCED
        return WAITING if self.status is InvitationStatus.SENT else SILENT


def endings(
    session: Session, since: date | None = None, until: date | None = None
) -> dict[EventKind, dict[Ending, int]]:
    """How many events of each moment came to each end, from a day to another, excluded; one query."""
    group = [
        col(LifeEvent.kind),
        col(Invitation.status),
        col(LifeEvent.left_out),
        col(Invitation.cancelled_because),
        col(Invitation.sent_on).is_not(None),
        col(Invitation.was_opened),
        col(Invitation.bounced_on).is_not(None),
    ]
    counted = sa.select(*group, sa.func.count()).select_from(LifeEvent).outerjoin(Invitation)
    if since is not None:
        counted = counted.where(col(LifeEvent.happened_on) >= since)
    if until is not None:
        counted = counted.where(col(LifeEvent.happened_on) < until)
    rows: Iterable[Any] = session.connection().execute(counted.group_by(*group))
    found: dict[EventKind, dict[Ending, int]] = {kind: {} for kind in EventKind}
    for kind, *fate, number in rows:
        ending = Fate(*fate).ending
        found[kind][ending] = found[kind].get(ending, 0) + number
    return {kind: dict(sorted(theirs.items(), key=_place)) for kind, theirs in found.items()}


def _place(one: tuple[Ending, int]) -> tuple[int, int]:
    ending, number = one
    return ending.rank, -number
