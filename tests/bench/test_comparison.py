"""Prints our reading and our topics beside TF-IDF alone, k-means, LDA, NMF and, where installed, BERTopic.

`pytest -m bench tests/bench/test_comparison.py -s`, about a quarter of an hour on one core. All read the same
comments in one run, with the same seeds. Themes: all learn from the starter comments and are judged on those of the
demonstration, which none has seen; clusters are given the theme most of their starter comments have, which is a
favour. Topics: inside each theme of the demonstration, judged on how two runs agree and on whether the words that
tell a topic are used together in the starter comments. Figures are written in docs/quality.md.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from math import log
from random import Random
from typing import Any

import numpy as np
import pytest

from analysis import corpus
from analysis.readers.base import Example
from analysis.readers.encoder import EncoderReader
from analysis.readers.words import WordsReader
from analysis.statistics import wilson
from analysis.themes import learning
from analysis.topics import group
from analysis.topics.naming import WORD
from tests.bench.rivals import RIVALS, Rival, named, prepared, stop_words

pytestmark = [
    pytest.mark.bench,
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore"),  # those of other people's libraries, on so few comments
]
SEED = 0
COUNTS = (15, 60)  # clusters: as many as themes, and four times more
FEWEST = 40  # comments of a theme, for topics to be looked for in it
TELLING = 5  # words that tell a topic
KEPT = 0.8  # of the comments, in each of two draws compared

Cut = Callable[[Sequence[int], int], list[int]]
"""The topic of each of these comments, with a seed."""


# ---------------------------------------------------------------- themes


def test_the_reader_finds_themes_better_than_the_usual_ways() -> None:
    starter, unseen = corpus.starter(), corpus.demonstration()
    themes, texts = [one.themes[0] for one in starter], [one.text for one in starter]
    scores: dict[str, float] = {}
    print(f"\nThemes: {len(unseen)} comments that nobody learnt from")
    for name, said in [*_supervised(starter, unseen), *_clustered(texts, themes, unseen)]:
        scores[name] = _show(name, said, unseen)
    ours = scores.pop("ours (words and encoder)")
    assert all(ours > other for other in scores.values())


def _supervised(starter: list[Example], unseen: list[Example]) -> Iterator[tuple[str, list[str]]]:
    yield "ours (words and encoder)", _read(learning.learn(starter), unseen)
    words = WordsReader()
    words.learn(starter)
    yield "ours, words alone", _read(words, unseen)
    yield "TF-IDF alone", _tfidf_alone(starter, unseen)


def _read(reader: Any, unseen: Sequence[Example]) -> list[str]:
    return [reading.themes[0] for reading in reader.read(unseen)]


def _tfidf_alone(starter: Sequence[Example], unseen: Sequence[Example]) -> list[str]:
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline

    model = make_pipeline(TfidfVectorizer(), LogisticRegression(max_iter=300))
    model.fit([one.text for one in starter], [one.themes[0] for one in starter])
    return list(map(str, model.predict([one.text for one in unseen])))


def _clustered(
    texts: list[str], themes: list[str], unseen: list[Example]
) -> Iterator[tuple[str, list[str]]]:
    commonest = Counter(themes).most_common(1)[0][0]
    for name, rival in RIVALS.items():
        for count in COUNTS:
            place = rival(texts, count, SEED)
            meant = named(place(texts), themes)
            found = place([one.text for one in unseen])
            yield f"{name}, {count}", [meant.get(int(one), commonest) for one in found]


def _show(name: str, said: Sequence[str], unseen: Sequence[Example]) -> float:
    from sklearn.metrics import f1_score, normalized_mutual_info_score

    truth = [one.themes[0] for one in unseen]
    right = sum(a == b for a, b in zip(said, truth, strict=True))
    among = sum(a in one.themes for a, one in zip(said, unseen, strict=True))
    low, high = wilson(right, len(truth))
    print(
        f"| {name} | {right / len(truth):.3f} [{low:.3f} – {high:.3f}] | {among / len(truth):.3f} | "
        f"{f1_score(truth, said, average='macro', zero_division=0):.3f} | "
        f"{normalized_mutual_info_score(truth, said):.3f} |",
        flush=True,
    )
    return right / len(truth)


# ---------------------------------------------------------------- topics


def test_topics_are_as_stable_and_as_coherent_as_the_usual_ways_make_them() -> None:
    by_theme: dict[str, list[str]] = {}
    for one in corpus.demonstration():
        by_theme.setdefault(one.themes[0], []).append(one.text)
    large = [texts for texts in by_theme.values() if len(texts) >= FEWEST]
    together = Together([one.text for one in corpus.starter()])
    print(f"\nTopics: {len(large)} themes, {sum(map(len, large))} comments")
    ours = _judged("ours", [_ours(texts) for texts in large], large, together)
    for name, rival in RIVALS.items():
        cuts = [
            _theirs(rival, texts, cut) for texts, cut in zip(large, map(_ours, large), strict=True)
        ]
        _judged(name, cuts, large, together)
    assert ours > 0.5


def _ours(texts: Sequence[str]) -> Cut:
    reader = EncoderReader()
    reader.learn(corpus.starter())
    vectors = reader.vectors(texts)

    def cut(rows: Sequence[int], seed: int) -> list[int]:
        told = [0] * len(rows)
        for place, one in enumerate(group([texts[row] for row in rows], vectors[list(rows)], seed)):
            for row in one.members:
                told[row] = place
        return told

    return cut


def _theirs(rival: Rival, texts: Sequence[str], ours: Cut) -> Cut:
    """As many topics as ours finds: none is judged on how it counts them."""
    count = max(2, len(set(ours(range(len(texts)), SEED))))

    def cut(rows: Sequence[int], seed: int) -> list[int]:
        these = [texts[row] for row in rows]
        return list(map(int, rival(these, count, seed)(these)))

    return cut


def _judged(
    name: str, cuts: Sequence[Cut], large: Sequence[Sequence[str]], together: "Together"
) -> float:
    weights = [len(texts) for texts in large]
    seeds = [_agreement(cut, range(len(t)), range(len(t)), (0, 1)) for cut, t in zip(cuts, large, strict=True)]  # fmt: skip
    draws = [_of_two_draws(cut, len(texts)) for cut, texts in zip(cuts, large, strict=True)]
    coherent = [together.coherence(texts, cut(range(len(texts)), SEED)) for cut, texts in zip(cuts, large, strict=True)]  # fmt: skip
    mean = [float(np.average(column, weights=weights)) for column in (seeds, draws, coherent)]
    print(f"| {name} | {mean[0]:.2f} | {mean[1]:.2f} | {mean[2]:.3f} |", flush=True)
    return mean[0]


def _of_two_draws(cut: Cut, size: int) -> float:
    """How two draws of four comments in five agree on those they share; mean of five pairs."""
    found = []
    for number in range(5):
        chance = Random(number)
        draws = [sorted(chance.sample(range(size), round(KEPT * size))) for _ in range(2)]
        found.append(_agreement(cut, draws[0], draws[1], (0, 0)))
    return float(np.mean(found))


def _agreement(
    cut: Cut, first: Sequence[int], second: Sequence[int], seeds: tuple[int, int]
) -> float:
    """Adjusted Rand index on the comments both were given."""
    from sklearn.metrics import adjusted_rand_score

    one = dict(zip(first, cut(first, seeds[0]), strict=True))
    two = dict(zip(second, cut(second, seeds[1]), strict=True))
    both = sorted(one.keys() & two.keys())
    return float(adjusted_rand_score([one[row] for row in both], [two[row] for row in both]))


class Together:
    """Which words are used in the same comments, among comments no topic was made of."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._texts = [_words(text) for text in prepared(texts)]
        self._where: dict[str, set[int]] = {}
        for row, words in enumerate(self._texts):
            for word in words:
                self._where.setdefault(word, set()).add(row)

    def coherence(self, texts: Sequence[str], topics: Sequence[int]) -> float:
        """Mean normalised pointwise mutual information of the telling words of each topic
        (Bouma, 2009), from -1 to 1; the words are chosen alike for all ways."""
        found = []
        for words in _telling(texts, topics):
            pairs = [(a, b) for place, a in enumerate(words) for b in words[place + 1 :]]
            found += [self._npmi(a, b) for a, b in pairs]
        return float(np.mean(found)) if found else 0.0

    def _npmi(self, one: str, other: str) -> float:
        a, b = self._where.get(one, set()), self._where.get(other, set())
        both, n = len(a & b), len(self._texts)
        if not both:
            return -1.0
        return log(both * n / (len(a) * len(b))) / -log(both / n)


def _telling(texts: Sequence[str], topics: Sequence[int]) -> list[list[str]]:
    """The words of each topic that set it apart: part of its comments times the log of how much larger."""
    everywhere: Counter[str] = Counter()
    inside: dict[int, Counter[str]] = {}
    sizes = Counter(topics)
    for text, topic in zip(prepared(texts), topics, strict=True):
        inside.setdefault(topic, Counter()).update(_words(text))
        everywhere.update(_words(text))
    found = []
    for topic, counted in sorted(inside.items()):
        score = {
            word: n / sizes[topic] * log(1.05 * n / sizes[topic] / (everywhere[word] / len(texts)))
            for word, n in counted.items()
            if n > 1
        }
        found.append(sorted(score, key=lambda word: (-score[word], word))[:TELLING])
    return found


def _words(text: str) -> set[str]:
    return {word for word in WORD.findall(text) if len(word) > 2} - set(stop_words())
