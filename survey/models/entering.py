"""What staff do with a sheet or on the telephone, beside the answers: keyed twice, called in vain."""

from datetime import date
from enum import StrEnum

import sqlalchemy as sa
from sqlmodel import Field

from core.models import Model, one_of


class SecondEntry(Model, table=True):
    """A sheet drawn to be keyed a second time, by another person; it dies with the sealed draft it hangs on."""

    __tablename__ = "second_entries"
    __table_args__ = (
        sa.CheckConstraint("(second IS NULL) = (second_by_id IS NULL)", name="second_says_by_whom"),
        sa.CheckConstraint("first_by_id <> second_by_id", name="by_another_person"),
    )

    invitation_id: int = Field(
        foreign_key="drafts.invitation_id", primary_key=True, ondelete="CASCADE"
    )
    keyed_on: date
    first: bytes  # the draft as it was first keyed; another draft since then is the member's own
    first_by_id: int = Field(foreign_key="users.id")
    second: bytes | None = None  # sealed too, until somebody has looked at the paper
    second_by_id: int | None = Field(default=None, foreign_key="users.id")


class EntryTally(Model, table=True):
    """How many sheets were keyed twice in a year, and how many fields differed: counts alone, of no sheet in particular."""

    __tablename__ = "entry_tallies"
    __table_args__ = (
        sa.CheckConstraint("different BETWEEN 0 AND fields", name="different_within_fields"),
    )

    year: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    sheets: int
    fields: int
    different: int


class CallOutcome(StrEnum):
    """What came of a call in which nothing was answered."""

    ABSENT = "absent"
    LATER = "later"
    WRONG_NUMBER = "wrong_number"

    @property
    def label(self) -> str:
        return OUTCOME_LABELS[self]


OUTCOME_LABELS = {
    CallOutcome.ABSENT: "pas de réponse",
    CallOutcome.LATER: "pas le moment",
    CallOutcome.WRONG_NUMBER: "mauvais numéro",
}


class CallAttempt(Model, table=True):
    """A member was called on a day and nothing was answered; erased as soon as an answer comes, or at closing."""

    __tablename__ = "call_attempts"

    invitation_id: int = Field(foreign_key="invitations.id", primary_key=True)
    called_on: date = Field(primary_key=True)
    outcome: CallOutcome = Field(sa_type=one_of(CallOutcome))
