"""Decisions not to act, for now, on what the analysis found."""

from datetime import date, datetime

from sqlmodel import Field, Relationship

from core.models import Model
from organisation.models import User


class FindingDecision(Model, table=True):
    """Nothing will be done for now about a finding, nor about the same one in later quarters: why, until when.

    To act on a finding is to propose an action of which it is a cause: nothing else is kept of that here.
    """

    __tablename__ = "finding_decisions"

    id: int | None = Field(default=None, primary_key=True)
    matter: str = Field(max_length=110, index=True)  # the key of the finding without its quarter
    finding_key: str = Field(max_length=120)
    said: str = Field(max_length=300)  # what it said that day, figures included: they move on
    proof: str = Field(max_length=500)
    reason: str = Field(min_length=1, max_length=2000)
    review_on: date = Field(index=True)
    decided_by_id: int = Field(foreign_key="users.id")
    decided_at: datetime

    decided_by: User = Relationship()
