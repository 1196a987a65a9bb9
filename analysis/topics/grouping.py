"""Topics looked for inside a theme, quarter by quarter, and found again in the last search."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from analysis import corpus
from analysis.indicators import measures
from analysis.models import TopicRun, Verbatim
from analysis.readers.encoder import EncoderReader
from analysis.themes import voices
from analysis.themes.themes import codes
from analysis.themes.voices import Period
from analysis.topics import Group, forbidding, group, naming
from analysis.topics import directions as topic_directions
from analysis.topics import identity as topic_identity
from analysis.topics.forbidding import Orders
from analysis.topics.groups import AIMED_AT, FEWEST
from analysis.topics.identity import Search, Weights
from core import jobs
from core.errors import Refused
from organisation import journal
from organisation.words import DEEDS
from survey.models import Reply

SEED = 0
WORTH_A_SEARCH = 2 * FEWEST  # sentences; fewer are read whole faster than in topics
READ_ALONE = 2 * AIMED_AT  # sentences: a quarter with fewer is read with the three before it

DEEDS.update({"no_topics": "sujets non cherchés"})


@dataclass(frozen=True)
class Sentences:
    """What a search reads: the sentences whose main theme this is, always in the same order."""

    theme: str
    period: Period
    since: date
    """The first day read: that of the quarter, or of the year that ends with it."""
    ids: Sequence[str]
    texts: Sequence[str]

    def fingerprint(self, version: str, orders: Orders) -> str:
        """Equal where the topics would be the same."""
        asked = (sorted(orders.words), list(orders.apart))
        stands_on = (SEED, naming.RECIPE, version, list(self.ids), list(self.texts), asked)
        return hashlib.sha256(repr(stands_on).encode()).hexdigest()


def group_topics(session: Session, now: datetime, theme: str = "", since: str = "") -> None:
    """Look for the topics of this theme in the quarter of `since`, else of every theme in its newest
    quarter with enough sentences. Commits by itself, theme by theme: the encoder works outside of
    any transaction. Without its files nothing changes, and the journal says why.
    """
    try:
        for code, period in _asked(session, theme, since):
            search(session, now, code, period)
    except Refused as error:
        session.rollback()
        journal.write(session, now, None, "no_topics", theme, str(error))
        session.commit()


GROUP = jobs.Job("group_topics", group_topics, jobs.HEAVY, own_commits=True)


def ask(session: Session, now: datetime, theme: str, period: Period) -> None:
    """Ask for a search; two presses in the same minute ask once."""
    since = period.since.isoformat()
    key = f"{asked_for(theme, period)}{now:%Y%m%d%H%M}"
    jobs.enqueue(session, GROUP, key, theme=theme, since=since)


def asked_for(theme: str, period: Period) -> str:
    """How the keys of these searches begin."""
    return f"{theme}-{period.since.isoformat()}-"


def _asked(session: Session, theme: str, since: str) -> list[tuple[str, Period]]:
    if theme:
        return [(theme, Period(*measures.quarter_of(date.fromisoformat(since))))]
    quarters = voices.periods(session)
    found = [
        (code, next((p for p in quarters if enough(session, code, p)), None)) for code in codes()
    ]
    session.rollback()
    return [(code, period) for code, period in found if period is not None]


def enough(session: Session, theme: str, period: Period) -> bool:
    """Whether topics are worth looking for: the theme is spoken of this quarter, and there is enough to read."""
    spoken = _count(session, voices.about(theme, period).order_by(None))
    return spoken >= voices.SHOWN_FROM and (
        _count(session, _sentences(theme, reach(session, theme, period))) >= WORTH_A_SEARCH
    )


def reach(session: Session, theme: str, period: Period) -> Period:
    """What a search of this quarter reads: the quarter, or the year that ends with it where it says too little.

    Fifteen sentences a theme and a quarter, which is what a small fund has, cannot be told apart in topics.
    """
    if _count(session, _sentences(theme, period)) >= READ_ALONE:
        return period
    return Period(measures.month_start(period.since, -9), period.until)


def _count(session: Session, wanted: Any) -> int:
    counted = sa.select(sa.func.count()).select_from(wanted.subquery())
    return int(session.connection().execute(counted).scalar_one())


# ---------------------------------------------------------------- one search


def search(session: Session, now: datetime, theme: str, period: Period) -> None:
    """Look for the topics of one theme in one quarter; commits by itself.

    The run of the same quarter is brought up to date: a topic found again keeps its number, the
    name a person gave it, the sentences they moved and the topics they merged. Nothing is searched
    again where nothing changed. Under sixteen sentences, those of the year where the quarter has too
    few, there are no topics.
    """
    sentences = read(session, theme, period, reach(session, theme, period))
    if len(sentences.ids) < WORTH_A_SEARCH:
        _forget(session, theme, period)
        return
    orders = forbidding.standing(session, theme)
    session.rollback()
    reader = EncoderReader()
    mark = sentences.fingerprint(reader.version, orders)
    if not _is_done(session, now, sentences, mark):
        reader.learn(corpus.starter())  # the accents that members forget
        vectors = reader.vectors(sentences.texts)
        groups = group(sentences.texts, vectors, SEED, orders.words, reader)
        weights = _weights(session, reader, sentences, groups)
        topic_directions.let_compare(session, reader, theme)
        run = _run(session, now, sentences, reader.version)
        read_again = Period(sentences.since, period.until)
        there = set(session.connection().execute(_sentences(theme, read_again)).scalars())
        before = former(session, theme, period)
        found = Search(groups, sentences.ids, vectors, there, orders, weights)
        topic_identity.keep(session, run, before, found)
        run.fingerprint = mark
    session.commit()


def _weights(
    session: Session,
    reader: EncoderReader,
    sentences: Sentences,
    groups: Sequence[Group],
) -> Weights | None:
    """What these topics weigh in both quarters, read by the same encoder; None in a first search.

    Quarters, even where the topics were found in a year: two years that overlap would hide what changes.
    """
    before = former(session, sentences.theme, sentences.period)
    session.rollback()
    if before is None:
        return None
    now = read(session, sentences.theme, sentences.period)
    earlier = read(session, sentences.theme, Period(before.period_start, before.period_end))
    return topic_identity.weights(groups, reader.vectors(now.texts), reader.vectors(earlier.texts))


def read(session: Session, theme: str, period: Period, whole: Period | None = None) -> Sentences:
    """The sentences of this theme in this quarter, or in the `whole` it ends; leaves no transaction open."""
    whole = whole or period
    rows = session.connection().execute(_sentences(theme, whole)).all()
    session.rollback()
    ids, texts = [row.id for row in rows], [row.text for row in rows]
    return Sentences(theme, period, whole.since, ids, texts)


def _sentences(theme: str, period: Period) -> Any:
    found = (
        sa.select(col(Verbatim.id), col(Verbatim.text))
        .join(Reply, col(Reply.id) == col(Verbatim.reply_id))
        .where(col(Verbatim.theme) == theme, measures.inside(period.since, period.until))
    )
    return found.order_by(col(Verbatim.id))


def run_of(session: Session, theme: str, period: Period) -> TopicRun | None:
    """The search of this theme in this quarter."""
    wanted = select(TopicRun).where(TopicRun.theme == theme, TopicRun.period_start == period.since)
    return session.exec(wanted).first()


def former(session: Session, theme: str, period: Period) -> TopicRun | None:
    """The newest search of this theme in an earlier quarter."""
    earlier = select(TopicRun).where(TopicRun.theme == theme, TopicRun.period_start < period.since)
    return session.exec(earlier.order_by(col(TopicRun.period_start).desc())).first()


def _is_done(session: Session, now: datetime, sentences: Sentences, mark: str) -> bool:
    """Whether the last search read the same; it then counts as made now."""
    run = run_of(session, sentences.theme, sentences.period)
    if run is None or run.fingerprint != mark:
        session.rollback()
        return False
    run.at = now
    return True


def _forget(session: Session, theme: str, period: Period) -> None:
    run = run_of(session, theme, period)
    if run is not None:
        session.delete(run)
    session.commit()


def _run(session: Session, now: datetime, sentences: Sentences, version: str) -> TopicRun:
    """The run of this theme and quarter, made when there is none."""
    period = sentences.period
    run = run_of(session, sentences.theme, period)
    if run is None:
        run = TopicRun(
            theme=sentences.theme,
            period_start=period.since,
            period_end=period.until,
            at=now,
            reader=version,
            seed=SEED,
            texts=0,
            fingerprint="",
        )
        session.add(run)
    run.at, run.texts = now, len(sentences.ids)
    run.read_from = sentences.since if sentences.since < period.since else None
    session.flush()
    return run
