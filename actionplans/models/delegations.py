"""Rows of a self-assessment that its head entrusts to a collaborator, until a day."""

from datetime import date

from sqlmodel import Field, Relationship

from actionplans.models.assessments import Rating
from core.models import Model
from organisation.models import User


class Delegation(Model, table=True):
    """One row in the hands of one person. Given to another, or taken back, it is that person's no more."""

    __tablename__ = "delegations"

    rating_id: int = Field(foreign_key="ratings.id", primary_key=True)
    user_id: int = Field(foreign_key="users.id", index=True)
    until: date  # included; after it, the row is the head's again
    given_by_id: int = Field(foreign_key="users.id")
    given_on: date

    rating: Rating = Relationship()
    user: User = Relationship(sa_relationship_kwargs={"foreign_keys": "Delegation.user_id"})
