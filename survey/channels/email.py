"""By e-mail: a short text and its HTML, in the outbox, under a key that names invitation and step."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from sqlmodel import Session, col, select

from core import french, mail
from core.models import OutgoingMessage
from core.typography import Typography
from survey.answering import invitations, promises
from survey.channels.base import FIRST, LAST, REMINDER
from survey.models import Invitation, LifeEvent, Questionnaire
from survey.paper import addressing

WORDS = {FIRST: "invitation.txt", REMINDER: "reminder.txt", LAST: "last_reminder.txt"}
SUBJECTS = {FIRST: "{}", REMINDER: "Rappel : {}", LAST: "Dernier rappel : {}"}
KEY = re.compile(r"invitation-(\d+)-(\d)")
LIKELY_ADDRESS = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+")

templates = Environment(
    loader=FileSystemLoader(Path(__file__).parents[1] / "templates" / "survey" / "mail"),
    autoescape=lambda name: bool(name) and str(name).endswith(".html"),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    extensions=[Typography],
)
templates.filters.update(french.FILTERS)


class Email:
    """A plain message: who writes, why to this person, one link, how long, until when, the telephone."""

    name = "email"
    label = "courriel"

    def can_reach(self, event: LifeEvent) -> bool:
        return LIKELY_ADDRESS.fullmatch(event.email) is not None

    def invite(self, session: Session, invitation: Invitation, step: int, now: datetime) -> None:
        """Write the message of this step to the outbox, unless it was already written."""
        key = key_of(invitation, step)
        if session.exec(select(OutgoingMessage.id).where(OutgoingMessage.key == key)).first():
            return
        mail.write(session, message(invitation, step, now))


def key_of(invitation: Invitation, step: int) -> str:
    """The key of a message in the outbox."""
    return f"invitation-{invitation.id}-{step}"


def read_key(key: str) -> tuple[int, int] | None:
    """(invitation, step) of a message's key; None when the message is another room's."""
    found = KEY.fullmatch(key)
    return (int(found[1]), int(found[2])) if found else None


def messages(session: Session, invitation: Invitation) -> list[OutgoingMessage]:
    """The messages of an invitation, in the order of its steps."""
    keys = [key_of(invitation, step) for step in WORDS]
    found = select(OutgoingMessage).where(col(OutgoingMessage.key).in_(keys))
    return list(session.exec(found.order_by(col(OutgoingMessage.key))))


# ---------------------------------------------------------------- its words


@dataclass(frozen=True)
class Said:
    """What a message says of one person and one questionnaire."""

    greeting: str
    known: str
    """What the fund knows already: « votre affiliation de février 2027 »."""
    questionnaire: Questionnaire
    link: str
    closes_on: date | None
    first_sent_on: date | None
    step: int = FIRST


@dataclass(frozen=True)
class Composed:
    """A message's words, plain and as HTML."""

    subject: str
    text: str
    html: str


def composed(said: Said) -> Composed:
    """The words of one step."""
    text = templates.get_template(WORDS[said.step]).render(
        fund=mail.fund(),
        greeting=said.greeting,
        known=french.typeset(said.known),
        effort=promises.effort_of(said.questionnaire),
        promise=promises.PROMISE,
        link=said.link,
        closes_on=said.closes_on,
        first_sent_on=said.first_sent_on,
    )
    paragraphs = [part.strip() for part in re.split(r"\n\s*\n", text) if part.strip()]
    title = french.typeset(said.questionnaire.title).replace(french.NBSP, " ")
    subject = SUBJECTS[said.step].format(title[:1].lower() + title[1:] if said.step else title)
    html = templates.get_template("frame.html").render(paragraphs=paragraphs, link=said.link)
    return Composed(subject, "\n\n".join(paragraphs) + "\n", html)


def message(invitation: Invitation, step: int, now: datetime) -> OutgoingMessage:
    """The whole message, not yet in the outbox."""
    path = f"/r/{invitations.token(invitation)}"
    text = composed(
        Said(
            greeting=addressing.greeting(invitation.event),
            known=promises.known(invitation),
            questionnaire=invitation.questionnaire,
            link=mail.link(path),
            closes_on=invitation.closes_on,
            first_sent_on=invitation.sent_on,
            step=step,
        )
    )
    return OutgoingMessage(
        key=key_of(invitation, step),
        to_address=invitation.event.email,
        subject=text.subject,
        text=text.text,
        html=text.html,
        unsubscribe_url=mail.link(f"{path}/opposition"),
        written_at=now,
    )
