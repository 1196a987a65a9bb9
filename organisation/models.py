"""Who works here, what each department does, what was promised, and who did what."""

import hashlib
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Optional

import sqlalchemy as sa
from sqlmodel import Field, Relationship

from core.models import Model, one_of


class Role(StrEnum):
    """What a person is to the fund; `organisation.access` says what each role may do."""

    COLLABORATOR = "collaborator"
    HEAD = "head"
    QUALITY_OFFICER = "quality_officer"
    MANAGEMENT = "management"
    READER = "reader"
    ADMINISTRATOR = "administrator"

    @property
    def label(self) -> str:
        return ROLE_LABELS[self]


ROLE_LABELS = {
    Role.COLLABORATOR: "Collaborateur",
    Role.HEAD: "Responsable de service",
    Role.QUALITY_OFFICER: "Référent qualité",
    Role.MANAGEMENT: "Direction",
    Role.READER: "Lecteur",
    Role.ADMINISTRATOR: "Administrateur technique",
}


class HeadshipKind(StrEnum):
    """Whether a person answers for a department, or does so in the head's stead."""

    HEAD = "head"
    DEPUTY = "deputy"

    @property
    def label(self) -> str:
        return {"head": "responsable", "deputy": "suppléant du responsable"}[self.value]


class DepartmentActivity(Model, table=True):
    """One activity carried by one department."""

    __tablename__ = "department_activities"

    department_id: int = Field(foreign_key="departments.id", primary_key=True)
    activity_code: str = Field(foreign_key="activities.code", primary_key=True)


class Activity(Model, table=True):
    """Something departments do, and by which a commitment concerns them."""

    __tablename__ = "activities"

    code: str = Field(primary_key=True, max_length=40)
    label: str = Field(max_length=80)


class Department(Model, table=True):
    """A unit of the fund (« service » on screen)."""

    __tablename__ = "departments"

    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(unique=True, min_length=2, max_length=80)

    # regrouped into another: the day from which it is no more, said in advance
    closed_on: date | None = None
    merged_into_id: int | None = Field(default=None, foreign_key="departments.id", index=True)

    activities: list["Activity"] = Relationship(link_model=DepartmentActivity)
    merged_into: Optional["Department"] = Relationship(
        back_populates="absorbed", sa_relationship_kwargs={"remote_side": "Department.id"}
    )
    absorbed: list["Department"] = Relationship(back_populates="merged_into")

    def is_closed(self, today: date) -> bool:
        """Whether it is no more: its people and what was going on are in another department."""
        return self.closed_on is not None and self.closed_on <= today


class MergerStatus(StrEnum):
    """Where the regrouping of a department is."""

    PLANNED = "planned"
    DONE = "done"
    CANCELLED = "cancelled"
    UNDONE = "undone"

    @property
    def label(self) -> str:
        return {
            "planned": "prévu",
            "done": "fait",
            "cancelled": "annulé avant son jour",
            "undone": "défait",
        }[self.value]


class Merger(Model, table=True):
    """A department regrouped into another on a day; what moved that day is kept, so that it can be put back."""

    __tablename__ = "mergers"

    id: int | None = Field(default=None, primary_key=True)
    department_id: int = Field(foreign_key="departments.id", index=True)
    into_id: int = Field(foreign_key="departments.id", index=True)
    day: date
    heads_lead: bool = False
    """Whether the heads of the closed department lead the other one too; else they become its collaborators."""
    status: MergerStatus = Field(
        default=MergerStatus.PLANNED, sa_type=one_of(MergerStatus), index=True
    )
    decided_by_id: int | None = Field(default=None, foreign_key="users.id")
    decided_at: datetime
    entry_id: int | None = Field(default=None, foreign_key="journal_entries.id")
    """The line of the journal that says it was done: what comes after it may keep it from being undone."""
    moved: dict[str, Any] = Field(default_factory=dict, sa_type=sa.JSON)

    department: Department = Relationship(
        sa_relationship_kwargs={"foreign_keys": "Merger.department_id"}
    )
    into: Department = Relationship(sa_relationship_kwargs={"foreign_keys": "Merger.into_id"})
    decided_by: Optional["User"] = Relationship()


class User(Model, table=True):
    """A member of staff, of management or a reader with an account. Members have none."""

    __tablename__ = "users"

    id: int | None = Field(default=None, primary_key=True)
    email: str = Field(unique=True, max_length=254)
    name: str = Field(min_length=2, max_length=80)
    role: Role = Field(sa_type=one_of(Role), index=True)
    department_id: int | None = Field(default=None, foreign_key="departments.id", index=True)

    # signing in
    password_hash: str = Field(default="", max_length=200)
    failed_attempts: int = 0
    locked_until: datetime | None = None
    is_active: bool = True
    expires_on: date | None = None

    department: Optional["Department"] = Relationship()
    headships: list["Headship"] = Relationship(
        back_populates="user",
        sa_relationship_kwargs={"order_by": "Headship.from_day, Headship.id"},
    )

    # what Flask-Login asks of an account
    @property
    def is_authenticated(self) -> bool:
        return True

    @property
    def is_anonymous(self) -> bool:
        return False

    def get_id(self) -> str:
        """What the cookie keeps: a number, and a mark of the password, so that changing it ends other sessions."""
        mark = hashlib.sha256(self.password_hash.encode()).hexdigest()[:16]
        return f"{self.id}-{mark}"

    def may_sign_in(self, today: date) -> bool:
        """An account closed by the administrator, or past its last day, is refused."""
        return self.is_active and (self.expires_on is None or today <= self.expires_on)


class Headship(Model, table=True):
    """A department that a person leads beside their own, or in its head's stead, from a day until another.

    A person whose role is head leads the department they work in without one. Lines are kept once over.
    """

    __tablename__ = "headships"

    id: int | None = Field(default=None, primary_key=True)
    user_id: int = Field(foreign_key="users.id", index=True)
    department_id: int = Field(foreign_key="departments.id", index=True)
    kind: HeadshipKind = Field(sa_type=one_of(HeadshipKind))
    from_day: date
    until_day: date | None = None
    """The last day, included; None until further notice."""

    user: User = Relationship(back_populates="headships")
    department: Department = Relationship()

    def holds(self, on: date) -> bool:
        """Whether it is in force that day."""
        return self.from_day <= on and (self.until_day is None or on <= self.until_day)


class Charter(Model, table=True):
    """One version of the charter of service."""

    __tablename__ = "charters"

    id: int | None = Field(default=None, primary_key=True)
    version: int = Field(unique=True)
    title: str = Field(max_length=120)
    edition: str = Field(max_length=20)
    in_force_from: date
    fingerprint: str = Field(max_length=64)
    published_at: datetime | None = None


class CharterTheme(Model, table=True):
    """One of the charter's eleven chapters."""

    __tablename__ = "charter_themes"
    __table_args__ = (sa.UniqueConstraint("charter_id", "code"),)

    id: int | None = Field(default=None, primary_key=True)
    charter_id: int = Field(foreign_key="charters.id")
    code: str = Field(max_length=10)
    title: str = Field(max_length=120)
    rank: int


class Commitment(Model, table=True):
    """One promise of the charter, as data: what is kept, how it is known, whom it concerns."""

    __tablename__ = "commitments"
    __table_args__ = (sa.UniqueConstraint("charter_id", "code"),)

    id: int | None = Field(default=None, primary_key=True)
    charter_id: int = Field(foreign_key="charters.id")
    theme_id: int = Field(foreign_key="charter_themes.id", index=True)
    rank: int
    code: str = Field(max_length=10, index=True)
    title: str = Field(max_length=160)
    criterion: str
    evidence: str = ""
    survey_question: str = ""
    not_concerned_when: str = ""
    due_from: date | None = None
    activities: list[str] = Field(default_factory=list, sa_type=sa.JSON)
    seed_words: list[str] = Field(default_factory=list, sa_type=sa.JSON)

    # the threshold, when the charter gives or implies one
    threshold: dict[str, Any] | None = Field(default=None, sa_type=sa.JSON)

    fingerprint: str = Field(max_length=64)

    theme: CharterTheme = Relationship()

    @property
    def has_explicit_threshold(self) -> bool:
        """Whether the charter itself gives the number."""
        return bool(self.threshold) and (self.threshold or {}).get("basis") == "explicite"

    def is_due(self, on: date) -> bool:
        """False while the promise is dated in the future (« pas encore exigible »)."""
        return self.due_from is None or self.due_from <= on


class JournalEntry(Model, table=True):
    """Who did what, when: written by the deeds that matter, never changed, chained by hashes."""

    __tablename__ = "journal_entries"

    id: int | None = Field(default=None, primary_key=True)
    at: datetime = Field(index=True)
    by_id: int | None = Field(default=None, foreign_key="users.id")
    deed: str = Field(max_length=60, index=True)
    subject: str = Field(default="", max_length=60, index=True)
    details: str = Field(default="", max_length=500)
    previous_hash: str = Field(max_length=64)
    hash: str = Field(max_length=64, unique=True)

    by: Optional["User"] = Relationship()
