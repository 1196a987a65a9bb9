"""A topic is two: some of its sentences leave it, chosen by a person, or by the machine when a person asks."""

from collections.abc import Sequence
from datetime import datetime

import numpy as np
from sqlmodel import Session, col, select

from analysis import corpus
from analysis.models import Change, Gesture, Topic, TopicAssignment, Verbatim
from analysis.readers.encoder import EncoderReader
from analysis.topics import arranging, forbidding, naming
from analysis.topics import history as topic_history
from analysis.topics.groups import FEWEST, halves
from analysis.topics.history import expect_unchanged
from core import jobs
from core.errors import Refused
from organisation import journal
from organisation.models import User

FEWEST_LEAVING = 2  # one sentence is moved, not split off
UNNAMED = "Nouveau sujet"
SEED = 0


def split(
    session: Session, topic: Topic, leaving: Sequence[Verbatim], name: str, by: User, now: datetime,
    seen: int | None = None,
) -> Topic:  # fmt: skip
    """These sentences leave the topic and are one of their own, which every search keeps.

    Its direction is computed by the next search, which a caller asks for: the encoder is never
    loaded where somebody waits. Until then it holds these sentences alone.
    """
    expect_unchanged(session, topic, seen)
    lines = [arranging.line_of(session, sentence, topic) for sentence in leaving]
    if len(lines) < FEWEST_LEAVING:
        raise Refused(
            "Cochez deux phrases au moins : une seule se déplace, elle ne fait pas un sujet."
        )
    if any(line.topic_id != topic.id for line in lines):
        raise Refused("Relisez ce sujet : une phrase cochée n’y est plus.")
    if len(lines) == len(topic_history.sentences_of(session, topic)):
        raise Refused(
            "Laissez une phrase au moins dans le sujet ; pour changer son nom, renommez-le."
        )
    taken = [topic.name, *(other.name for other in arranging.beside(topic))]
    made = _made(session, topic, name, taken, len(lines))
    for line in lines:
        arranging.put(session, line, made)
    _finish(session, topic, made, by, now, "à la main")
    return made


def _made(session: Session, topic: Topic, name: str, taken: list[str], size: int) -> Topic:
    """The new topic, beside the one it leaves; named by the machine later, unless a person did."""
    by_hand = bool(name.strip())
    wanted = arranging.name_for(name, taken) if by_hand else _free(UNNAMED, taken)
    run = topic_history.run_of(session, topic)
    made = Topic(
        run_id=run.id, name=wanted, is_pinned=by_hand, is_kept=True, centroids=b"",
        rank=max(one.rank for one in run.topics) + 1, size=size,
    )  # fmt: skip
    run.topics.append(made)
    session.flush()
    return made


def _free(name: str, taken: list[str]) -> str:
    """The name, with a number where it is taken."""
    said = {other.casefold() for other in taken}
    numbers = (f"{name} {number}" for number in range(2, len(taken) + 3))
    return next(one for one in (name, *numbers) if one.casefold() not in said)


def _finish(session: Session, topic: Topic, made: Topic, by: User, now: datetime, how: str) -> None:
    topic.size -= made.size
    topic.change = Change.UNKNOWN
    topic_history.search_again(topic)
    said = f"« {made.name} » sort de « {topic.name} », {how}"
    topic_history.write(session, topic, Gesture.SPLIT, by, now, other_id=made.id, said=said)


# ---------------------------------------------------------------- by the machine


def ask_for_two(
    session: Session, topic: Topic, by: User, now: datetime, seen: int | None = None
) -> None:
    """Ask the machine to make two topics of this one; done by a worker in the minute."""
    expect_unchanged(session, topic, seen)
    if len(topic_history.sentences_of(session, topic)) < 2 * FEWEST:
        raise Refused(
            f"Il faut {2 * FEWEST} phrases pour que la machine en fasse deux sujets. Cochez celles qui sortent."
        )
    jobs.enqueue(
        session, SPLIT, asked_for(topic) + f"{now:%Y%m%d%H%M}", topic_id=topic.id, by_id=by.id,
        version=topic.version,
    )  # fmt: skip


def asked_for(topic: Topic) -> str:
    """How the keys of these requests begin."""
    return f"{topic.id}-"


def in_two(session: Session, now: datetime, topic_id: int, by_id: int, version: int) -> None:
    """Cut a topic where its sentences are furthest apart; the smaller half leaves it.

    Commits by itself: the encoder works outside of any transaction. Nothing is done where the topic
    was changed or is gone since it was asked, nor where no cut leaves eight sentences on each side;
    the journal says so.
    """
    lines = session.exec(
        select(Verbatim.id, Verbatim.text)
        .join(TopicAssignment, col(TopicAssignment.verbatim_id) == col(Verbatim.id))
        .where(TopicAssignment.topic_id == topic_id)
        .order_by(col(Verbatim.id))
    ).all()
    session.rollback()
    texts = [text for _, text in lines]
    parts = _parts(texts)
    topic, by = session.get(Topic, topic_id), session.get(User, by_id)
    if topic is None or by is None or topic.version != version or parts is None:
        journal.write(session, now, by, "no_topics", f"topic {topic_id}", "sujet non partagé")
        session.commit()
        return
    leaving = [lines[row][0] for row in parts[1]]
    _leave(session, topic, leaving, [texts[row] for row in parts[1]], by, now)
    session.commit()


SPLIT = jobs.Job("split_topic", in_two, jobs.HEAVY, own_commits=True)


def _parts(texts: Sequence[str]) -> tuple[list[int], list[int]] | None:
    """Places of the sentences that stay and of those that leave; None when no cut is good."""
    if len(texts) < 2 * FEWEST:
        return None
    reader = EncoderReader()
    reader.learn(corpus.starter())  # the accents that members forget
    found = halves(np.asarray(reader.vectors(texts)), SEED)
    if found is None:
        return None
    small, large = sorted(found, key=len)
    return large.tolist(), small.tolist()


def _leave(
    session: Session,
    topic: Topic,
    leaving: Sequence[str],
    texts: Sequence[str],
    by: User,
    now: datetime,
) -> None:
    """The sentences the machine chose are a topic, named by what they say and the others do not."""
    taken = [topic.name, *(other.name for other in arranging.beside(topic))]
    theme = topic_history.run_of(session, topic).theme
    staying = select(Verbatim.text).join(TopicAssignment).where(
        TopicAssignment.topic_id == topic.id, col(Verbatim.id).not_in(leaving)
    )  # fmt: skip
    forbidden = forbidding.standing(session, theme).words
    named = naming.names([texts, list(session.exec(staying))], forbidden)[0]
    made = _made(session, topic, "", [*taken, ""], len(leaving))
    made.name = _free(named, taken)
    lines = select(TopicAssignment).where(
        TopicAssignment.topic_id == topic.id, col(TopicAssignment.verbatim_id).in_(leaving)
    )
    for line in session.exec(lines).all():
        arranging.put(session, line, made)
    _finish(session, topic, made, by, now, "par la machine")
