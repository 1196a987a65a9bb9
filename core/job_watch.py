"""What the job engine has to do, did not manage, and who does it: for the administrator's page.

An error is told by its kind alone: its text may quote what a person wrote.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import sqlalchemy as sa
from dbos import WorkflowStatus
from sqlmodel import Session, col, select

from core.errors import Missing
from core.jobs import DEAD_AFTER, Job, client
from core.models import Worker

SHOWN = 100
WAITING = ["ENQUEUED", "DELAYED", "PENDING"]
FAILED = ["ERROR", "MAX_RECOVERY_ATTEMPTS_EXCEEDED"]
STATES = {"ENQUEUED": "en attente", "DELAYED": "remise à plus tard", "PENDING": "en cours"}


@dataclass(frozen=True)
class Waiting:
    """One job that is not done: its number, what it is, where it stands, since when, and its error."""

    id: str
    name: str
    state: str
    since: datetime
    error: str


@dataclass(frozen=True)
class Alive:
    """A worker and its last sign of life."""

    name: str
    seen_at: datetime
    is_alive: bool


def waiting(engine: sa.Engine) -> list[Waiting]:
    """Jobs that wait or run, oldest first; a hundred at most."""
    return _listed(engine, WAITING, newest_first=False)


def is_waiting(engine: sa.Engine, job: Job, key: str) -> bool:
    """Whether a job whose key begins so waits or runs."""
    found = client(engine).list_workflows(
        status=WAITING, workflow_id_prefix=f"{job.name}:{key}", limit=1, load_input=False
    )
    return bool(found)


def failed(engine: sa.Engine) -> list[Waiting]:
    """Jobs given up, newest first; a hundred at most."""
    return _listed(engine, FAILED, newest_first=True)


def _listed(engine: sa.Engine, states: list[str], newest_first: bool) -> list[Waiting]:
    found = client(engine).list_workflows(
        status=states, limit=SHOWN, sort_desc=newest_first, load_input=False
    )
    return [_line(one) for one in found]


def _line(one: WorkflowStatus) -> Waiting:
    return Waiting(
        id=one.workflow_id,
        name=one.workflow_id.partition(":")[0],
        state=STATES.get(one.status, "abandonnée"),
        since=datetime.fromtimestamp((one.created_at or 0) / 1000, UTC),
        error=type(one.error).__name__ if one.error else "",
    )


def again(engine: sa.Engine, job_id: str) -> None:
    """Try a given-up job once more."""
    _expect(engine, job_id, FAILED)
    client(engine).resume_workflow(job_id)


def cancel(engine: sa.Engine, job_id: str) -> None:
    """Give up a job that waits."""
    _expect(engine, job_id, WAITING)
    client(engine).cancel_workflow(job_id)


def _expect(engine: sa.Engine, job_id: str, states: list[str]) -> None:
    found = client(engine).list_workflows(workflow_ids=[job_id], status=states, load_input=False)
    if not found:
        raise Missing("Cette tâche n’est plus là : elle a pu finir entre-temps.")


def workers(session: Session, now: datetime) -> Sequence[Alive]:
    """The workers known, and whether each gave a sign of life in the last minute."""
    known = session.exec(select(Worker).order_by(col(Worker.name)))
    return [Alive(one.name, one.seen_at, now - one.seen_at < DEAD_AFTER) for one in known]
