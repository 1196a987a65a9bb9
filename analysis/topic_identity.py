"""What keeps a topic the same from one search to the next: its number, its name, what people did to it."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import sqlalchemy as sa
from numpy.typing import NDArray
from sqlmodel import Session, col, select

from analysis import voices
from analysis.models import Change, Topic, TopicAssignment, TopicRun, Verbatim
from analysis.readers.encoder import DIMENSIONS, EncoderReader, Vectors
from analysis.topics import Group, match
from analysis.topics.groups import unit


@dataclass(frozen=True)
class Found:
    """A topic of a search: its groups (several where a person merged them), and what it continues."""

    groups: Sequence[Group]
    places: Sequence[int]
    """Where these groups are among those of the search."""
    kept: Topic | None
    """The topic of the last search of the same quarter."""
    previous: Topic | None
    """The topic of the search of an earlier quarter."""

    @property
    def size(self) -> int:
        return sum(len(one.members) for one in self.groups)


@dataclass(frozen=True)
class Weights:
    """For each group, the sentences nearest to it, counted alike in both quarters."""

    now: Sequence[int]
    before: Sequence[int]


def weights(groups: Sequence[Group], now: Vectors, before: Vectors) -> Weights:
    """Sentences of this quarter and of the earlier one, each with the group it is nearest to."""
    directions = np.array([one.centroid for one in groups])
    return Weights(*(_nearest(directions, vectors) for vectors in (now, before)))


def _nearest(directions: NDArray[Any], vectors: Vectors) -> list[int]:
    if not len(vectors):
        return [0] * len(directions)
    nearest = (unit(vectors) @ directions.T).argmax(axis=1)
    return [int(n) for n in np.bincount(nearest, minlength=len(directions))]


def keep(
    session: Session,
    run: TopicRun,
    before: TopicRun | None,
    groups: Sequence[Group],
    sentences: Sequence[str],
    still_there: Collection[str],
    weights: Weights | None,
) -> None:
    """Write these groups as the topics of the run, in the place of those it had.

    Places in the groups are those of `sentences`, numbers of verbatims; those no longer
    `still_there` are left out. A sentence that a person moved stays in their topic as long as it
    is found again. `weights` are None where there is no earlier search to compare with.
    """
    found = found_again(groups, list(run.topics), list(before.topics) if before else [])
    moved = _moved(session, run)
    _empty(session, [topic.id for topic in run.topics])
    topics = [_topic(one, rank, run, weights) for rank, one in enumerate(found)]
    run.topics = topics
    session.flush()
    known = {topic.id for topic in topics}
    moved = {sentence: topic for sentence, topic in moved.items() if topic in known}
    for topic, one in zip(topics, found, strict=True):
        for line in _assignments(topic, one, sentences, moved):
            if line.verbatim_id in still_there:
                session.add(line)
    session.flush()


def found_again(
    groups: Sequence[Group], kept: Sequence[Topic], previous: Sequence[Topic]
) -> list[Found]:
    """The groups with the topics they continue, the largest first.

    Groups that continue topics a person merged are one topic still.
    """
    again, earlier = continued(kept, groups), continued(previous, groups)
    together: defaultdict[object, list[int]] = defaultdict(list)
    for place in range(len(groups)):
        same = again[place] or earlier[place]
        together[id(same) if same else f"new {place}"].append(place)
    found = [
        Found(
            [groups[place] for place in places], places, again[places[0]], _first(earlier, places)
        )
        for places in together.values()
    ]
    return sorted(found, key=lambda one: (-one.size, one.groups[0].members[0]))


def _first(topics: Sequence[Topic | None], places: Sequence[int]) -> Topic | None:
    return next((topics[place] for place in places if topics[place]), None)


def continued(topics: Sequence[Topic], groups: Sequence[Group]) -> list[Topic | None]:
    """For each group, the topic it continues: the one with the centroid it is matched to."""
    owners = [topic for topic in topics for _ in centroids(topic)]
    rows = [row for topic in topics for row in centroids(topic)]
    places = match([Group("", tuple(map(float, row)), (), ()) for row in rows], groups)
    return [None if place is None else owners[place] for place in places]


# ---------------------------------------------------------------- one topic


def _topic(found: Found, rank: int, run: TopicRun, weights: Weights | None) -> Topic:
    """The topic that was found: the one it continues where there is one, up to date."""
    named = next((t for t in (found.kept, found.previous) if t is not None and t.is_pinned), None)
    topic = found.kept or Topic(run_id=run.id, name="", centroids=b"", rank=rank, size=0)
    topic.name, topic.is_pinned = (named or found.groups[0]).name, named is not None
    topic.centroids = as_bytes(_directions(found))
    topic.rank, topic.size = rank, found.size
    topic.previous_id = found.previous.id if found.previous else None
    topic.change = _change(found, weights)
    return topic


def _directions(found: Found) -> list[tuple[float, ...]]:
    """Those of its groups, then those merged into it that nobody spoke of this time: they may come back."""
    new = [one.centroid for one in found.groups]
    lasting = found.kept or found.previous
    merged = 0 if lasting is None else len(centroids(lasting))
    if lasting is None or merged <= len(new):
        return new
    former = [tuple(map(float, row)) for row in centroids(lasting)]
    nearness = np.asarray(former) @ np.asarray(new).T
    left = np.argsort(nearness.max(axis=1), kind="stable")[: merged - len(new)]
    return [*new, *(former[row] for row in sorted(left.tolist()))]


def _change(found: Found, weights: Weights | None) -> Change:
    """What became of it since the earlier quarter, as a share of the theme's sentences.

    It changed when Newcombe's 95 % interval of the difference leaves zero. What rose and continues
    no earlier topic is new; a topic that was only part of a larger one is not.
    """
    if weights is None:
        return Change.UNKNOWN
    now = sum(weights.now[place] for place in found.places)
    before = sum(weights.before[place] for place in found.places)
    trend = voices.trend(now, sum(weights.now), before, sum(weights.before))
    if trend == "up" and found.previous is None:
        return Change.NEW
    return {"up": Change.GREW, "down": Change.FADED}.get(trend, Change.LEVEL)


def centroids(topic: Topic) -> Vectors:
    """The directions that find this topic again, one a row."""
    return np.frombuffer(topic.centroids, np.float32).reshape(-1, DIMENSIONS)


def as_bytes(rows: Sequence[Sequence[float]] | Vectors) -> bytes:
    """Directions as the table keeps them."""
    return np.asarray(rows, np.float32).tobytes()


# ---------------------------------------------------------------- its sentences


def _assignments(
    topic: Topic, found: Found, sentences: Sequence[str], moved: Mapping[str, int]
) -> list[TopicAssignment]:
    typical = {place: rank for rank, place in enumerate(found.groups[0].typical)}
    theirs = {sentences[place]: typical.get(place) for one in found.groups for place in one.members}
    brought = {sentence for sentence, wanted in moved.items() if wanted == topic.id}
    stay = {sentence for sentence in theirs if moved.get(sentence, topic.id) == topic.id}
    return [
        TopicAssignment(
            topic_id=topic.id or 0,
            verbatim_id=sentence,
            typical=theirs.get(sentence),
            is_moved=sentence in brought,
        )
        for sentence in sorted(stay | brought)
    ]


def _moved(session: Session, run: TopicRun) -> dict[str, int]:
    """The sentences that a person put in a topic of this run."""
    by_hand = (
        select(TopicAssignment.verbatim_id, TopicAssignment.topic_id)
        .join(Topic)
        .where(Topic.run_id == run.id, col(TopicAssignment.is_moved))
    )
    return dict(session.exec(by_hand).all())


def _empty(session: Session, topics: Sequence[int | None]) -> None:
    session.connection().execute(
        sa.delete(TopicAssignment).where(col(TopicAssignment.topic_id).in_(topics))
    )
    session.expire_all()


def let_compare(session: Session, reader: EncoderReader, theme: str) -> None:
    """Topics found with another version of the encoder get their direction from this one.

    Commits when there are some; the encoder works outside of any transaction.
    """
    of_old = (TopicRun.theme == theme, TopicRun.reader != reader.version)
    lines = session.exec(
        select(Topic.id, Verbatim.text)
        .join(TopicRun, col(TopicRun.id) == col(Topic.run_id))
        .join(TopicAssignment, col(TopicAssignment.topic_id) == col(Topic.id))
        .join(Verbatim, col(Verbatim.id) == col(TopicAssignment.verbatim_id))
        .where(*of_old)
        .order_by(col(Topic.id), col(Verbatim.id))
    ).all()
    session.rollback()
    if not lines:
        return
    vectors = unit(reader.vectors([text for _, text in lines]))
    for topic in session.exec(select(Topic).join(TopicRun).where(*of_old)):
        rows = [row for row, (number, _) in enumerate(lines) if number == topic.id]
        if rows:
            topic.centroids = as_bytes(unit(vectors[rows].mean(axis=0, keepdims=True)))
    for run in session.exec(select(TopicRun).where(*of_old)):
        run.reader = reader.version
    session.commit()
