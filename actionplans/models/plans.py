"""The plan of a department for a year: approved twice, followed, closed."""

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlmodel import Field, Relationship

from core.models import Model, one_of
from organisation.models import Department, User


class PlanStatus(StrEnum):
    """How far the plan of a year is."""

    PREPARED = "prepared"
    APPROVED = "approved"
    FOLLOWED = "followed"
    CLOSED = "closed"

    @property
    def label(self) -> str:
        return PLAN_LABELS[self]


PLAN_LABELS = {
    PlanStatus.PREPARED: "préparé",
    PlanStatus.APPROVED: "approuvé",
    PlanStatus.FOLLOWED: "suivi",
    PlanStatus.CLOSED: "clos",
}


class Plan(Model, table=True):
    """What a department commits itself to in a year.

    Its actions are those of the department whose first due date falls in the year: an action that
    slips into the next year stays in the plan that promised it.
    """

    __tablename__ = "plans"
    __table_args__ = (
        sa.UniqueConstraint("department_id", "year"),
        sa.CheckConstraint(
            "status = 'prepared' OR (head_at IS NOT NULL AND management_at IS NOT NULL)",
            name="approved_twice",
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    department_id: int = Field(foreign_key="departments.id", index=True)
    year: int = Field(index=True)
    status: PlanStatus = Field(default=PlanStatus.PREPARED, sa_type=one_of(PlanStatus))
    head_id: int | None = Field(default=None, foreign_key="users.id")
    head_at: datetime | None = None
    management_id: int | None = Field(default=None, foreign_key="users.id")
    management_at: datetime | None = None
    closed_at: datetime | None = None

    department: Department = Relationship()


class PlanNote(Model, table=True):
    """What was said of a plan as it was followed, or closed. Never changed."""

    __tablename__ = "plan_notes"

    id: int | None = Field(default=None, primary_key=True)
    plan_id: int = Field(foreign_key="plans.id", index=True)
    by_id: int = Field(foreign_key="users.id")
    at: datetime
    text: str = Field(max_length=2000)

    by: User = Relationship()
