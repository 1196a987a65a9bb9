"""The yearly review of the whole fund once signed, and how far each theme of the charter is on its cycle."""

from datetime import datetime
from enum import IntEnum

import sqlalchemy as sa
from sqlmodel import Field, Relationship

from core.models import Model
from organisation.models import User


class FundBilan(Model, table=True):
    """One signed version of the fund's yearly review. Never changed: a correction is a new version, with its reason."""

    __tablename__ = "fund_bilans"
    __table_args__ = (sa.UniqueConstraint("year", "version"),)

    id: int | None = Field(default=None, primary_key=True)
    year: int
    version: int
    content: str  # the document as JSON: what its fingerprint is taken of
    sha256: str = Field(max_length=64)
    reason: str = Field(default="", max_length=2000)  # why it was corrected; empty for the first
    motive: str = Field(default="", max_length=2000)  # why it was signed without some departments
    signed_by_id: int = Field(foreign_key="users.id")
    signed_at: datetime

    signed_by: User = Relationship()


class Stage(IntEnum):
    """Where a theme is on the cycle plan, do, check, act (the Common Assessment Framework asks the same)."""

    NOTHING = 0
    PLANNED = 1
    DONE = 2
    CHECKED = 3
    IMPROVED = 4

    @property
    def label(self) -> str:
        return ("rien", "prévu", "appliqué", "mesuré", "amélioré")[self.value]


class Maturity(Model, table=True):
    """How far one theme is one year, as the quality officer judges it. Serves management; never in a score."""

    __tablename__ = "maturities"
    __table_args__ = (
        sa.UniqueConstraint("year", "theme_code"),
        sa.CheckConstraint("stage BETWEEN 0 AND 4", name="stage_range"),
    )

    id: int | None = Field(default=None, primary_key=True)
    year: int
    theme_code: str = Field(max_length=10)  # outlives the version of the charter
    stage: int
    reason: str = Field(min_length=1, max_length=300)
    rated_by_id: int = Field(foreign_key="users.id")
    rated_at: datetime
