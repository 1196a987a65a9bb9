"""Forecast: what would leave in the days to come, if nobody answered. Computed, never written."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from sqlalchemy.orm import selectinload
from sqlmodel import Session, col, select

from core import working_days
from core.clock import PARIS
from survey.channels.base import FIRST
from survey.models import Invitation, InvitationStatus, LeftOut, LifeEvent
from survey.paper import addressing
from survey.sending import contact_plans, reminders, sending
from survey.sending.contact_plans import Plan
from survey.sending.planning import Place, Situation, unplanned
from survey.sending.reminders import Contact, Course

DAYS = 30


@dataclass(frozen=True)
class Day:
    """How much leaves one day: (channel, whether it is a reminder) → how many."""

    day: date
    leaving: Counter[tuple[str, bool]] = field(default_factory=Counter)

    @property
    def total(self) -> int:
        return self.leaving.total()


@dataclass(frozen=True)
class Forecast:
    """The days on which something leaves, and what is still not gone at the end."""

    days: list[Day]
    beyond: int
    """Due within these days, put off past them by the daily limit."""


def next_days(session: Session, now: datetime, days: int = DAYS) -> Forecast:
    """At most what would leave: stop rules as they stand, the daily limit kept, nobody answering."""
    today = now.astimezone(PARIS).date()
    plan = contact_plans.current(session)
    queue = list(_coming(session, today, plan))
    made = []
    for day in _working_days(now, days, plan):
        room = sending.room_left(session, day) if day == today else plan.daily_limit
        queue.sort(key=lambda one: one[0].due_on)
        due = sum(contact.due_on <= day for contact, _ in queue)
        gone, queue = queue[: min(due, room)], queue[min(due, room) :]
        made.append(Day(day, Counter((c.channel, c.step > FIRST) for c, _ in gone)))
        queue += [following for one in gone if (following := _following(*one, day))]
    last = today + timedelta(days=days - 1)
    return Forecast([d for d in made if d.total], sum(c.due_on <= last for c, _ in queue))


def _working_days(now: datetime, days: int, plan: Plan) -> Iterator[date]:
    """The working days to come; today counts until the evening."""
    local = now.astimezone(PARIS)
    for ahead in range(local.hour >= plan.closes, days):
        day = local.date() + timedelta(days=ahead)
        if working_days.is_working(day):
            yield day


Pending = tuple[Contact, Course]


def _coming(session: Session, today: date, plan: Plan) -> Iterator[Pending]:
    """Everybody's next contact: events to plan, invitations planned, reminders."""
    situation = Situation.of(session, today)
    for event in unplanned(session):
        place = situation.decide(event)
        if not isinstance(place, LeftOut):
            situation.remember(event, place)
            yield _first(event, place, plan)
    for invitation in _planned(session):
        if situation.stops.reason(invitation.event) is None:
            yield _first(invitation.event, Place(invitation.channel, invitation.send_on), plan)
    for invitation in reminders.unanswered(session, today):
        course = reminders.course(invitation, plan)
        contact = course.next()
        if contact and situation.stops.reason(invitation.event) is None:
            yield contact, course


def _planned(session: Session) -> list[Invitation]:
    planned = select(Invitation).where(col(Invitation.status) == InvitationStatus.PLANNED)
    return list(session.exec(planned.options(selectinload(Invitation.event))))  # type: ignore[arg-type]


def _first(event: LifeEvent, place: Place, plan: Plan) -> Pending:
    course = Course(
        plan.of(event.kind),
        place.channel,
        addressing.has_address(event),
        place.send_on,
        place.send_on,
        FIRST,
    )
    return Contact(FIRST, place.channel, place.send_on), course


def _following(contact: Contact, course: Course, day: date) -> Pending | None:
    """What comes after a contact that left that day."""
    sent_on = day if contact.step == FIRST else course.sent_on
    course = replace(course, sent_on=sent_on, last_sent_on=day, step=contact.step)
    following = course.next()
    return (following, course) if following else None


def weeks(forecast: Forecast) -> list[tuple[date, list[Day]]]:
    """The days by week, each under its Monday."""
    found: dict[date, list[Day]] = {}
    for day in forecast.days:
        found.setdefault(day.day - timedelta(days=day.day.weekday()), []).append(day)
    return list(found.items())


def total(days: Iterable[Day]) -> Counter[tuple[str, bool]]:
    """All that leaves on these days."""
    return sum((day.leaving for day in days), Counter())
