"""How sure it is that a phrase says what a topic speaks of: a person would show it as its name."""

from collections.abc import Callable, Sequence
from dataclasses import astuple, dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from analysis.similarity.vectors import sentence_vectors
from analysis.similarity.wording import rarity
from analysis.topics.candidates import SHORTEST_STEM, Candidate

Table = NDArray[np.float64]

# The comments nearest to what the topic means are those a person is shown: the name is first theirs.
TYPICAL = 8
MOST_READ = 200  # comments of a topic, the nearest

# How near a word said is to a word of the phrase: itself, one of its family, one that means nearly the same (cosines).
SAME, FAMILY, FAMILY_FROM, SYNONYM_FROM, LESS = 1.0, 0.9, 0.6, 0.65, 0.25
NEVER_NOTHING = 0.02

# A comment speaks of what a phrase says from this cosine on, sooner when it says one of its words.
SPEAKS_FROM, A_WORD_ADDS, STEEP = 0.28, 0.15, 0.05
MOST_SAID = 4
MOST_TELLING = 6.0  # a rarity (natural logarithm): beyond, a word is only seldom said
# A word alone is a name when several say it, and less willingly than a phrase; « dossier », « agent », only for want of any.
ALONE_SAID_BY, PRECISE_FROM, PRECISE, VAGUE = 2, 4.0, 0.7, 0.25
FAR = 0.3  # a phrase further than this from what the topic means (a cosine) does not name it

USUALLY_MEANT = 0.85  # the cosine supposed where there is no encoder to ask

COMPARED = 30  # phrases of a topic read by the encoder: it takes 4 ms each


@dataclass(frozen=True)
class Meaning:
    """What each topic means, as a direction of length 1, and what gives any words a vector of the same space."""

    directions: Sequence[NDArray[Any]]
    vectors: Callable[[Sequence[str]], NDArray[Any]]


@dataclass(frozen=True)
class Weights:
    """What each thing known of a phrase and a topic counts (logistic regression).

    Learnt on phrases that one person judged, of the even half of the starter comments: tests/data/topic_names.csv.
    """

    base: float
    speaking: float
    """Part of its typical comments that speak of it, by general meaning and by its words."""
    meant: float
    """Cosine with what the topic means, in the encoder's space."""
    own: float
    """How many times more the topic says its words than the whole theme does."""
    said: float
    """Typical comments that say the word of it they say least; 4 at most."""
    qualified: float
    """1 when it judges: « lettre claire » speaks for some of the comments only."""
    usual: float
    """1 for a usual phrase."""
    rarity: float
    """Of its most common word: « dossier » tells little."""


MEANT, SAID, RARITY = 1, 3, 6  # places of features

WEIGHTS = Weights(
    base=-9.603, speaking=4.259, meant=4.019, own=0.314, said=0.500, qualified=-1.038, usual=1.520, rarity=0.424
)  # fmt: skip


def fit(
    texts: Sequence[Sequence[str]],
    said: Sequence[Sequence[frozenset[str]]],
    candidates: Sequence[Candidate],
    meaning: Meaning | None,
) -> Table:
    """How sure each phrase (rows) is a name of each topic (columns), from 0 to 1.

    Comments come nearest first. Of each topic the phrases that seem best are compared with what it means; the others get
    0. Rounded: the last digits of a vector depend on its neighbours in the batch.
    """
    known = features(texts, said, candidates)
    sure = _sure(known) * _willingly(candidates, known)
    if meaning is not None:
        best = sorted(
            {int(row) for row in np.argsort(-sure, axis=0, kind="stable")[:COMPARED].ravel()}
        )
        compared = [candidates[row] for row in best]
        known[best, :, MEANT] = meant(compared, meaning)
        sure = np.zeros_like(sure)
        sure[best] = _sure(known[best]) * _willingly(compared, known[best])
    rounded: Table = sure.round(4)
    return rounded


def _willingly(candidates: Sequence[Candidate], known: Table) -> Table:
    """1 for a phrase, less for a word alone, 0 for one that a single comment says or that means something else."""
    alone = np.where(known[:, :, RARITY] >= PRECISE_FROM, PRECISE, VAGUE)
    alone = np.where(known[:, :, SAID] >= ALONE_SAID_BY, alone, 0.0)
    are_several = np.array([len(one.telling) > 1 for one in candidates], bool)
    return np.where(are_several[:, None], 1.0, alone) * (known[:, :, MEANT] > FAR)


def _sure(known: Table) -> Table:
    base, *slopes = astuple(WEIGHTS)
    return np.asarray((1 / (1 + np.exp(-(base + known @ np.array(slopes))))).round(4))


def features(
    texts: Sequence[Sequence[str]],
    said: Sequence[Sequence[frozenset[str]]],
    candidates: Sequence[Candidate],
) -> Table:
    """What is known of each phrase and topic, shape (phrases, topics, features in the order of Weights)."""
    words = _Words(candidates)
    phrases = sentence_vectors([one.form for one in candidates])
    topics = [
        _topic(words, phrases, topic[:MOST_READ], comments[:MOST_READ])
        for topic, comments in zip(texts, said, strict=True)
    ]
    speaking, told, least = (np.stack(column, axis=1) for column in zip(*topics, strict=True))
    sizes = np.array([len(topic[:MOST_READ]) for topic in texts], float)
    everywhere = (told @ sizes / sizes.sum())[:, None]
    own = (told + NEVER_NOTHING) / (everywhere + NEVER_NOTHING)
    alike = np.ones_like(own)
    of_the_phrase = [
        alike * np.array([value(one) for one in candidates], float)[:, None]
        for value in (_is_qualified, _is_usual, _commonest)
    ]
    return np.stack([speaking, alike * USUALLY_MEANT, own, least, *of_the_phrase], axis=2)


def _is_qualified(one: Candidate) -> float:
    return float(bool(one.qualities))


def _is_usual(one: Candidate) -> float:
    return float(one.is_usual)


def _commonest(one: Candidate) -> float:
    return min(MOST_TELLING, *(_rarity(word) for word in one.telling))


def meant(candidates: Sequence[Candidate], meaning: Meaning) -> Table:
    """Cosine of each phrase with what each topic means; 0 where they point away from each other."""
    vectors = meaning.vectors([one.form for one in candidates])
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    rows = vectors / np.where(lengths == 0, 1, lengths)
    return np.asarray((rows @ np.stack(meaning.directions).T).round(3).clip(0), float)


# ---------------------------------------------------------------- by words


class _Words:
    """The words of all phrases, and their places in each phrase, padded with one that every comment says."""

    def __init__(self, candidates: Sequence[Candidate]) -> None:
        self.all = sorted({word for one in candidates for word in one.telling})
        self.qualities = {word for one in candidates for word in one.qualities}
        place = {word: row for row, word in enumerate(self.all)}
        width = max((len(one.telling) for one in candidates), default=1)
        self.rows = np.full((len(candidates), width), len(self.all))
        self.weights = np.zeros((len(candidates), width))
        for row, one in enumerate(candidates):
            words = sorted(one.telling)
            told = np.array([_rarity(word) for word in words])
            self.rows[row, : len(words)] = [place[word] for word in words]
            self.weights[row, : len(words)] = told / told.sum()
        self.is_there = self.rows < len(self.all)
        self.vectors = sentence_vectors(self.all)

    def heard(self, comments: Sequence[frozenset[str]]) -> Table:
        """How far each comment says each word, shape (words and the padding, comments), from 0 to 1."""
        vocabulary = sorted({word for words in comments for word in words})
        place = {word: column for column, word in enumerate(vocabulary)}
        near = self._near(vocabulary)
        heard = np.zeros((len(self.all) + 1, len(comments)))
        for column, words in enumerate(comments):
            if words:
                heard[:-1, column] = near[:, [place[word] for word in sorted(words)]].max(axis=1)
        return heard

    def _near(self, vocabulary: Sequence[str]) -> Table:
        cosines = (self.vectors @ sentence_vectors(vocabulary).T).astype(float).round(4)
        near = np.where(cosines >= SYNONYM_FROM, cosines - LESS, 0.0)
        near[[word in self.qualities for word in self.all]] = 0  # « illisible » is near « lisible »
        stems: dict[str, list[int]] = {}
        for column, word in enumerate(vocabulary):
            stems.setdefault(word[:SHORTEST_STEM], []).append(column)
        for row, word in enumerate(self.all):
            for column in stems.get(word[:SHORTEST_STEM], ()):
                if vocabulary[column] == word:
                    near[row, column] = SAME
                elif len(word) >= SHORTEST_STEM and cosines[row, column] >= FAMILY_FROM:
                    near[row, column] = FAMILY
        return near


def _topic(
    words: _Words, phrases: NDArray[Any], texts: Sequence[str], comments: Sequence[frozenset[str]]
) -> tuple[Table, Table, Table]:
    """For each phrase: typical comments that speak of it, how far all say it, how many say its least said word."""
    heard = words.heard(comments)
    told = (words.weights * heard.mean(axis=1)[words.rows]).sum(axis=1)
    is_said = heard[:, :TYPICAL] >= FAMILY
    a_word = (is_said[words.rows] & words.is_there[..., None]).any(axis=1)
    cosines = (phrases @ sentence_vectors(texts[:TYPICAL]).T).astype(float)
    speaking = 1 / (1 + np.exp((SPEAKS_FROM - A_WORD_ADDS * a_word - cosines) / STEEP))
    counts = is_said.sum(axis=1)[words.rows]
    least = np.where(words.is_there, counts, MOST_SAID).min(axis=1).clip(max=MOST_SAID)
    return speaking.mean(axis=1), told, least.astype(float)


@cache
def _rarity(word: str) -> float:
    """Of a word without its plural, thus of the commoner of its two forms."""
    return min(rarity(word), rarity(f"{word}s"))
