"""What is asked at one moment of life, in one version."""

from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, Relationship

from core.models import Model, one_of
from survey.models.events import EventKind


class QuestionnaireStatus(StrEnum):
    """A published questionnaire is frozen: it changes only by a new version."""

    DRAFT = "draft"
    PUBLISHED = "published"
    RETIRED = "retired"


class Questionnaire(Model, table=True):
    """What is asked at one moment of life, in one version."""

    __tablename__ = "questionnaires"
    __table_args__ = (sa.UniqueConstraint("kind", "version"),)

    id: int | None = Field(default=None, primary_key=True)
    kind: EventKind = Field(sa_type=one_of(EventKind))
    version: int
    title: str = Field(max_length=120)
    status: QuestionnaireStatus = Field(
        default=QuestionnaireStatus.DRAFT, sa_type=one_of(QuestionnaireStatus)
    )
    published_at: datetime | None = None

    questions: list["Question"] = Relationship(
        sa_relationship_kwargs={"order_by": "Question.rank", "lazy": "selectin"}
    )


class Question(Model, table=True):
    """One question; its `code` stays the same from version to version so that series compare."""

    __tablename__ = "questions"
    __table_args__ = (sa.UniqueConstraint("questionnaire_id", "code"),)

    id: int | None = Field(default=None, primary_key=True)
    questionnaire_id: int = Field(foreign_key="questionnaires.id", index=True)
    page: int
    rank: int
    code: str = Field(max_length=40)
    kind: str = Field(max_length=40)  # a key of survey.questions.KINDS
    wording: str = Field(max_length=300)
    hint: str = Field(default="", max_length=300)
    choices: list[list[str]] = Field(default_factory=list, sa_type=sa.JSON)  # [value, label]
    required: bool = False
    asked_when: dict[str, Any] | None = Field(default=None, sa_type=sa.JSON)  # {code, values}
    commitment_code: str = Field(default="", max_length=10, index=True)
    # as it is read aloud on the telephone; empty: made of the wording and the choices
    spoken: str = Field(default="", max_length=600)
    # {wording, hint, choices: {value: label}}, for whom reading is hard; what is missing keeps the usual words
    easy: dict[str, Any] = Field(default_factory=dict, sa_type=sa.JSON)
