"""Six hundred and fifty members, from the file of the back office to the closing of their waves: all that leaves is counted.

The clock moves day by day. E-mails go through a real mail server. A worker is killed in the middle of a day's messages. States change
after the import, after the planning, while a message waits in the outbox and while a letter waits on the pile. What is counted is what
the mail server took and the envelopes of each batch as it was made, not what the tables say of it.
"""

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import col, select

from core import clock, jobs, mail
from core.models import MessageStatus, OutgoingMessage
from organisation.models import Role
from survey.answering import objecting  # fmt: skip
from survey.channels.email import key_of
from survey.desk import events, status_changes  # fmt: skip
from survey.models import (
    Draft,
    Invitation,
    InvitationStatus,
    LeftOut,
    Letter,
    LifeEvent,
    Reply,
    SendingPause,
)  # fmt: skip
from survey.paper import printing  # fmt: skip
from survey.privacy import transfer  # fmt: skip
from survey.sending import bounces, endings, pausing, planning, reminders, sending  # fmt: skip
from tests import mail_server
from tests.builders import make_user
from tests.event_files import rows_of, saved, text_of
from tests.sending_builders import at, publish, suppressed
from tests.survey_builders import answer

pytestmark = pytest.mark.slow

MEMBERS = 650
ROOT = Path(__file__).parents[3]
IMPORTED, LAST_DAY = at(2027, 3, 1, 6), date(2027, 6, 3)
STOPPED_IN_FILE = range(10)  # deceased or protected in the file itself
DEAD_BEFORE, PROTECTED_BEFORE, OBJECTING_BEFORE = range(10, 25), range(25, 40), range(40, 55)
DEAD_IN_OUTBOX, DEAD_LATER, OBJECTING_LATER = range(55, 65), range(65, 80), range(80, 100)
REFUSED, BY_POST, ANSWERING = range(100, 120), range(130, 220), range(220, 440)
DEAD_ON_PILE = range(
    120, 130
)  # by post; they die between the writing of the letter and its printing
CHANGED_ON = date(2027, 3, 2)  # after the import and the planning, before anything leaves
DIED_LATER_ON, OBJECTED_ON = date(2027, 3, 22), date(2027, 3, 23)
EMAILS, LETTERS = 1_021, 361  # all that left, each looked at below
KILLED_AFTER = 15  # messages of a day
WORKER = """
import sys
from datetime import datetime
from app import create_app
from core import clock, jobs
moment = datetime.fromisoformat(sys.argv[1])
clock.now = lambda: moment
jobs.drain(create_app().extensions["engine"])
"""


@dataclass
class Wave:
    """What was lived, to be looked at."""

    server: mail_server.Handler
    officer: Any
    alarms: list[str] = field(default_factory=list)
    invitations: dict[int, Invitation] = field(default_factory=dict)
    members: dict[int, LifeEvent] = field(default_factory=dict)
    taken_by: dict[date, int] = field(default_factory=dict)
    """How many messages the server had taken by the evening of each day."""
    envelopes: list[tuple[str, bool]] = field(default_factory=list)
    """(code, with the questionnaire) of each envelope handed to the print shop."""
    kills: int = 0
    doubts: int = 0

    def of(self, group: range) -> list[LifeEvent]:
        return [self.members[n] for n in group]


def row(n: int) -> dict[str, str]:
    """One line of the file."""
    said = {
        "member_number": f"{2_000_000 + n}",
        "event": "AFF" if n % 2 else "LIQ",
        "event_date": f"{date(2027, 2, 22) + timedelta(days=n % 7):%d/%m/%Y}",
        "first_name": f"Camille{n}",
        "email": f"member{n}@exemple.fr",
        "phone": "",
    }
    if n in STOPPED_IN_FILE:
        said["deces" if n % 2 else "tutelle"] = "oui"
    if n in REFUSED:
        said["email"] = f"refused{n}@exemple.fr"
    if n in BY_POST or n in DEAD_ON_PILE:
        said["email"] = ""
    return said


def import_file(session: Any, folder: Path) -> None:
    table = rows_of(*(row(n) for n in range(MEMBERS)), more=("deces", "tutelle"))
    path = saved(folder, text_of(table))
    check = events.check_file(session, path, IMPORTED.date())
    events.import_events(session, check, events.source_of(path), None, IMPORTED)


def live(session: Any, engine: Any, settings: Any, wave: Wave, morning: datetime) -> None:
    """One day: the jobs of the timetable at their hours, and what life brings."""
    planning.plan(session, morning)
    look_at_alarms(session, wave, morning)
    reminders.remind_due(session, morning + timedelta(hours=2, minutes=30))
    sending.send_due(session, morning + timedelta(hours=3))
    change_states(session, wave, morning)
    session.commit()
    deliver(engine, settings, wave, morning + timedelta(hours=4))
    session.expire_all()
    wave.taken_by[morning.date()] = len(wave.server.taken)
    settle_doubts(session, wave, morning)
    bounces.take_up(session, morning + timedelta(hours=5))
    answer_some(session, wave, morning.date())
    if morning.weekday() == 3 and printing.waiting(session):  # letters are printed on Thursdays
        print_letters(session, wave, morning + timedelta(hours=8))
    transfer.transfer_ready(session, morning)
    transfer.close_due(session, morning)
    session.commit()


def print_letters(session: Any, wave: Wave, now: datetime) -> None:
    """Today's batch; what each of its envelopes holds is noted as it goes to the print shop."""
    made = printing.print_batch(session, None, now)
    envelopes = printing.envelopes(session, made.printed_on)
    assert len(envelopes) == made.letters
    wave.envelopes += [(one.letter.code, one.questionnaire is not None) for one in envelopes]


def look_at_alarms(session: Any, wave: Wave, now: datetime) -> None:
    """A fund that begins sends far more on its second day: everything stops by itself, a person looks and resumes."""
    if (pause := session.get(SendingPause, 1)) is not None:
        wave.alarms.append(pause.reason)
        pausing.resume(session, wave.officer, now)


def change_states(session: Any, wave: Wave, now: datetime) -> None:
    """Between the import and the sending, between the writing and the leaving, and afterwards."""
    day = now.date()
    if day == CHANGED_ON:
        for event in wave.of(DEAD_BEFORE):
            status_changes.suppress(session, event.member_number, LeftOut.DECEASED, day, None, now)
        write_down(session, wave.of(PROTECTED_BEFORE), LeftOut.PROTECTED)
        write_down(session, wave.of(OBJECTING_BEFORE), LeftOut.OBJECTION)
    sent_today = [
        n
        for n in (*DEAD_IN_OUTBOX, *DEAD_ON_PILE)
        if n in wave.invitations and wave.invitations[n].sent_on == day
    ]
    write_down(session, [wave.members[n] for n in sent_today], LeftOut.DECEASED)
    if day == DIED_LATER_ON:
        write_down(session, wave.of(DEAD_LATER), LeftOut.DECEASED)
    if day == OBJECTED_ON:
        for n in OBJECTING_LATER:
            objecting.object_to_surveys(session, wave.invitations[n], day)


def write_down(session: Any, members: list[LifeEvent], reason: LeftOut) -> None:
    """The line is there; nothing is stopped by it, but by what looks at it before writing."""
    for event in members:
        suppressed(session, event.member_number, reason)


def deliver(engine: Any, settings: Any, wave: Wave, now: datetime) -> None:
    """What waits in the outbox leaves; on two days the worker is killed in the middle of it."""
    if jobs.client(engine).list_workflows(status=["ENQUEUED"], name="job") and wave.kills < 2:
        before = len(wave.server.taken)
        if is_killed(settings, wave, now, before + KILLED_AFTER):
            wave.kills += 1
    jobs.drain(engine)


def is_killed(settings: Any, wave: Wave, now: datetime, at_number: int) -> bool:
    """Start a worker, kill it without warning once so many messages have gone."""
    around = {k: v for k, v in os.environ.items() if not k.startswith("SILLAGE_")}
    given = {"HOME": str(settings.HOME), "SECRET": settings.SECRET, "SMTP": mail.fund().SMTP}
    process = subprocess.Popen(
        [sys.executable, "-c", WORKER, now.isoformat()],
        cwd=ROOT,
        env=around | {f"SILLAGE_{name}": value for name, value in given.items()},
    )
    while process.poll() is None and len(wave.server.taken) < at_number:
        time.sleep(0.002)
    was_running = process.poll() is None
    process.send_signal(signal.SIGKILL)
    process.wait()
    return was_running


def settle_doubts(session: Any, wave: Wave, now: datetime) -> None:
    """A person looks for each message in doubt in the server's log, as the page asks."""
    failed = select(OutgoingMessage).where(OutgoingMessage.status == MessageStatus.FAILED)
    for message in filter(mail.is_doubtful, session.exec(failed).all()):
        wave.doubts += 1
        names = {str(one["Message-ID"]) for one in wave.server.taken}
        if any(f"<sillage-{message.id}@" in name for name in names):
            bounces.left_after_all(session, message, wave.officer, now)
        else:
            bounces.retry(session, message, wave.officer, now)


def answer_some(session: Any, wave: Wave, day: date) -> None:
    for n in ANSWERING:
        invitation = wave.invitations.get(n)
        if invitation is None or invitation.status is not InvitationStatus.SENT:
            continue
        if (day - invitation.sent_on).days == n % 9 * 4:
            answer(session, invitation)


@pytest.fixture
def wave(app, session, settings, tmp_path, monkeypatch) -> Wave:
    """The whole spring, lived."""
    engine = app.extensions["engine"]
    with mail_server.running() as (server, address):
        mail.init(replace(settings, SMTP=address))
        publish(session)
        import_file(session, tmp_path)
        session.commit()
        lived = Wave(server, make_user(session, Role.QUALITY_OFFICER))
        for event in session.exec(select(LifeEvent)):
            lived.members[int(event.member_number) - 2_000_000] = event
        morning = IMPORTED
        while morning.date() <= LAST_DAY:
            monkeypatch.setattr(clock, "now", lambda moment=morning: moment + timedelta(hours=4))
            if not lived.invitations or morning.date() < date(2027, 4, 1):
                numbers = {event.id: n for n, event in lived.members.items()}
                found = session.exec(select(Invitation))
                lived.invitations = {numbers[one.event_id]: one for one in found}
            live(session, engine, settings, lived, morning)
            morning += timedelta(days=1)
        yield lived


def contacts(session: Any, wave: Wave) -> dict[int, tuple[int, int]]:
    """(e-mails taken by the server, letters printed) of each member."""
    mails = Counter(wave.server.to)
    printed = Counter(
        session.exec(select(Letter.invitation_id).where(col(Letter.printed_on).is_not(None)))
    )
    return {
        n: (mails[event.email] if event.email else 0, printed[wave.invitations[n].id] if n in wave.invitations else 0)
        for n, event in wave.members.items()
    }  # fmt: skip


def test_a_wave_of_650_members_from_the_file_to_the_closing(session, wave):
    reached = contacts(session, wave)
    assert len(wave.members) == MEMBERS
    assert wave.kills == 2, "no worker was killed in the middle of its messages"

    # none twice: one message, one number, one step; one letter a step
    numbers = [str(message["Message-ID"]) for message in wave.server.taken]
    assert len(numbers) == len(set(numbers))
    subjects = Counter((str(m["To"]), str(m["Subject"])) for m in wave.server.taken)
    assert set(subjects.values()) == {1}
    steps = [(one.invitation_id, one.step) for one in session.exec(select(Letter))]
    assert len(steps) == len(set(steps))
    assert len(wave.envelopes) == len(set(wave.envelopes)) == LETTERS
    keys = {(key_of(one, step)) for one in wave.invitations.values() for step in range(3)}
    assert {message.key for message in session.exec(select(OutgoingMessage))} <= keys

    # none to a deceased, protected or objecting person, whenever it was known
    for group in (
        STOPPED_IN_FILE,
        DEAD_BEFORE,
        PROTECTED_BEFORE,
        OBJECTING_BEFORE,
        DEAD_IN_OUTBOX,
        DEAD_ON_PILE,
    ):
        assert {reached[n] for n in group} == {(0, 0)}
    assert all(wave.invitations[n].status is InvitationStatus.CANCELLED for n in DEAD_ON_PILE)
    for group, day in ((DEAD_LATER, DIED_LATER_ON), (OBJECTING_LATER, OBJECTED_ON)):
        afterwards = wave.server.to[wave.taken_by[day] :]
        assert not {event.email for event in wave.of(group)} & set(afterwards)
        theirs = {wave.invitations[n].id for n in group}
        letters = session.exec(select(Letter).where(col(Letter.invitation_id).in_(theirs)))
        assert all(one.printed_on <= day for one in letters)

    # everybody else is reached, three times at most, and who answered is left alone
    for n in (*REFUSED, *BY_POST, *ANSWERING, *range(440, MEMBERS)):
        assert 1 <= sum(reached[n]) <= 3
    for n in ANSWERING:
        waited = n % 9 * 4
        assert sum(reached[n]) <= 1 + (waited > 7) + (waited > 21)
    assert {reached[n] for n in BY_POST} == {(0, 2)}
    assert {reached[n] for n in REFUSED} == {(0, 2)}
    silent = Counter(reached[n] for n in range(440, MEMBERS))
    assert silent == {(3, 0): 105, (2, 1): 105}  # the last reminder of the retired is a letter

    # nothing is lost, nothing waits, nothing is open
    messages = session.exec(select(OutgoingMessage)).all()
    assert {one.status for one in messages} == {MessageStatus.SENT, MessageStatus.CANCELLED}
    assert sum(one.status is MessageStatus.SENT for one in messages) == len(wave.server.taken)
    assert session.exec(select(Letter).where(col(Letter.printed_on).is_(None))).all() == []
    assert session.exec(select(Draft)).all() == session.exec(select(SendingPause)).all() == []
    assert len(session.exec(select(Reply)).all()) == len(ANSWERING)

    # what was counted, letter by letter and message by message
    assert (len(wave.server.taken), sum(n for _, n in reached.values())) == (EMAILS, LETTERS)

    # and each event has its end
    ends = Counter[str]()
    for theirs in endings.endings(session).values():
        for end, number in theirs.items():
            ends[end.label] += number
    assert sum(ends.values()) == MEMBERS
    assert ends["a répondu"] == len(ANSWERING)
    assert all("envois pour aujourd’hui" in reason for reason in wave.alarms)
    assert wave.doubts <= wave.kills
