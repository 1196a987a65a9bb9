"""The steps of the officer's year that a person moved, ended or added; usual ones nobody touched are not here."""

from datetime import date

import sqlalchemy as sa
from sqlmodel import Field

from core.models import Model


class YearStep(Model, table=True):
    """A step of one year: a usual one, named by its code, as it was moved or ended; or one of the officer's own."""

    __tablename__ = "year_steps"
    __table_args__ = (
        sa.UniqueConstraint("year", "code"),
        sa.CheckConstraint("(code IS NULL) <> (title = '')", name="usual_or_own"),
        sa.CheckConstraint("(ended_on IS NULL) = (ended_by_id IS NULL)", name="ended_by_somebody"),
    )

    id: int | None = Field(default=None, primary_key=True)
    year: int = Field(index=True)
    code: str | None = Field(default=None, max_length=40)  # of actionplans/year/usual.yaml
    title: str = Field(default="", max_length=160)  # of one's own
    due_on: date
    ended_on: date | None = None
    ended_by_id: int | None = Field(default=None, foreign_key="users.id")
