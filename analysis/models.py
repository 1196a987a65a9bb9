"""What members and staff wrote, masked, and the themes read in it."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any, Optional

import sqlalchemy as sa
from sqlmodel import Field, Relationship

from core.models import Model, one_of
from organisation.models import User
from survey.models import EventKind, Mode, random_key


class Voice(StrEnum):
    """What the member was asked when they wrote it."""

    PRAISE = "praise"  # what went well
    SUGGESTION = "suggestion"  # what to improve

    @property
    def label(self) -> str:
        return {"praise": "ce qui a bien marché", "suggestion": "à améliorer"}[self.value]


class Verbatim(Model, table=True):
    """A free-text answer, masked. Its key tells nothing of when it came."""

    __tablename__ = "verbatims"
    __table_args__ = ({"sqlite_with_rowid": False},)

    id: str = Field(default_factory=random_key, primary_key=True, max_length=32)
    reply_id: str = Field(foreign_key="replies.id", index=True, ondelete="CASCADE")
    text: str
    voice: Voice = Field(sa_type=one_of(Voice))
    kind: EventKind = Field(sa_type=one_of(EventKind), index=True)
    period_start: date = Field(index=True)
    mode: Mode = Field(sa_type=one_of(Mode))
    department_id: int | None = Field(default=None, foreign_key="departments.id", index=True)
    satisfaction: int | None = None  # 0, 5 or 10: the member's own general mark

    # how it was read
    theme: str = Field(default="", max_length=30, index=True)  # the main one; "" not read yet
    certainty: float = 0.0
    reader: str = Field(default="", max_length=80)  # the version of the model that read it
    is_corrected: bool = Field(default=False, index=True)

    readings: list["ThemeReading"] = Relationship(
        sa_relationship_kwargs={
            "order_by": "ThemeReading.rank",
            "lazy": "selectin",
            "cascade": "all, delete-orphan",
            "passive_deletes": True,
        }
    )


class ThemeReading(Model, table=True):
    """One theme of one verbatim; rank 0 is the main one."""

    __tablename__ = "theme_readings"
    __table_args__ = ({"sqlite_with_rowid": False},)

    verbatim_id: str = Field(foreign_key="verbatims.id", primary_key=True, ondelete="CASCADE")
    theme: str = Field(primary_key=True, max_length=30, index=True)
    rank: int


class Correction(Model, table=True):
    """A person said what a verbatim is about; the model learns from it."""

    __tablename__ = "corrections"

    id: int | None = Field(default=None, primary_key=True)
    verbatim_id: str = Field(foreign_key="verbatims.id", index=True, ondelete="CASCADE")
    theme: str = Field(max_length=30)
    instead_of: str = Field(default="", max_length=30)
    also_before: str = Field(default="", max_length=100)
    """The other themes it had, separated by commas."""
    certainty_before: float | None = None
    """How sure its theme was; none where nobody wrote it down."""
    by_id: int = Field(foreign_key="users.id")
    at: datetime
    undone_at: datetime | None = None

    by: Optional["User"] = Relationship()


class ModelRun(Model, table=True):
    """One training of the reader: what it learnt from and how well it reads, as measured."""

    __tablename__ = "model_runs"

    id: int | None = Field(default=None, primary_key=True)
    version: str = Field(max_length=80)
    trained_at: datetime
    examples: int
    corrections: int
    accuracy: float | None = None  # on corrected sentences, before learning from them
    accuracy_n: int = 0


class Basis(StrEnum):
    """The sentences that a reading is judged on; it has learnt none of them."""

    CORRECTED = "corrected"  # those people put right, each read without having learnt it
    FIRST_DAY = "first_day"  # the same, read before anything was learnt from people
    TRIAL = "trial"  # comments shipped to state figures on, as many a theme as in a real year
    STARTER = "starter"  # comments it learns from, each read by words that left it out


class QualityRun(Model, table=True):
    """How well sentences of one sort were read, when it was last measured."""

    __tablename__ = "quality_runs"

    id: int | None = Field(default=None, primary_key=True)
    basis: Basis = Field(sa_type=one_of(Basis), unique=True)
    at: datetime
    reader: str = Field(max_length=80)  # the version that was judged
    fingerprint: str = Field(max_length=64)  # of all that the figures follow from

    cells: list["QualityCell"] = Relationship(
        sa_relationship_kwargs={
            "lazy": "selectin",
            "cascade": "all, delete-orphan",
            "passive_deletes": True,
        }
    )


class QualityCell(Model, table=True):
    """Of one run: the sentences of one theme that were read as another, with nearly the same certainty."""

    __tablename__ = "quality_cells"

    run_id: int | None = Field(
        default=None, foreign_key="quality_runs.id", primary_key=True, ondelete="CASCADE"
    )
    truth: str = Field(primary_key=True, max_length=30)
    given: str = Field(primary_key=True, max_length=30)
    tenth: int = Field(primary_key=True)  # of certainty: 9 is 0.9 and over
    sentences: int
    among: int  # of these, those that do speak of the theme given, mainly or beside
    certainty: float  # sum of their certainties


class Change(StrEnum):
    """What became of a topic since the quarter before."""

    UNKNOWN = "unknown"  # topics of the quarter before were never looked for
    NEW = "new"
    GREW = "grew"
    FADED = "faded"
    LEVEL = "level"

    @property
    def label(self) -> str:
        """What is worth a mark; empty for the rest."""
        return {"new": "nouveau", "grew": "grandit", "faded": "recule"}.get(self.value, "")

    @property
    def told(self) -> str:
        """The same for a table, where what did not change is told too."""
        return self.label or ("stable" if self is Change.LEVEL else "–")


class TopicRun(Model, table=True):
    """The topics of one theme in one quarter, looked for once; the next search replaces the last."""

    __tablename__ = "topic_runs"
    __table_args__ = (sa.UniqueConstraint("theme", "period_start"),)

    id: int | None = Field(default=None, primary_key=True)
    theme: str = Field(max_length=30)
    period_start: date
    period_end: date
    # The first day read, where the quarter holds too few sentences to be read alone; None: its own first day.
    read_from: date | None = None
    at: datetime
    reader: str = Field(max_length=80)  # the version of the encoder that compared the sentences
    seed: int
    texts: int
    fingerprint: str = Field(max_length=64)  # of all that the topics follow from

    topics: list["Topic"] = Relationship(
        back_populates="run",
        sa_relationship_kwargs={
            "order_by": "Topic.rank",
            "cascade": "all, delete-orphan",
            "passive_deletes": True,
        },
    )

    @property
    def since(self) -> date:
        """The first day of what was read."""
        return self.read_from or self.period_start


class Topic(Model, table=True):
    """Sentences of a theme that speak of the same thing; keeps its number from search to search."""

    __tablename__ = "topics"

    id: int | None = Field(default=None, primary_key=True)
    run_id: int | None = Field(
        default=None, foreign_key="topic_runs.id", index=True, ondelete="CASCADE"
    )
    name: str = Field(max_length=80)
    is_pinned: bool = False  # named by a person: no search gives it another name
    is_kept: bool = False  # a person wants it in every search, even where it fades
    version: int = 0  # raised by each thing a person does to it: who looked at an older one is told
    # Directions that find it again, each of float32 in its bytes: its own first, then those of the
    # topics a person merged into it. Empty in one just split off: the next search gives it its own.
    centroids: bytes
    rank: int
    size: int  # sentences, when it was found
    change: Change = Field(default=Change.UNKNOWN, sa_type=one_of(Change))
    previous_id: int | None = Field(
        default=None, foreign_key="topics.id", index=True, ondelete="SET NULL"
    )

    run: Optional["TopicRun"] = Relationship(back_populates="topics")


class TopicAssignment(Model, table=True):
    """One sentence in one topic. Those that say best what the topic is have a `typical` place."""

    __tablename__ = "topic_assignments"
    __table_args__ = ({"sqlite_with_rowid": False},)

    topic_id: int = Field(foreign_key="topics.id", primary_key=True, ondelete="CASCADE")
    verbatim_id: str = Field(
        foreign_key="verbatims.id", primary_key=True, index=True, ondelete="CASCADE"
    )
    typical: int | None = None  # 0 to 2, the most typical first
    is_moved: bool = False  # put here by a person: no search takes it elsewhere


class Gesture(StrEnum):
    """What a person does to the topics of a theme; each can be taken back."""

    RENAME = "rename"
    MERGE = "merge"
    MOVE = "move"
    SPLIT = "split"
    KEEP = "keep"  # in every search, even where it fades
    WORD = "word"  # never in a name
    APART = "apart"  # these two sentences never in one topic

    @property
    def label(self) -> str:
        return {
            "rename": "sujet renommé",
            "merge": "sujets réunis",
            "move": "phrase déplacée",
            "split": "sujet partagé en deux",
            "keep": "sujet gardé",
            "word": "mot écarté des noms",
            "apart": "phrases séparées",
        }[self.value]


class TopicChange(Model, table=True):
    """Something a person did to the topics of a theme: replayed by each search until it is taken back."""

    __tablename__ = "topic_changes"

    id: int | None = Field(default=None, primary_key=True)
    gesture: Gesture = Field(sa_type=one_of(Gesture))
    theme: str = Field(max_length=30, index=True)
    topic_id: int | None = Field(
        default=None, foreign_key="topics.id", index=True, ondelete="SET NULL"
    )
    other_id: int | None = Field(
        default=None, foreign_key="topics.id", index=True, ondelete="SET NULL"
    )
    verbatim_id: str | None = Field(
        default=None, foreign_key="verbatims.id", index=True, ondelete="CASCADE"
    )
    other_verbatim_id: str | None = Field(
        default=None, foreign_key="verbatims.id", index=True, ondelete="CASCADE"
    )
    said: str = Field(default="", max_length=200)  # names of topics, or the word
    before: dict[str, Any] = Field(default_factory=dict, sa_type=sa.JSON)  # what taking back needs
    by_id: int = Field(foreign_key="users.id")
    at: datetime
    undone_by_id: int | None = Field(default=None, foreign_key="users.id")
    undone_at: datetime | None = None

    by: Optional["User"] = Relationship(
        sa_relationship_kwargs={"foreign_keys": "TopicChange.by_id", "lazy": "joined"}
    )
    undone_by: Optional["User"] = Relationship(
        sa_relationship_kwargs={"foreign_keys": "TopicChange.undone_by_id", "lazy": "joined"}
    )


class FoundQuarter(Model, table=True):
    """What deserved attention in a quarter, as last computed; `fingerprint` tells when it is to compute again."""

    __tablename__ = "found_quarters"

    since: date = Field(primary_key=True)  # its first day
    at: datetime
    fingerprint: str = Field(max_length=64)
    looked_at: bool
    commented: int
    findings: list[dict[str, Any]] = Field(default_factory=list, sa_type=sa.JSON)
