"""What one kind of news must know how to do: be read, tell what it would change, change it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from sqlmodel import Session

from organisation.models import User
from survey.models import EventBatch, Invitation
from survey.registers.remarks import Remark
from survey.registers.rows import Row
from survey.registers.titles import SYNONYMS, Vocabulary
from survey.registers.values import Values

MEMBER = {"member_number": SYNONYMS["member_number"]}
NUMBER = {"member_number": "numéro d’adhérent"}


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

    def judge(self, cells: "Cells", today: date) -> tuple[Values, Sequence[Remark]]:
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


@dataclass(frozen=True)
class Cells:
    """The cells of one row, made safe, by the name of their field."""

    by_field: Mapping[str, str]

    def __getitem__(self, field: str) -> str:
        return self.by_field.get(field, "")
