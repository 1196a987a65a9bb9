"""What each thing known of a phrase counts in naming topics, learnt from what a person judged.

Run from the root: `python -m tests.bench.learn_names` (a few seconds); the weights are those of `analysis/topics/fitting.py`.
"""

import csv
import sys
from dataclasses import astuple, fields
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from analysis.topics.fitting import WEIGHTS, Weights  # noqa: E402 - the root must be known first

JUDGED = ROOT / "tests" / "data" / "topic_names.csv"
"""Topics of the even half of the starter comments, phrases that might name them, and whether one reader would show them."""

FEATURES = tuple(one.name for one in fields(Weights))[1:]


def learnt() -> Weights:
    """A logistic regression on standardised features, strongly held (C = 0.3)."""
    from sklearn.linear_model import LogisticRegression

    with JUDGED.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    known = np.array([[float(row[name]) for name in FEATURES] for row in rows])
    shown = np.array([int(row["is_shown"]) for row in rows])
    middle, spread = known.mean(axis=0), known.std(axis=0)
    model = LogisticRegression(C=0.3, max_iter=2_000).fit((known - middle) / spread, shown)
    slopes = model.coef_[0] / spread
    return Weights(float(model.intercept_[0] - slopes @ middle), *map(float, slopes))


if __name__ == "__main__":
    for name, value, now in zip(
        ("base", *FEATURES), astuple(learnt()), astuple(WEIGHTS), strict=True
    ):
        print(f"{name:10} {value:7.3f}  (now {now:7.3f})")
