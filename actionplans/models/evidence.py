"""Proofs: what each is, the period it covers, what was said of it, and the commitments it serves."""

from datetime import date, datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlmodel import Field, Relationship

from actionplans.models.actions import Action
from core.models import Model, one_of
from organisation.models import Commitment, Department, User


class EvidenceState(StrEnum):
    """What has been said of a proof. That it is out of date is read from its period, not kept."""

    PROPOSED = "proposed"
    ADMITTED = "admitted"
    REFUSED = "refused"

    @property
    def label(self) -> str:
        return {"proposed": "proposée", "admitted": "admise", "refused": "refusée"}[self.value]


class Evidence(Model, table=True):
    """A proof that commitments are kept: a file or where it is, and the period it covers."""

    __tablename__ = "evidence"
    __table_args__ = (sa.CheckConstraint("valid_from <= valid_to", name="period_in_order"),)

    id: int | None = Field(default=None, primary_key=True)
    department_id: int = Field(foreign_key="departments.id", index=True)
    title: str = Field(min_length=3, max_length=200)
    location: str = Field(default="", max_length=300)  # a link, a folder, a reference
    file_name: str = Field(default="", max_length=150)
    media_type: str = Field(default="", max_length=100)
    size: int | None = None  # bytes
    sha256: str | None = Field(default=None, max_length=64, index=True)
    valid_from: date
    valid_to: date = Field(index=True)
    state: EvidenceState = Field(
        default=EvidenceState.PROPOSED, sa_type=one_of(EvidenceState), index=True
    )
    judged_by_id: int | None = Field(default=None, foreign_key="users.id")
    judged_at: datetime | None = None
    refused_because: str = Field(default="", max_length=2000)
    added_by_id: int = Field(foreign_key="users.id")
    added_at: datetime

    department: Department = Relationship()
    added_by: User = Relationship(sa_relationship_kwargs={"foreign_keys": "Evidence.added_by_id"})
    judged_by: User | None = Relationship(
        sa_relationship_kwargs={"foreign_keys": "Evidence.judged_by_id"}
    )
    uses: list["EvidenceUse"] = Relationship(
        back_populates="evidence", sa_relationship_kwargs={"cascade": "all, delete-orphan"}
    )

    shown: list["ActionProof"] = Relationship(back_populates="evidence")

    @property
    def carriers(self) -> set[int | None]:
        """Who carries the actions that it shows done."""
        return {one.action.owner_id for one in self.shown}

    @property
    def codes(self) -> list[str]:
        """The commitments it serves."""
        return sorted({use.commitment.code for use in self.uses})

    def is_expired(self, today: date) -> bool:
        """« Périmée »: its period is over. It still proves the years that the period touches."""
        return self.valid_to < today

    def said(self, today: date) -> str:
        """Its state in one word."""
        is_refused = self.state is EvidenceState.REFUSED
        return "périmée" if self.is_expired(today) and not is_refused else self.state.label


class EvidenceUse(Model, table=True):
    """A commitment that a proof serves; one proof may serve several, whatever the year."""

    __tablename__ = "evidence_uses"
    __table_args__ = (sa.UniqueConstraint("evidence_id", "commitment_id"),)

    id: int | None = Field(default=None, primary_key=True)
    evidence_id: int = Field(foreign_key="evidence.id")
    commitment_id: int = Field(foreign_key="commitments.id", index=True)

    evidence: Evidence = Relationship(back_populates="uses")
    commitment: Commitment = Relationship()


class ActionProof(Model, table=True):
    """A proof attached to an action: that it was done. One proof may be attached to several."""

    __tablename__ = "action_proofs"

    action_id: int = Field(foreign_key="actions.id", primary_key=True)
    evidence_id: int = Field(foreign_key="evidence.id", primary_key=True, index=True)
    added_by_id: int = Field(foreign_key="users.id")
    added_at: datetime

    action: Action = Relationship()
    evidence: Evidence = Relationship(back_populates="shown")
