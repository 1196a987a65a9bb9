"""Builders and small readers for all that is sent to members."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlmodel import Session, select

from core.clock import PARIS
from core.models import MessageStatus, OutgoingMessage
from survey.models import EventKind, Invitation, LeftOut, Letter, LifeEvent, Suppression
from survey.sending import contact_plans, planning, sending
from survey.sending.contact_plans import STARTING
from tests.builders import saved
from tests.survey_builders import make_event, make_questionnaire

ADDRESS: dict[str, Any] = {
    "civility": "Mme",
    "last_name": "LEFÈVRE",
    "first_name": "Zoé",
    "address": "12 rue du Général Leclerc",
    "postcode": "31000",
    "city": "Toulouse",
}


def at(year: int, month: int, day: int, hour: int = 9, minute: int = 0) -> datetime:
    """That moment in Paris."""
    return datetime(year, month, day, hour, minute, tzinfo=PARIS)


def publish(session: Session) -> None:
    """Both questionnaires in force."""
    for kind in EventKind:
        make_questionnaire(session, kind)


def make_postal_event(
    session: Session, kind: EventKind = EventKind.AFFILIATION, **more: Any
) -> LifeEvent:
    """The event of somebody who has a postal address and no e-mail, unless said otherwise."""
    return make_event(session, kind, **({"email": ""} | ADDRESS | more))


def suppressed(session: Session, member_number: str, reason: LeftOut) -> Suppression:
    """A member who must not be written to, written down by hand: nothing is stopped by it."""
    return saved(
        session,
        Suppression(member_number=member_number, reason=reason, since_on=date(2027, 1, 1)),
    )


def limit(session: Session, daily_limit: int) -> None:
    """A plan of contact that lets no more than this leave in a day."""
    contact_plans.change(session, replace(STARTING, daily_limit=daily_limit), None, at(2027, 1, 1))


def planned(session: Session, event: LifeEvent, now: datetime) -> Invitation:
    """The invitation of an event, planned by the deed."""
    publish(session)
    planning.plan(session, now)
    return invitation_of(session, event)


def invitation_of(session: Session, event: LifeEvent) -> Invitation:
    return session.exec(select(Invitation).where(Invitation.event_id == event.id)).one()


def sent(session: Session, event: LifeEvent, now: datetime) -> Invitation:
    """The invitation of an event, planned and sent by the deeds, on the day that is `now`."""
    invitation = planned(session, event, now)
    invitation.send_on = now.astimezone(PARIS).date()
    sending.send_due(session, now)
    return invitation


def keys(session: Session, *statuses: MessageStatus) -> list[str]:
    """The keys of the messages in the outbox."""
    found = select(OutgoingMessage).order_by(OutgoingMessage.key)
    return [m.key for m in session.exec(found) if not statuses or m.status in statuses]


def letters(session: Session) -> list[tuple[int, int]]:
    """(invitation, step) of all letters."""
    found = session.exec(select(Letter).order_by(Letter.invitation_id, Letter.step))
    return [(letter.invitation_id, letter.step) for letter in found]
