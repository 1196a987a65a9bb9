"""Jobs: work done later by a worker, written in the transaction that asks for it. Only this module knows DBOS.

A job runs at least once; what it writes in the database is there exactly once, because its number
is written in `done_jobs` in the same transaction. What leaves the database (an e-mail) is not
covered by that: see `core.mail`.
"""

import functools
import logging
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from time import sleep
from typing import Any

import sqlalchemy as sa
from dbos import DBOS, DBOSClient, DBOSConfig, EnqueueOptions, WorkflowSerializationFormat
from sqlmodel import Session, col, select

from core import clock
from core.database import open_session
from core.models import DoneJob, Worker

APPLICATION = "sillage"
VERSION = "1"  # constant: a deployment must not strand the jobs that wait
LIGHT, HEAVY = "light", "heavy"
AT_ONCE = {LIGHT: 16, HEAVY: 1}
POLLING_SECONDS = 0.2
BEAT_SECONDS, DEAD_AFTER = 10, timedelta(seconds=60)
KEPT = timedelta(days=30)
FORGOTTEN_AT_ONCE = 1000
WAITS = (2.0, 15.0, 60.0)  # seconds; the database is busy or restarts

Deed = Callable[..., Any]
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Job:
    """Something a worker knows how to do: `deed(session, now, **arguments)`.

    With `own_commits`, the deed commits by itself and must bear being run twice.
    """

    name: str
    deed: Deed
    queue: str = LIGHT
    own_commits: bool = False


@dataclass(frozen=True)
class Daily:
    """A job that runs by itself every day at a time of Paris."""

    job: Job
    at: time

    @property
    def cron(self) -> str:
        return f"{self.at.minute} {self.at.hour} * * *"


@dataclass(frozen=True)
class Often:
    """A job that runs by itself every few minutes."""

    job: Job
    minutes: int

    @property
    def cron(self) -> str:
        return f"*/{self.minutes} * * * *"


KNOWN: dict[str, Job] = {}


def know(*jobs: Job) -> None:
    """Tell the worker of these jobs; done once, by app.py."""
    KNOWN.update({job.name: job for job in jobs})


# ---------------------------------------------------------------- asking


def enqueue(
    session: Session, job: Job, key: str, *, wait: timedelta | None = None, **arguments: Any
) -> None:
    """Ask for a job in the caller's transaction; asking twice under one key asks once."""
    options: EnqueueOptions = {
        "workflow_name": "job",
        "queue_name": job.queue,
        "workflow_id": f"{job.name}:{key}",
        "app_version": VERSION,
        "serialization_type": WorkflowSerializationFormat.PORTABLE,
    }
    if wait is not None:
        options["delay_seconds"] = wait.total_seconds()
    known = client(session.get_bind().engine)
    known.enqueue_in_transaction(session, options, job.name, arguments)


@functools.cache  # one an engine: making one takes its time, and open_session gives the same engine
def client(engine: sa.Engine) -> DBOSClient:
    """The engine's own door to its tables; starts no thread and asks nothing of the network."""
    return DBOSClient(system_database_engine=engine, lazy=True, application_name=APPLICATION)


# ---------------------------------------------------------------- doing


def run(engine: sa.Engine, job_id: str, name: str, arguments: Mapping[str, Any]) -> None:
    """Do one job, unless its effects are already there; the only place that commits inside."""
    job = KNOWN[name]
    with open_session(engine) as session:
        if session.get(DoneJob, job_id):
            return
        if job.own_commits:
            session.rollback()  # such a deed opens its own transactions, short ones
        job.deed(session, clock.now(), **arguments)
        session.add(DoneJob(id=job_id, done_at=clock.now()))
        session.commit()


def run_patiently(engine: sa.Engine, job_id: str, name: str, arguments: Mapping[str, Any]) -> None:
    """Do one job, trying again where the database is busy or away: the engine itself never would."""
    for wait in WAITS:
        try:
            return run(engine, job_id, name, arguments)
        except sa.exc.OperationalError as error:
            log.warning("Job %s: %s; again in %s s", job_id, error.orig, wait)
            sleep(wait)
    return run(engine, job_id, name, arguments)


def drain(engine: sa.Engine, queue: str | None = None) -> int:
    """Do, here and now, all that waits (in this queue): for tests, the demonstration, the command line."""
    known, done = client(engine), 0
    while waiting := known.list_workflows(
        status=["ENQUEUED"], queue_name=queue, load_input=True, limit=100, name="job"
    ):
        for workflow in waiting:
            inputs = workflow.input
            assert inputs is not None
            name, arguments = inputs["args"]
            run(engine, workflow.workflow_id, name, arguments)
        # At once: stopped in between, what was done is known by `done_jobs` and not done again.
        known.delete_workflows([workflow.workflow_id for workflow in waiting])
        done += len(waiting)
    return done


@contextmanager
def worker(
    database_url: str,
    engine: sa.Engine,
    name: str,
    timetable: Iterable[Daily | Often],
    queues: tuple[str, ...] = (LIGHT, HEAVY),
) -> Iterator[None]:
    """A worker at work until the block ends; the web never opens one."""
    config: DBOSConfig = {
        "name": APPLICATION,
        "system_database_url": database_url,
        "application_version": VERSION,
        "executor_id": name,
        "log_level": "WARNING",
        "run_migrations": False,
    }
    DBOS(config=config)

    @DBOS.workflow(name="job")
    def job(name: str, arguments: dict[str, Any]) -> None:
        assert DBOS.workflow_id is not None
        run_patiently(engine, DBOS.workflow_id, name, arguments)

    @DBOS.workflow(name="tick")
    def tick(scheduled: datetime, context: Any) -> None:
        assert DBOS.workflow_id is not None
        run_patiently(engine, DBOS.workflow_id, str(context), {})

    DBOS.listen_queues(list(queues))
    DBOS.launch()
    stop = threading.Event()
    try:
        for queue in queues:
            DBOS.register_queue(
                queue, worker_concurrency=AT_ONCE[queue], polling_interval_sec=POLLING_SECONDS
            )
        DBOS.apply_schedules(
            [
                {
                    "schedule_name": entry.job.name,
                    "workflow_fn": tick,
                    "schedule": entry.cron,
                    "context": entry.job.name,
                    "automatic_backfill": isinstance(entry, Daily),
                    "cron_timezone": "Europe/Paris",
                    "queue_name": entry.job.queue,
                }
                for entry in timetable
                if entry.job.queue in queues
            ]
        )
        threading.Thread(target=_beat, args=(engine, name, stop), daemon=True).start()
        yield
    finally:
        stop.set()
        DBOS.destroy(workflow_completion_timeout_sec=5)


def _beat(engine: sa.Engine, name: str, stop: threading.Event) -> None:
    """Give a sign of life; take over the jobs of workers that gave none for a minute."""
    while not stop.wait(BEAT_SECONDS):
        try:
            if dead := sign_of_life(engine, name):
                DBOS._recover_pending_workflows(dead)
        except Exception:
            log.exception("The worker could not give its sign of life")


def sign_of_life(engine: sa.Engine, name: str) -> list[str]:
    """Write that this worker lives; return, and forget, those that no longer do."""
    now = clock.now()
    with open_session(engine) as session:
        session.merge(Worker(name=name, seen_at=now))
        silent = session.exec(select(Worker).where(col(Worker.seen_at) < now - DEAD_AFTER)).all()
        names = [worker.name for worker in silent]
        for worker in silent:
            session.delete(worker)
        session.commit()
    return names


# ---------------------------------------------------------------- keeping house


def migrate(database_url: str) -> None:
    """Create or bring up to date the engine's own tables."""
    DBOS.migrate(database_url)


def forget_finished(session: Session, now: datetime) -> int:
    """Erase the traces of jobs done more than thirty days ago; commits by itself.

    The engine erases its own rows in transactions of its own, which our write lock would stop.
    """
    before = now - KEPT
    result = session.connection().execute(sa.delete(DoneJob).where(col(DoneJob.done_at) < before))
    session.commit()
    known = client(session.get_bind().engine)
    while old := known.list_workflows(
        status=["SUCCESS", "ERROR", "CANCELLED"],
        end_time=before.isoformat(),
        load_input=False,
        load_output=False,
        limit=FORGOTTEN_AT_ONCE,
    ):
        known.delete_workflows([workflow.workflow_id for workflow in old])
    return result.rowcount


FORGET = Job("forget_finished_jobs", forget_finished, own_commits=True)
