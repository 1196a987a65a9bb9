"""The yearly campaign, each department’s self-assessment and its ratings."""

from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, Relationship

from core import working_days
from core.errors import Refused
from core.models import Model, one_of
from organisation.models import Charter, Commitment, Department


class CampaignStatus(StrEnum):
    """The life of a yearly campaign; that it reminds, or that its review is published, is told by dates."""

    PREPARED = "prepared"
    OPEN = "open"
    CLOSED = "closed"
    ARCHIVED = "archived"
    CANCELLED = "cancelled"

    @property
    def label(self) -> str:
        return {
            "prepared": "préparée",
            "open": "ouverte",
            "closed": "close",
            "archived": "archivée",
            "cancelled": "annulée",
        }[self.value]


NOT_BEGUN = (CampaignStatus.PREPARED, CampaignStatus.CANCELLED)


class Campaign(Model, table=True):
    """The yearly round in which each department assesses itself against the charter."""

    __tablename__ = "campaigns"

    id: int | None = Field(default=None, primary_key=True)
    year: int = Field(unique=True)
    charter_id: int = Field(foreign_key="charters.id")
    opened_on: date  # while it is only prepared: the day it will open
    due_on: date
    status: CampaignStatus = Field(default=CampaignStatus.OPEN, sa_type=one_of(CampaignStatus))

    charter: Charter = Relationship()

    @property
    def is_open(self) -> bool:
        """Whether departments still work on it."""
        return self.status is CampaignStatus.OPEN

    @property
    def is_prepared(self) -> bool:
        """Whether its day is still to come."""
        return self.status is CampaignStatus.PREPARED

    @property
    def is_archived(self) -> bool:
        """Whether it is only read from now on."""
        return self.status is CampaignStatus.ARCHIVED

    def expect(self, *statuses: CampaignStatus) -> None:
        """Refuse a step that this campaign has not reached, or has passed."""
        if self.status not in statuses:
            raise Refused(
                f"La campagne {self.year} est déjà {self.status.label} : rechargez sa page."
            )

    def expect_alive(self) -> None:
        """Refuse to change anything in the archives."""
        if self.is_archived:
            raise Refused(
                f"Sortez d’abord la campagne {self.year} des archives : elle ne fait plus que se lire."
            )

    @property
    def period_start(self) -> date:
        """First of the twelve months that are assessed."""
        return self.due_on - timedelta(days=364)

    @property
    def period_end(self) -> date:
        """Last of them: the day the assessments are due."""
        return self.due_on


REDO_DAYS = 10  # working days to complete what was sent back (improvement §4.1)


class AssessmentStatus(StrEnum):
    """The life of a department's self-assessment."""

    TODO = "todo"
    IN_PROGRESS = "in_progress"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    VALIDATED = "validated"
    FROZEN = "frozen"
    DROPPED = "dropped"

    @property
    def label(self) -> str:
        return {
            "todo": "à faire",
            "in_progress": "en cours",
            "submitted": "soumise",
            "returned": "à compléter",
            "validated": "validée",
            "frozen": "figée",
            "dropped": "sans objet",
        }[self.value]


class Assessment(Model, table=True):
    """One department's self-assessment for one campaign."""

    __tablename__ = "assessments"
    __table_args__ = (sa.UniqueConstraint("campaign_id", "department_id"),)

    id: int | None = Field(default=None, primary_key=True)
    campaign_id: int = Field(foreign_key="campaigns.id")
    department_id: int = Field(foreign_key="departments.id", index=True)
    status: AssessmentStatus = Field(
        default=AssessmentStatus.TODO, sa_type=one_of(AssessmentStatus), index=True
    )
    successes: str = Field(default="", max_length=5000)
    improvements: str = Field(default="", max_length=5000)
    minutes: float = 0.0  # spent filling it in, as measured
    submitted_by_id: int | None = Field(default=None, foreign_key="users.id")
    submitted_at: datetime | None = None
    validated_by_id: int | None = Field(default=None, foreign_key="users.id")
    validated_at: datetime | None = None
    returned_because: str = Field(default="", max_length=2000)
    returned_on: date | None = None
    frozen_on: date | None = None
    dropped_because: str = Field(default="", max_length=2000)  # its department is no more

    # once frozen: what was said, whole, and its fingerprint
    snapshot: str | None = None
    sha256: str | None = Field(default=None, max_length=64)
    version: int = 1  # grows when management corrects it; the earlier texts are kept

    campaign: Campaign = Relationship()
    department: Department = Relationship()
    ratings: list["Rating"] = Relationship(back_populates="assessment")

    @property
    def is_open(self) -> bool:
        """Still in the hands of the department."""
        return self.status in OPEN_STATUSES

    @property
    def due_on(self) -> date:
        """The day it is expected: the campaign's; once sent back, ten working days on, if that is later."""
        due_on: date = self.campaign.due_on
        if self.status is AssessmentStatus.RETURNED and self.returned_on is not None:
            return max(due_on, working_days.after(self.returned_on, REDO_DAYS))
        return due_on

    def expect(self, *statuses: AssessmentStatus) -> None:
        """Refuse a step that this assessment has not reached, or has passed."""
        if self.status not in statuses:
            raise Refused(
                f"Cette auto-évaluation est {self.status.label} : ce n’est pas possible maintenant."
            )


OPEN_STATUSES = (
    AssessmentStatus.TODO,
    AssessmentStatus.IN_PROGRESS,
    AssessmentStatus.RETURNED,
)


class Level(StrEnum):
    """How far a commitment is kept."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"
    NOT_CONCERNED = "NC"
    NOT_DUE = "PE"
    NOT_ASSESSED = "NE"

    @property
    def label(self) -> str:
        return LEVEL_LABELS[self]


LEVEL_LABELS = {
    Level.A: "Tenu et prouvé",
    Level.B: "Tenu, preuve à compléter",
    Level.C: "Tenu en partie",
    Level.D: "Pas tenu",
    Level.NOT_CONCERNED: "Non concerné",
    Level.NOT_DUE: "Pas encore exigible",
    Level.NOT_ASSESSED: "Non évalué",
}


class Rating(Model, table=True):
    """One commitment in one self-assessment: proposed by the machine, declared, validated."""

    __tablename__ = "ratings"
    __table_args__ = (sa.UniqueConstraint("assessment_id", "commitment_id"),)

    id: int | None = Field(default=None, primary_key=True)
    assessment_id: int = Field(foreign_key="assessments.id", index=True)
    commitment_id: int = Field(foreign_key="commitments.id", index=True)
    proposed: Level | None = Field(default=None, sa_type=one_of(Level, "proposed"))
    ceiling: Level | None = Field(default=None, sa_type=one_of(Level, "ceiling"))
    sources: dict[str, Any] = Field(default_factory=dict, sa_type=sa.JSON)  # the three sentences
    declared: Level = Field(default=Level.NOT_ASSESSED, sa_type=one_of(Level, "declared"))
    validated: Level | None = Field(default=None, sa_type=one_of(Level, "validated"))
    reason: str = Field(default="", max_length=2000)
    is_strong: bool = False  # « point fort à partager », on A alone
    officer_comment: str = Field(default="", max_length=2000)
    rated_at: datetime | None = None
    rated_by_id: int | None = Field(default=None, foreign_key="users.id")

    assessment: Assessment = Relationship(back_populates="ratings")
    commitment: Commitment = Relationship()
