"""Planning: from life events to planned invitations; each event gets its line in the ledger."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import sqlalchemy as sa
from sqlmodel import Session, col, select

from core import jobs, working_days
from core.clock import PARIS
from core.errors import Refused
from core.keys import key
from survey import channels
from survey.answering import invitations
from survey.models import (
    EventKind,
    Invitation,
    InvitationStatus,
    LeftOut,
    LifeEvent,
    Questionnaire,
)
from survey.questionnaires import questionnaires
from survey.sending import contact_plans, quarantine, stopping
from survey.sending.contact_plans import Plan
from survey.sending.stopping import Stops

# Nobody remembers longer; so a first import does not ask people about last year.
TOO_OLD = timedelta(days=120)
# A member is asked once a year at most, whatever happened to them, our other surveys included.
QUARANTINE = quarantine.YEAR


@dataclass(frozen=True)
class Place:
    """When and how somebody is to be invited."""

    channel: str
    send_on: date


@dataclass(frozen=True)
class Planned:
    """What became of the events that were looked at."""

    invited: Mapping[str, int]
    """How many by channel."""
    left_out: Mapping[LeftOut, int]
    waiting: int = 0
    """No questionnaire is published for them yet."""


def plan(session: Session, now: datetime) -> Planned:
    """Plan an invitation for each new event, or write why there is none. Sends nothing."""
    situation = Situation.of(session, now.astimezone(PARIS).date())
    published = in_force(session)
    invited: Counter[str] = Counter()
    left_out: Counter[LeftOut] = Counter()
    waiting = 0
    for event in unplanned(session, lock=True):
        decided = situation.decide(event)
        if isinstance(decided, LeftOut):
            event.left_out = decided
            left_out[decided] += 1
        elif (questionnaire := published.get(event.kind)) is None:
            waiting += 1
        else:
            _invite(session, event, questionnaire, decided)
            situation.remember(event, decided)
            invited[decided.channel] += 1
    session.flush()
    return Planned(invited, left_out, waiting)


def _invite(session: Session, event: LifeEvent, questionnaire: Questionnaire, place: Place) -> None:
    invitation = Invitation(
        event_id=key(event),
        questionnaire_id=key(questionnaire),
        channel=place.channel,
        send_on=place.send_on,
        token_hash="",
        code_hash="",
    )
    invitations.give_secrets(session, invitation)
    session.add(invitation)
    session.flush()


def unplanned(session: Session, lock: bool = False) -> Sequence[LifeEvent]:
    """Events that have no line in the ledger yet, oldest first."""
    found = (
        select(LifeEvent)
        .outerjoin(Invitation)
        .where(
            col(Invitation.id).is_(None),
            col(LifeEvent.left_out).is_(None),
            col(LifeEvent.erased_on).is_(None),
        )
        .order_by(col(LifeEvent.happened_on), col(LifeEvent.id))
    )
    if lock:  # on PostgreSQL, two who plan at once share the events; on SQLite they queue
        found = found.with_for_update(skip_locked=True, of=LifeEvent)
    return session.exec(found).all()


def in_force(session: Session) -> dict[EventKind, Questionnaire]:
    """The published questionnaire of each moment that has one."""
    found = {}
    for kind in EventKind:
        try:
            found[kind] = questionnaires.in_force(session, kind)
        except Refused:
            continue
    return found


# ---------------------------------------------------------------- one event


@dataclass(frozen=True)
class Situation:
    """What must be known of everybody to decide about one event."""

    today: date
    stops: Stops
    asked: dict[str, list[date]]
    """When each member was, or will be, written to."""
    plan: Plan

    @classmethod
    def of(cls, session: Session, today: date) -> "Situation":
        asked = _asked(session, today)
        return cls(today, stopping.stops(session), asked, contact_plans.current(session))

    def decide(self, event: LifeEvent) -> LeftOut | Place:
        """When and how to invite this event's member, or why not."""
        if (stop := self.stops.reason(event)) is not None:
            return stop
        if self.today - event.happened_on > TOO_OLD:
            return LeftOut.TOO_OLD
        send_on = self.send_on(event)
        if any(abs(send_on - day) < QUARANTINE for day in self.asked.get(event.member_number, ())):
            return LeftOut.RECENTLY_ASKED
        channel = channels.choose(event)
        return LeftOut.NO_CHANNEL if channel is None else Place(channel.name, send_on)

    def send_on(self, event: LifeEvent) -> date:
        """The first working day once the delay has passed, today at the earliest."""
        delay = timedelta(days=self.plan.of(event.kind).delay_days)
        return working_days.first_from(max(event.happened_on + delay, self.today))

    def remember(self, event: LifeEvent, place: Place) -> None:
        """Somebody is to be invited: not once more within the year."""
        self.asked.setdefault(event.member_number, []).append(place.send_on)


def _asked(session: Session, today: date) -> dict[str, list[date]]:
    """The days of all invitations and other surveys of the year, but those stopped before leaving."""
    day = sa.func.coalesce(Invitation.sent_on, Invitation.send_on)
    never_left = sa.and_(
        col(Invitation.status) == InvitationStatus.CANCELLED, col(Invitation.sent_on).is_(None)
    )
    rows = session.exec(
        select(col(LifeEvent.member_number), col(Invitation.sent_on), col(Invitation.send_on))
        .join(Invitation)
        .where(day > today - QUARANTINE, sa.not_(never_left))
    )
    found = quarantine.days(session, today)
    for member, sent_on, send_on in rows:
        found.setdefault(member, []).append(sent_on or send_on)
    return found


PLAN = jobs.Job("plan_invitations", plan)
