"""How far one text says the words of another, or words near in meaning, the rare ones counting most."""

import csv
import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from analysis.similarity.vectors import Vectors, sentence_vectors

if TYPE_CHECKING:
    from scipy.sparse import csr_array

CORPUS = Path(__file__).parents[1] / "corpus"
MOST_WORDS = 150  # distinct words read of one text
AT_ONCE = 256  # words compared at once with all others: bounds the memory
WORD = re.compile(r"[^\W_]+")

# Words that hold a French sentence together and say nothing of the problem, without accents.
EMPTY_WORDS = (
    "a ai ait alors apres as au aucun aucune aussi autre autres aux avaient avait avant avec avoir avons "
    "bien c ca car ce ceci cela certains certaines ces cet cette chaque chez comme d dans de deja depuis des "
    "donc dont du elle elles en encore entre es est et etaient etait ete etee etre eux fait faire ici il "
    "ils j je l la le les leur leurs lors lorsque lui m ma mais me meme mes moi moins mon n ne nos notre nous "
    "on ont ou par pas plus pour qu quand que qui quoi s sa sans se ses si son sont sous suis sur t ta te tes "
    "toi ton tous tout toute toutes tres tu un une vers vos votre vous y"
)
EMPTY = frozenset(EMPTY_WORDS.split())


def plain(text: str) -> str:
    """In small letters and without accents."""
    spread = unicodedata.normalize("NFKD", text.lower().replace("œ", "oe"))
    return "".join(sign for sign in spread if not unicodedata.combining(sign))


def telling_words(text: str) -> list[str]:
    """The distinct words of a text that say something, in order, accents kept; numbers too."""
    found = dict.fromkeys(word for word in WORD.findall(text.lower()) if _tells(word))
    return list(found)[:MOST_WORDS]


def _tells(word: str) -> bool:
    return plain(word) not in EMPTY and (len(word) > 1 or word.isdigit())


def rarity(word: str) -> float:
    """How much a word tells: the inverse document frequency in the comments and reports of the product."""
    seen, texts = _frequencies()
    return math.log((texts + 1) / (seen[plain(word)] + 1))


@lru_cache(maxsize=1)
def _frequencies() -> tuple[Counter[str], int]:
    words = [{plain(word) for word in telling_words(text)} for text in _product_texts()]
    return Counter(chain.from_iterable(words)), len(words)


def _product_texts() -> Iterator[str]:
    for path in [CORPUS / "starter.csv", *sorted(CORPUS.glob("malfunctions_*.csv"))]:
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                yield row["text"] if "text" in row else f"{row['title']} {row['description']}"


class Wordings:
    """Texts as bags of telling words, ready to be compared with others."""

    def __init__(self, texts: Sequence[str]) -> None:
        words = [telling_words(text) for text in texts]
        self.vocabulary = sorted({word for some in words for word in some})
        self.vectors: Vectors = sentence_vectors(self.vocabulary)
        place = {word: index for index, word in enumerate(self.vocabulary)}
        self.places = np.array([place[word] for some in words for word in some], dtype=np.intp)
        self.starts: NDArray[np.intp] = np.cumsum([0, *map(len, words)])

    def __len__(self) -> int:
        return len(self.starts) - 1

    @property
    def is_empty(self) -> NDArray[np.bool_]:
        """Which texts hold no telling word."""
        empty: NDArray[np.bool_] = np.diff(self.starts) == 0
        return empty

    def shares(self) -> "csr_array":
        """What each word of the vocabulary weighs in each text; the words of a text weigh 1 together."""
        from scipy.sparse import csr_array  # not when the site starts

        weights = np.array([rarity(word) for word in self.vocabulary], dtype=np.float32)[
            self.places
        ]
        shape = (len(self), len(self.vocabulary))
        matrix = csr_array((weights, self.places, self.starts), shape=shape)
        totals = np.maximum(matrix.sum(axis=1), 1e-9)
        matrix.data /= np.repeat(totals, np.diff(self.starts))
        return matrix

    def nearest(self, vectors: Vectors) -> NDArray[np.float32]:
        """How near the nearest word of each text is to each of these word vectors, from 0 to 1."""
        near = np.zeros((len(vectors), len(self)), dtype=np.float32)
        if len(self.places):
            closeness = np.clip(vectors @ self.vectors.T, 0, 1)[:, self.places]
            # Empty texts are left out: reduceat would give them the first word of their neighbour.
            starts = self.starts[:-1][~self.is_empty]
            near[:, ~self.is_empty] = np.maximum.reduceat(closeness, starts, axis=1)
        return near


def coverage(said: Wordings, heard: Wordings) -> NDArray[np.float32]:
    """The share of each text `said` that each text `heard` also says, shape (said, heard), from 0 to 1.

    A word counts by its rarity and by its nearness (cosine) to the nearest word of the other text: an
    alignment of words, not of sentences. A text without words has 0 in common with anything.
    """
    shares = said.shares().tocsc()
    total = np.zeros((len(said), len(heard)), dtype=np.float32)
    for start in range(0, len(said.vocabulary), AT_ONCE):
        some = slice(start, start + AT_ONCE)
        total += shares[:, some] @ heard.nearest(said.vectors[some])
    return total


def common_words(some: Wordings, others: Wordings) -> NDArray[np.float32]:
    """The mean of both coverages: the same whichever text came first."""
    there, back = coverage(some, others), coverage(others, some).T
    return (there + back) * np.float32(0.5)
