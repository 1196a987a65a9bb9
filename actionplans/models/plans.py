"""Yearly plans of departments: prepared, approved, followed, closed; and the actions each holds."""

from datetime import date, datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlmodel import Field, Relationship

from actionplans.models.actions import Action
from core.errors import Refused
from core.models import Model, one_of
from organisation.models import Department, User


class PlanStatus(StrEnum):
    """The life of a plan: its head prepares it, management approves it, the year carries it out."""

    IN_PREPARATION = "in_preparation"
    SUBMITTED = "submitted"
    APPROVED = "approved"
    CLOSED = "closed"
    JOINED = "joined"
    """Never approved: its department was regrouped, and the plan of the one that was joined took up its actions."""

    @property
    def label(self) -> str:
        return {
            "in_preparation": "en préparation",
            "submitted": "soumis",
            "approved": "approuvé",
            "closed": "clos",
            "joined": "repris dans un autre plan",
        }[self.value]


class YearlyPlan(Model, table=True):
    """What a department means to do in a year. What was approved is kept whole, with its SHA-256, and never changes."""

    __tablename__ = "yearly_plans"
    __table_args__ = (
        sa.UniqueConstraint("department_id", "year"),
        sa.CheckConstraint(
            "(status IN ('approved', 'closed')) = (approved_at IS NOT NULL)",
            name="approved_says_when",
        ),
        sa.CheckConstraint(
            "(status = 'closed') = (closed_at IS NOT NULL)", name="closed_says_when"
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    department_id: int = Field(foreign_key="departments.id", index=True)
    year: int = Field(index=True)
    status: PlanStatus = Field(
        default=PlanStatus.IN_PREPARATION, sa_type=one_of(PlanStatus), index=True
    )
    version: int = 1  # grows with each change: two people who edit at once do not undo each other

    # what its head writes
    aims: str = Field(default="", max_length=2000)
    no_action_because: str = Field(default="", max_length=2000)
    prepared_by_id: int = Field(foreign_key="users.id")  # the last who wrote in it
    prepared_at: datetime

    # what becomes of it
    submitted_by_id: int | None = Field(default=None, foreign_key="users.id")
    submitted_at: datetime | None = None
    returned_because: str = Field(default="", max_length=2000)
    approved_by_id: int | None = Field(default=None, foreign_key="users.id")
    approved_at: datetime | None = None
    content: str = ""  # the document approved, as JSON: what its fingerprint is taken of
    sha256: str | None = Field(default=None, max_length=64)
    lessons: str = Field(default="", max_length=2000)  # what the year taught, written on closing
    closed_by_id: int | None = Field(default=None, foreign_key="users.id")
    closed_at: datetime | None = None

    department: Department = Relationship()
    prepared_by: User = Relationship(
        sa_relationship_kwargs={"foreign_keys": "YearlyPlan.prepared_by_id"}
    )
    submitted_by: User | None = Relationship(
        sa_relationship_kwargs={"foreign_keys": "YearlyPlan.submitted_by_id"}
    )
    approved_by: User | None = Relationship(
        sa_relationship_kwargs={"foreign_keys": "YearlyPlan.approved_by_id"}
    )
    closed_by: User | None = Relationship(
        sa_relationship_kwargs={"foreign_keys": "YearlyPlan.closed_by_id"}
    )
    lines: list["PlannedAction"] = Relationship(
        back_populates="plan", sa_relationship_kwargs={"cascade": "all, delete-orphan"}
    )

    @property
    def is_approved(self) -> bool:
        """Approved once, closed since or not."""
        return self.status in (PlanStatus.APPROVED, PlanStatus.CLOSED)

    def expect(self, *statuses: PlanStatus) -> None:
        """Refuse a step that this plan has not reached, or has passed."""
        if self.status not in statuses:
            raise Refused(f"Ce plan est {self.status.label} : ce n’est pas possible maintenant.")


class PlannedAction(Model, table=True):
    """An action that a plan holds, with the due date it had when the plan was approved."""

    __tablename__ = "planned_actions"

    plan_id: int = Field(foreign_key="yearly_plans.id", primary_key=True)
    action_id: int = Field(foreign_key="actions.id", primary_key=True, index=True)
    due_on: date | None = None  # as approved; empty until then
    is_carried_over: bool = False  # it was in the plan of the year before, unfinished

    plan: YearlyPlan = Relationship(back_populates="lines")
    action: Action = Relationship()
