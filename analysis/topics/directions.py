"""The directions by which topics are found again: as they are kept, and computed anew where they must be."""

from collections import defaultdict
from collections.abc import Sequence

import numpy as np
from sqlmodel import Session, col, select

from analysis.models import Topic, TopicAssignment, TopicRun, Verbatim
from analysis.readers.encoder import DIMENSIONS, EncoderReader, Vectors
from analysis.topics.groups import unit


def centroids(topic: Topic) -> Vectors:
    """The directions that find this topic again, one a row."""
    return np.frombuffer(topic.centroids, np.float32).reshape(-1, DIMENSIONS)


def as_bytes(rows: Sequence[Sequence[float]] | Vectors) -> bytes:
    """Directions as the table keeps them."""
    return np.asarray(rows, np.float32).tobytes()


def give_directions(
    session: Session, topics: Sequence[Topic], sentences: Sequence[str], vectors: Vectors
) -> None:
    """A topic that a person just split off gets the direction of its sentences, among these."""
    without = {topic.id: topic for topic in topics if not topic.centroids}
    theirs = select(TopicAssignment.topic_id, TopicAssignment.verbatim_id).where(
        col(TopicAssignment.topic_id).in_(without)
    )
    places = {sentence: place for place, sentence in enumerate(sentences)}
    rows: defaultdict[int, list[int]] = defaultdict(list)
    for topic_id, sentence in session.exec(theirs):
        if sentence in places:
            rows[topic_id].append(places[sentence])
    for topic_id, its in rows.items():
        mean = unit(vectors[sorted(its)]).mean(axis=0, keepdims=True)
        without[topic_id].centroids = as_bytes(unit(mean))


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
