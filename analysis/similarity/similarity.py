"""Whether two reports of staff speak of the same problem, as a probability."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

from analysis.similarity.vectors import sentence_vectors
from analysis.similarity.wording import Wordings, common_words, plain

WEIGHTS = Path(__file__).parents[1] / "corpus" / "similarity.json"
FEATURES = ("meaning", "words", "same_department")


@dataclass(frozen=True, slots=True)
class ReportText:
    """What a report says. `department` is a name or a code: only its equality with another counts."""

    id: str
    department: str
    title: str
    description: str

    @property
    def text(self) -> str:
        return f"{self.title}. {self.description}" if self.title.strip() else self.description

    @property
    def stressed(self) -> str:
        """The title twice: it holds the problem, the description its circumstances."""
        return f"{self.title}. {self.text}" if self.title.strip() else self.description

    @property
    def is_blank(self) -> bool:
        return not self.text.strip()


@dataclass(frozen=True, slots=True)
class Weights:
    """What the three features weigh, and the probability from which a pair is shown as likely.

    Learned by `analysis.similarity.learning` on `corpus/malfunctions_*.csv`.
    """

    base: float
    meaning: float
    words: float
    same_department: float
    likely_from: float

    @classmethod
    def load(cls, path: Path = WEIGHTS) -> Self:
        return cls(**json.loads(path.read_text(encoding="utf-8")))

    def save(self, path: Path = WEIGHTS) -> None:
        rounded = {name: round(value, 4) for name, value in asdict(self).items()}
        path.write_text(json.dumps(rounded, indent=2) + "\n", encoding="utf-8")

    def apply(self, features: NDArray[np.float32]) -> NDArray[np.float64]:
        """Probabilities of features whose last axis is FEATURES (logistic)."""
        slopes = np.array([self.meaning, self.words, self.same_department])
        probabilities: NDArray[np.float64] = 1 / (1 + np.exp(-(self.base + features @ slopes)))
        return probabilities


@lru_cache(maxsize=1)
def weights() -> Weights:
    """The weights shipped with the product."""
    return Weights.load()


def probabilities(new: Sequence[ReportText], earlier: Sequence[ReportText]) -> NDArray[np.float64]:
    """The probability that each new report tells the problem of each earlier one, shape (new, earlier).

    Does not know what came when, nor that a report is compared with itself; a blank report is like
    nothing (0).
    """
    found = weights().apply(pair_features(new, earlier))
    found[[report.is_blank for report in new], :] = 0
    found[:, [report.is_blank for report in earlier]] = 0
    return found


def pair_features(new: Sequence[ReportText], earlier: Sequence[ReportText]) -> NDArray[np.float32]:
    """The three features of each pair, shape (new, earlier, 3), symmetric in both reports.

    meaning: cosine of the sentence vectors, the title said twice; words: mean share of the words of
    one that the other says too, or nearly; same_department: 1 or 0.
    """
    meaning = _sentences(new) @ _sentences(earlier).T
    words = common_words(_wordings(new), _wordings(earlier))
    ours, theirs = _departments(new), _departments(earlier)
    same = (ours[:, None] == theirs[None, :]) & (ours != "")[:, None]
    return np.stack([meaning, words, same.astype(np.float32)], axis=-1)


def _sentences(reports: Sequence[ReportText]) -> NDArray[np.float32]:
    return sentence_vectors([report.stressed for report in reports])


def _wordings(reports: Sequence[ReportText]) -> Wordings:
    return Wordings([report.text for report in reports])


def _departments(reports: Sequence[ReportText]) -> NDArray[np.str_]:
    return np.array(
        [" ".join(plain(report.department).split()) for report in reports], dtype=np.str_
    )
