"""A real worker, killed in the middle of its work: nothing is lost, nothing is done twice."""

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import Session, col, func, select

from core import clock, jobs, mail
from core.database import make_engine, open_session
from core.jobs import Job
from core.models import Attempts, DoneJob, MessageStatus, OutgoingMessage, Worker
from core.settings import ROOT
from tests import mail_server

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="les signaux sont ceux d’Unix")

JOBS = 30
SLOWEST = 18.0  # seconds

# The product's own command, which knows one more job: one that takes its time half-way.
COMMAND = """
import sys, time
import app
from core import jobs, limits

def slow(session, now, number):
    limits.count(session, f"job {number}", now)
    time.sleep(0.05)

jobs.BEAT_SECONDS = 1  # a sign of life every second, so that the test need not wait ten
jobs.know(jobs.Job("test_slow", slow))
sys.argv = ["sillage", "work", "--name", sys.argv[1]]
app.main()
"""
SLOW = Job("test_slow", lambda session, now, number: None)  # the worker has the real deed


@pytest.fixture
def engine(database_url: str) -> Iterator[sa.Engine]:
    made = make_engine(database_url)
    yield made
    made.dispose()


@contextmanager
def worker(
    tmp_path: Path, engine: sa.Engine, name: str, **settings: str
) -> Iterator[subprocess.Popen[str]]:
    """A worker process, ready; killed at the latest at the end."""
    around = {k: v for k, v in os.environ.items() if not k.startswith("SILLAGE_")}
    given = {
        "HOME": str(tmp_path / "home"),
        "DATABASE": engine.url.render_as_string(hide_password=False),
        **settings,
    }
    process = subprocess.Popen(
        [sys.executable, "-c", COMMAND, name],
        cwd=ROOT,
        env=around | {f"SILLAGE_{key}": value for key, value in given.items()},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        lines = []
        for line in process.stdout or ():
            lines.append(line)
            if "prêt" in line:
                break
        else:
            pytest.fail(f"the worker did not start: {''.join(lines)}")
        yield process
    finally:
        process.kill()
        process.communicate()


def kill(process: subprocess.Popen[str]) -> None:
    process.send_signal(signal.SIGKILL)
    process.wait()


def wait_until(happened: Callable[[], bool], what: str) -> None:
    deadline = time.monotonic() + SLOWEST
    while not happened():
        assert time.monotonic() < deadline, f"never: {what}"
        time.sleep(0.02)


def asked(engine: sa.Engine, ask: Callable[[Session, int], Any], number: int = JOBS) -> None:
    """So many jobs, each asked for in a transaction of its own."""
    for n in range(number):
        with open_session(engine) as session:
            ask(session, n)
            session.commit()


def done(engine: sa.Engine) -> int:
    with open_session(engine, writing=False) as session:
        ours = col(DoneJob.id).startswith("test_slow") | col(DoneJob.id).startswith("deliver")
        return session.exec(select(func.count()).select_from(DoneJob).where(ours)).one()


def effects(engine: sa.Engine) -> dict[str, int]:
    with open_session(engine, writing=False) as session:
        rows = session.exec(select(Attempts).where(col(Attempts.what).startswith("job ")))
        return {row.what: row.number for row in rows}


EACH_ONCE = {f"job {n}": 1 for n in range(JOBS)}


def ask_slow(session: Session, number: int) -> None:
    jobs.enqueue(session, SLOW, str(number), number=number)


def test_killed_in_the_middle_and_started_again_every_effect_is_there_once(
    tmp_path: Path, engine: sa.Engine
) -> None:
    asked(engine, ask_slow)
    with worker(tmp_path, engine, "steady") as process:
        wait_until(lambda: done(engine) >= 5, "five jobs done")
        kill(process)
    before = done(engine)
    assert 5 <= before < JOBS, "killed too late to prove anything"
    assert len(effects(engine)) == before  # an effect without its trace would be done again
    with worker(tmp_path, engine, "steady"):
        wait_until(lambda: done(engine) == JOBS, "all jobs done")
        assert effects(engine) == EACH_ONCE


def test_another_worker_takes_over_from_one_that_gives_no_sign_of_life(
    tmp_path: Path, engine: sa.Engine
) -> None:
    asked(engine, ask_slow)
    with worker(tmp_path, engine, "first") as process:
        wait_until(lambda: done(engine) >= 5, "five jobs done")
        kill(process)
    with open_session(engine) as session:  # a minute passes
        session.merge(Worker(name="first", seen_at=clock.now() - timedelta(seconds=61)))
        session.commit()
    with worker(tmp_path, engine, "second"):
        wait_until(lambda: done(engine) == JOBS, "all jobs done, those of the first included")
        assert effects(engine) == EACH_ONCE


def test_asked_to_stop_it_stops_in_good_order(tmp_path: Path, engine: sa.Engine) -> None:
    asked(engine, ask_slow)
    with worker(tmp_path, engine, "steady") as process:
        wait_until(lambda: done(engine) >= 5, "five jobs done")
        process.terminate()
        assert process.wait(SLOWEST) == 0
    assert len(effects(engine)) == done(engine)


# ---------------------------------------------------------------- what leaves the house


def write_message(session: Session, number: int) -> None:
    mail.write(
        session,
        OutgoingMessage(
            key=f"message {number}",
            to_address=f"adherent{number}@exemple.example",
            subject="Votre avis",
            text="Bonjour",
            written_at=clock.now(),
        ),
    )


def states(engine: sa.Engine) -> Counter[MessageStatus]:
    with open_session(engine, writing=False) as session:
        return Counter(session.exec(select(OutgoingMessage.status)))


def test_killed_while_sending_every_message_leaves_and_none_that_was_noted_leaves_again(
    tmp_path: Path, engine: sa.Engine
) -> None:
    with mail_server.running() as (server, address):
        server.seconds = 0.05
        asked(engine, write_message)
        with worker(tmp_path, engine, "steady", SMTP=address) as process:
            wait_until(lambda: states(engine)[MessageStatus.SENT] >= 5, "five messages sent")
            kill(process)
        noted = states(engine)[MessageStatus.SENT]
        assert noted < JOBS, "killed too late to prove anything"
        with worker(tmp_path, engine, "steady", SMTP=address):
            wait_until(lambda: states(engine)[MessageStatus.SENT] == JOBS, "all messages sent")
        numbers = {to: set() for to in server.to}
        for message in server.taken:
            numbers[message["To"]].add(message["Message-ID"])
        assert len(numbers) == JOBS  # nothing lost
        assert all(len(same) == 1 for same in numbers.values())  # shown once by mail programs
        # Only what was between the server's answer and the commit may have left twice.
        assert len(server.taken) - JOBS <= jobs.AT_ONCE[jobs.LIGHT]
        twice = {to for to, n in Counter(server.to).items() if n > 1}
        assert len(twice) <= JOBS - noted


def write_to_member(session: Session, number: int) -> None:
    write_message(session, number)
    message = session.exec(
        select(OutgoingMessage).where(
            OutgoingMessage.to_address == f"adherent{number}@exemple.example"
        )
    ).one()
    message.unsubscribe_url = "https://caisse.example/r/secret/opposition"


def test_killed_while_sending_to_members_nobody_gets_two_copies(
    tmp_path: Path, engine: sa.Engine
) -> None:
    with mail_server.running() as (server, address):
        server.seconds = 0.05
        asked(engine, write_to_member)
        with worker(tmp_path, engine, "steady", SMTP=address) as process:
            wait_until(lambda: states(engine)[MessageStatus.SENT] >= 5, "five messages sent")
            kill(process)
        assert states(engine)[MessageStatus.SENT] < JOBS, "killed too late to prove anything"
        with worker(tmp_path, engine, "steady", SMTP=address):
            wait_until(
                lambda: (
                    states(engine)[MessageStatus.SENT] + states(engine)[MessageStatus.FAILED]
                    == JOBS
                ),
                "all messages sent or in doubt",
            )
        assert max(Counter(server.to).values()) == 1
        doubts = states(engine)[MessageStatus.FAILED]
        assert doubts <= jobs.AT_ONCE[jobs.LIGHT]
        assert len(server.taken) >= JOBS - doubts  # what is not in doubt is not lost
