"""The blend: words and encoder together, which are wrong about different comments."""

from collections.abc import Sequence

import numpy as np

from analysis.readers.base import Evidence, Example
from analysis.readers.deciding import SMALLEST, DecidingReader, probabilities
from analysis.readers.encoder import EncoderReader
from analysis.readers.words import WordsReader

RECIPE = 1


class BlendReader(DecidingReader):
    """Geometric mean, half and half, of what words and encoder think the main theme is.

    The two are never stacked into one model: the encoder knows the starter comments too well, a
    third model learnt on both would trust it blindly. Which themes are mentioned beside the main
    one is the encoder's answer and the blended shares together.
    """

    name = "blend"
    beside = 0.25
    third = 0.5

    def __init__(self) -> None:
        self.words = WordsReader()
        self.encoder = EncoderReader()

    @property
    def version(self) -> str:
        return f"{self.name}-{RECIPE} {self.words.version} {self.encoder.version}"

    def learn(self, examples: Sequence[Example]) -> None:
        """Both learn; see each for what that means."""
        self.words.learn(examples)
        self.encoder.learn(examples)

    def weigh(self, comments: Sequence[Example]) -> Evidence:
        words, encoder = self.words.weigh(comments), self.encoder.weigh(comments)
        shares = probabilities((words.main + encoder.main) / 2)
        return Evidence(np.log(np.maximum(shares, SMALLEST)), encoder.mentioned)
