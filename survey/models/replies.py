"""What was answered, without its author.

A reply carries no key to the person, no order and no time finer than the month: `replies` and
`answers` have random keys and, on SQLite, no row order (`WITHOUT ROWID`).
"""

import secrets
from datetime import date
from enum import StrEnum

from sqlmodel import Field

from core.models import Model, one_of
from survey.models.events import EventKind
from survey.models.invitations import Mode


def random_key() -> str:
    """A key that tells nothing of when the row was written."""
    return secrets.token_hex(16)


class Grain(StrEnum):
    """How fine a time a reply may carry."""

    MONTH = "month"
    QUARTER = "quarter"


class Reply(Model, table=True):
    """A filled questionnaire, without its author, its order or its day.

    What it says is written once, with its key: corrected, it is another reply. Whoever keeps what they read of replies relies on it.
    """

    __tablename__ = "replies"
    __table_args__ = ({"sqlite_with_rowid": False},)

    id: str = Field(default_factory=random_key, primary_key=True, max_length=32)
    questionnaire_id: int = Field(foreign_key="questionnaires.id", index=True)
    kind: EventKind = Field(sa_type=one_of(EventKind), index=True)
    period_start: date = Field(index=True)
    grain: Grain = Field(sa_type=one_of(Grain))
    mode: Mode = Field(sa_type=one_of(Mode))
    department_id: int | None = Field(default=None, foreign_key="departments.id", index=True)
    receipt_hash: str | None = Field(default=None, unique=True, max_length=64)  # until closing


class Answer(Model, table=True):
    """One line of a reply. `part` is the ticked option or the channel a sub-question is about."""

    __tablename__ = "answers"
    __table_args__ = ({"sqlite_with_rowid": False},)

    reply_id: str = Field(foreign_key="replies.id", primary_key=True, ondelete="CASCADE")
    question_code: str = Field(primary_key=True, max_length=40, index=True)
    part: str = Field(default="", primary_key=True, max_length=40)
    value: str = Field(default="", max_length=40)


class FreeText(Model, table=True):
    """What a member wrote, as written: sealed, for the masking alone to read, then two years."""

    __tablename__ = "free_texts"
    __table_args__ = ({"sqlite_with_rowid": False},)

    id: str = Field(default_factory=random_key, primary_key=True, max_length=32)
    reply_id: str = Field(foreign_key="replies.id", index=True, ondelete="CASCADE")
    question_code: str = Field(max_length=40)
    sealed: bytes
    is_read: bool = Field(default=False, index=True)  # masked and handed to the analysis
