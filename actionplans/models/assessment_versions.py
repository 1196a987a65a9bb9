"""What a frozen self-assessment said before management corrected it."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Field, Relationship

from core.models import Model
from organisation.models import User


class AssessmentVersion(Model, table=True):
    """One replaced version: its text, its fingerprint, and why it was replaced. Never changed."""

    __tablename__ = "assessment_versions"
    __table_args__ = (sa.UniqueConstraint("assessment_id", "number"),)

    id: int | None = Field(default=None, primary_key=True)
    assessment_id: int = Field(foreign_key="assessments.id", index=True)
    number: int
    snapshot: str
    sha256: str = Field(max_length=64)
    reason: str = Field(min_length=1, max_length=2000)  # why it was replaced
    replaced_by_id: int = Field(foreign_key="users.id")
    replaced_at: datetime

    replaced_by: User = Relationship()
