"""The words reader: the vocabulary of each theme, learnt by two classical models (scikit-learn)."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from analysis.readers import writing
from analysis.readers.base import Evidence, Example, Scores
from analysis.readers.deciding import (
    SMALLEST,
    DecidingReader,
    fingerprint,
    mains,
    probabilities,
)
from analysis.themes.themes import codes

RECIPE = 1
"""Raise it when anything here changes what is learnt: kept models are then learnt again."""

EVENTS = ("affiliation", "retraite")
MARKS = (1, 2, 3, 4, 5)
CHARACTERS_COUNT, CIRCUMSTANCES_COUNT = 0.7, 0.3

# What a comment says of its other themes, when it has several: a quarter of it.
OTHER_THEMES_COUNT = 0.25


class WordsReader(DecidingReader):
    """TF-IDF of words and pieces of words; logistic regression and naive Bayes, half and half.

    Reads capitals, missing accents and many misspellings as well as careful writing. Knows no
    word it has not learnt, and no irony.
    """

    name = "words"
    beside = 0.14
    third = 0.25

    def __init__(self) -> None:
        self.learnt = ""
        self._words: Any = None
        self._pieces: Any = None
        self._regression: Any = None
        self._bayes: Any = None

    @property
    def version(self) -> str:
        return f"{self.name}-{RECIPE}-{self.learnt}"

    def learn(self, examples: Sequence[Example]) -> None:
        """Learn from labelled comments; about ten seconds for ten thousand, always the same result."""
        from sklearn.linear_model import LogisticRegression
        from sklearn.naive_bayes import ComplementNB
        from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

        truth = np.array(mains(examples))
        features = self._learn_vocabulary(examples)
        rows, themes, weights = _shared_out(examples, truth)
        # Stopped before it has quite converged: measured no worse, and twice as fast.
        self._regression = LogisticRegression(C=5, max_iter=300, tol=1e-3)
        with threadpool_limits(1):  # several threads wait for each other longer than they work
            self._regression.fit(features[rows], themes, sample_weight=weights)
        self._bayes = ComplementNB(alpha=0.3).fit(features, truth)
        self.learnt = fingerprint(examples)

    def weigh(self, comments: Sequence[Example]) -> Evidence:
        """Evidence from the vocabulary; « mentioned » is here nothing more than the main shares."""
        features = self._features(comments, "transform")
        regression = _in_all_columns(self._regression, features)
        bayes = _in_all_columns(self._bayes, features)
        shares = probabilities((regression + bayes) / 2)
        return Evidence(main=np.log(np.maximum(shares, SMALLEST)), mentioned=shares)

    def _learn_vocabulary(self, examples: Sequence[Example]) -> Any:
        from sklearn.feature_extraction.text import TfidfVectorizer

        usual = {"sublinear_tf": True, "min_df": 2, "strip_accents": "unicode"}
        self._words = TfidfVectorizer(ngram_range=(1, 2), **usual)
        self._pieces = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), **usual)
        return self._features(examples, "fit_transform")

    def _features(self, comments: Sequence[Example], step: str) -> Any:
        from scipy.sparse import csr_matrix, hstack

        texts = [writing.plain(one.text) for one in comments]
        words = getattr(self._words, step)(texts)
        pieces = getattr(self._pieces, step)(texts) * CHARACTERS_COUNT
        return hstack([words, pieces, csr_matrix(_circumstances(comments))]).tocsr()


def _circumstances(comments: Sequence[Example]) -> Scores:
    """The mark and the event, one column a possible value; all zero when not known."""
    return CIRCUMSTANCES_COUNT * np.array(
        [
            [one.satisfaction == mark for mark in MARKS] + [one.event == event for event in EVENTS]
            for one in comments
        ],
        dtype=float,
    )


def _shared_out(
    examples: Sequence[Example], truth: Scores
) -> tuple[list[int], list[int], list[float]]:
    """Rows, themes and weights: a comment with several themes counts for each of them.

    Rare themes weigh more, so that all themes weigh alike (`class_weight="balanced"`).
    """
    column = {code: place for place, code in enumerate(codes())}
    seen = np.bincount(truth, minlength=len(column))
    balance = len(examples) / len(column) / np.maximum(seen, 1)
    rows, themes, weights = [], [], []
    for row, one in enumerate(examples):
        others = one.themes[1:]
        left = OTHER_THEMES_COUNT if others else 0.0
        parts = [1 - left, *(left / len(others) for _ in others)]
        for code, part in zip(one.themes, parts, strict=True):
            rows.append(row)
            themes.append(column[code])
            weights.append(part * balance[column[code]])
    return rows, themes, weights


def _in_all_columns(model: Any, features: Any) -> Scores:
    """Log-probabilities with a column for every theme, even one the examples did not hold."""
    table = np.full((features.shape[0], len(codes())), np.log(SMALLEST))
    table[:, model.classes_] = np.maximum(model.predict_log_proba(features), np.log(SMALLEST))
    return table
