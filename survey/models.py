"""What is asked, to whom, at which moment of life, and what was answered.

A reply carries no key to the person, no order and no time finer than the month: `replies` and
`answers` have random keys and, on SQLite, no row order (`WITHOUT ROWID`).
"""

import secrets
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Optional

import sqlalchemy as sa
from sqlmodel import Field, Relationship

from core.models import Model, one_of
from organisation.models import Department, User


def random_key() -> str:
    """A key that tells nothing of when the row was written."""
    return secrets.token_hex(16)


class EventKind(StrEnum):
    """The two moments at which members are asked; the values are those of the exchange files."""

    AFFILIATION = "affiliation"
    RETIREMENT = "retraite"

    @property
    def label(self) -> str:
        return {"affiliation": "affiliation", "retraite": "départ en retraite"}[self.value]


class Mode(StrEnum):
    """How an answer was given; results are shown by mode."""

    WEB = "web"
    PAPER = "paper"
    PHONE = "phone"
    COUNTER = "counter"

    @property
    def label(self) -> str:
        return {"web": "web", "paper": "papier", "phone": "téléphone", "counter": "guichet"}[
            self.value
        ]


# ---------------------------------------------------------------- life events


class EventBatch(Model, table=True):
    """One file of the back office, imported in one transaction."""

    __tablename__ = "event_batches"

    id: int | None = Field(default=None, primary_key=True)
    file_name: str = Field(max_length=200)
    sha256: str = Field(max_length=64, index=True)
    encoding: str = Field(max_length=20)
    separator: str = Field(default="", max_length=1)
    records: int
    totals: dict[str, Any] = Field(default_factory=dict, sa_type=sa.JSON)
    imported_at: datetime = Field(index=True)
    by_id: int | None = Field(default=None, foreign_key="users.id")
    rolled_back_at: datetime | None = None

    by: Optional["User"] = Relationship()


class LeftOut(StrEnum):
    """Why a life event calls for no invitation: its line in the ledger."""

    SURVIVOR = "survivor"
    DECEASED = "deceased"
    PROTECTED = "protected"
    OBJECTION = "objection"
    DISPUTE = "dispute"
    CANCELLED = "cancelled"
    RECENTLY_ASKED = "recently_asked"
    NO_CHANNEL = "no_channel"
    TOO_OLD = "too_old"
    TO_CHECK = "to_check"

    @property
    def label(self) -> str:
        return LEFT_OUT_LABELS[self]


LEFT_OUT_LABELS = {
    LeftOut.SURVIVOR: "pension de réversion : une autre personne",
    LeftOut.DECEASED: "personne décédée",
    LeftOut.PROTECTED: "personne protégée (tutelle, curatelle)",
    LeftOut.OBJECTION: "opposition à l’enquête",
    LeftOut.DISPUTE: "litige en cours",
    LeftOut.CANCELLED: "événement annulé",
    LeftOut.RECENTLY_ASKED: "déjà interrogée dans l’année",
    LeftOut.NO_CHANNEL: "ni adresse électronique ni adresse postale",
    LeftOut.TOO_OLD: "événement trop ancien",
    LeftOut.TO_CHECK: "à vérifier avant tout envoi",
}


class LifeEvent(Model, table=True):
    """What happened to a member and calls for a questionnaire. Contact data leave after closing."""

    __tablename__ = "life_events"
    __table_args__ = (sa.UniqueConstraint("member_number", "kind", "happened_on"),)

    id: int | None = Field(default=None, primary_key=True)
    batch_id: int = Field(foreign_key="event_batches.id", index=True)
    kind: EventKind = Field(sa_type=one_of(EventKind), index=True)
    happened_on: date = Field(index=True)
    member_number: str = Field(max_length=20, index=True)
    department_id: int | None = Field(default=None, foreign_key="departments.id", index=True)
    granted: str = Field(default="", max_length=20)  # accordé, rejeté, abandonné: all are asked

    # how to reach the person; erased by survey.retention
    civility: str = Field(default="", max_length=20)
    last_name: str = Field(default="", max_length=120)
    first_name: str = Field(default="", max_length=120)
    email: str = Field(default="", max_length=254)
    phone: str = Field(default="", max_length=30)
    address: str = Field(default="", max_length=400)
    postcode: str = Field(default="", max_length=12)
    city: str = Field(default="", max_length=80)
    country: str = Field(default="", max_length=60)
    birth_date: date | None = None
    preferred_channel: str = Field(default="", max_length=20)
    erased_on: date | None = None

    # its line in the ledger
    left_out: LeftOut | None = Field(default=None, sa_type=one_of(LeftOut), index=True)
    remarks: list[str] = Field(default_factory=list, sa_type=sa.JSON)

    department: Optional["Department"] = Relationship()
    batch: EventBatch = Relationship()


class Suppression(Model, table=True):
    """A member who must not be written to, and why; kept even when their events are erased."""

    __tablename__ = "suppressions"

    member_number: str = Field(primary_key=True, max_length=20)
    reason: LeftOut = Field(sa_type=one_of(LeftOut), primary_key=True)
    since_on: date


# ---------------------------------------------------------------- questionnaires


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


# ---------------------------------------------------------------- invitations


class InvitationStatus(StrEnum):
    """The life of an invitation."""

    PLANNED = "planned"
    SENT = "sent"
    ANSWERED = "answered"
    CLOSED = "closed"
    CANCELLED = "cancelled"

    @property
    def label(self) -> str:
        return STATUS_LABELS[self]


STATUS_LABELS = {
    InvitationStatus.PLANNED: "planifié",
    InvitationStatus.SENT: "en attente de réponse",
    InvitationStatus.ANSWERED: "répondu",
    InvitationStatus.CLOSED: "clos sans réponse",
    InvitationStatus.CANCELLED: "arrêté",
}


class Invitation(Model, table=True):
    """One questionnaire addressed to one member for one life event.

    It never points to a reply. Its link and its code are derived from the installation's secret
    (see survey.codes); only their fingerprints are stored.
    """

    __tablename__ = "invitations"
    __table_args__ = (
        sa.CheckConstraint("reminders_sent >= 0", name="reminders_sent_not_negative"),
    )

    id: int | None = Field(default=None, primary_key=True)
    event_id: int = Field(foreign_key="life_events.id", unique=True)
    questionnaire_id: int = Field(foreign_key="questionnaires.id", index=True)
    channel: str = Field(max_length=20)  # a key of survey.channels.CHANNELS
    status: InvitationStatus = Field(
        default=InvitationStatus.PLANNED, sa_type=one_of(InvitationStatus), index=True
    )
    token_hash: str = Field(unique=True, max_length=64)
    code_hash: str = Field(unique=True, max_length=64)
    send_on: date = Field(index=True)
    sent_on: date | None = Field(default=None, index=True)
    reminders_sent: int = 0  # the last step that left; by letter there is no first reminder
    last_sent_on: date | None = None
    bounced_on: date | None = None  # the e-mail address was refused; it went on by letter
    closes_on: date | None = Field(default=None, index=True)
    was_opened: bool = False
    cancelled_because: LeftOut | None = Field(default=None, sa_type=one_of(LeftOut))

    event: LifeEvent = Relationship()
    questionnaire: Questionnaire = Relationship()


class ContactPlan(Model, table=True):
    """When members are written to, and how often, in one version; the newest is in force.

    `moments` holds the terms of each moment of life (see survey.contact_plans.Terms).
    """

    __tablename__ = "contact_plans"
    __table_args__ = (
        sa.CheckConstraint("opens < closes", name="opens_before_it_closes"),
        sa.CheckConstraint("daily_limit > 0", name="daily_limit_positive"),
    )

    version: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    opens: int  # hours of Paris
    closes: int
    daily_limit: int
    moments: dict[str, Any] = Field(default_factory=dict, sa_type=sa.JSON)
    made_at: datetime
    by_id: int | None = Field(default=None, foreign_key="users.id")

    by: Optional["User"] = Relationship()


class OtherMailing(Model, table=True):
    """Another survey of the fund this member was asked: a year passes before ours."""

    __tablename__ = "other_mailings"

    member_number: str = Field(primary_key=True, max_length=20)
    asked_on: date = Field(primary_key=True, index=True)
    name: str = Field(max_length=120)


class Letter(Model, table=True):
    """A letter to print: one an invitation and step, each printed in one batch."""

    __tablename__ = "letters"
    __table_args__ = (sa.UniqueConstraint("invitation_id", "step"),)

    id: int | None = Field(default=None, primary_key=True)
    invitation_id: int = Field(foreign_key="invitations.id")
    step: int  # 0 the invitation, 1 and 2 the reminders
    written_on: date
    printed_on: date | None = Field(default=None, index=True)

    invitation: Invitation = Relationship()


class SendingPause(Model, table=True):
    """Nothing leaves while this row is there; there is one at most. The journal keeps its story."""

    __tablename__ = "sending_pauses"
    __table_args__ = (sa.CheckConstraint("id = 1", name="one_at_most"),)

    id: int = Field(default=1, primary_key=True)
    since: datetime
    by_id: int | None = Field(default=None, foreign_key="users.id")
    reason: str = Field(max_length=200)

    by: Optional["User"] = Relationship()


class Draft(Model, table=True):
    """A member's answers while they may still change: sealed, under their invitation.

    `sealed` is encrypted with a key drawn from the installation's secret; the database alone does
    not read it. The row is erased when its answers become a reply.
    """

    __tablename__ = "drafts"

    invitation_id: int = Field(foreign_key="invitations.id", primary_key=True)
    sealed: bytes
    mode: Mode = Field(default=Mode.WEB, sa_type=one_of(Mode))
    counts: bool = False  # the general question is answered: it will become a reply
    is_submitted: bool = Field(default=False, index=True)
    receipt_hash: str | None = Field(default=None, unique=True, max_length=64)


# ---------------------------------------------------------------- replies, without their authors


class Grain(StrEnum):
    """How fine a time a reply may carry."""

    MONTH = "month"
    QUARTER = "quarter"


class Reply(Model, table=True):
    """A filled questionnaire, without its author, its order or its day."""

    __tablename__ = "replies"
    __table_args__ = ({"sqlite_with_rowid": False},)

    id: str = Field(default_factory=random_key, primary_key=True, max_length=32)
    questionnaire_id: int = Field(foreign_key="questionnaires.id", index=True)
    kind: EventKind = Field(sa_type=one_of(EventKind), index=True)
    period_start: date = Field(index=True)
    grain: Grain = Field(sa_type=one_of(Grain))
    mode: Mode = Field(sa_type=one_of(Mode))
    department_id: int | None = Field(default=None, foreign_key="departments.id", index=True)
    receipt_hash: str | None = Field(default=None, unique=True, max_length=64)  # until closing


class Answer(Model, table=True):
    """One line of a reply. `part` is the ticked option or the channel a sub-question is about."""

    __tablename__ = "answers"
    __table_args__ = ({"sqlite_with_rowid": False},)

    reply_id: str = Field(foreign_key="replies.id", primary_key=True, ondelete="CASCADE")
    question_code: str = Field(primary_key=True, max_length=40, index=True)
    part: str = Field(default="", primary_key=True, max_length=40)
    value: str = Field(default="", max_length=40)


class FreeText(Model, table=True):
    """What a member wrote, as written: sealed, for the masking alone to read, then two years."""

    __tablename__ = "free_texts"
    __table_args__ = ({"sqlite_with_rowid": False},)

    id: str = Field(default_factory=random_key, primary_key=True, max_length=32)
    reply_id: str = Field(foreign_key="replies.id", index=True, ondelete="CASCADE")
    question_code: str = Field(max_length=40)
    sealed: bytes
    is_read: bool = Field(default=False, index=True)  # masked and handed to the analysis


class CallBack(Model, table=True):
    """Somebody who asked to be called back, outside the anonymous answer."""

    __tablename__ = "call_backs"

    id: int | None = Field(default=None, primary_key=True)
    phone: str = Field(max_length=30)
    about: str = Field(default="", max_length=500)
    asked_on: date
    done_on: date | None = None
