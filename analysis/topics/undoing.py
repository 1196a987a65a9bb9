"""What a person did to topics is taken back: each gesture, the merged topics included."""

from base64 import b64decode
from collections.abc import Callable
from datetime import datetime

import numpy as np
import sqlalchemy as sa
from sqlmodel import Session, col, select

from analysis.models import Change, Gesture, Topic, TopicAssignment, TopicChange
from analysis.topics import history as topic_history
from analysis.topics.directions import as_bytes, centroids
from core.errors import Refused
from organisation import journal
from organisation.models import User

GONE = "Ce sujet n’existe plus : il n’y a rien à annuler. La prochaine recherche repart de ce qui reste."
Undo = Callable[[Session, TopicChange], None]


def undo(session: Session, change: TopicChange, by: User, now: datetime) -> None:
    """Take this gesture back; refused, with what to do, where what followed makes it impossible."""
    session.refresh(change, with_for_update=True)
    if change.undone_at is not None:
        who = change.undone_by.name if change.undone_by else "quelqu’un"
        raise Refused(f"Relisez l’historique : {who} a déjà annulé ce geste.")
    UNDOINGS[change.gesture](session, change)
    change.undone_at, change.undone_by_id = now, by.id
    for topic in _topics(session, change):
        topic.version += 1
    session.flush()
    subject = f"topic {change.topic_id}" if change.topic_id else ""
    journal.write(session, now, by, "undo_topic", subject, change.theme)


def can_be_undone(change: TopicChange) -> bool:
    """Whether it still stands and what it was done to is still there."""
    if change.undone_at is not None:
        return False
    return change.gesture in (Gesture.WORD, Gesture.APART) or change.topic_id is not None


def _topics(session: Session, change: TopicChange) -> list[Topic]:
    numbers = [number for number in (change.topic_id, change.other_id) if number]
    return list(session.exec(select(Topic).where(col(Topic.id).in_(numbers))))


def _topic(session: Session, number: int | None) -> Topic:
    topic = session.get(Topic, number) if number else None
    if topic is None:
        raise Refused(GONE)
    return topic


def _rename(session: Session, change: TopicChange) -> None:
    topic = _topic(session, change.topic_id)
    later = select(TopicChange.id).where(
        TopicChange.topic_id == topic.id,
        TopicChange.gesture == Gesture.RENAME,
        col(TopicChange.id) > change.id,
        col(TopicChange.undone_at).is_(None),
    )
    if session.exec(later).first():
        raise Refused("Annulez d’abord le nom donné depuis, ou renommez ce sujet.")
    topic.name, topic.is_pinned = change.before["name"], change.before["is_pinned"]
    topic_history.search_again(topic)


def _keep(session: Session, change: TopicChange) -> None:
    topic = _topic(session, change.topic_id)
    topic.is_kept = False
    topic_history.search_again(topic)


def _move(session: Session, change: TopicChange) -> None:
    """The sentence goes back to the topic it was in, as it was there."""
    former = _topic(session, change.before["topic_id"])
    line = session.get(TopicAssignment, (change.topic_id, change.verbatim_id))
    if line is None:
        raise Refused("Cette phrase n’est plus dans ce sujet : il n’y a rien à annuler.")
    session.delete(line)
    session.flush()
    session.add(
        TopicAssignment(
            topic_id=former.id or 0,
            verbatim_id=line.verbatim_id,
            is_moved=change.before["is_moved"],
            typical=change.before["typical"],
        )
    )
    topic_history.search_again(former)


def _split(session: Session, change: TopicChange) -> None:
    """The sentences that left come back, and the topic made of them goes."""
    topic, made = _topic(session, change.topic_id), _topic(session, change.other_id)
    theirs = sa.update(TopicAssignment).where(col(TopicAssignment.topic_id) == made.id)
    session.connection().execute(theirs.values(topic_id=topic.id, is_moved=False, typical=None))
    topic.size += made.size
    topic_history.search_again(topic)
    session.delete(made)
    session.flush()
    session.expire(topic_history.run_of(session, topic), ["topics"])


def _merge(session: Session, change: TopicChange) -> None:
    """The topic that joined the other is again on its own, with those of its sentences still there."""
    topic, was = _topic(session, change.topic_id), change.before
    again = Topic(
        run_id=topic.run_id, name=was["name"], is_pinned=was["is_pinned"], is_kept=was["is_kept"],
        centroids=b64decode(was["centroids"]), rank=was["rank"], size=was["size"], change=Change.UNKNOWN,
        previous_id=_still(session, was["previous_id"]),
    )  # fmt: skip
    topic_history.run_of(session, topic).topics.append(again)
    session.flush()
    theirs = sa.update(TopicAssignment).where(
        col(TopicAssignment.topic_id) == topic.id,
        col(TopicAssignment.verbatim_id).in_(was["sentences"]),
    )
    session.connection().execute(theirs.values(topic_id=again.id, typical=None))
    topic.centroids, topic.change = _without(topic, again), Change.UNKNOWN
    topic.size = max(0, topic.size - again.size)
    change.other_id = again.id
    topic_history.search_again(topic)
    session.flush()


def _still(session: Session, number: int | None) -> int | None:
    """This topic's number, unless it is gone."""
    return number if number and session.get(Topic, number) else None


def _without(topic: Topic, other: Topic) -> bytes:
    """Its directions, without the one nearest to each of the other's; one always stays."""
    rows, left = centroids(topic), list(range(len(centroids(topic))))
    for direction in centroids(other):
        if len(left) > 1:
            left.remove(max(left, key=lambda row: float(rows[row] @ direction)))
    return as_bytes(np.asarray(rows[left]))


def _nothing(session: Session, change: TopicChange) -> None:
    """Words and sentences apart stand by the history alone: the next search sees that it changed."""


UNDOINGS: dict[Gesture, Undo] = {
    Gesture.RENAME: _rename,
    Gesture.MERGE: _merge,
    Gesture.MOVE: _move,
    Gesture.SPLIT: _split,
    Gesture.KEEP: _keep,
    Gesture.WORD: _nothing,
    Gesture.APART: _nothing,
}
