"""Sending: planned invitations leave when their day has come, by working hours, under a daily limit."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import selectinload
from sqlmodel import Session, col, select

from core import jobs, working_days
from core.clock import PARIS
from survey import channels
from survey.channels import CHANNELS
from survey.channels.base import FIRST
from survey.models import Invitation, InvitationStatus, LeftOut, LifeEvent
from survey.sending import alarms, contact_plans, pausing, planning, quarantine, stopping, waves
from survey.sending.stopping import Stops

# A pause or a backlog may delay what was planned in time; past this, the question comes too late.
TOO_LATE = planning.TOO_OLD + timedelta(days=30)


@dataclass(frozen=True)
class Sent:
    """What left, by channel, and what was stopped at the last look."""

    by_channel: Mapping[str, int] = field(default_factory=dict)
    stopped: Mapping[LeftOut, int] = field(default_factory=dict)


def send_due(session: Session, now: datetime) -> Sent:
    """Send what is due; outside working hours, or while everything is suspended, nothing.

    The stop rules are asked again. An e-mail goes to the outbox, a letter to the pile to print;
    both, and the new state of the invitation, in the caller's transaction.
    """
    today = now.astimezone(PARIS).date()
    if not may_leave(session, now) or alarms.watch(session, now):
        return Sent()
    published = planning.in_force(session)
    sent: Counter[str] = Counter()
    stopped: Counter[LeftOut] = Counter()
    chosen = due(session, today, room_left(session, today))
    look = LastLook.at(session, [invitation.event for invitation in chosen], today)
    for invitation in chosen:
        if (reason := look.stop_reason(invitation)) is not None:
            stop(invitation, reason)
            stopped[reason] += 1
        elif (questionnaire := published.get(invitation.event.kind)) is not None:
            invitation.questionnaire = questionnaire  # a newer version may be in force by now
            send(session, invitation, now)
            sent[invitation.channel] += 1
    session.flush()
    return Sent(sent, stopped)


def may_leave(session: Session, now: datetime) -> bool:
    """Whether something may leave at this hour: a working day, within the hours of the plan, no pause."""
    local, plan = now.astimezone(PARIS), contact_plans.current(session)
    is_open = working_days.is_working(local.date()) and plan.opens <= local.hour < plan.closes
    return is_open and pausing.current(session) is None


def room_left(session: Session, today: date) -> int:
    """How many messages and letters may still leave today."""
    gone = select(sa.func.count()).where(col(Invitation.last_sent_on) == today)
    return max(0, contact_plans.current(session).daily_limit - session.exec(gone).one())


def due(session: Session, today: date, at_most: int) -> Sequence[Invitation]:
    """Planned invitations whose day has come, the longest waiting first."""
    found = (
        select(Invitation)
        .where(col(Invitation.status) == InvitationStatus.PLANNED, col(Invitation.send_on) <= today)
        .options(selectinload(Invitation.event))  # type: ignore[arg-type]
        .order_by(col(Invitation.send_on), col(Invitation.id))
        .limit(at_most)
        .with_for_update(skip_locked=True)
    )
    return session.exec(found).all()


@dataclass(frozen=True)
class LastLook:
    """What is asked again of everybody who is about to be written to, read once for all of them."""

    today: date
    stops: Stops
    asked_elsewhere: Collection[str]

    @classmethod
    def at(cls, session: Session, events: Sequence[LifeEvent], today: date) -> "LastLook":
        elsewhere = quarantine.recent(session, (e.member_number for e in events), today)
        return cls(today, stopping.stops(session, events), elsewhere)

    def stop_reason(self, invitation: Invitation) -> LeftOut | None:
        """Why an invitation that was planned must not leave after all; may change its channel."""
        event = invitation.event
        if (reason := self.stops.reason(event)) is not None:
            return reason
        if self.today - event.happened_on > TOO_LATE:
            return LeftOut.TOO_OLD
        if event.member_number in self.asked_elsewhere:
            return LeftOut.RECENTLY_ASKED
        if not CHANNELS[invitation.channel].can_reach(event):
            other = channels.choose(event)
            if other is None:
                return LeftOut.NO_CHANNEL
            invitation.channel = other.name
        return None


def stop(invitation: Invitation, reason: LeftOut) -> None:
    """This invitation goes no further."""
    invitation.status, invitation.cancelled_because = InvitationStatus.CANCELLED, reason


def send(session: Session, invitation: Invitation, now: datetime) -> None:
    """Let one invitation leave: it is open from now to the closing of its wave."""
    today = now.astimezone(PARIS).date()
    invitation.status = InvitationStatus.SENT
    invitation.sent_on = invitation.last_sent_on = today
    invitation.closes_on = waves.closes_on(today)
    CHANNELS[invitation.channel].invite(session, invitation, FIRST, now)


SEND = jobs.Job("send_due", send_due)
