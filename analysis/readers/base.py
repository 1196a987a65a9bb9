"""What a reader is, what it is given and what it answers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float64]
"""One row a comment, one column a theme, in the order of `themes.codes()`."""


@dataclass(frozen=True)
class Example:
    """A comment and what is known of it."""

    text: str
    event: str = ""
    """`affiliation` or `retraite`; empty when not known."""
    satisfaction: int | None = None
    """From 1 to 5; None when not known."""
    themes: tuple[str, ...] = ()
    """What a person said it is about, the main theme first; empty when nobody has read it."""


@dataclass(frozen=True)
class Reading:
    """What a reader understood of one comment."""

    themes: tuple[str, ...]
    """One to three codes, the main one first."""
    certainty: float
    """Probability that the main theme is right, between 0 and 1."""
    shares: Mapping[str, float]
    """Probability of each theme to be the main one; they sum to 1."""


@dataclass(frozen=True)
class Evidence:
    """What a reader makes of some comments before it decides."""

    main: Scores
    """Logarithm of the probability of each theme to be the main one."""
    mentioned: Scores
    """Probability, between 0 and 1, that each theme is spoken of at all."""


class Reader(Protocol):
    """One way to give comments their themes."""

    name: str

    @property
    def version(self) -> str:
        """Names the recipe and what was learnt; two equal versions read alike. At most 80 signs."""

    def learn(self, examples: Sequence[Example]) -> None:
        """Learn from comments that people have labelled; what was learnt before is forgotten."""

    def calibrate(self, held_out: Sequence[Example]) -> None:
        """Fit the certainty on labelled comments it has not learnt from."""

    def weigh(self, comments: Sequence[Example]) -> Evidence:
        """The evidence for each theme in each comment, before any decision or calibration."""

    def read(self, comments: Sequence[Example]) -> list[Reading]:
        """The themes of each comment, in their order, with a calibrated certainty."""
