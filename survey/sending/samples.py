"""The messages of a moment of life, as members get them, sent to whoever asks: to see them in a real mailbox.

Nobody is invited: the link leads to the trial, whose answers count nowhere.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from sqlmodel import Session, col, func, select

from core import mail
from core.clock import PARIS
from core.errors import Refused
from core.models import OutgoingMessage
from organisation import journal
from organisation.models import User
from organisation.words import DEEDS
from survey.answering import promises, trial
from survey.channels.base import FIRST, LAST, REMINDER
from survey.channels.email import Said, composed
from survey.models import EventKind
from survey.questionnaires import questionnaires

DEEDS.update({"send_samples": "exemples de messages envoyés à soi"})
STEPS = (FIRST, REMINDER, LAST)
MOST_A_DAY = 30  # messages; beyond, somebody plays with the button


def send(session: Session, kind: EventKind, to: User, now: datetime) -> int:
    """Write the three messages of this moment to this person's own address; return how many."""
    questionnaire = questionnaires.in_force(session, kind)
    if _sent_today(session, to, now) + len(STEPS) > MOST_A_DAY:
        raise Refused("Assez d’exemples pour aujourd’hui : regardez ceux que vous avez reçus.")
    today = now.astimezone(PARIS).date()
    link = mail.link(f"/essai/{trial.token(questionnaire.id or 0)}")
    said = Said(
        greeting="Madame, Monsieur,",
        known=promises.known_of(kind, today - timedelta(days=30)),
        questionnaire=questionnaire,
        link=link,
        closes_on=today + timedelta(days=60),
        first_sent_on=today - timedelta(days=7),
    )
    for step in STEPS:
        text = composed(replace(said, step=step))
        mail.write(
            session,
            OutgoingMessage(
                key=f"sample-{to.id}-{now:%Y%m%d%H%M%S%f}-{step}",
                to_address=to.email,
                subject=f"[Exemple] {text.subject}",
                text=text.text,
                html=text.html,
                written_at=now,
            ),
        )
    journal.write(session, now, to, "send_samples", "sendings", kind.label)
    return len(STEPS)


def _sent_today(session: Session, to: User, now: datetime) -> int:
    theirs = select(func.count()).where(
        col(OutgoingMessage.key).startswith(f"sample-{to.id}-"),
        col(OutgoingMessage.written_at) > now - timedelta(days=1),
    )
    return session.exec(theirs).one()
