"""What a person never wants proposed again in a theme: a word in the names of topics, two sentences in one topic."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from analysis.models import Gesture, Topic, TopicChange, Verbatim
from analysis.topics import arranging, naming
from analysis.topics import history as topic_history
from analysis.topics.history import expect_unchanged
from core.errors import Refused
from organisation import journal
from organisation.models import User

LONGEST_WORD = 40


@dataclass(frozen=True)
class Orders:
    """What the searches of a theme must respect."""

    words: frozenset[str]
    """As `naming` compares words: without capital, accent or plural."""
    apart: Sequence[tuple[str, str]]
    """Numbers of the sentences that are never in one topic, two by two."""


def standing(session: Session, theme: str) -> Orders:
    """The orders not taken back, always in the same order."""
    wanted = (
        select(TopicChange)
        .where(
            TopicChange.theme == theme,
            col(TopicChange.gesture).in_([Gesture.WORD, Gesture.APART]),
            col(TopicChange.undone_at).is_(None),
        )
        .order_by(col(TopicChange.id))
    )
    changes = session.exec(wanted).all()
    words = frozenset(naming.root(one.said) for one in changes if one.gesture is Gesture.WORD)
    return Orders(
        words,
        [
            (one.verbatim_id, one.other_verbatim_id)
            for one in changes
            if one.gesture is Gesture.APART and one.verbatim_id and one.other_verbatim_id
        ],
    )


def forbid_word(session: Session, topic: Topic, word: str, by: User, now: datetime) -> None:
    """No search of this theme names a topic with this word again; names given by people stay."""
    found = naming.WORD.findall(word)
    if len(found) != 1 or len(found[0]) > LONGEST_WORD:
        raise Refused("Écrivez un seul mot à écarter des noms.", about="word")
    theme = topic_history.run_of(session, topic).theme
    if naming.root(found[0].lower()) in standing(session, theme).words:
        raise Refused(f"Le mot « {found[0]} » est déjà écarté dans ce thème.", about="word")
    topic_history.search_again(topic)
    topic_history.keep(session, theme, Gesture.WORD, by, now, said=found[0].lower())
    journal.write(session, now, by, "word_topic", "", theme)


def keep_apart(
    session: Session, topic: Topic, sentences: Sequence[Verbatim], by: User, now: datetime,
    seen: int | None = None,
) -> None:  # fmt: skip
    """These two sentences do not go together: the next search puts one in another topic."""
    if len(sentences) != 2:
        raise Refused("Cochez deux phrases : celles qui ne vont pas ensemble.")
    expect_unchanged(session, topic, seen)
    lines = [arranging.line_of(session, sentence, topic) for sentence in sentences]
    if any(line.topic_id != topic.id for line in lines):
        raise Refused("Relisez ce sujet : une phrase cochée n’y est plus.")
    first, second = sorted(sentence.id for sentence in sentences)
    theme = topic_history.run_of(session, topic).theme
    if (first, second) in standing(session, theme).apart:
        raise Refused(
            "Ces deux phrases sont déjà séparées : la prochaine recherche en tient compte."
        )
    topic_history.search_again(topic)
    topic_history.write(
        session, topic, Gesture.APART, by, now, verbatim_id=first, other_verbatim_id=second
    )
