"""Sixty members, from their event to the closing of their waves: everything that leaves is counted.

The clock is moved day by day; the jobs are those of the timetable; e-mails go through a real server.
"""

from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlmodel import select

from core import clock, jobs, mail
from core.models import MessageStatus, OutgoingMessage
from survey import replies
from survey.answering import objecting
from survey.desk import status_changes
from survey.models import (
    Draft,
    EventKind,
    Invitation,
    InvitationStatus,
    LeftOut,
    Letter,
    Reply,
    SendingPause,
)
from survey.paper import printing
from survey.privacy import transfer
from survey.sending import bounces, planning, reminders, sending
from tests import mail_server
from tests.sending_builders import ADDRESS, at, publish, suppressed
from tests.survey_builders import answer, make_event

START = at(2027, 3, 1, 6)
END = date(2027, 6, 3)
DEAD_BEFORE, DEAD_AFTER, OBJECTING, ANSWERING = range(3), range(3, 6), range(6, 9), range(9, 29)
REFUSED, BY_POST = range(29, 34), range(34, 44)
DIED_ON, WRITTEN_DOWN_ON, OBJECTED_ON = date(2027, 3, 5), date(2027, 3, 16), date(2027, 3, 17)


@dataclass
class Wave:
    """What was lived, to be looked at."""

    events: list[Any]
    server: mail_server.Handler
    printed: list[tuple[date, int, int]] = field(default_factory=list)
    sent_on_day: Counter[date] = field(default_factory=Counter)


def make_members(session) -> list[Any]:
    """Sixty events between 25 February and 8 March, both moments, some by post, some badly addressed."""
    kinds, made = list(EventKind), []
    for n in range(60):
        values: dict[str, Any] = ADDRESS | {
            "happened_on": date(2027, 2, 25) + timedelta(days=n % 12)
        }
        if n in REFUSED:
            values["email"] = f"refused{n}@exemple.example"
        if n in BY_POST:
            values["email"] = ""
        made.append(make_event(session, kinds[n % 2], **values))
    return made


def live_a_day(session, engine, wave: Wave, today: datetime) -> None:
    """The jobs of the timetable, at their hours, and what members do at noon."""
    planning.plan(session, today)
    left = reminders.remind_due(session, today + timedelta(hours=2, minutes=30)).by_channel
    for hour in (2, 3, 6):
        if sending.send_due(session, today + timedelta(hours=hour)).by_channel or left:
            left = {}
            session.commit()
            jobs.drain(engine)
            session.expire_all()
        bounces.take_up(session, today + timedelta(hours=hour))
    some_die(session, wave, today)
    some_object_or_answer(session, wave, today.date())
    if today.weekday() == 3 and printing.waiting(session):  # letters are printed on Thursdays
        batch = printing.print_batch(session, None, today + timedelta(hours=8))
        wave.printed.append((batch.printed_on, batch.letters, batch.with_questionnaire))
    transfer.transfer_ready(session, today)
    transfer.close_due(session, today)
    session.commit()


def some_die(session, wave: Wave, today: datetime) -> None:
    """Three are reported by the deed before anything left, three are only written down later."""
    if today.date() == DIED_ON:
        for n in DEAD_BEFORE:
            number = wave.events[n].member_number
            status_changes.suppress(session, number, LeftOut.DECEASED, DIED_ON, None, today)
    if today.date() == WRITTEN_DOWN_ON:
        for n in DEAD_AFTER:
            suppressed(session, wave.events[n].member_number, LeftOut.DECEASED)


def some_object_or_answer(session, wave: Wave, day: date) -> None:
    for n, event in enumerate(wave.events):
        invitation = session.exec(select(Invitation).where(Invitation.event_id == event.id)).first()
        if invitation is None or invitation.status is not InvitationStatus.SENT:
            continue
        if n in OBJECTING and day == OBJECTED_ON:
            objecting.object_to_surveys(session, invitation, day)
        if n in ANSWERING and (day - invitation.sent_on).days == n % 7 * 4:
            answer(session, invitation)


@pytest.fixture
def wave(app, session, settings, monkeypatch) -> Wave:
    """The whole spring, lived."""
    with mail_server.running() as (server, address):
        mail.init(replace(settings, SMTP=address))
        publish(session)
        lived = Wave(make_members(session), server)
        session.commit()
        today = START
        while today.date() <= END:
            monkeypatch.setattr(clock, "now", lambda today=today: today + timedelta(hours=4))
            before = len(server.taken)
            live_a_day(session, app.extensions["engine"], lived, today)
            lived.sent_on_day[today.date()] = len(server.taken) - before
            today += timedelta(days=1)
        return lived


def test_sixty_members_from_the_event_to_the_closing(session, wave):
    invitations = {i.event_id: i for i in session.exec(select(Invitation))}
    mails = Counter(str(m["To"]) for m in wave.server.taken)
    letters: Counter[int] = Counter(session.exec(select(Letter.invitation_id)).all())

    # nothing twice
    numbers = [m["Message-ID"] for m in wave.server.taken]
    assert len(numbers) == len(set(numbers))
    assert max(mails.values()) <= 3
    assert all(letter.printed_on for letter in session.exec(select(Letter)))

    # nobody more than three times, all ways together
    for event in wave.events:
        contacts = mails[event.email] + letters[invitations[event.id].id]
        assert contacts <= 3

    def contacts_of(group) -> set[tuple[int, int]]:
        return {
            (mails[wave.events[n].email], letters[invitations[wave.events[n].id].id]) for n in group
        }

    def is_retired(n: int) -> bool:
        return wave.events[n].kind is EventKind.RETIREMENT

    silent = range(44, 60)
    assert contacts_of(n for n in silent if is_retired(n)) == {(2, 1)}
    assert contacts_of(n for n in silent if not is_retired(n)) == {(3, 0)}
    assert contacts_of(BY_POST) == {(0, 2)}
    assert contacts_of(REFUSED) == {(0, 2)}

    # none to whoever died or objected, from that day on
    assert contacts_of(DEAD_BEFORE) == {(0, 0)}
    assert contacts_of(DEAD_AFTER) <= {(0, 0), (1, 0)}
    assert contacts_of(OBJECTING) <= {(0, 0), (1, 0)}
    for n in (*DEAD_BEFORE, *DEAD_AFTER, *OBJECTING):
        assert invitations[wave.events[n].id].status is InvitationStatus.CANCELLED

    # who answered hears no more: at most what had left before
    for n in ANSWERING:
        invitation = invitations[wave.events[n].id]
        assert invitation.status is InvitationStatus.ANSWERED
        waited = n % 7 * 4
        assert mails[wave.events[n].email] <= 1 + (waited > 7) + (waited > 21)

    # the last reminder of the retired and of those by post came with its questionnaire
    with_paper = sum(1 for _ in session.exec(select(Letter).where(Letter.step == 2)))
    assert sum(enclosed for _, _, enclosed in wave.printed) == with_paper
    assert sum(n for _, n, _ in wave.printed) == letters.total()

    # nothing left on a closed day
    for day, number in wave.sent_on_day.items():
        assert number == 0 or day.weekday() < 5
    assert wave.sent_on_day[date(2027, 3, 29)] == 0  # Easter Monday

    # at the end nothing is open, nothing waits, no draft is left
    ended = {InvitationStatus.ANSWERED, InvitationStatus.CLOSED, InvitationStatus.CANCELLED}
    assert {i.status for i in invitations.values()} <= ended
    assert session.exec(select(Draft)).all() == []
    assert session.exec(select(SendingPause)).all() == []
    messages = session.exec(select(OutgoingMessage)).all()
    assert {m.status for m in messages} == {MessageStatus.SENT, MessageStatus.CANCELLED}
    assert not any(m.text or m.html or m.unsubscribe_url for m in messages)
    assert len(session.exec(select(Reply)).all()) == len(ANSWERING)

    # and the ledger tells it
    found = replies.ledger(session, replies.Scope())
    assert found.events == 60
    assert found.events == sum(found.left_out.values()) + found.sent
    assert found.answered == len(ANSWERING)
    assert found.bounced == len(REFUSED)
