"""Malfunctions told by staff, what was said about them, and the earlier ones they resemble."""

from datetime import date
from enum import StrEnum
from typing import ClassVar, Optional

import sqlalchemy as sa
from sqlmodel import Field, Relationship

from core.models import Model, one_of
from organisation.models import Commitment, Department, User


class ReportMode(StrEnum):
    """How a report was made. Anonymous keeps no account, no address and no time finer than the day."""

    SIGNED = "signed"
    CONFIDENTIAL = "confidential"
    ANONYMOUS = "anonymous"

    @property
    def label(self) -> str:
        return {"signed": "signé", "confidential": "confidentiel", "anonymous": "anonyme"}[
            self.value
        ]


class MalfunctionStatus(StrEnum):
    """The life of a malfunction report."""

    REPORTED = "reported"
    QUALIFIED = "qualified"
    IN_HAND = "in_hand"
    RESOLVED = "resolved"
    CLOSED = "closed"
    JOINED = "joined"
    REDIRECTED = "redirected"
    NOT_PURSUED = "not_pursued"

    @property
    def label(self) -> str:
        return {
            "reported": "signalé",
            "qualified": "qualifié",
            "in_hand": "en traitement",
            "resolved": "résolu",
            "closed": "clos",
            "joined": "rattaché",
            "redirected": "réorienté",
            "not_pursued": "sans suite motivée",
        }[self.value]


class Frequency(StrEnum):
    """How often it happens, as far as the officer can tell."""

    ONCE = "once"
    SOMETIMES = "sometimes"
    OFTEN = "often"
    ALWAYS = "always"

    @property
    def label(self) -> str:
        return {
            "once": "une seule fois",
            "sometimes": "de temps en temps",
            "often": "chaque semaine ou presque",
            "always": "à chaque fois",
        }[self.value]


class CauseFamily(StrEnum):
    """What the cause is made of; never a person (improvement §4.3)."""

    ORGANISATION = "organisation"
    TOOL = "tool"
    RULE = "rule"
    INFORMATION = "information"
    SKILL = "skill"
    PARTNER = "partner"

    @property
    def label(self) -> str:
        return {
            "organisation": "l’organisation",
            "tool": "un outil",
            "rule": "une règle",
            "information": "une information qui manque",
            "skill": "une compétence à acquérir",
            "partner": "un partenaire",
        }[self.value]


class Malfunction(Model, table=True):
    """Something that does not work, told by a member of staff."""

    __tablename__ = "malfunctions"
    __table_args__ = (
        sa.CheckConstraint(
            "mode <> 'anonymous' OR (reporter_id IS NULL AND code_hash IS NOT NULL)",
            name="anonymous_has_no_reporter",
        ),
        sa.CheckConstraint("severity IS NULL OR severity BETWEEN 1 AND 4", name="severity_range"),
    )

    id: int | None = Field(default=None, primary_key=True)
    number: str = Field(unique=True, max_length=20)  # D-2026-118
    mode: ReportMode = Field(sa_type=one_of(ReportMode))
    reporter_id: int | None = Field(default=None, foreign_key="users.id", index=True)
    code_hash: str | None = Field(default=None, unique=True, max_length=64)
    reported_on: date = Field(index=True)

    # what happened: sealed until masked, then the masked text alone
    sealed: bytes | None = None
    title: str = Field(default="", max_length=160)
    text: str = ""
    department_id: int | None = Field(default=None, foreign_key="departments.id", index=True)
    touches_members: bool = False

    # what its author thinks it touches; whoever judges it starts from there
    guessed_theme: str = Field(default="", max_length=30)
    guessed_commitment_id: int | None = Field(default=None, foreign_key="commitments.id")

    # what it was judged to be
    status: MalfunctionStatus = Field(
        default=MalfunctionStatus.REPORTED, sa_type=one_of(MalfunctionStatus), index=True
    )
    theme: str = Field(default="", max_length=30, index=True)
    commitment_id: int | None = Field(default=None, foreign_key="commitments.id", index=True)
    severity: int | None = None
    frequency: Frequency | None = Field(default=None, sa_type=one_of(Frequency))
    joined_to_id: int | None = Field(default=None, foreign_key="malfunctions.id")
    qualified_on: date | None = None
    due_on: date | None = None

    # what was done about it
    cause_family: CauseFamily | None = Field(default=None, sa_type=one_of(CauseFamily))
    analysis: str = Field(default="", max_length=2000)  # why, and why again; never who
    fix: str = Field(default="", max_length=2000)
    outcome: str = Field(default="", max_length=2000)  # what the reporter is told
    closed_on: date | None = None
    is_satisfied: bool | None = None  # what the reporter says of it, once told

    department: Optional["Department"] = Relationship()
    commitment: Optional["Commitment"] = Relationship(
        sa_relationship_kwargs={"foreign_keys": "Malfunction.commitment_id"}
    )
    guessed_commitment: Optional["Commitment"] = Relationship(
        sa_relationship_kwargs={"foreign_keys": "Malfunction.guessed_commitment_id"}
    )
    reporter: Optional["User"] = Relationship(
        sa_relationship_kwargs={"foreign_keys": "Malfunction.reporter_id"}
    )


class MalfunctionMessage(Model, table=True):
    """A word exchanged with the reporter, who may stay unknown."""

    __tablename__ = "malfunction_messages"

    id: int | None = Field(default=None, primary_key=True)
    malfunction_id: int = Field(foreign_key="malfunctions.id", index=True)
    from_reporter: bool
    sealed: bytes | None = None  # the reporter's, until masked; then the masked text alone
    text: str = Field(default="", max_length=4000)  # masked, it may be longer than it was
    written_on: date


class MalfunctionFile(Model, table=True):
    """A file its author attached: sealed, without what says who made it, under a name that says nothing.

    It lives in the database, not in a folder: a file on a disk keeps the minute at which it was written.
    """

    __tablename__ = "malfunction_files"
    __table_args__ = (sa.UniqueConstraint("malfunction_id", "rank"),)

    id: int | None = Field(default=None, primary_key=True)
    malfunction_id: int = Field(foreign_key="malfunctions.id")
    rank: int
    kind: str = Field(max_length=10)  # the end of its name: jpg
    media_type: str = Field(max_length=100)
    size: int  # bytes, once cleaned
    added_on: date
    sealed: bytes

    @staticmethod
    def name_of(rank: int, kind: str) -> str:
        """What it is called by everybody: never what its author called it."""
        return f"pièce jointe {rank}.{kind}"


class SimilarReport(Model, table=True):
    """An earlier report that may say the same; shown, never merged by itself."""

    __tablename__ = "similar_reports"

    malfunction_id: int = Field(foreign_key="malfunctions.id", primary_key=True)
    earlier_id: int = Field(foreign_key="malfunctions.id", primary_key=True)
    score: float
    is_likely: bool

    SURE_FROM: ClassVar[float] = 0.6
    """A probability: of the repeats announced from there, nine of ten are; below, one of two."""

    @property
    def announced(self) -> str:
        """How it is announced; nothing where it is only the nearest there is."""
        if not self.is_likely:
            return ""
        return "probablement le même" if self.score >= self.SURE_FROM else "peut-être le même"

    earlier: Malfunction = Relationship(
        sa_relationship_kwargs={"foreign_keys": "SimilarReport.earlier_id"}
    )
