"""From evidence to a decision: which themes, and how certain."""

import hashlib
from abc import ABC, abstractmethod
from collections.abc import Sequence

import numpy as np

from analysis.readers import writing
from analysis.readers.base import Evidence, Example, Reading, Scores
from analysis.themes.themes import OTHER, codes

# An answer without a letter or a digit (blank, « … », « 👍 ») is `autre` by the rules of labelling;
# what doubt is left is that of the person who labels.
CONTENTLESS_CERTAINTY = 0.95

# A theme beside the main one is told by « is it mentioned? » more than by « could it be the main
# one? »: the two are multiplied with these exponents (see docs/quality/themes.md).
MENTIONED_COUNTS = 0.7
AT_MOST = 3
SMALLEST = 1e-12


class DecidingReader(ABC):
    """A reader whose evidence is turned into readings in the one way common to all.

    A variant says how it learns and how it weighs; temperature, thresholds and comments without
    content are dealt with here.
    """

    name: str
    beside: float
    """From this score on, a second theme is given."""
    third: float
    """From this score on, a third one too."""
    temperature = 1.0

    @property
    @abstractmethod
    def version(self) -> str: ...

    @abstractmethod
    def learn(self, examples: Sequence[Example]) -> None: ...

    @abstractmethod
    def weigh(self, comments: Sequence[Example]) -> Evidence: ...

    def calibrate(self, held_out: Sequence[Example]) -> None:
        """Fit the temperature that makes the certainty of unseen comments most honest."""
        legible = [one for one in held_out if writing.has_content(one.text)]
        self.temperature = best_temperature(self.weigh(legible).main, mains(legible))

    def read(self, comments: Sequence[Example]) -> list[Reading]:
        """The themes of each comment, in the order received."""
        legible = [one for one in comments if writing.has_content(one.text)]
        readings = iter(self._decide(self.weigh(legible)) if legible else [])
        return [
            next(readings) if writing.has_content(one.text) else contentless() for one in comments
        ]

    def _decide(self, evidence: Evidence) -> list[Reading]:
        shares = probabilities(evidence.main / self.temperature)
        mentioned = np.log(np.maximum(evidence.mentioned, SMALLEST))
        beside = np.exp((1 - MENTIONED_COUNTS) * evidence.main + MENTIONED_COUNTS * mentioned)
        return [self._reading(*rows) for rows in zip(shares, beside, strict=True)]

    def _reading(self, shares: Scores, beside: Scores) -> Reading:
        main = int(shares.argmax())
        others = [int(theme) for theme in np.argsort(-beside, kind="stable") if theme != main]
        kept = [
            theme
            for theme, threshold in zip(
                others[: AT_MOST - 1], (self.beside, self.third), strict=True
            )
            if beside[theme] >= threshold
        ]
        return Reading(
            themes=tuple(codes()[theme] for theme in (main, *kept)),
            certainty=float(shares[main]),
            shares=dict(zip(codes(), map(float, shares), strict=True)),
        )


def contentless() -> Reading:
    """The reading of an answer in which nothing is said."""
    left = (1 - CONTENTLESS_CERTAINTY) / (len(codes()) - 1)
    shares = {code: CONTENTLESS_CERTAINTY if code == OTHER else left for code in codes()}
    return Reading((OTHER,), CONTENTLESS_CERTAINTY, shares)


def probabilities(logarithms: Scores) -> Scores:
    """Rows that sum to 1, from logarithms known up to a constant."""
    powers = np.exp(logarithms - logarithms.max(axis=1, keepdims=True))
    normalised: Scores = powers / powers.sum(axis=1, keepdims=True)
    return normalised


def best_temperature(main: Scores, truth: Sequence[int]) -> float:
    """The divisor of the logarithms under which « how certain » and « how often right » agree best.

    Least surprise (log-loss) at whether the first theme is the right one. One number for all
    themes: it never changes which theme comes first. After Guo et al., “On calibration of modern
    neural networks”, 2017, who fit it on the shares of the true themes: here that left it too sure
    of itself wherever a comment has two subjects and either could have been called the main one.
    """
    from scipy.optimize import minimize_scalar

    right = main.argmax(axis=1) == np.asarray(truth)

    def surprise(logarithm: float) -> float:
        certainty = probabilities(main / np.exp(logarithm)).max(axis=1)
        given = np.where(right, certainty, 1 - certainty)
        return float(-np.log(np.maximum(given, SMALLEST)).mean())

    found = minimize_scalar(surprise, bounds=(np.log(0.05), np.log(20)), method="bounded")
    return float(np.exp(found.x))


def mains(examples: Sequence[Example]) -> list[int]:
    """The column of the main theme of each labelled comment."""
    column = {code: place for place, code in enumerate(codes())}
    return [column[one.themes[0]] for one in examples]


def fingerprint(examples: Sequence[Example]) -> str:
    """Ten signs that change when anything in these examples changes."""
    digest = hashlib.sha256()
    for one in examples:
        digest.update(repr((one.text, one.event, one.satisfaction, one.themes)).encode())
    return digest.hexdigest()[:10]
