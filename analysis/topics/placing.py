"""The one topic space: texts that are not members' set beside the members' topics, in the last search of their theme.

Knows nothing of who wrote them, and keeps nothing: whoever has such texts gives them and keeps what is answered.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import numpy as np
import sqlalchemy as sa
from numpy.typing import NDArray
from sqlmodel import Session, col, select

from analysis import corpus
from analysis.models import Topic, TopicAssignment, TopicRun, Verbatim
from analysis.readers.encoder import EncoderReader
from analysis.similarity.vectors import sentence_vectors
from analysis.themes.themes import codes
from analysis.topics import close, forbidding, naming
from analysis.topics import directions as topic_directions
from analysis.topics.groups import FEWEST, unit

# Cosine with a topic's direction from which a text is said to be near it: chosen on sixty reports of staff,
# stated on sixty others (docs/quality/topics.md).
NEAR = 0.86
NEAREST = 3  # sentences of a topic that a text is compared with
RECIPE = 1  # changes when the same texts get other places


@dataclass(frozen=True)
class Together:
    """Texts near no topic of members, that resemble each other: their places in what was given."""

    rows: tuple[int, ...]
    name: str
    """In words that two of them at least share; empty when they share none."""


@dataclass(frozen=True)
class Placed:
    """Where each text stands: the nearest topic (None: too far from all), how near, and the others together."""

    topics: Sequence[int | None]
    nearness: Sequence[float]
    together: Sequence[Together]


def marks(session: Session) -> dict[str, str]:
    """By theme, what a placing stands on besides the texts: another one when topics, or how we place, changed."""
    known: defaultdict[str, list[Any]] = defaultdict(list)
    found = (
        sa.select(col(TopicRun.theme), col(TopicRun.fingerprint), col(Topic.id), col(Topic.version))
        .join_from(TopicRun, Topic)
        .where(_is_newest(), _is_shown())
        .order_by(col(Topic.id))
    )
    for row in session.connection().execute(found):
        known[row.theme].append(tuple(row))
    return {code: repr((RECIPE, NEAR, naming.RECIPE, known[code])) for code in codes()}


def newest(session: Session, theme: str) -> TopicRun | None:
    """The last search of this theme, whose topics others are set beside."""
    last = select(TopicRun).where(TopicRun.theme == theme)
    return session.exec(last.order_by(col(TopicRun.period_start).desc())).first()


@dataclass(frozen=True)
class Asked:
    """What people said of one text: the topic it goes to, those it is never in, whether it stays alone."""

    to: int | None = None
    never: frozenset[int] = frozenset()
    is_alone: bool = False


NOTHING: Mapping[int, Asked] = MappingProxyType({})


def heirs(session: Session, theme: str) -> dict[int, list[int]]:
    """By topic of any quarter, those of the last search that continue it, itself included; two queries."""
    last = newest(session, theme)
    if last is None:
        return {}
    rows = session.exec(
        select(Topic.id, Topic.run_id, Topic.previous_id)
        .join(TopicRun)
        .where(TopicRun.theme == theme)
    ).all()
    before = {number: previous for number, _, previous in rows}
    found: defaultdict[int, list[int]] = defaultdict(list)
    for number, run_id, _ in rows:
        older: int | None = number
        while run_id == last.id and older is not None and number not in found[older]:
            found[older].append(number or 0)
            older = before.get(older)
    return dict(found)


def shown(session: Session, theme: str) -> list[Topic]:
    """The topics of the last search of this theme that texts may be set beside, the largest first."""
    found = select(Topic).join(TopicRun).where(_is_newest(), _is_shown(), TopicRun.theme == theme)
    return list(session.exec(found.order_by(col(Topic.rank), col(Topic.id))))


def place(
    session: Session, theme: str, texts: Sequence[str], asked: Mapping[int, Asked] = NOTHING
) -> Placed:
    """The place of each text of this theme; reads, and leaves no transaction open: the encoder is slow.

    `asked` holds, by row, what people said of some of them: it comes before any likeness.
    """
    topics = _topics(session, theme)
    forbidden = forbidding.standing(session, theme).words
    session.rollback()
    reader = EncoderReader()
    reader.learn(corpus.starter())  # the accents that people forget
    # Directions of another version of the encoder point elsewhere: the next search makes them anew.
    comparable = [one for one in topics if one.reader == reader.version]
    numbers, nearness = nearest(comparable, unit(reader.vectors(texts)), texts, asked)
    there = {one.number for one in topics}
    numbers = [
        asked[row].to if row in asked and asked[row].to in there else number
        for row, number in enumerate(numbers)
    ]
    single = {row for row, said in asked.items() if said.is_alone}
    alone = [row for row, number in enumerate(numbers) if number is None and row not in single]
    return Placed(numbers, nearness, _together(texts, alone, forbidden))


@dataclass(frozen=True)
class Known:
    """A topic of members, as texts are compared with it."""

    number: int
    reader: str
    directions: NDArray[Any]
    sentences: Sequence[str]


def _topics(session: Session, theme: str) -> list[Known]:
    """The topics shown in the last search of this theme, with their sentences; two queries."""
    found = session.exec(
        select(Topic, TopicRun.reader)
        .join(TopicRun)
        .where(_is_newest(), _is_shown(), TopicRun.theme == theme)
        .order_by(col(Topic.id))
    ).all()
    said: defaultdict[int, list[str]] = defaultdict(list)
    lines = (
        select(TopicAssignment.topic_id, Verbatim.text)
        .join(Verbatim)
        .where(col(TopicAssignment.topic_id).in_([topic.id for topic, _ in found]))
    )
    for number, text in session.exec(lines.order_by(col(Verbatim.id))):
        said[number].append(text)
    return [
        Known(topic.id or 0, reader, topic_directions.centroids(topic), said[topic.id or 0])
        for topic, reader in found
        if said[topic.id or 0]
    ]


def nearest(
    topics: Sequence[Known],
    vectors: NDArray[Any],
    texts: Sequence[str],
    asked: Mapping[int, Asked] = NOTHING,
) -> tuple[list[int | None], list[float]]:
    """For each text the topic it is most like, where near enough, and how near.

    Most like: by its direction, which knows members' subjects, and by its three sentences nearest in general meaning,
    which know the words of the office; near enough: by its direction alone. Rounded: the last digits of a vector depend
    on its neighbours in the batch.
    """
    if not topics or not len(texts):
        return [None] * len(texts), [0.0] * len(texts)
    meant = sentence_vectors(texts)
    near = np.stack([(vectors @ one.directions.T).max(axis=1) for one in topics], axis=1)
    like = np.stack([_likeness(meant, one.sentences) for one in topics], axis=1)
    for row, said in asked.items():
        for place, one in enumerate(topics):
            if one.number in said.never:
                near[row, place] = like[row, place] = -1.0
    best = (near + like).round(4).argmax(axis=1)
    cosines = [max(0.0, round(float(near[row, place]), 4)) for row, place in enumerate(best)]
    found = zip(best, cosines, strict=True)
    return [topics[place].number if cosine >= NEAR else None for place, cosine in found], cosines


def _likeness(meant: NDArray[Any], sentences: Sequence[str]) -> NDArray[Any]:
    """Mean cosine of each text with the sentences nearest to it."""
    cosines = np.sort(meant @ sentence_vectors(sentences).T, axis=1)
    means: NDArray[Any] = cosines[:, -NEAREST:].mean(axis=1)
    return means


def _together(
    texts: Sequence[str], alone: Sequence[int], forbidden: Collection[str]
) -> list[Together]:
    """Those like no topic of members, by what they mean in general: members' words did not teach it."""
    meant = sentence_vectors([texts[row] for row in alone])
    groups = [tuple(alone[row] for row in rows) for rows in close.groups(meant)]
    names = naming.names([[texts[row] for row in rows] for rows in groups], forbidden)
    return [
        Together(rows, "" if name.startswith(naming.NOTHING_SHARED) else name)
        for rows, name in zip(groups, names, strict=True)
    ]


def _is_newest() -> Any:
    """Condition on TopicRun: no later search of the same theme."""
    later = sa.select(TopicRun.__table__).alias("later")  # type: ignore[attr-defined]
    is_later = sa.and_(
        later.c.theme == col(TopicRun.theme), later.c.period_start > col(TopicRun.period_start)
    )
    return ~sa.exists(sa.select(later.c.id).where(is_later))


def _is_shown() -> Any:
    """Condition on Topic: large enough to be shown when it was found, and with a direction."""
    return sa.and_(
        sa.or_(col(Topic.size) >= FEWEST, col(Topic.is_kept)),
        sa.func.length(col(Topic.centroids)) > 0,
    )
