"""Reminders: who has not answered yet, and hears from us again; twice at most."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import selectinload
from sqlmodel import Session, col, select

from core import jobs, working_days
from core.clock import PARIS
from survey.channels import CHANNELS
from survey.channels.base import LAST, REMINDER
from survey.desk import status_changes
from survey.models import (
    Draft,
    Invitation,
    InvitationStatus,
    LeftOut,
    LifeEvent,
)
from survey.paper import addressing
from survey.sending import alarms, contact_plans, sending, stopping
from survey.sending.contact_plans import Plan, Terms

# Whatever was delayed, nobody hears from us twice in a week.
APART = timedelta(days=contact_plans.APART_DAYS)
# A reminder that leaves no time to answer annoys for nothing.
BEFORE_CLOSING = timedelta(days=10)


@dataclass(frozen=True)
class Contact:
    """What is to leave next for somebody."""

    step: int
    channel: str
    due_on: date


@dataclass(frozen=True)
class Course:
    """How far the contacts with one person have come."""

    terms: Terms
    channel: str
    has_address: bool
    sent_on: date
    last_sent_on: date
    step: int

    def next(self) -> Contact | None:
        """The reminder to come, should no answer do; None after the last."""
        waits = self.terms.steps(self.channel)
        step = min((step for step in waits if step > self.step), default=None)
        if step is None:
            return None
        wished = max(self.sent_on + timedelta(days=waits[step]), self.last_sent_on + APART)
        avoided = self.sent_on.weekday() if step == REMINDER else None
        return Contact(step, self._channel_at(step), working_days.first_from(wished, avoided))

    def _channel_at(self, step: int) -> str:
        """Where the plan says so, the last reminder is a letter with the questionnaire."""
        by_post = self.terms.last_by_letter and step == LAST and self.has_address
        return "letter" if by_post else self.channel


def course(invitation: Invitation, plan: Plan) -> Course:
    """Where an invitation that was sent stands, by this plan."""
    assert invitation.sent_on is not None
    event = invitation.event
    return Course(
        plan.of(event.kind),
        invitation.channel,
        addressing.has_address(event),
        invitation.sent_on,
        invitation.last_sent_on or invitation.sent_on,
        invitation.reminders_sent,
    )


@dataclass(frozen=True)
class Reminded:
    """How many reminders left by channel, and what was stopped instead."""

    by_channel: Mapping[str, int]
    stopped: Mapping[LeftOut, int]


def remind_due(session: Session, now: datetime) -> Reminded:
    """Remind everybody whose day has come; under the hours, the pause and the limit of all sendings."""
    today = now.astimezone(PARIS).date()
    reminded: Counter[str] = Counter()
    stopped: Counter[LeftOut] = Counter()
    if not sending.may_leave(session, now) or alarms.watch(session, now):
        return Reminded(reminded, stopped)
    chosen = late(session, today)[: sending.room_left(session, today)]
    stops = stopping.stops(session, [invitation.event for invitation, _ in chosen])
    for invitation, contact in chosen:
        if (reason := stops.reason(invitation.event)) is not None:
            status_changes.halt(session, invitation, reason)
            stopped[reason] += 1
        else:
            remind(session, invitation, contact, now)
            reminded[contact.channel] += 1
    session.flush()
    return Reminded(reminded, stopped)


def remind(session: Session, invitation: Invitation, contact: Contact, now: datetime) -> None:
    """Write one reminder. Counted in the same transaction: run twice, it reminds once."""
    CHANNELS[contact.channel].invite(session, invitation, contact.step, now)
    invitation.reminders_sent = contact.step
    invitation.last_sent_on = now.astimezone(PARIS).date()


def late(session: Session, today: date) -> list[tuple[Invitation, Contact]]:
    """Unanswered invitations whose next reminder is due, the longest waiting first."""
    plan = contact_plans.current(session)
    found = ((one, course(one, plan).next()) for one in unanswered(session, today))
    due = [(one, contact) for one, contact in found if contact and contact.due_on <= today]
    return sorted(due, key=lambda pair: pair[1].due_on)


def unanswered(session: Session, today: date) -> Sequence[Invitation]:
    """Open invitations without an answer that counts and with a reminder left."""
    begun = sa.select(col(Draft.invitation_id)).where(col(Draft.counts))
    found = (
        select(Invitation)
        .join(LifeEvent)
        .where(
            col(Invitation.status) == InvitationStatus.SENT,
            col(Invitation.reminders_sent) < LAST,
            col(Invitation.closes_on) >= today + BEFORE_CLOSING,
            col(Invitation.id).not_in(begun),
        )
        .options(selectinload(Invitation.event))  # type: ignore[arg-type]
        .order_by(col(Invitation.sent_on), col(Invitation.id))
        .with_for_update(skip_locked=True, of=Invitation)
    )
    return session.exec(found).all()


REMIND = jobs.Job("remind_due", remind_due)
