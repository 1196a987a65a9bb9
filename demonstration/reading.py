"""The language models at work beside the story: in a process of their own, as the worker would be."""

import multiprocessing
from concurrent.futures import Future, ProcessPoolExecutor
from datetime import datetime
from typing import Protocol

import sqlalchemy as sa
from sqlmodel import Session

from actionplans.ideas import reading as idea_reading
from actionplans.inside import placing as inside_placing
from actionplans.malfunctions import reading as report_reading
from actionplans.returns import looking
from analysis import noticing, verbatims
from analysis.indicators import measures
from analysis.models import Basis
from analysis.quality import measuring
from analysis.themes import correcting, learning
from analysis.themes.themes import codes
from analysis.themes.voices import Period
from analysis.topics import grouping
from core import clock, folders, jobs, mail, secrecy
from core.clock import PARIS
from core.database import make_engine, open_session
from core.settings import Settings


class Reading(Protocol):
    """What masks and reads what members and staff write."""

    def prepare(self) -> None:
        """Get ready; may go on after it returns."""

    def read(self, now: datetime) -> None:
        """Read, as at this moment, all that is new; may go on after it returns."""

    def learn(self, now: datetime) -> None:
        """Learn, as at this moment, from the corrections made; may go on after it returns."""

    def group(self, now: datetime) -> None:
        """Look for topics inside each theme, as every night, and place there what staff told; may go on after it returns."""

    def notice(self, now: datetime) -> None:
        """Compute the findings of the last quarters, and what of closed actions is back; may go on after it returns."""

    def measure(self, now: datetime) -> None:
        """Measure how well the reading reads, by what is quick to measure; may go on after it returns."""

    def settle(self) -> None:
        """Wait until nothing goes on. Never called inside a transaction: the reading writes too."""

    def end(self) -> None:
        """Let everything go."""


class Apart:
    """Reads in another process, one thing after the other: two cores share the work."""

    def __init__(self, settings: Settings) -> None:
        self._pool = ProcessPoolExecutor(
            1, multiprocessing.get_context("spawn"), initializer=_begin, initargs=(settings,)
        )
        self._going_on: list[Future[None]] = []

    def prepare(self) -> None:
        self._going_on.append(self._pool.submit(_prepare))

    def read(self, now: datetime) -> None:
        self._going_on.append(self._pool.submit(_read, now))

    def learn(self, now: datetime) -> None:
        self._going_on.append(self._pool.submit(_learn, now))

    def group(self, now: datetime) -> None:
        self._going_on.append(self._pool.submit(_group, now))

    def notice(self, now: datetime) -> None:
        self._going_on.append(self._pool.submit(_notice, now))

    def measure(self, now: datetime) -> None:
        self._going_on.append(self._pool.submit(_measure, now))

    def settle(self) -> None:
        while self._going_on:
            self._going_on.pop(0).result()

    def end(self) -> None:
        """At once: when we are interrupted, nobody waits for a lesson to end."""
        self._pool.shutdown(wait=False, cancel_futures=True)
        for process in multiprocessing.active_children():
            process.terminate()


# ---------------------------------------------------------------- in the other process

_engines: list[sa.Engine] = []


def _begin(settings: Settings) -> None:
    mail.init(settings)
    secrecy.init(settings)
    folders.init(settings)
    jobs.know(correcting.LEARN)
    _engines[:] = [make_engine(settings.database_url)]


def _prepare() -> None:
    learning.day_one_reader(folders.folder(verbatims.MODELS))


def _read(now: datetime) -> None:
    with clock.moved_to(now), open_session(_engines[0]) as session:
        verbatims.understand(session, now)
        report_reading.read_new(session, now)
        idea_reading.read_new(session, now)


def _group(now: datetime) -> None:
    with clock.moved_to(now), open_session(_engines[0]) as session:
        _group_last_quarter(session, now)
        grouping.group_topics(session, now)
        inside_placing.place_all(session, now)


def _group_last_quarter(session: Session, now: datetime) -> None:
    """The quarter that is over first, so that those of today say what they continue."""
    over = Period(*measures.quarter_of(now.astimezone(PARIS).date())).before
    for theme in codes():
        is_enough = grouping.enough(session, theme, over)
        session.rollback()
        if is_enough:
            grouping.group_topics(session, now, theme, over.since.isoformat())


def _notice(now: datetime) -> None:
    with clock.moved_to(now), open_session(_engines[0]) as session:
        noticing.keep(session, now)
        looking.look(session, now)


def _measure(now: datetime) -> None:
    """The worker measures the rest, which takes minutes, at its first start."""
    with clock.moved_to(now), open_session(_engines[0]) as session:
        measuring.measure_some(session, now, [Basis.TRIAL, Basis.FIRST_DAY])
        measuring.ask(session, now)
        session.commit()


def _learn(now: datetime) -> None:
    with clock.moved_to(now):
        jobs.drain(_engines[0], jobs.HEAVY)
