"""Monthly notes of the quality officer: written from the month's facts, sent once, and who has read them."""

from datetime import date, datetime
from typing import Any, Optional

import sqlalchemy as sa
from sqlmodel import Field, Relationship

from core.models import Model
from organisation.models import User


class MonthlyNote(Model, table=True):
    """What a month brought, told to everybody inside. Once sent it is kept whole, with its SHA-256, and never changes."""

    __tablename__ = "monthly_notes"
    __table_args__ = (
        sa.CheckConstraint("(sent_at IS NULL) = (sha256 IS NULL)", name="sent_has_a_fingerprint"),
        sa.CheckConstraint("(sent_at IS NULL) = (sent_by_id IS NULL)", name="sent_by_somebody"),
    )

    id: int | None = Field(default=None, primary_key=True)
    month: date = Field(unique=True)  # its first day
    sections: dict[str, Any] = Field(default_factory=dict, sa_type=sa.JSON)  # texts, by their keys
    version: int = 1  # grows with each change: two people who edit at once do not undo each other
    prepared_at: datetime
    written_by_id: int | None = Field(default=None, foreign_key="users.id")  # none: as prepared
    written_at: datetime | None = None

    # once sent
    sent_by_id: int | None = Field(default=None, foreign_key="users.id")
    sent_at: datetime | None = None
    content: str = ""  # the document as JSON: what its fingerprint is taken of
    sha256: str | None = Field(default=None, max_length=64)

    # made into a proof that the officer is at work (charter, AME-04)
    proven_on: date | None = None
    evidence_id: int | None = Field(default=None, foreign_key="evidence.id", ondelete="SET NULL")

    sent_by: Optional["User"] = Relationship(
        sa_relationship_kwargs={"foreign_keys": "MonthlyNote.sent_by_id"}
    )

    @property
    def is_sent(self) -> bool:
        """Sent, and fixed since."""
        return self.sent_at is not None


class NoteReader(Model, table=True):
    """Somebody a note was sent to, the department they were in that day, and the day they said « J’ai lu »."""

    __tablename__ = "note_readers"

    note_id: int = Field(foreign_key="monthly_notes.id", primary_key=True)
    user_id: int = Field(foreign_key="users.id", primary_key=True, index=True)
    department_id: int | None = Field(default=None, foreign_key="departments.id")
    read_on: date | None = None
