"""Who is asked, by which way and when; their answers while they may still change."""

from datetime import date
from enum import StrEnum
from typing import Optional

import sqlalchemy as sa
from sqlmodel import Field, Relationship

from core.models import Model, one_of
from survey.models.events import LeftOut, LifeEvent
from survey.models.questionnaires import Questionnaire


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
    (see survey.answering.codes); only their fingerprints are stored.
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
    # To read both in one query; written nowhere (survey.answering.answering makes and erases drafts).
    draft: Optional["Draft"] = Relationship(
        sa_relationship_kwargs={"viewonly": True, "uselist": False}
    )


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
