"""What one kind of news must know how to do: be read, tell what it would change, change it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Protocol

from sqlalchemy.orm import Mapped
from sqlmodel import Session, col, select

from organisation.models import User
from survey.desk import member_numbers
from survey.models import EventBatch, Invitation, LifeEvent
from survey.registers.cells import numbers
from survey.registers.remarks import Remark
from survey.registers.rows import Row
from survey.registers.titles import SYNONYMS, Vocabulary
from survey.registers.values import Values
from survey.sending import bounces
from survey.status_files.days import past_day

Cells = Mapping[
    str, str
]  # the cells of one row, made safe, under the name of their field; absent ones are empty
MEMBER = {"member_number": SYNONYMS["member_number"]}
NUMBER = {"member_number": "numéro d’adhérent"}
NUMBERS = col(LifeEvent.member_number)


class Effect(StrEnum):
    """What a row would do."""

    STOPS = "stops"
    LETTER = "letter"
    ENDS = "ends"
    KNOWN = "known"
    NOTHING = "nothing"

    @property
    def label(self) -> str:
        return LABELS[self]


LABELS = {
    Effect.STOPS: "noté : plus rien ne sera envoyé",
    Effect.LETTER: "la suite se fera par courrier",
    Effect.ENDS: "l’envoi s’arrête là",
    Effect.KNOWN: "déjà noté",
    Effect.NOTHING: "aucun envoi en cours : rien ne change",
}


@dataclass(frozen=True)
class Consequence:
    """One row that counts, and what it would do to whom."""

    row: Row
    effect: Effect
    member: str = ""
    """The member's number, as the database writes it."""
    invitations: Sequence[Invitation] = ()
    """Those it would stop, or send on by letter."""


class StatusKind(Protocol):
    """One kind of news. Plain functions over rows already judged; nothing is written but by `apply`."""

    name: str
    """Key in KINDS, `EventBatch.kind`, folder of the drop folder and word of the address."""
    label: str
    hint: str
    """What the file holds, for whoever prepares it."""
    vocabulary: Vocabulary
    can_be_taken_back: bool

    def judge(self, cells: Cells, today: date) -> tuple[Values, Sequence[Remark]]:
        """One row read: who, and since when; and all that can be said of it."""
        ...

    def consequences(self, session: Session, rows: Sequence[Row]) -> list[Consequence]:
        """What each of these rows would do. A number of queries that does not grow with the rows."""
        ...

    def apply(
        self,
        session: Session,
        consequence: Consequence,
        batch: EventBatch,
        by: User | None,
        now: datetime,
    ) -> None:
        """Do what one row says."""
        ...


def member_told(cells: Cells, today: date) -> tuple[Values, Sequence[Remark]]:
    """A row that names a member by their number, and perhaps a day."""
    number = numbers.member_number(cells["member_number"])
    day = past_day(cells["since"], today)
    values = Values(member_number=number.value, event_date=day.value)
    return values, (*number.remarks, *day.remarks)


def concerned(
    session: Session, told_by: Mapped[str], told: Sequence[str], *which: Any
) -> defaultdict[str, list[Invitation]]:
    """The invitations of these members, or addresses, that satisfy `which`, under what tells of them."""
    found: defaultdict[str, list[Invitation]] = defaultdict(list)
    for part in member_numbers.parts(told):
        theirs = select(told_by, Invitation).select_from(LifeEvent).join(Invitation)
        for teller, invitation in session.exec(theirs.where(told_by.in_(part), *which)):
            found[teller].append(invitation)
    return found


class InError:
    """What files of addresses in error have in common: what they did has consequences at once."""

    can_be_taken_back = False

    def apply(
        self,
        session: Session,
        consequence: Consequence,
        batch: EventBatch,
        by: User | None,
        now: datetime,
    ) -> None:
        for invitation in consequence.invitations:
            bounces.address_in_error(session, invitation, by, now)
