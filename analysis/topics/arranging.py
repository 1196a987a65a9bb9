"""A person names a topic, keeps it, merges two, or moves a sentence; the next searches do it again."""

import unicodedata
from base64 import b64encode
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from analysis.models import Change, Gesture, Topic, TopicAssignment, Verbatim
from analysis.topics import history as topic_history
from analysis.topics.history import expect_unchanged
from core.errors import Refused
from organisation.models import User

LONGEST_NAME = 60  # signs: a name is read at a glance


def rename(
    session: Session, topic: Topic, name: str, by: User, now: datetime, seen: int | None = None
) -> None:
    """This is what the topic is called from now on, whatever the next searches find."""
    expect_unchanged(session, topic, seen)
    wanted = name_for(name, [other.name for other in beside(topic)])
    before = {"name": topic.name, "is_pinned": topic.is_pinned}
    said = f"« {topic.name} » devient « {wanted} »"
    topic.name, topic.is_pinned = wanted, True
    topic_history.write(session, topic, Gesture.RENAME, by, now, said=said, before=before)


def name_for(name: str, taken: list[str]) -> str:
    """The name on one line, without signs that do not print; refused when empty, too long or taken."""
    printed = "".join(" " if unicodedata.category(sign)[0] == "C" else sign for sign in name)
    wanted = " ".join(printed.split())
    if not wanted:
        raise Refused("Écrivez le nom du sujet.", about="name")
    if len(wanted) > LONGEST_NAME:
        raise Refused(f"Ce nom est trop long : {LONGEST_NAME} signes au plus.", about="name")
    if wanted.casefold() in [other.casefold() for other in taken]:
        raise Refused("Un autre sujet du thème a déjà ce nom.", about="name")
    return wanted


def keep(session: Session, topic: Topic, by: User, now: datetime, seen: int | None = None) -> None:
    """The topic is in every search from now on, even in those that would not find it."""
    expect_unchanged(session, topic, seen)
    if topic.is_kept:
        raise Refused("Ce sujet est déjà gardé.")
    topic.is_kept = True
    topic_history.search_again(topic)
    topic_history.write(session, topic, Gesture.KEEP, by, now, said=f"« {topic.name} »")


def merge(
    session: Session, topic: Topic, other: Topic, by: User, now: datetime, seen: int | None = None
) -> None:
    """The sentences of the other topic join this one, now and at the next searches."""
    if other.id == topic.id or other.run_id != topic.run_id:
        raise Refused("Choisissez un autre sujet du même thème et du même trimestre.")
    expect_unchanged(session, topic, seen)
    before = _as_it_was(session, other)
    said = f"« {other.name} » rejoint « {topic.name} »"
    theirs = sa.update(TopicAssignment).where(col(TopicAssignment.topic_id) == other.id)
    following = sa.update(Topic).where(col(Topic.previous_id) == other.id)
    session.connection().execute(theirs.values(topic_id=topic.id, typical=None))
    session.connection().execute(following.values(previous_id=topic.id))
    topic.centroids, topic.size = topic.centroids + other.centroids, topic.size + other.size
    topic.is_kept = topic.is_kept or other.is_kept
    run = topic.run
    assert run is not None
    run.topics.remove(other)
    topic.change = Change.UNKNOWN  # the next search says it of both together
    topic_history.search_again(topic)
    topic_history.write(session, topic, Gesture.MERGE, by, now, said=said, before=before)


def _as_it_was(session: Session, topic: Topic) -> dict[str, object]:
    """All that a topic is, to make it again."""
    return {
        "name": topic.name,
        "is_pinned": topic.is_pinned,
        "is_kept": topic.is_kept,
        "centroids": b64encode(topic.centroids).decode(),
        "rank": topic.rank,
        "size": topic.size,
        "previous_id": topic.previous_id,
        "sentences": topic_history.sentences_of(session, topic),
    }


def move(
    session: Session,
    sentence: Verbatim,
    topic: Topic,
    by: User,
    now: datetime,
    left: int | None = None,
) -> None:
    """This sentence is in this topic, not in the one a search put it in.

    `left` is the topic it was shown in: where somebody moved it meanwhile, the second is told.
    """
    line = line_of(session, sentence, topic)
    if line.topic_id == topic.id:
        return
    if left is not None and line.topic_id != left:
        raise Refused(
            "Relisez cette phrase : quelqu’un l’a déplacée pendant que vous la regardiez."
        )
    before = {"topic_id": line.topic_id, "is_moved": line.is_moved, "typical": line.typical}
    put(session, line, topic)
    topic_history.write(
        session, topic, Gesture.MOVE, by, now, other_id=before["topic_id"],
        verbatim_id=sentence.id, said=f"dans « {topic.name} »", before=before,
    )  # fmt: skip


def line_of(session: Session, sentence: Verbatim, topic: Topic) -> TopicAssignment:
    """Where this sentence is, in the search of this topic."""
    present = (
        select(TopicAssignment)
        .join(Topic)
        .where(Topic.run_id == topic.run_id, TopicAssignment.verbatim_id == sentence.id)
    )
    line = session.exec(present).first()
    if line is None:
        raise Refused(
            "Cette phrase n’est dans aucun sujet de ce thème : elle parle d’abord d’un autre."
        )
    return line


def put(session: Session, line: TopicAssignment, topic: Topic) -> None:
    """The sentence of this line goes to this topic, and stays there."""
    sentence = line.verbatim_id
    session.delete(line)
    session.flush()
    session.add(TopicAssignment(topic_id=topic.id or 0, verbatim_id=sentence, is_moved=True))


def beside(topic: Topic) -> list[Topic]:
    """The other topics of the same search."""
    return [other for other in topic.run.topics if other.id != topic.id] if topic.run else []
