"""Ideas of staff, who supports them and what is said of them."""

from datetime import date, datetime
from enum import StrEnum
from typing import Optional

import sqlalchemy as sa
from sqlmodel import Field, Relationship

from core.models import Model, one_of
from organisation.models import Commitment, Department, User


class IdeaStatus(StrEnum):
    """The life of an idea: moderated, studied, answered, carried out, thanked."""

    SUBMITTED = "submitted"
    VISIBLE = "visible"
    STUDIED = "studied"
    KEPT = "kept"
    ALREADY_DONE = "already_done"
    TO_RIPEN = "to_ripen"
    NOT_KEPT = "not_kept"
    DONE = "done"
    THANKED = "thanked"

    @property
    def label(self) -> str:
        return {
            "submitted": "déposée",
            "visible": "visible",
            "studied": "étudiée",
            "kept": "retenue",
            "already_done": "déjà fait",
            "to_ripen": "à mûrir",
            "not_kept": "non retenue",
            "done": "réalisée",
            "thanked": "remerciée",
        }[self.value]


class Idea(Model, table=True):
    """Something a member of staff would do better; answered with a reason within thirty days."""

    __tablename__ = "ideas"
    __table_args__ = (
        sa.CheckConstraint("merged_into_id <> id", name="not_merged_into_itself"),
        sa.CheckConstraint(
            "status <> 'to_ripen' OR ripen_on IS NOT NULL", name="to_ripen_has_a_day"
        ),
        sa.CheckConstraint("status <> 'not_kept' OR reason <> ''", name="not_kept_is_motivated"),
    )

    id: int | None = Field(default=None, primary_key=True)
    number: str = Field(unique=True, max_length=20)  # I-2027-4
    author_id: int = Field(foreign_key="users.id", index=True)
    submitted_on: date = Field(index=True)

    # what is proposed: sealed until masked, then the masked text alone
    sealed: bytes | None = None
    title: str = Field(default="", max_length=200)
    text: str = ""
    department_id: int | None = Field(default=None, foreign_key="departments.id", index=True)

    # as moderated
    status: IdeaStatus = Field(default=IdeaStatus.SUBMITTED, sa_type=one_of(IdeaStatus), index=True)
    visible_on: date | None = None  # none: its author and the moderators alone read it
    theme: str = Field(default="", max_length=30, index=True)
    commitment_id: int | None = Field(default=None, foreign_key="commitments.id", index=True)
    is_small: bool = False  # neither expense nor reorganisation: the officer may decide
    merged_into_id: int | None = Field(default=None, foreign_key="ideas.id", index=True)

    # what was decided, and what its author is told
    first_decided_on: date | None = None
    decided_by_id: int | None = Field(default=None, foreign_key="users.id")
    decided_at: datetime | None = None
    reason: str = Field(default="", max_length=2000)
    ripen_on: date | None = None
    thanked_on: date | None = None
    thanks: str = Field(default="", max_length=2000)

    author: User = Relationship(sa_relationship_kwargs={"foreign_keys": "Idea.author_id"})
    decided_by: Optional["User"] = Relationship(
        sa_relationship_kwargs={"foreign_keys": "Idea.decided_by_id"}
    )
    department: Optional["Department"] = Relationship()
    commitment: Optional["Commitment"] = Relationship()
    merged_into: Optional["Idea"] = Relationship(
        sa_relationship_kwargs={"remote_side": "Idea.id", "foreign_keys": "Idea.merged_into_id"}
    )

    @property
    def state(self) -> str:
        """Its state in words; a merged idea has that of the one it was merged into."""
        return f"fusionnée, {self.status.label}" if self.merged_into_id else self.status.label


class Support(Model, table=True):
    """One person is for an idea: once, and as long as they wish. Who is never shown."""

    __tablename__ = "supports"

    idea_id: int = Field(foreign_key="ideas.id", primary_key=True)
    user_id: int = Field(foreign_key="users.id", primary_key=True, index=True)


class IdeaComment(Model, table=True):
    """What a colleague says of an idea; sealed until masked, like the idea itself."""

    __tablename__ = "idea_comments"

    id: int | None = Field(default=None, primary_key=True)
    idea_id: int = Field(foreign_key="ideas.id", index=True)
    author_id: int = Field(foreign_key="users.id")
    sealed: bytes | None = None
    text: str = Field(default="", max_length=4000)
    written_on: date

    author: User = Relationship()
