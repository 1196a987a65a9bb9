"""What an imported file leaves behind it: what it changed, sealed, and how files of its kind are laid out."""

from datetime import datetime
from typing import Any, Optional

import sqlalchemy as sa
from sqlmodel import Field, Relationship

from core.models import Model
from organisation.models import User


class BatchChange(Model, table=True):
    """What a file changed of something already known, so that it can be put back.

    `sealed` holds values of before and after (see survey.desk.batch_undo); it is forgotten when the file
    can no longer be taken back, or with the contact data of the event.
    """

    __tablename__ = "batch_changes"

    id: int | None = Field(default=None, primary_key=True)
    batch_id: int = Field(foreign_key="event_batches.id", index=True)
    event_id: int | None = Field(default=None, foreign_key="life_events.id", index=True)
    sealed: bytes


class RegisterLayout(Model, table=True):
    """How the files of one source are laid out, as somebody said it once for all.

    A source is known by its titles (see survey.registers.layouts.signature), and by what it tells.
    """

    __tablename__ = "register_layouts"

    kind: str = Field(primary_key=True, max_length=20)
    signature: str = Field(primary_key=True, max_length=64)
    titles: list[str] = Field(default_factory=list, sa_type=sa.JSON)
    layout: dict[str, Any] = Field(default_factory=dict, sa_type=sa.JSON)
    said_at: datetime
    by_id: int | None = Field(default=None, foreign_key="users.id")

    by: Optional["User"] = Relationship()
