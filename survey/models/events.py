"""Life events, the files that bring them, and members who must not be written to."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any, Optional

import sqlalchemy as sa
from sqlmodel import Field, Relationship

from core.models import Model, one_of
from organisation.models import Department, User


class EventKind(StrEnum):
    """The two moments at which members are asked; the values are those of the exchange files."""

    AFFILIATION = "affiliation"
    RETIREMENT = "retraite"

    @property
    def label(self) -> str:
        return {"affiliation": "affiliation", "retraite": "départ en retraite"}[self.value]


class EventBatch(Model, table=True):
    """One file of the back office, imported in one transaction: events, or news of members."""

    __tablename__ = "event_batches"

    id: int | None = Field(default=None, primary_key=True)
    # « events », or a key of survey.status_files.KINDS
    kind: str = Field(default="events", max_length=20)
    file_name: str = Field(max_length=200)
    sha256: str = Field(max_length=64, index=True)
    encoding: str = Field(max_length=20)
    separator: str = Field(default="", max_length=1)
    records: int
    totals: dict[str, Any] = Field(default_factory=dict, sa_type=sa.JSON)
    imported_at: datetime = Field(index=True)
    by_id: int | None = Field(default=None, foreign_key="users.id")
    rolled_back_at: datetime | None = None

    by: Optional["User"] = Relationship()


class LeftOut(StrEnum):
    """Why a life event calls for no invitation: its line in the ledger."""

    SURVIVOR = "survivor"
    DECEASED = "deceased"
    PROTECTED = "protected"
    OBJECTION = "objection"
    DISPUTE = "dispute"
    CANCELLED = "cancelled"
    RECENTLY_ASKED = "recently_asked"
    NO_CHANNEL = "no_channel"
    TOO_OLD = "too_old"
    TO_CHECK = "to_check"

    @property
    def label(self) -> str:
        return LEFT_OUT_LABELS[self]


LEFT_OUT_LABELS = {
    LeftOut.SURVIVOR: "pension de réversion : une autre personne",
    LeftOut.DECEASED: "personne décédée",
    LeftOut.PROTECTED: "personne protégée (tutelle, curatelle)",
    LeftOut.OBJECTION: "opposition à l’enquête",
    LeftOut.DISPUTE: "litige en cours",
    LeftOut.CANCELLED: "événement annulé",
    LeftOut.RECENTLY_ASKED: "déjà interrogée dans l’année",
    LeftOut.NO_CHANNEL: "ni adresse électronique ni adresse postale",
    LeftOut.TOO_OLD: "événement trop ancien",
    LeftOut.TO_CHECK: "à vérifier avant tout envoi",
}


class LifeEvent(Model, table=True):
    """What happened to a member and calls for a questionnaire. Contact data leave after closing."""

    __tablename__ = "life_events"
    __table_args__ = (sa.UniqueConstraint("member_number", "kind", "happened_on"),)

    id: int | None = Field(default=None, primary_key=True)
    batch_id: int = Field(foreign_key="event_batches.id", index=True)
    kind: EventKind = Field(sa_type=one_of(EventKind), index=True)
    happened_on: date = Field(index=True)
    member_number: str = Field(max_length=20, index=True)
    department_id: int | None = Field(default=None, foreign_key="departments.id", index=True)
    granted: str = Field(default="", max_length=20)  # accordé, rejeté, abandonné: all are asked

    # how to reach the person; erased by survey.privacy.retention
    civility: str = Field(default="", max_length=20)
    last_name: str = Field(default="", max_length=120)
    first_name: str = Field(default="", max_length=120)
    email: str = Field(default="", max_length=254)
    phone: str = Field(default="", max_length=30)
    address: str = Field(default="", max_length=400)
    postcode: str = Field(default="", max_length=12)
    city: str = Field(default="", max_length=80)
    country: str = Field(default="", max_length=60)
    birth_date: date | None = None
    preferred_channel: str = Field(default="", max_length=20)
    erased_on: date | None = None

    # its line in the ledger
    left_out: LeftOut | None = Field(default=None, sa_type=one_of(LeftOut), index=True)
    remarks: list[str] = Field(default_factory=list, sa_type=sa.JSON)

    department: Optional["Department"] = Relationship()
    batch: EventBatch = Relationship()


class Suppression(Model, table=True):
    """A member who must not be written to, and why; kept even when their events are erased."""

    __tablename__ = "suppressions"

    member_number: str = Field(primary_key=True, max_length=20)
    reason: LeftOut = Field(sa_type=one_of(LeftOut), primary_key=True)
    since_on: date
