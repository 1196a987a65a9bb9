"""The topics of a quarter, each near those it resembles, whatever their theme.

Places are the first two principal components of the topics' directions (Pearson, 1901): an impression
of nearness, kept to two dimensions, never a measure.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from analysis import statistics
from analysis.indicators import measures
from analysis.models import Change, ThemeReading, Topic, TopicAssignment, TopicRun, Verbatim
from analysis.results.disclosure import Audience, may_show
from analysis.statistics import Estimate
from analysis.themes import voices
from analysis.themes.themes import Theme, themes
from analysis.themes.voices import Period
from analysis.topics import directions as topic_directions
from analysis.topics.found import SHOWN_FROM
from survey.models import Reply

DRAWN = 40  # beyond, a map of discs can no longer be read


@dataclass(frozen=True)
class Place:
    """One topic, where it lies, and how many sentences speak of it."""

    topic: Topic
    theme: Theme
    sentences: int
    x: float
    y: float

    @property
    def is_new(self) -> bool:
        return self.topic.change in (Change.NEW, Change.GREW)


def of_quarter(session: Session, period: Period, readable: Collection[str]) -> list[Place]:
    """The topics large enough to be shown, of these themes, the largest first; two queries."""
    named = {theme.code: theme for theme in themes()}
    found = session.exec(
        select(Topic, TopicRun.theme)
        .join(TopicRun)
        .where(TopicRun.period_start == period.since, col(TopicRun.theme).in_(readable))
        .order_by(col(Topic.id))
    ).all()
    sizes = _sizes(session, [topic.id for topic, _ in found])
    large = [
        (topic, theme, sizes.get(topic.id or 0, 0))
        for topic, theme in found
        if sizes.get(topic.id or 0, 0) >= SHOWN_FROM and topic.centroids
    ]
    spots = _spread([topic for topic, _, _ in large])
    places = [
        Place(topic, named[theme], number, x, y)
        for (topic, theme, number), (x, y) in zip(large, spots, strict=True)
    ]
    return sorted(places, key=lambda one: (-one.sentences, one.topic.name))


def drawn(places: Sequence[Place]) -> list[Place]:
    """Those that a map shows: what is new or grew, then the largest; in the order they came in."""
    first = sorted(places, key=lambda one: not one.is_new)[:DRAWN]
    return [one for one in places if one in first]


@dataclass(frozen=True)
class Spoken:
    """A topic, the members who spoke of it in one quarter, and their share; without it, they are too few to be told."""

    place: Place
    members: int
    share: Estimate | None


def spoken(session: Session, period: Period, places: Sequence[Place]) -> list[Spoken]:
    """The topics by the members of this quarter who speak of them, the most first; two queries.

    Of those whose comment was read in the quarter, whatever the topics were looked for in: a year, for small themes.
    """
    among = voices.commented(session, period)
    counted = _members(session, period, [one.topic.id for one in places])
    found = [_spoken(one, counted.get(one.topic.id or 0, 0), among) for one in places]
    return sorted(found, key=lambda one: (one.share is None, -one.members, one.place.topic.name))


def _spoken(place: Place, members: int, among: int) -> Spoken:
    if not may_show(members, Audience.INTERNAL):
        return Spoken(place, 0, None)
    return Spoken(place, members, statistics.proportion(members, among))


def _members(session: Session, period: Period, ids: Sequence[Any]) -> dict[int, int]:
    counted = (
        sa.select(col(TopicAssignment.topic_id), sa.func.count(col(Verbatim.reply_id).distinct()))
        .join(Topic, col(Topic.id) == col(TopicAssignment.topic_id))
        .join(TopicRun, col(TopicRun.id) == col(Topic.run_id))
        .join(Verbatim, col(Verbatim.id) == col(TopicAssignment.verbatim_id))
        .join(Reply, col(Reply.id) == col(Verbatim.reply_id))
        .join(
            ThemeReading,
            sa.and_(
                col(ThemeReading.verbatim_id) == col(Verbatim.id),
                col(ThemeReading.theme) == col(TopicRun.theme),
            ),
        )
        .where(col(TopicAssignment.topic_id).in_(ids), measures.inside(period.since, period.until))
        .group_by(col(TopicAssignment.topic_id))
    )
    return {row[0]: row[1] for row in session.connection().execute(counted)}


def newest(session: Session) -> Period | None:
    """The last quarter in which topics were looked for and found."""
    last = select(TopicRun).join(Topic).order_by(col(TopicRun.period_start).desc())
    found = session.exec(last).first()
    return Period(found.period_start, found.period_end) if found else None


def _sizes(session: Session, ids: Sequence[Any]) -> dict[int, int]:
    """How many sentences of its own theme each topic still holds."""
    counted = (
        sa.select(col(TopicAssignment.topic_id), sa.func.count())
        .join(Topic, col(Topic.id) == col(TopicAssignment.topic_id))
        .join(TopicRun, col(TopicRun.id) == col(Topic.run_id))
        .join(
            ThemeReading,
            sa.and_(
                col(ThemeReading.verbatim_id) == col(TopicAssignment.verbatim_id),
                col(ThemeReading.theme) == col(TopicRun.theme),
            ),
        )
        .where(col(TopicAssignment.topic_id).in_(ids))
        .group_by(col(TopicAssignment.topic_id))
    )
    return {row[0]: row[1] for row in session.connection().execute(counted)}


def _spread(topics: Sequence[Topic]) -> list[tuple[float, float]]:
    """Two coordinates a topic; their signs are settled so that a run draws what the last one drew."""
    import numpy as np

    if len(topics) < 3:
        return [(float(place), 0.0) for place in range(len(topics))]
    rows = np.array([topic_directions.centroids(topic)[0] for topic in topics], dtype=float)
    rows -= rows.mean(axis=0)
    left, strengths, _ = np.linalg.svd(rows, full_matrices=False)
    flat = left[:, :2] * strengths[:2]
    signs = np.sign(flat[np.abs(flat).argmax(axis=0), [0, 1]])
    flat = flat * np.where(signs == 0, 1, signs)
    return [(round(float(x), 6), round(float(y), 6)) for x, y in flat]
