"""Decisions not to act, for now, on reports that come back."""

from datetime import date, datetime

from sqlmodel import Field, Relationship

from core.models import Model
from organisation.models import Department, User


class RecurrenceDecision(Model, table=True):
    """Nothing will be done for now about reports of one theme coming back in one department: why, until when."""

    __tablename__ = "recurrence_decisions"

    id: int | None = Field(default=None, primary_key=True)
    theme: str = Field(max_length=30)
    department_id: int = Field(foreign_key="departments.id", index=True)
    reports: int  # how many there were that day
    reason: str = Field(min_length=1, max_length=2000)
    review_on: date
    decided_by_id: int = Field(foreign_key="users.id")
    decided_at: datetime

    department: Department = Relationship()
    decided_by: User = Relationship()
