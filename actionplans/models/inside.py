"""What staff tell, among the topics of members: where each report and idea stands, and what staff alone speak of."""

from datetime import datetime
from typing import Optional

import sqlalchemy as sa
from sqlmodel import Field, Relationship

from actionplans.models.ideas import Idea
from actionplans.models.malfunctions import Malfunction
from analysis.models import Topic
from core.models import Model


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
