"""Requests of members with their raw dates, and the files that brought them."""

from datetime import date, datetime
from enum import StrEnum
from typing import Optional

import sqlalchemy as sa
from sqlmodel import Field, Relationship

from core.models import Model, one_of
from organisation.models import Department, User


class RequestChannel(StrEnum):
    """How a request came in: the charter gives each its own limit."""

    ELECTRONIC = "electronic"
    POSTAL = "postal"

    @property
    def label(self) -> str:
        return {"electronic": "voie électronique", "postal": "courrier"}[self.value]


class RequestKind(StrEnum):
    """What a request is about."""

    AFFILIATION = "affiliation"
    RETIREMENT = "retirement"
    CLAIM = "claim"
    OTHER = "other"

    @property
    def label(self) -> str:
        return {
            "affiliation": "affiliation",
            "retirement": "retraite",
            "claim": "réclamation",
            "other": "autre demande",
        }[self.value]


class RequestBatch(Model, table=True):
    """A file of requests imported as a whole, and what it changed."""

    __tablename__ = "request_batches"

    id: int | None = Field(default=None, primary_key=True)
    file_name: str = Field(max_length=200)
    sha256: str = Field(max_length=64, index=True)
    extracted_on: date  # what is open in the file was still open on this day
    department_id: int | None = Field(default=None, foreign_key="departments.id")  # the only one
    records: int
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    rejected: int = 0
    by_id: int | None = Field(default=None, foreign_key="users.id")
    at: datetime

    by: Optional["User"] = Relationship()


class MemberRequest(Model, table=True):
    """The dates of one request, by its reference. Holds nothing of who made it."""

    __tablename__ = "member_requests"
    __table_args__ = (
        sa.UniqueConstraint("kind", "reference"),
        sa.Index("ix_member_requests_received_on_department_id", "received_on", "department_id"),
        sa.CheckConstraint("acknowledged_on >= received_on", name="acknowledged_after_receipt"),
        sa.CheckConstraint("answered_on >= received_on", name="answered_after_receipt"),
        sa.CheckConstraint("announced_on >= received_on", name="announced_after_receipt"),
    )

    id: int | None = Field(default=None, primary_key=True)
    reference: str = Field(min_length=1, max_length=40)
    channel: RequestChannel = Field(sa_type=one_of(RequestChannel))
    kind: RequestKind = Field(sa_type=one_of(RequestKind))
    department_id: int = Field(foreign_key="departments.id", index=True)
    batch_id: int = Field(foreign_key="request_batches.id", index=True)  # the last that told of it

    received_on: date
    acknowledged_on: date | None = None
    announced_on: date | None = None  # the day the member was told to expect the answer by
    answered_on: date | None = None

    department: Department = Relationship()
    batch: RequestBatch = Relationship()
