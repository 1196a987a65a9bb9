"""The topics found inside a theme, as pages show them: those large enough, with their sentences."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from analysis.indicators import measures
from analysis.models import Change, ThemeReading, Topic, TopicAssignment, TopicRun, Verbatim
from analysis.themes import voices
from analysis.themes.voices import Period
from analysis.topics.grouping import run_of
from analysis.topics.groups import FEWEST
from core.errors import Missing
from organisation.models import User
from survey.models import Reply

SHOWN_FROM = FEWEST  # sentences that are still there; fewer are an anecdote


@dataclass(frozen=True)
class TopicLine:
    """A topic and how many of its sentences are still there, in this theme."""

    topic: Topic
    sentences: int

    @property
    def tone(self) -> str:
        return "watch" if self.topic.change in (Change.NEW, Change.GREW) else ""


def lines(session: Session, theme: str, period: Period) -> tuple[TopicRun | None, list[TopicLine]]:
    """The last search of this theme and quarter, and the topics it shows, the largest first."""
    run = run_of(session, theme, period)
    if run is None:
        return None, []
    counted = (
        sa.select(col(TopicAssignment.topic_id), sa.func.count().label("sentences"))
        .join(Topic, col(Topic.id) == col(TopicAssignment.topic_id))
        .join(ThemeReading, col(ThemeReading.verbatim_id) == col(TopicAssignment.verbatim_id))
        .where(col(Topic.run_id) == run.id, col(ThemeReading.theme) == theme)
        .group_by(col(TopicAssignment.topic_id))
    )
    rows = session.connection().execute(counted)
    sizes = {row.topic_id: row.sentences for row in rows}
    shown = [TopicLine(topic, sizes.get(topic.id, 0)) for topic in run.topics]
    large = [line for line in shown if line.sentences >= SHOWN_FROM or line.topic.is_kept]
    return run, sorted(large, key=lambda line: (-line.sentences, line.topic.rank))


def chosen(shown: Sequence[TopicLine], topic_id: int | None) -> TopicLine | None:
    """The one of these with this number, None when none is asked for, else Missing."""
    if topic_id is None:
        return None
    found = next((line for line in shown if line.topic.id == topic_id), None)
    if found is None:
        raise Missing("Ce sujet n’est plus parmi ceux du thème. Revenez au thème pour choisir.")
    return found


def read_of(session: Session, user: User, theme: str, run: TopicRun) -> list[Period]:
    """Of the quarters that a search read, those whose sentences this person may read.

    The month is said beside each sentence: a quarter with few voices is no larger for being read with others.
    """
    spoken = measures.voices_by_quarter(session, run.since, run.period_end)
    return [
        Period(*measures.quarter_of(start))
        for start, said in sorted(spoken.items())
        if theme in said and voices.may_read(user, said[theme].count)
    ]


def about(theme: str, period: Period, topic: Topic | None, read: Sequence[Period] = ()) -> Any:
    """The sentences of a theme in a quarter, or of one of its topics in those read, its typical ones first."""
    if topic is None:
        return voices.about(theme, period)
    typical = col(TopicAssignment.typical)
    whole = [measures.inside(one.since, one.until) for one in read or [period]]
    found = select(Verbatim).join(ThemeReading).join(Reply)
    found = found.where(col(ThemeReading.theme) == theme, sa.or_(*whole))
    return (
        found.join(
            TopicAssignment, col(TopicAssignment.verbatim_id) == col(ThemeReading.verbatim_id)
        )
        .where(col(TopicAssignment.topic_id) == topic.id)
        .order_by(None)
        .order_by(typical.is_(None), typical, col(TopicAssignment.verbatim_id))
    )


def of_sentences(
    session: Session, run: TopicRun | None, sentences: Collection[str]
) -> dict[str, int]:
    """The topic of each of these sentences, for those that have one."""
    if run is None:
        return {}
    theirs = (
        select(TopicAssignment.verbatim_id, TopicAssignment.topic_id)
        .join(Topic)
        .where(Topic.run_id == run.id, col(TopicAssignment.verbatim_id).in_(sentences))
    )
    return dict(session.exec(theirs).all())
