"""Who read a note: a word said by each, counted by department, never shown person by person."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col

from actionplans.models import MonthlyNote, NoteReader
from core.clock import PARIS
from core.errors import Refused
from core.keys import key
from organisation.models import Department, User

SMALLEST = 5  # people; a smaller group would say who has read, and who has not
WITHOUT = "Sans service"
TOGETHER = "Autres services, ensemble"


@dataclass(frozen=True)
class Rate:
    """How many of a group said they had read."""

    label: str
    sent: int
    read: int

    @property
    def share(self) -> float | None:
        """Between 0 and 1; None when nobody was written to."""
        return self.read / self.sent if self.sent else None


@dataclass(frozen=True)
class Reading:
    """A note's readers: all of them, then by department as far as it may be shown."""

    whole: Rate
    departments: tuple[Rate, ...] = ()


def receipt(session: Session, note: MonthlyNote, user: User) -> NoteReader | None:
    """What this note knows of this person; None for whoever it was not sent to."""
    return session.get(NoteReader, (key(note), key(user)))


def read(session: Session, note: MonthlyNote, user: User, now: datetime) -> NoteReader:
    """« J’ai lu », said by the person and by nobody else; twice is once. In no journal: it is theirs."""
    if not note.is_sent:
        raise Refused("Cette note n’est pas encore envoyée : revenez quand elle le sera.")
    found = receipt(session, note, user)
    if found is None:
        raise Refused("Cette note a été envoyée sans vous : vous pouvez la lire, il n’y a rien à confirmer.")  # fmt: skip
    if found.read_on is None:
        found.read_on = now.astimezone(PARIS).date()
        session.flush()
    return found


def whole(session: Session, notes: list[int]) -> dict[int, Rate]:
    """How many read each of these notes; one query."""
    counted = (
        sa.select(col(NoteReader.note_id), sa.func.count(), sa.func.count(col(NoteReader.read_on)))
        .where(col(NoteReader.note_id).in_(notes))
        .group_by(col(NoteReader.note_id))
    )
    return {row[0]: Rate("Tous", row[1], row[2]) for row in session.connection().execute(counted)}


def reading(session: Session, note: MonthlyNote) -> Reading:
    """The whole, and the departments large enough to be named."""
    found = session.execute(
        sa.select(col(Department.name), sa.func.count(), sa.func.count(col(NoteReader.read_on)))
        .select_from(NoteReader)
        .outerjoin(Department, col(Department.id) == NoteReader.department_id)
        .where(col(NoteReader.note_id) == note.id)
        .group_by(col(Department.name))
    )
    groups = {name or WITHOUT: (int(sent), int(done)) for name, sent, done in found}
    total = Rate("Tous", sum(n for n, _ in groups.values()), sum(n for _, n in groups.values()))
    return Reading(total, departments(groups))


def departments(groups: Mapping[str, tuple[int, int]]) -> tuple[Rate, ...]:
    """The groups of five people or more by name, the others together.

    The total is known: what is left out of it must itself be five people or more, so the smallest named group joins the
    others where they would be fewer. Nothing is told by department when nothing is large enough.
    """
    named = sorted((sent, name) for name, (sent, _) in groups.items() if sent >= SMALLEST)
    total = sum(sent for sent, _ in groups.values())
    while named and 0 < total - sum(sent for sent, _ in named) < SMALLEST:
        named.pop(0)
    if not named:
        return ()
    kept = {name for _, name in named}
    shown = [Rate(name, *groups[name]) for name in sorted(kept)]
    rest = [pair for name, pair in groups.items() if name not in kept]
    if rest:
        shown.append(Rate(TOGETHER, sum(n for n, _ in rest), sum(n for _, n in rest)))
    return tuple(shown)
