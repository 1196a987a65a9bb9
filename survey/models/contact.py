"""When members may be written to, and what holds every sending back."""

from datetime import date, datetime
from typing import Any, Optional

import sqlalchemy as sa
from sqlmodel import Field, Relationship

from core.models import Model
from organisation.models import User


class ContactPlan(Model, table=True):
    """When members are written to, and how often, in one version; the newest is in force.

    `moments` holds the terms of each moment of life (see survey.sending.contact_plans.Terms).
    """

    __tablename__ = "contact_plans"
    __table_args__ = (
        sa.CheckConstraint("opens < closes", name="opens_before_it_closes"),
        sa.CheckConstraint("daily_limit > 0", name="daily_limit_positive"),
    )

    version: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    opens: int  # hours of Paris
    closes: int
    daily_limit: int
    moments: dict[str, Any] = Field(default_factory=dict, sa_type=sa.JSON)
    made_at: datetime
    by_id: int | None = Field(default=None, foreign_key="users.id")

    by: Optional["User"] = Relationship()


class OtherMailing(Model, table=True):
    """Another survey of the fund this member was asked: a year passes before ours."""

    __tablename__ = "other_mailings"

    member_number: str = Field(primary_key=True, max_length=20)
    asked_on: date = Field(primary_key=True, index=True)
    name: str = Field(max_length=120)


class SendingPause(Model, table=True):
    """Nothing leaves while this row is there; there is one at most. The journal keeps its story."""

    __tablename__ = "sending_pauses"
    __table_args__ = (sa.CheckConstraint("id = 1", name="one_at_most"),)

    id: int = Field(default=1, primary_key=True)
    since: datetime
    by_id: int | None = Field(default=None, foreign_key="users.id")
    reason: str = Field(max_length=200)

    by: Optional["User"] = Relationship()


class CallBack(Model, table=True):
    """Somebody who asked to be called back, outside the anonymous answer."""

    __tablename__ = "call_backs"

    id: int | None = Field(default=None, primary_key=True)
    phone: str = Field(max_length=30)
    about: str = Field(default="", max_length=500)
    asked_on: date
    done_on: date | None = None
