"""The encoder's tokenizer: a text cut into the likeliest pieces of a known vocabulary."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

# The encoder was trained on comments cut here: about 570 signs of French.
LONGEST_IN_PIECES = 128

BLANK = "▁"  # stands for a space at the head of a piece
PREFIX = "query: "  # the base model was made to read questions after this word
LONGEST_WORD = 200
WORDS_KEPT = 50_000
UNKNOWN_COSTS = 10.0
SPECIAL = ("bos", "pad", "eos", "unk")
WORD = re.compile(f"{BLANK}[^{BLANK}]*|[^{BLANK}]+")


@dataclass(frozen=True)
class Vocabulary:
    """The pieces a model knows, each with the logarithm of how likely it is."""

    pieces: Sequence[str]
    scores: Sequence[float]
    replacements: Mapping[str, str]
    """What stands for a sign in the vocabulary: « ﬁ » is read as « fi »."""
    start: int
    padding: int
    end: int
    unknown: int

    @classmethod
    def kept_in(cls, file: Path) -> "Vocabulary":
        """Read a vocabulary written by `keep_in`."""
        kept = json.loads(file.read_text(encoding="utf-8"))
        special = (int(kept[name]) for name in SPECIAL)
        return cls(kept["pieces"], kept["scores"], kept["norm"], *special)

    def keep_in(self, file: Path) -> None:
        """Write the vocabulary as JSON."""
        kept: dict[str, object] = {"pieces": self.pieces, "scores": self.scores}
        kept["norm"] = self.replacements
        special = (self.start, self.padding, self.end, self.unknown)
        kept.update(zip(SPECIAL, special, strict=True))
        file.write_text(json.dumps(kept, ensure_ascii=False), encoding="utf-8")

    def ordinary(self) -> dict[str, tuple[int, float]]:
        """Number and score of the pieces that texts are made of."""
        special = {self.start, self.padding, self.end, self.unknown}
        scored = enumerate(zip(self.pieces, self.scores, strict=True))
        return {
            piece: (number, score)
            for number, (piece, score) in scored
            if piece and number not in special
        }


class Tokenizer:
    """Unigram tokenizer (Kudo, 2018): among all the ways to cut a word, the one whose pieces are
    likeliest together. It never learns: its vocabulary is part of the model.
    """

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self._replacements = str.maketrans(dict(vocabulary.replacements))
        self._pieces = vocabulary.ordinary()
        self._longest = max(map(len, self._pieces))
        self._unknown_score = min(vocabulary.scores) - UNKNOWN_COSTS
        self._cut_already: dict[str, list[int]] = {}

    def __call__(self, text: str) -> list[int]:
        """The numbers of the pieces, with a start and an end; at most `LONGEST_IN_PIECES`."""
        numbers = [self.vocabulary.start]
        for word in self._words(PREFIX + text):
            numbers += self._cut(word[:LONGEST_WORD])
            if len(numbers) >= LONGEST_IN_PIECES:
                break
        return [*numbers[: LONGEST_IN_PIECES - 1], self.vocabulary.end]

    def pieces_of(self, text: str) -> set[int]:
        """The numbers of the pieces of a whole text, without prefix, start or end."""
        return {number for word in self._words(text) for number in self._cut(word)}

    def _words(self, text: str) -> list[str]:
        written = re.sub(" {2,}", " ", text.translate(self._replacements))
        return WORD.findall(BLANK + written.removeprefix(" ").replace(" ", BLANK))

    def _cut(self, word: str) -> list[int]:
        known = self._cut_already.get(word)
        if known is None:
            known = self._likeliest_cut(word)
            if len(self._cut_already) < WORDS_KEPT:
                self._cut_already[word] = known
        return known

    def _likeliest_cut(self, word: str) -> list[int]:
        """Viterbi: the best score to reach each place, and the last piece of the way there."""
        reached: list[tuple[float, int, int]] = [(0.0, 0, 0)]  # score, piece, where it begins
        for end in range(1, len(word) + 1):
            ways = [(reached[end - 1][0] + self._unknown_score, self.vocabulary.unknown, end - 1)]
            for start in range(max(0, end - self._longest), end):
                if piece := self._pieces.get(word[start:end]):
                    ways.append((reached[start][0] + piece[1], piece[0], start))
            reached.append(max(ways, key=lambda way: way[0]))
        numbers, place = [], len(word)
        while place > 0:
            _, number, place = reached[place]
            numbers.append(number)
        return numbers[::-1]
