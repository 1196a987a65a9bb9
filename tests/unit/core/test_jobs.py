"""Jobs: asked for in the caller's transaction, done later, with their effects there exactly once."""

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta

import pytest
import sqlalchemy as sa
from sqlmodel import Session, col, select

from core import jobs, limits
from core.database import make_engine, open_session
from core.jobs import Daily, Job, Often
from core.models import Attempts, DoneJob, Worker

MOMENT = datetime(2027, 3, 15, 9, 0, tzinfo=UTC)


def write_down(session: Session, now: datetime, what: str = "done") -> None:
    limits.count(session, what, MOMENT)


def write_down_and_fail(session: Session, now: datetime) -> None:
    write_down(session, now)
    raise RuntimeError("in the middle")


def commit_by_itself(session: Session, now: datetime, what: str) -> None:
    write_down(session, now, what)
    session.commit()


def ask_for_another(session: Session, now: datetime) -> None:
    jobs.enqueue(session, SIMPLE, "from within", what="second")


SIMPLE = Job("test_simple", write_down)
HEAVY = Job("test_heavy", write_down, queue=jobs.HEAVY)
FAILING = Job("test_failing", write_down_and_fail)
COMMITTING = Job("test_committing", commit_by_itself, own_commits=True)
CHAINED = Job("test_chained", ask_for_another)


@pytest.fixture
def engine(database_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[sa.Engine]:
    """An engine whose process knows the jobs above, on each kind of database."""
    for job in (SIMPLE, HEAVY, FAILING, COMMITTING, CHAINED):
        monkeypatch.setitem(jobs.KNOWN, job.name, job)
    made = make_engine(database_url)
    yield made
    made.dispose()


def ask(engine: sa.Engine, job: Job, key: str, **arguments: object) -> None:
    with open_session(engine) as session:
        jobs.enqueue(session, job, key, **arguments)
        session.commit()


def times(engine: sa.Engine, what: str = "done") -> int:
    """How many times the deed left its effect."""
    with open_session(engine, writing=False) as session:
        return sum(session.exec(select(Attempts.number).where(Attempts.what == what)).all())


def traces(engine: sa.Engine) -> list[str]:
    with open_session(engine, writing=False) as session:
        return list(session.exec(select(DoneJob.id).order_by(col(DoneJob.id))).all())


# ---------------------------------------------------------------- asking


def test_a_job_asked_for_in_a_transaction_rolled_back_was_never_asked(engine: sa.Engine) -> None:
    with open_session(engine) as session:
        jobs.enqueue(session, SIMPLE, "a")
        session.rollback()
    assert jobs.drain(engine) == 0
    assert times(engine) == 0


def test_a_job_waits_until_its_transaction_is_committed(engine: sa.Engine) -> None:
    ask(engine, SIMPLE, "a")
    assert times(engine) == 0
    assert jobs.drain(engine) == 1
    assert times(engine) == 1


def test_asked_twice_under_one_key_it_is_done_once(engine: sa.Engine) -> None:
    ask(engine, SIMPLE, "a")
    ask(engine, SIMPLE, "a")
    jobs.drain(engine)
    assert times(engine) == 1


def test_asked_twice_in_one_transaction_under_one_key_it_is_done_once(engine: sa.Engine) -> None:
    with open_session(engine) as session:
        jobs.enqueue(session, SIMPLE, "a")
        jobs.enqueue(session, SIMPLE, "a")
        session.commit()
    jobs.drain(engine)
    assert times(engine) == 1


def test_asked_again_after_it_was_done_it_is_not_done_again(engine: sa.Engine) -> None:
    for _ in range(2):
        ask(engine, SIMPLE, "a")
        jobs.drain(engine)
    assert times(engine) == 1


def test_two_keys_are_two_jobs_and_two_jobs_may_share_a_key(engine: sa.Engine) -> None:
    ask(engine, SIMPLE, "a")
    ask(engine, SIMPLE, "b")
    ask(engine, HEAVY, "a")
    assert jobs.drain(engine) == 3
    assert times(engine) == 3


def test_its_arguments_reach_the_deed(engine: sa.Engine) -> None:
    ask(engine, SIMPLE, "a", what="élargi")
    jobs.drain(engine)
    assert times(engine, "élargi") == 1


def test_a_delayed_job_is_not_done_early(engine: sa.Engine) -> None:
    with open_session(engine) as session:
        jobs.enqueue(session, SIMPLE, "later", wait=timedelta(hours=1))
        jobs.enqueue(session, SIMPLE, "now")
        session.commit()
    assert jobs.drain(engine) == 1
    assert traces(engine) == ["test_simple:now"]


# ---------------------------------------------------------------- doing


def test_one_queue_may_be_done_alone(engine: sa.Engine) -> None:
    ask(engine, HEAVY, "a", what="heavy")
    ask(engine, SIMPLE, "a", what="light")
    assert jobs.drain(engine, jobs.LIGHT) == 1
    assert (times(engine, "light"), times(engine, "heavy")) == (1, 0)


def test_more_jobs_than_one_reading_holds_are_all_done(engine: sa.Engine) -> None:
    with open_session(engine) as session:
        for number in range(120):
            jobs.enqueue(session, SIMPLE, str(number))
        session.commit()
    assert jobs.drain(engine) == 120
    assert times(engine) == 120


def test_a_job_asked_for_by_a_job_is_done_too(engine: sa.Engine) -> None:
    ask(engine, CHAINED, "a")
    assert jobs.drain(engine) == 2
    assert times(engine, "second") == 1


def test_the_effects_and_the_trace_are_there_together(engine: sa.Engine) -> None:
    jobs.run(engine, "an id", SIMPLE.name, {})
    assert (times(engine), traces(engine)) == (1, ["an id"])


def test_a_deed_that_fails_half_way_leaves_neither_effect_nor_trace(engine: sa.Engine) -> None:
    with pytest.raises(RuntimeError, match="in the middle"):
        jobs.run(engine, "an id", FAILING.name, {})
    assert (times(engine), traces(engine)) == (0, [])


def test_run_twice_under_one_number_its_effects_are_there_once(engine: sa.Engine) -> None:
    jobs.run(engine, "an id", SIMPLE.name, {})
    jobs.run(engine, "an id", SIMPLE.name, {})
    assert times(engine) == 1


def test_a_deed_with_its_own_commits_keeps_its_trace_too(engine: sa.Engine) -> None:
    ask(engine, COMMITTING, "a", what="own")
    jobs.drain(engine)
    jobs.run(engine, "test_committing:a", COMMITTING.name, {"what": "own"})
    assert (times(engine, "own"), traces(engine)) == (1, ["test_committing:a"])


def test_a_database_busy_for_a_moment_loses_no_job(
    engine: sa.Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried = []

    def busy_twice(session: Session, now: datetime) -> None:
        write_down(session, now)
        tried.append(now)
        if len(tried) < 3:
            raise sa.exc.OperationalError("UPDATE", {}, Exception("database is locked"))

    monkeypatch.setattr(jobs, "WAITS", (0.0, 0.0))
    monkeypatch.setitem(jobs.KNOWN, "test_busy", Job("test_busy", busy_twice))
    jobs.run_patiently(engine, "an id", "test_busy", {})
    assert (len(tried), times(engine), traces(engine)) == (3, 1, ["an id"])


def test_a_database_that_stays_away_is_told_in_the_end(
    engine: sa.Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(session: Session, now: datetime) -> None:
        raise sa.exc.OperationalError("UPDATE", {}, Exception("database is locked"))

    monkeypatch.setattr(jobs, "WAITS", (0.0, 0.0))
    monkeypatch.setitem(jobs.KNOWN, "test_busy", Job("test_busy", busy))
    with pytest.raises(sa.exc.OperationalError):
        jobs.run_patiently(engine, "an id", "test_busy", {})
    assert traces(engine) == []


# ---------------------------------------------------------------- workers, keeping house


def test_a_worker_silent_for_a_minute_is_given_up_once(
    engine: sa.Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs.clock, "now", lambda: MOMENT)
    assert jobs.sign_of_life(engine, "old") == []
    monkeypatch.setattr(jobs.clock, "now", lambda: MOMENT + timedelta(seconds=59))
    assert jobs.sign_of_life(engine, "new") == []
    monkeypatch.setattr(jobs.clock, "now", lambda: MOMENT + timedelta(seconds=61))
    assert jobs.sign_of_life(engine, "new") == ["old"]
    assert jobs.sign_of_life(engine, "new") == []
    with open_session(engine, writing=False) as session:
        assert [worker.name for worker in session.exec(select(Worker))] == ["new"]


def test_traces_are_forgotten_after_thirty_days_and_not_before(engine: sa.Engine) -> None:
    with open_session(engine) as session:
        session.add(DoneJob(id="old", done_at=MOMENT - timedelta(days=31)))
        session.add(DoneJob(id="recent", done_at=MOMENT - timedelta(days=29)))
        session.flush()
        assert jobs.forget_finished(session, MOMENT) == 1
        session.commit()
    assert traces(engine) == ["recent"]


def test_the_rows_of_the_engine_are_forgotten_with_the_traces(engine: sa.Engine) -> None:
    for key in ("a", "b"):
        ask(engine, SIMPLE, key)
    client = jobs.client(engine)
    client.cancel_workflow("test_simple:a")
    with open_session(engine) as session:
        jobs.forget_finished(session, jobs.clock.now() + timedelta(days=31))
    left = [workflow.workflow_id for workflow in client.list_workflows()]
    assert left == ["test_simple:b"]  # what still waits is never forgotten


def test_a_process_makes_one_client_of_the_engine_however_much_it_asks(engine: sa.Engine) -> None:
    ask(engine, SIMPLE, "a")
    before = jobs.client.cache_info().currsize
    for key in "bcde":
        ask(engine, SIMPLE, key)
    assert jobs.client.cache_info().currsize == before


def test_the_timetable_is_written_as_the_engine_reads_it() -> None:
    assert Daily(SIMPLE, time(6, 30)).cron == "30 6 * * *"
    assert Often(SIMPLE, 15).cron == "*/15 * * * *"
