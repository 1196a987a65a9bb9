"""What keeps a topic the same from one search to the next: its number, its name, what people did to it."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import sqlalchemy as sa
from numpy.typing import NDArray
from sqlmodel import Session, col, select

from analysis.models import Change, Topic, TopicAssignment, TopicRun
from analysis.readers.encoder import Vectors
from analysis.themes import voices
from analysis.topics import Group, dealing, match
from analysis.topics.directions import as_bytes, centroids, give_directions
from analysis.topics.forbidding import Orders
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

    @property
    def directions(self) -> Vectors:
        """One a row: those of its groups, or, where no group is its own, those it is kept by."""
        if self.groups:
            return np.array([one.centroid for one in self.groups])
        lasting = self.kept or self.previous
        assert lasting is not None
        return centroids(lasting)


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


@dataclass(frozen=True)
class Search:
    """What a search found, and what people asked of it."""

    groups: Sequence[Group]
    sentences: Sequence[str]
    """Numbers of verbatims: places in the groups are places here."""
    vectors: Vectors
    still_there: Collection[str]
    """Of these sentences, those that did not change theme meanwhile."""
    orders: Orders
    weights: Weights | None
    """None where there is no earlier search to compare with."""


def keep(session: Session, run: TopicRun, before: TopicRun | None, search: Search) -> None:
    """Write these groups as the topics of the run, in the place of those it had.

    Topics that a person keeps are there though no group is theirs. A sentence that a person moved
    stays in their topic as long as it is found again; two that do not go together are parted.
    """
    former = list(before.topics) if before else []
    give_directions(session, run.topics, search.sentences, search.vectors)
    found = found_again(search.groups, list(run.topics), former)
    found += kept_though_faded(found, list(run.topics), former)
    moved = _moved(session, run)
    _empty(session, [topic.id for topic in run.topics])
    topics = [_topic(one, rank, run, search.weights) for rank, one in enumerate(found)]
    run.topics = topics
    session.flush()
    homes = _homes(found, topics, moved, search)
    for place, topic in enumerate(topics):
        topic.size = sum(home == place for home in homes.values())
    session.add_all(_assignments(found, topics, moved, homes, search))
    session.flush()


def kept_though_faded(
    found: Sequence[Found], now: Sequence[Topic], before: Sequence[Topic]
) -> list[Found]:
    """The topics a person keeps that no group continues: those of this run, then of the earlier one."""
    continued = {id(topic) for one in found for topic in (one.kept, one.previous) if topic}
    later = {topic.previous_id for topic in now}
    here = [t for t in now if t.is_kept and id(t) not in continued]
    earlier = [t for t in before if t.is_kept and id(t) not in continued and t.id not in later]
    previous = {topic.id: topic for topic in before}
    return [Found([], [], topic, previous.get(topic.previous_id)) for topic in here] + [
        Found([], [], None, topic) for topic in earlier
    ]


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
    lasting = [one for one in (found.kept, found.previous) if one is not None]
    named = next((one for one in lasting if one.is_pinned), None)
    # « B rejoint A »: A's name holds, whichever of the two has more sentences this time.
    merged = next((one for one in lasting if len(centroids(one)) > 1), None)
    topic = found.kept or Topic(run_id=run.id, name="", centroids=b"", rank=rank, size=0)
    topic.name = (named or merged or (found.groups or lasting)[0]).name
    topic.is_pinned, topic.is_kept = named is not None, any(one.is_kept for one in lasting)
    topic.centroids = as_bytes(_directions(found))
    topic.rank, topic.size = rank, found.size
    topic.previous_id = found.previous.id if found.previous else None
    topic.change = _change(found, weights)
    return topic


def _directions(found: Found) -> list[tuple[float, ...]]:
    """Those of its groups, then those merged into it that nobody spoke of this time: they may come back."""
    new = [tuple(map(float, row)) for row in found.directions]
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


# ---------------------------------------------------------------- its sentences


def _homes(
    found: Sequence[Found], topics: Sequence[Topic], moved: Mapping[str, int], search: Search
) -> dealing.Homes:
    """The topic of each sentence: where a group puts it, but for what people asked."""
    directions = [one.directions for one in found]
    faded = {place for place, one in enumerate(found) if not one.groups}
    homes: dealing.Homes = {
        row: place
        for place, one in enumerate(found)
        for group in one.groups
        for row in group.members
    }
    homes = dealing.nearest_to(homes, faded, directions, search.vectors)
    places = {sentence: place for place, sentence in enumerate(search.sentences)}
    where = {topic.id: place for place, topic in enumerate(topics)}
    by_hand = {places[s]: where[t] for s, t in moved.items() if s in places and t in where}
    homes |= by_hand
    apart = [(places[a], places[b]) for a, b in search.orders.apart if a in places and b in places]
    homes = dealing.kept_apart(homes, apart, by_hand, directions, search.vectors)
    return {row: home for row, home in homes.items() if search.sentences[row] in search.still_there}


def _assignments(
    found: Sequence[Found],
    topics: Sequence[Topic],
    moved: Mapping[str, int],
    homes: dealing.Homes,
    search: Search,
) -> list[TopicAssignment]:
    typical = {
        row: rank for one in found if one.groups for rank, row in enumerate(one.groups[0].typical)
    }
    first = {
        row: place for place, one in enumerate(found) if one.groups for row in one.groups[0].members
    }
    return [
        TopicAssignment(
            topic_id=topics[home].id or 0,
            verbatim_id=search.sentences[row],
            typical=typical.get(row) if first.get(row) == home else None,
            is_moved=moved.get(search.sentences[row]) == topics[home].id,
        )
        for row, home in sorted(homes.items(), key=lambda one: search.sentences[one[0]])
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
