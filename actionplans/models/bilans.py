"""Signed yearly reviews: what they said, whole, with their fingerprint."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Field, Relationship

from core.models import Model
from organisation.models import Department, User


class Bilan(Model, table=True):
    """One signed version of a department's yearly review. Never changed: a correction is a new version, with its reason."""

    __tablename__ = "bilans"
    __table_args__ = (sa.UniqueConstraint("department_id", "year", "version"),)

    id: int | None = Field(default=None, primary_key=True)
    department_id: int = Field(foreign_key="departments.id", index=True)
    year: int = Field(index=True)
    version: int
    content: str  # the document as JSON: what its fingerprint is taken of
    sha256: str = Field(max_length=64)
    reason: str = Field(default="", max_length=2000)  # why it was corrected; empty for the first
    signed_by_id: int = Field(foreign_key="users.id")
    signed_at: datetime

    department: Department = Relationship()
    signed_by: User = Relationship()
