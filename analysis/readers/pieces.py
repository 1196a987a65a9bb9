"""The encoder's tokenizer: a text cut into the likeliest pieces of a known vocabulary."""

import json
import re
from pathlib import Path

# The encoder was trained on comments cut here: about 570 signs of French.
LONGEST_IN_PIECES = 128

BLANK = "▁"  # stands for a space at the head of a piece
PREFIX = "query: "  # the base model was made to read questions after this word
LONGEST_WORD = 200
WORDS_KEPT = 50_000
UNKNOWN_COSTS = 10.0
WORD = re.compile(f"{BLANK}[^{BLANK}]*|[^{BLANK}]+")


class Tokenizer:
    """Unigram tokenizer (Kudo, 2018): among all the ways to cut a word, the one whose pieces are
    likeliest together. Its vocabulary is part of the model and never learns.
    """

    def __init__(self, vocabulary: Path) -> None:
        kept = json.loads(vocabulary.read_text(encoding="utf-8"))
        self.start, self.padding = int(kept["bos"]), int(kept["pad"])
        self.end, self.unknown = int(kept["eos"]), int(kept["unk"])
        special = {self.start, self.padding, self.end, self.unknown}
        self._replacements = str.maketrans(kept["norm"])
        self._pieces: dict[str, tuple[int, float]] = {
            piece: (number, score)
            for number, (piece, score) in enumerate(
                zip(kept["pieces"], kept["scores"], strict=True)
            )
            if number not in special
        }
        self._longest = max(map(len, self._pieces))
        self._unknown_score = min(kept["scores"]) - UNKNOWN_COSTS
        self._cut_already: dict[str, list[int]] = {}

    def __call__(self, text: str) -> list[int]:
        """The numbers of the pieces, with a start and an end; at most `LONGEST_IN_PIECES`."""
        written = re.sub(" {2,}", " ", (PREFIX + text).translate(self._replacements))
        numbers = [self.start]
        for word in WORD.findall(BLANK + written.lstrip(" ").replace(" ", BLANK)):
            numbers += self._cut(word[:LONGEST_WORD])
            if len(numbers) >= LONGEST_IN_PIECES:
                break
        return [*numbers[: LONGEST_IN_PIECES - 1], self.end]

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
            ways = [(reached[end - 1][0] + self._unknown_score, self.unknown, end - 1)]
            for start in range(max(0, end - self._longest), end):
                if piece := self._pieces.get(word[start:end]):
                    ways.append((reached[start][0] + piece[1], piece[0], start))
            reached.append(max(ways, key=lambda way: way[0]))
        numbers, place = [], len(word)
        while place > 0:
            _, number, place = reached[place]
            numbers.append(number)
        return numbers[::-1]
