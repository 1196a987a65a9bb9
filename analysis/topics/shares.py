"""The share of members who asked for something better on a theme, or on one of its topics, in several windows read alike.

A share of those who wrote, never a number of voices: a larger survey does not move it (improvement §3.4.9). What members
praise does not count: thanks for a theme are not its trouble. Where two versions of the reader gave the themes of these
windows, all of them are read again by the reader of the day, without writing anything; sentences that a person put right
stay as the person said. A topic is followed from search to search, and its sentences are those nearest to its direction
among the topics of its last search, in every window, by one encoder.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from sqlmodel import Session, col, select

from analysis import corpus, verbatims
from analysis.indicators import measures
from analysis.models import Topic, TopicRun, Verbatim, Voice
from analysis.readers.base import Example
from analysis.readers.encoder import EncoderReader
from analysis.themes import voices
from analysis.themes.voices import Period
from analysis.topics import directions as topic_directions
from analysis.topics.groups import unit
from survey.models import Reply


@dataclass(frozen=True)
class Share:
    """`x` members of the `n` who wrote."""

    x: int
    n: int

    @property
    def value(self) -> float | None:
        """Between 0 and 1; None when nobody wrote."""
        return self.x / self.n if self.n else None


@dataclass(frozen=True)
class Read:
    """A share for each window asked, and the one version that read them."""

    shares: Sequence[Share]
    reader: str


@dataclass(frozen=True)
class Said:
    """A sentence to improve, as it was read: its themes, the main one first. Holds while no transaction is open."""

    id: str
    reply_id: str
    example: Example
    themes: tuple[str, ...]
    reader: str
    """The version that read it; empty where a person said what it is about."""


@dataclass
class Shares:
    """What one night counts: a sentence read again for one subject is not read again for the next."""

    session: Session
    again: dict[str, tuple[str, ...]] = field(default_factory=dict)
    version: str = ""
    encoder: EncoderReader | None = None

    def of(self, theme: str, topic_id: int | None, windows: Sequence[Period]) -> Read | None:
        """None where the topic is no longer found. Leaves no transaction open: reading is slow."""
        asked = [_suggestions(self.session, window) for window in windows]
        whole = [voices.commented(self.session, window) for window in windows]
        self.session.rollback()
        reader = self._read_alike([one for said in asked for one in said])
        speaking = [[one for one in said if theme in self._themes(one)] for said in asked]
        if topic_id is not None:
            main = [[one for one in said if self._themes(one)[0] == theme] for said in speaking]
            found = self._of_topic(theme, topic_id, main)
            if found is None:
                return None
            speaking, reader = found, f"{reader} {self._encoder().version}"[:80]
        counted = [len({one.reply_id for one in said}) for said in speaking]
        return Read([Share(x, n) for x, n in zip(counted, whole, strict=True)], reader)

    # ------------------------------------------------------------ themes

    def _themes(self, one: Said) -> tuple[str, ...]:
        return self.again.get(one.id) or one.themes

    def _read_alike(self, some: Sequence[Said]) -> str:
        """The version that gave these sentences their themes; those that several gave are read again."""
        versions = {one.reader for one in some if one.reader}
        if len(versions) < 2:
            return next(iter(versions), "")
        new = [one for one in some if one.reader and one.id not in self.again]
        if new:
            reader = verbatims.in_use(self.session)
            readings = reader.read([one.example for one in new])
            self.again |= {one.id: r.themes for one, r in zip(new, readings, strict=True)}
            self.version = reader.version
        return self.version

    # ------------------------------------------------------------ topics

    def _encoder(self) -> EncoderReader:
        if self.encoder is None:
            self.encoder = EncoderReader()
            self.encoder.learn(corpus.starter())  # the accents that members forget
        return self.encoder

    def _of_topic(
        self, theme: str, topic_id: int, asked: Sequence[Sequence[Said]]
    ) -> list[list[Said]] | None:
        """Of these sentences, those nearest to the topic; None where it is gone, or known to another encoder."""
        reader = self._encoder()
        topic_directions.let_compare(self.session, reader, theme)
        topic = newest_of(self.session, topic_id)
        known = topic is not None and topic.run is not None and topic.run.reader == reader.version
        owners, rows = _directions(topic.run) if known and topic and topic.run else ([], None)
        number = topic.id if topic else None
        self.session.rollback()
        if not owners:
            return None
        return [
            [one for one, owner in zip(said, self._nearest(said, owners, rows), strict=True) if owner == number]
            for said in asked
        ]  # fmt: skip

    def _nearest(self, said: Sequence[Said], owners: Sequence[int], rows: Any) -> list[int]:
        if not said:
            return []
        vectors = unit(self._encoder().vectors([one.example.text for one in said]))
        return [owners[int(row)] for row in (vectors @ rows.T).argmax(axis=1)]


def _suggestions(session: Session, window: Period) -> list[Said]:
    """What was to improve in this window, read already."""
    found = (
        select(Verbatim)
        .join(Reply)
        .where(
            Verbatim.voice == Voice.SUGGESTION,
            Verbatim.theme != "",
            measures.inside(window.since, window.until),
        )
    )
    return [_said(one) for one in session.exec(found.order_by(col(Verbatim.id)))]


def _said(one: Verbatim) -> Said:
    themes = tuple(reading.theme for reading in one.readings) or (one.theme,)
    return Said(
        one.id, one.reply_id, verbatims.example(one), themes, "" if one.is_corrected else one.reader
    )


def _directions(run: TopicRun) -> tuple[list[int], Any]:
    """The topic of each direction of a search, and the directions; a topic just split off has none yet."""
    found = [
        (topic.id or 0, row) for topic in run.topics for row in topic_directions.centroids(topic)
    ]
    return [number for number, _ in found], unit(np.array([row for _, row in found]))


def newest_of(session: Session, topic_id: int) -> Topic | None:
    """The topic as the last search that found it again knows it; None when it is gone, or has no direction yet."""
    topic = session.get(Topic, topic_id)
    while topic is not None and (later := _later(session, topic)) is not None:
        topic = later
    return topic if topic is not None and topic.centroids else None


def _later(session: Session, topic: Topic) -> Topic | None:
    """Its continuation in the newest search of a later quarter: a chain never turns back."""
    if topic.run is None:
        return None
    found = (
        select(Topic)
        .join(TopicRun)
        .where(Topic.previous_id == topic.id, TopicRun.period_start > topic.run.period_start)
        .order_by(col(TopicRun.period_start).desc(), col(Topic.rank))
    )
    return session.exec(found).first()
