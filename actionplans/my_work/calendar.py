"""The calendar feed: one person's deadlines, read by their own calendar program at a secret address (the only importer of icalendar).

It holds what « À faire » holds with a date and, for the officer, what the year still holds: a title and a day, nothing more.
The address is shown once; only its fingerprint is kept, so that nobody reads it in the database. It dies when it is taken back,
and with the account.
"""

import secrets
from datetime import date, datetime, timedelta
from hashlib import sha256
from typing import TYPE_CHECKING

from sqlmodel import Session, select

from actionplans.models import CalendarFeed
from actionplans.my_work.tasks import Task
from actionplans.my_work.todo import todo
from actionplans.year.tasks import coming
from core.errors import Missing
from core.keys import key
from organisation import journal
from organisation.models import User
from organisation.words import DEEDS

if TYPE_CHECKING:
    from icalendar import Event

DEEDS.update({"make_calendar": "agenda ouvert", "drop_calendar": "agenda retiré"})
GONE = "Cet agenda n’existe pas, ou plus. Demandez-en un nouveau dans « Mon agenda »."


def feed_of(session: Session, user: User) -> CalendarFeed | None:
    """The feed of this person, if they have one."""
    return session.get(CalendarFeed, key(user))


def make(session: Session, user: User, now: datetime) -> str:
    """Open a feed, or give it another address; the secret part of the address, never told again."""
    token = secrets.token_urlsafe(24)
    feed = feed_of(session, user) or CalendarFeed(user_id=key(user), token_hash="", made_at=now)
    feed.token_hash, feed.made_at = _fingerprint(token), now
    session.add(feed)
    session.flush()
    journal.write(session, now, user, "make_calendar", f"user {user.id}")
    return token


def drop(session: Session, user: User, now: datetime) -> None:
    """Take the feed back: its address opens nothing any more. Twice is once."""
    feed = feed_of(session, user)
    if feed is not None:
        session.delete(feed)
        session.flush()
        journal.write(session, now, user, "drop_calendar", f"user {user.id}")


def owner(session: Session, token: str, today: date) -> User:
    """Whose feed this is; Missing when it was taken back, or its account closed."""
    found = session.exec(select(CalendarFeed).where(CalendarFeed.token_hash == _fingerprint(token)))
    feed = found.first()
    user = session.get(User, feed.user_id) if feed else None
    if user is None or not user.may_sign_in(today):
        raise Missing(GONE)
    return user


def _fingerprint(token: str) -> str:
    return sha256(token.encode()).hexdigest()


def written(session: Session, user: User, address: str, now: datetime, today: date) -> bytes:
    """The deadlines of a person as an iCalendar file (RFC 5545). `address` is where they are done."""
    from icalendar import Calendar

    file = Calendar()
    file.add("prodid", "-//Sillage//Echeances//FR")
    file.add("version", "2.0")
    file.add("x-wr-calname", "Sillage : mes échéances")
    for task in dated(session, user, today):
        assert task.due_on is not None
        file.add_component(_event(task, task.due_on, address, now))
    return bytes(file.to_ical())


def dated(session: Session, user: User, today: date) -> list[Task]:
    """What has a day: what waits for this person and, for the officer, what the year still holds; each once."""
    found: dict[tuple[date, str], Task] = {}
    for task in (*todo(session, user, today), *coming(session, user, today)):
        if task.due_on is not None:
            found.setdefault((task.due_on, task.title), task)
    return list(found.values())


def _event(task: Task, on: date, address: str, now: datetime) -> "Event":
    from icalendar import Event

    event = Event()
    place = f"{task.url[0]}?{sorted(task.url[1].items())}"
    event.add("uid", f"{sha256(place.encode()).hexdigest()[:32]}@sillage")
    event.add("dtstamp", now)
    event.add("dtstart", on)
    event.add("dtend", on + timedelta(days=1))
    event.add("summary", task.title)
    event.add("url", address)
    event.add("transp", "TRANSPARENT")
    return event
