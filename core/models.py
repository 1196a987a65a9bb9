"""Base of every table, column types, and the tables that know no word of the domain."""

from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

CONSTRAINT_NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Model(SQLModel):
    """Base of every table: checks values on assignment, refuses unknown names."""

    metadata = sa.MetaData(naming_convention=CONSTRAINT_NAMES)
    model_config = {"validate_assignment": True}

    def __init__(self, **values: Any) -> None:
        known = type(self).model_fields.keys() | type(self).__sqlmodel_relationships__.keys()
        if unknown := values.keys() - known:
            raise TypeError(f"{type(self).__name__} has no field {', '.join(sorted(unknown))}")
        super().__init__(**values)


def one_of(choices: type[StrEnum], column: str = "") -> sa.Enum:
    """A text column holding the value (not the name) of one of the choices.

    `column` is given where a table has several of one kind: PostgreSQL wants each CHECK its name.
    """
    return sa.Enum(
        choices,
        values_callable=lambda members: [member.value for member in members],
        native_enum=False,
        create_constraint=True,
        length=40,
        name="_".join([choices.__name__.lower(), *([column] if column else [])]),
    )


class MessageStatus(StrEnum):
    """What became of a message of the outbox."""

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    CANCELLED = "cancelled"


class OutgoingMessage(Model, table=True):
    """An e-mail in the outbox: written by a deed in its own transaction, sent later by a worker.

    `key` names what the message is for (« invitation 12, first ») and is unique: writing the same
    message twice is refused by the database.
    """

    __tablename__ = "outgoing_messages"
    __table_args__ = (
        sa.CheckConstraint("(status = 'sent') = (sent_at IS NOT NULL)", name="sent_at_iff_sent"),
        sa.CheckConstraint("attempts >= 0", name="attempts_not_negative"),
    )

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(unique=True, max_length=120)

    to_address: str = Field(max_length=254)
    subject: str = Field(max_length=200)
    text: str
    html: str = ""
    unsubscribe_url: str = Field(default="", max_length=300)

    status: MessageStatus = Field(
        default=MessageStatus.WAITING, sa_type=one_of(MessageStatus), index=True
    )
    attempts: int = 0
    last_error: str = Field(default="", max_length=300)
    written_at: datetime
    sent_at: datetime | None = None


class DoneJob(Model, table=True):
    """A job whose effects are in the database: written in the same transaction as they are."""

    __tablename__ = "done_jobs"

    id: str = Field(primary_key=True, max_length=200)
    done_at: datetime = Field(index=True)


class Worker(Model, table=True):
    """A worker process and the last sign of life it gave; its jobs are taken over after a minute."""

    __tablename__ = "workers"

    name: str = Field(primary_key=True, max_length=80)
    seen_at: datetime


class Attempts(Model, table=True):
    """How many times something was tried in one hour (see core.limits)."""

    __tablename__ = "attempts"

    what: str = Field(primary_key=True, max_length=40)
    hour: str = Field(primary_key=True, max_length=13)
    number: int
