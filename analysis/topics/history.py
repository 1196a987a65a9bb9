"""What people did to the topics of a theme: kept, told, and what makes the second of two people be told."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from analysis.models import Gesture, Topic, TopicAssignment, TopicChange, TopicRun
from core import french
from core.errors import Refused
from organisation import journal
from organisation.models import User
from organisation.words import DEEDS

DEEDS.update(
    {
        "rename_topic": "sujet renommé",
        "merge_topics": "sujets réunis",
        "move_sentence": "phrase déplacée dans un autre sujet",
        "split_topic": "sujet partagé en deux",
        "keep_topic": "sujet gardé d’une recherche à l’autre",
        "word_topic": "mot écarté des noms de sujets",
        "apart_topic": "phrases séparées",
        "undo_topic": "geste sur un sujet annulé",
    }
)
WRITTEN = {Gesture.MERGE: "merge_topics", Gesture.MOVE: "move_sentence"}


def expect_unchanged(session: Session, topic: Topic, seen: int | None) -> None:
    """Refuse when somebody did something to the topic since the page that showed this version of it.

    The row is locked until the end of the transaction: of two people at once, one comes second.
    """
    session.flush()
    session.refresh(topic, with_for_update=True)
    if seen is None or topic.version == seen:
        return
    last = _last(session, topic)
    who = f"{last[0]} ({french.moment(last[1])})" if last else "quelqu’un"
    raise Refused(
        f"Relisez ce sujet, puis recommencez : {who} l’a changé pendant que vous le regardiez."
    )


def _last(session: Session, topic: Topic) -> tuple[str, datetime] | None:
    """Who did or took back something last, and when."""
    theirs = sa.or_(col(TopicChange.topic_id) == topic.id, col(TopicChange.other_id) == topic.id)
    changes = session.exec(
        select(TopicChange).where(theirs).order_by(col(TopicChange.id).desc()).limit(20)
    ).all()
    moments = [
        (when, who.name)
        for one in changes
        for when, who in ((one.at, one.by), (one.undone_at, one.undone_by))
        if when is not None and who is not None
    ]
    return max(((name, when) for when, name in moments), key=lambda one: one[1], default=None)


def write(
    session: Session, topic: Topic, gesture: Gesture, by: User, now: datetime, **more: Any
) -> TopicChange:
    """Keep what was done to this topic, raise its version, and say it in the journal."""
    session.flush()
    topic.version += 1
    run = run_of(session, topic)
    change = keep(session, run.theme, gesture, by, now, topic_id=topic.id, **more)
    # Neither a name nor a sentence goes to the journal: a person's name could hide in it.
    deed = WRITTEN.get(gesture, f"{gesture.value}_topic")
    journal.write(session, now, by, deed, f"topic {topic.id}", run.theme)
    return change


def keep(
    session: Session, theme: str, gesture: Gesture, by: User, now: datetime, **more: Any
) -> TopicChange:
    change = TopicChange(gesture=gesture, theme=theme, by_id=by.id or 0, at=now, **more)
    session.add(change)
    session.flush()
    return change


def search_again(topic: Topic) -> None:
    """The next search is made even where the sentences are the same."""
    if topic.run is not None:
        topic.run.fingerprint = ""


def run_of(session: Session, topic: Topic) -> TopicRun:
    run = session.get(TopicRun, topic.run_id)
    assert run is not None
    return run


def sentences_of(session: Session, topic: Topic) -> list[str]:
    """The numbers of its sentences, in order."""
    theirs = select(TopicAssignment.verbatim_id).where(TopicAssignment.topic_id == topic.id)
    return list(session.exec(theirs.order_by(col(TopicAssignment.verbatim_id))))


def told(theme: str) -> Any:
    """All that was done to the topics of a theme, newest first; to be cut in pages."""
    return (
        select(TopicChange).where(TopicChange.theme == theme).order_by(col(TopicChange.id).desc())
    )
