"""Members' thanks chosen to be read in the yearly review of a department."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Field, Relationship

from analysis.models import Verbatim
from core.models import Model
from organisation.models import User


class Thanks(Model, table=True):
    """One masked sentence of praise that a person chose for a department's review of a year; gone when the sentence is erased."""

    __tablename__ = "thanks"
    __table_args__ = (sa.UniqueConstraint("department_id", "year", "verbatim_id"),)

    id: int | None = Field(default=None, primary_key=True)
    department_id: int = Field(foreign_key="departments.id", index=True)
    year: int
    verbatim_id: str = Field(
        foreign_key="verbatims.id", index=True, ondelete="CASCADE", max_length=32
    )
    chosen_by_id: int = Field(foreign_key="users.id")
    chosen_at: datetime

    verbatim: Verbatim = Relationship()
    chosen_by: User = Relationship()
