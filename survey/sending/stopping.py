"""Stop rules: who must not be written to, whatever was planned.

They are asked three times: at planning, at sending, and at the instant an e-mail leaves.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlmodel import Session, col, select

from survey.models import LeftOut, LifeEvent, Suppression

# The gravest first: it is the one that is told when there are several.
GRAVEST = (LeftOut.DECEASED, LeftOut.PROTECTED, LeftOut.OBJECTION, LeftOut.DISPUTE)


@dataclass(frozen=True)
class Stops:
    """The members who must not be written to, read once for many events."""

    by_member: Mapping[str, LeftOut]

    def reason(self, event: LifeEvent) -> LeftOut | None:
        """Why this event's member must not be written to about it; None when they may be."""
        return self.by_member.get(event.member_number) or event.left_out


def stops(session: Session, events: Iterable[LifeEvent] | None = None) -> Stops:
    """The members who must not be written to, of these events or of all; one query."""
    lines = select(Suppression)
    if events is not None:
        lines = lines.where(col(Suppression.member_number).in_({e.member_number for e in events}))
    found: dict[str, LeftOut] = {}
    for line in session.exec(lines):
        found[line.member_number] = gravest(found.get(line.member_number), line.reason)
    return Stops(found)


def reason(session: Session, event: LifeEvent) -> LeftOut | None:
    """Why the member of one event must not be written to about it, now."""
    return stops(session, [event]).reason(event)


def gravest(one: LeftOut | None, other: LeftOut) -> LeftOut:
    """Of two reasons, the one to tell."""
    if one is None:
        return other
    return min(one, other, key=lambda r: GRAVEST.index(r) if r in GRAVEST else len(GRAVEST))
