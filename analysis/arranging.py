"""A person names a topic, merges two, or moves a sentence; the next search of the quarter keeps it."""

import unicodedata
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from analysis.models import Change, Topic, TopicAssignment, Verbatim
from core.errors import Refused
from organisation import journal
from organisation.models import User
from organisation.words import DEEDS

LONGEST_NAME = 60  # signs: a name is read at a glance

DEEDS.update(
    {
        "rename_topic": "sujet renommé",
        "merge_topics": "sujets réunis",
        "move_sentence": "phrase déplacée dans un autre sujet",
    }
)


def rename(session: Session, topic: Topic, name: str, by: User, now: datetime) -> None:
    """This is what the topic is called from now on, whatever the next searches find."""
    printed = "".join(" " if unicodedata.category(sign)[0] == "C" else sign for sign in name)
    wanted = " ".join(printed.split())
    if not wanted:
        raise Refused("Écrivez le nom du sujet.", about="name")
    if len(wanted) > LONGEST_NAME:
        raise Refused(f"Ce nom est trop long : {LONGEST_NAME} signes au plus.", about="name")
    others = [other.name.casefold() for other in _beside(topic)]
    if wanted.casefold() in others:
        raise Refused("Un autre sujet du thème a déjà ce nom.", about="name")
    topic.name, topic.is_pinned = wanted, True
    _write(session, topic, by, now, "rename_topic")


def merge(session: Session, topic: Topic, other: Topic, by: User, now: datetime) -> None:
    """The sentences of the other topic join this one, now and at the next searches."""
    if other.id == topic.id or other.run_id != topic.run_id:
        raise Refused("Choisissez un autre sujet du même thème et du même trimestre.")
    session.flush()
    theirs = sa.update(TopicAssignment).where(col(TopicAssignment.topic_id) == other.id)
    following = sa.update(Topic).where(col(Topic.previous_id) == other.id)
    session.connection().execute(theirs.values(topic_id=topic.id, typical=None))
    session.connection().execute(following.values(previous_id=topic.id))
    topic.centroids, topic.size = topic.centroids + other.centroids, topic.size + other.size
    run = topic.run
    assert run is not None
    run.topics.remove(other)
    topic.change, run.fingerprint = Change.UNKNOWN, ""  # the next search says it of both together
    _write(session, topic, by, now, "merge_topics")


def move(session: Session, sentence: Verbatim, topic: Topic, by: User, now: datetime) -> None:
    """This sentence is in this topic, not in the one a search put it in."""
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
    if line.topic_id == topic.id:
        return
    session.delete(line)
    session.flush()
    session.add(TopicAssignment(topic_id=topic.id or 0, verbatim_id=sentence.id, is_moved=True))
    _write(session, topic, by, now, "move_sentence")


def _beside(topic: Topic) -> list[Topic]:
    return [other for other in topic.run.topics if other.id != topic.id] if topic.run else []


def _write(session: Session, topic: Topic, by: User, now: datetime, deed: str) -> None:
    # Neither a name nor a sentence goes to the journal: a person's name could hide in it.
    session.flush()
    journal.write(session, now, by, deed, f"topic {topic.id}", topic.run.theme if topic.run else "")
