"""What staff tell, among the topics of members: where each report and idea stands, and what staff alone speak of."""

from datetime import datetime
from enum import StrEnum
from typing import Optional

import sqlalchemy as sa
from sqlmodel import Field, Relationship

from actionplans.models.ideas import Idea
from actionplans.models.malfunctions import Malfunction
from analysis.models import Topic
from core.models import Model, one_of
from organisation.models import User


class InsideRun(Model, table=True):
    """What staff tell of one theme, placed once; placed again when what it follows from changes."""

    __tablename__ = "inside_runs"

    theme: str = Field(primary_key=True, max_length=30)
    mark: str = Field(max_length=64)  # of all that the places follow from
    at: datetime


class InsideTopic(Model, table=True):
    """A topic that no member speaks of. Its name is in words that at least two of its texts share; else empty."""

    __tablename__ = "inside_topics"

    id: int | None = Field(default=None, primary_key=True)
    theme: str = Field(max_length=30, index=True)
    name: str = Field(max_length=80)


class InsidePlace(Model, table=True):
    """A report or an idea: near a topic of members, in one of staff alone, or in none."""

    __tablename__ = "inside_places"
    __table_args__ = (
        sa.CheckConstraint("(malfunction_id IS NULL) <> (idea_id IS NULL)", name="report_or_idea"),
        sa.CheckConstraint("topic_id IS NULL OR inside_topic_id IS NULL", name="one_topic_at_most"),
    )

    id: int | None = Field(default=None, primary_key=True)
    theme: str = Field(max_length=30, index=True)
    malfunction_id: int | None = Field(
        default=None, foreign_key="malfunctions.id", unique=True, ondelete="CASCADE"
    )
    idea_id: int | None = Field(
        default=None, foreign_key="ideas.id", unique=True, ondelete="CASCADE"
    )
    topic_id: int | None = Field(
        default=None, foreign_key="topics.id", index=True, ondelete="SET NULL"
    )
    inside_topic_id: int | None = Field(
        default=None, foreign_key="inside_topics.id", index=True, ondelete="SET NULL"
    )
    nearness: float  # cosine with the nearest topic of members; 0 where there is none

    malfunction: Optional["Malfunction"] = Relationship()
    idea: Optional["Idea"] = Relationship()
    topic: Optional["Topic"] = Relationship()
    inside_topic: Optional["InsideTopic"] = Relationship()


class InsideGesture(StrEnum):
    """What a person does to a text of staff that stands among the wrong ones."""

    MOVE = "move"
    OUT = "out"

    @property
    def label(self) -> str:
        return {"move": "changé de sujet", "out": "sorti des sujets"}[self.value]


class InsideMove(Model, table=True):
    """A person said where a report or an idea goes, or that it goes nowhere; each placing does it again until it is taken back."""

    __tablename__ = "inside_moves"
    __table_args__ = (
        sa.CheckConstraint("(malfunction_id IS NULL) <> (idea_id IS NULL)", name="report_or_idea"),
    )

    id: int | None = Field(default=None, primary_key=True)
    gesture: InsideGesture = Field(sa_type=one_of(InsideGesture))
    theme: str = Field(max_length=30, index=True)
    malfunction_id: int | None = Field(
        default=None, foreign_key="malfunctions.id", index=True, ondelete="CASCADE"
    )
    idea_id: int | None = Field(
        default=None, foreign_key="ideas.id", index=True, ondelete="CASCADE"
    )
    topic_id: int | None = Field(
        default=None, foreign_key="topics.id", index=True, ondelete="SET NULL"
    )
    """Where it goes; None when it goes nowhere, or where that topic is no more."""
    was_in_id: int | None = Field(
        default=None, foreign_key="topics.id", index=True, ondelete="SET NULL"
    )
    was_inside_id: int | None = Field(
        default=None, foreign_key="inside_topics.id", index=True, ondelete="SET NULL"
    )
    is_alone: bool = False  # taken out of a topic of staff alone: in none of those again
    by_id: int = Field(foreign_key="users.id")
    at: datetime
    undone_by_id: int | None = Field(default=None, foreign_key="users.id")
    undone_at: datetime | None = None

    malfunction: Optional["Malfunction"] = Relationship()
    idea: Optional["Idea"] = Relationship()
    topic: Optional["Topic"] = Relationship(
        sa_relationship_kwargs={"foreign_keys": "InsideMove.topic_id"}
    )
    by: Optional["User"] = Relationship(sa_relationship_kwargs={"foreign_keys": "InsideMove.by_id"})
    undone_by: Optional["User"] = Relationship(
        sa_relationship_kwargs={"foreign_keys": "InsideMove.undone_by_id"}
    )
    apart: list["InsideApart"] = Relationship(
        sa_relationship_kwargs={"cascade": "all, delete-orphan", "passive_deletes": True}
    )


class InsideApart(Model, table=True):
    """A topic of members in which the text of this move is never placed again, nor in those that continue it."""

    __tablename__ = "inside_aparts"

    move_id: int | None = Field(
        default=None, foreign_key="inside_moves.id", primary_key=True, ondelete="CASCADE"
    )
    topic_id: int = Field(foreign_key="topics.id", primary_key=True, index=True, ondelete="CASCADE")
