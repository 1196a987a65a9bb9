"""Learn what makes two reports one problem, from files that say so (the only use of scikit-learn here).

`python -m analysis.similarity.learning` writes `corpus/similarity.json` again.
"""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from analysis.similarity.similarity import FEATURES, WEIGHTS, ReportText, Weights, pair_features
from analysis.similarity.wording import CORPUS


@dataclass(frozen=True)
class ReportFile:
    """Reports in order of arrival, and for those that repeat an earlier one, its place."""

    reports: Sequence[ReportText]
    repeats: dict[int, int]

    def pairs(self) -> Iterator[tuple[int, int]]:
        """Each report with each earlier one."""
        return ((new, old) for new in range(len(self.reports)) for old in range(new))


@dataclass(frozen=True)
class Guess:
    """The best candidate of one report: its probability, whether it is right, whether there was one."""

    probability: float
    is_right: bool
    is_repeat: bool


def read(path: Path) -> ReportFile:
    """A file of the corpus: `id,service,title,description,duplicate_of` in UTF-8."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    place = {row["id"]: index for index, row in enumerate(rows)}
    repeats = {i: place[row["duplicate_of"]] for i, row in enumerate(rows) if row["duplicate_of"]}
    reports = [ReportText(r["id"], r["service"], r["title"], r["description"]) for r in rows]
    return ReportFile(reports, repeats)


def corpus() -> list[ReportFile]:
    """The files of reports shipped with the product."""
    return [read(path) for path in sorted(CORPUS.glob("malfunctions_*.csv"))]


def learn(files: Sequence[ReportFile]) -> Weights:
    """Logistic regression on all pairs of a report and an earlier one, at their natural frequency.

    Pairs keep their proportions (about one in thirty), so that the result is a probability. The
    threshold is the one that gives these files the best F1 for their best candidates.
    """
    from sklearn.linear_model import LogisticRegression

    features, same = _examples(files)
    # Regularised in units of each feature's spread, then expressed in the feature's own unit.
    middle, spread = features.mean(axis=0), features.std(axis=0)
    model = LogisticRegression(C=1.0, max_iter=1_000).fit((features - middle) / spread, same)
    slopes = model.coef_[0] / spread
    base = float(model.intercept_[0] - slopes @ middle)
    found = dict(zip(FEATURES, map(float, slopes), strict=True))
    unset = Weights(base=base, **found, likely_from=1.0)
    return Weights(base=base, **found, likely_from=best_threshold(guesses(files, unset)))


def _examples(files: Sequence[ReportFile]) -> tuple[NDArray[np.float32], NDArray[np.int_]]:
    features, same = [], []
    for file in files:
        table = pair_features(file.reports, file.reports)
        features += [table[pair] for pair in file.pairs()]
        same += [int(file.repeats.get(new) == old) for new, old in file.pairs()]
    return np.array(features), np.array(same)


def guesses(files: Sequence[ReportFile], weights: Weights) -> list[Guess]:
    """The best earlier candidate of each report but the first of its file."""
    found = []
    for file in files:
        table = weights.apply(pair_features(file.reports, file.reports))
        for new in range(1, len(file.reports)):
            best = int(np.argmax(table[new, :new]))
            truth = file.repeats.get(new)
            found.append(Guess(float(table[new, best]), best == truth, truth is not None))
    return found


def best_threshold(guesses: Sequence[Guess]) -> float:
    """The probability from which saying « likely » has the best F1."""
    return max({guess.probability for guess in guesses}, key=lambda start: f1(guesses, start))


def f1(guesses: Sequence[Guess], likely_from: float) -> float:
    """Harmonic mean of precision and recall of what is shown as likely; 0 when nothing could be."""
    said = [guess for guess in guesses if guess.probability >= likely_from]
    possible = len(said) + sum(guess.is_repeat for guess in guesses)
    return 2 * sum(guess.is_right for guess in said) / possible if possible else 0.0


if __name__ == "__main__":
    learn(corpus()).save(WEIGHTS)
