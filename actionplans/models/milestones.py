"""The steps of an action on its way, and who is told what becomes of it."""

from datetime import date

import sqlalchemy as sa
from sqlmodel import Field

from core.models import Model


class Milestone(Model, table=True):
    """A part of an action with its own day: done, or cancelled with a reason; who and when is kept."""

    __tablename__ = "milestones"
    __table_args__ = (
        sa.CheckConstraint("(ended_on IS NULL) = (ended_by_id IS NULL)", name="ended_by_somebody"),
        sa.CheckConstraint(
            "is_cancelled = false OR (ended_on IS NOT NULL AND reason <> '')",
            name="cancelled_with_a_reason",
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    action_id: int = Field(foreign_key="actions.id", index=True)
    title: str = Field(min_length=3, max_length=120)
    due_on: date
    ended_on: date | None = None
    ended_by_id: int | None = Field(default=None, foreign_key="users.id")
    is_cancelled: bool = False
    reason: str = Field(default="", max_length=500)

    def is_late(self, today: date) -> bool:
        """Past its day and neither done nor cancelled."""
        return self.ended_on is None and self.due_on < today


class Follower(Model, table=True):
    """Somebody who is told what becomes of an action, without having proposed or carrying it."""

    __tablename__ = "action_followers"

    action_id: int = Field(foreign_key="actions.id", primary_key=True)
    user_id: int = Field(foreign_key="users.id", primary_key=True, index=True)
