"""The encoder reader: a small French language model that knows what sentences mean (onnxruntime)."""

import hashlib
import json
from collections.abc import Sequence
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from analysis.readers import writing
from analysis.readers.base import Evidence, Example, Scores
from analysis.readers.deciding import SMALLEST, DecidingReader
from analysis.readers.pieces import Tokenizer, Vocabulary
from analysis.themes.themes import codes
from core.errors import Refused

MODEL = Path(__file__).resolve().parent / "encoder_model"
NETWORK, EMBEDDINGS, VOCABULARY = "encoder_w8.onnx", "emb_int8.npz", "vocab.json"
ORDER_OF_THEMES = "themes.json"
FILES = (NETWORK, EMBEDDINGS, VOCABULARY, ORDER_OF_THEMES)

TEXTS_AT_ONCE = 16
ANSWERS_KEPT = 4_000  # texts met last, about 13 MB: learning reads many of them four times
DIMENSIONS = 384

Vectors = NDArray[np.float32]
"""One row a text, 384 columns; not normalised."""


class EncoderReader(DecidingReader):
    """The trained network as it is shipped.

    Learning does not change the network: it only learns which accents members forget. A comment
    longer than 128 pieces (about 570 signs) is read up to there.
    """

    name = "encoder"
    beside = 0.25
    third = 0.5

    def __init__(self) -> None:
        self.accents = writing.Accents()

    @property
    def version(self) -> str:
        return f"{self.name}-{model_fingerprint(MODEL)[:10]}"

    def learn(self, examples: Sequence[Example]) -> None:
        """Learn the accents from comments that have them; the network stays as it is."""
        self.accents.learn(one.text for one in examples)

    def weigh(self, comments: Sequence[Example]) -> Evidence:
        """The network's own two answers: which theme is the main one, which are mentioned."""
        _, main, mentioned = network(MODEL)([self.readable(one.text) for one in comments])
        return Evidence(main=np.log(np.maximum(main, SMALLEST)), mentioned=mentioned)

    def vectors(self, texts: Sequence[str]) -> Vectors:
        """What the network makes of each text, to compare meanings."""
        return network(MODEL)([self.readable(text) for text in texts])[0]

    def readable(self, text: str) -> str:
        """The text as the network reads it: on one line, in small letters where it shouts, its accents put back."""
        return self.accents.restore(writing.calm(writing.plain(text)))


class Network:
    """The trained files, loaded: 130 MB of memory, 6 ms a text on one core."""

    def __init__(self, folder: Path) -> None:
        import onnxruntime

        self._tokenizer = Tokenizer(Vocabulary.kept_in(folder / VOCABULARY))
        with np.load(
            folder / EMBEDDINGS
        ) as kept:  # one row of small integers and one scale a piece
            self._rows, self._scales = kept["q"], kept["scale"].astype(np.float32)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        self._session = onnxruntime.InferenceSession(
            str(folder / NETWORK), options, providers=["CPUExecutionProvider"]
        )
        order = json.loads((folder / ORDER_OF_THEMES).read_text(encoding="utf-8"))
        self._answers: dict[bytes, Scores] = {}
        self._columns = [order.index(code) for code in codes()]

    def __call__(self, texts: Sequence[str]) -> tuple[Vectors, Scores, Scores]:
        """Vectors, probabilities to be the main theme, probabilities to be mentioned.

        The last digits of a row depend on its neighbours in the batch: never compare them exactly.
        """
        keys, kept = [_key(text) for text in texts], self._answers
        known = {key: kept[key] for key in kept.keys() & keys}
        new = {key: text for key, text in zip(keys, texts, strict=True) if key not in known}
        if new:
            known.update(zip(new, np.hstack(self._read(list(new.values()))), strict=True))
            self._keep({key: known[key] for key in new})
        width = DIMENSIONS + 2 * len(codes())
        table = np.array([known[key] for key in keys]).reshape(len(keys), width)
        vectors, main, mentioned = np.split(table, [DIMENSIONS, DIMENSIONS + len(codes())], axis=1)
        return vectors.astype(np.float32), main, mentioned

    def _keep(self, answers: dict[bytes, Scores]) -> None:
        """Remember them under a hash of their text; everything is forgotten once there is too much."""
        if len(self._answers) + len(answers) > ANSWERS_KEPT:
            self._answers = {}
        for key, answer in list(answers.items())[:ANSWERS_KEPT]:
            self._answers[key] = answer.copy()  # a view would keep the whole table

    def _read(self, texts: Sequence[str]) -> tuple[Vectors, Scores, Scores]:
        pieces = [self._tokenizer(text) for text in texts]
        vectors = np.zeros((len(texts), DIMENSIONS), np.float32)
        main, mentioned = np.zeros((2, len(texts), len(codes())))
        by_length = sorted(range(len(pieces)), key=lambda row: len(pieces[row]))
        for first in range(0, len(by_length), TEXTS_AT_ONCE):
            rows = by_length[first : first + TEXTS_AT_ONCE]
            answers = self._run([pieces[row] for row in rows])
            vectors[rows], main[rows], mentioned[rows] = answers
        return vectors, main[:, self._columns], mentioned[:, self._columns]

    def _run(self, batch: Sequence[list[int]]) -> Any:
        width = max(map(len, batch))
        padding = self._tokenizer.vocabulary.padding
        numbers = np.array([line + [padding] * (width - len(line)) for line in batch])
        there = np.array([[place < len(line) for place in range(width)] for line in batch])
        embedded = self._rows[numbers] * self._scales[numbers]
        return self._session.run(None, {"emb": embedded, "att": there.astype(np.float32)})


def _key(text: str) -> bytes:
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest()


@lru_cache(maxsize=1)
def network(folder: Path) -> Network:
    """The network, loaded once a process, at its first use."""
    check_files(folder)
    return Network(folder)


def check_files(folder: Path) -> None:
    """Refuse to go on without the trained files.

    They are shipped with the product. Reading with words alone instead would make two years
    impossible to compare without anybody noticing.
    """
    absent = [name for name in FILES if not (folder / name).is_file()]
    if absent:
        raise Refused(
            f"Le modèle de lecture est incomplet\u00a0: il manque {', '.join(absent)} dans "
            f"{folder}. Réinstallez l’application, puis recommencez."
        )


@lru_cache(maxsize=1)
def model_fingerprint(folder: Path) -> str:
    """Changes when a trained file changes."""
    check_files(folder)
    digest = hashlib.sha256()
    for name in FILES:
        digest.update((folder / name).read_bytes())
    return digest.hexdigest()
