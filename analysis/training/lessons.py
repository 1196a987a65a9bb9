"""What the network is asked to learn, and in what order: no torch here, all of it tested."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analysis.readers.base import Example
from analysis.themes.themes import codes

Numbers = NDArray[np.float32]

PADDING = 1  # its number in the kept vocabulary
PREFIX_PIECES = 4  # the start and the three pieces of « query: » are never dropped
BATCHES_SORTED_TOGETHER = 16


@dataclass(frozen=True)
class Recipe:
    """The numbers of the training, as chosen on 15 % of the starter comments held out."""

    epochs: int = 7
    batch: int = 32
    rate: float = 4e-4
    """Of the last layer; each layer below learns `layer_decay` times as fast."""
    head_rate: float = 2e-3
    layer_decay: float = 0.9
    warm_up: float = 0.1
    """Part of the steps during which the rate rises; it then falls to nothing in a line."""
    weight_decay: float = 0.01
    others: float = 0.25
    """Part of the answer that belongs to the themes after the main one."""
    smoothing: float = 0.05
    mentioned_counts: float = 3.0
    """Weight of « which are mentioned? » beside « which is the main one? »."""
    dropped: float = 0.05
    """Part of the pieces hidden at each reading."""
    dropout: float = 0.1
    seed: int = 0


def targets(examples: Sequence[Example], recipe: Recipe) -> tuple[Numbers, Numbers]:
    """For each comment: the share of each theme (rows sum to 1), and which are mentioned (0 or 1)."""
    column = {code: place for place, code in enumerate(codes())}
    shares = np.full((len(examples), len(column)), recipe.smoothing / len(column), np.float32)
    mentioned = np.zeros_like(shares)
    for row, one in enumerate(examples):
        main, *others = (column[code] for code in one.themes)
        left = recipe.others if others else 0.0
        shares[row, main] += (1 - recipe.smoothing) * (1 - left)
        for other in others:
            shares[row, other] += (1 - recipe.smoothing) * left / len(others)
        mentioned[row, [main, *others]] = 1
    return shares, mentioned


def rate_at(step: int, steps: int, warm_up: float) -> float:
    """What the rates are multiplied by at a step: up in a line, then down in a line."""
    rising = max(1, int(warm_up * steps))
    return min((step + 1) / rising, max(0.0, (steps - step) / (steps - rising)))


def batches(lengths: Sequence[int], size: int, chance: np.random.Generator) -> Iterator[list[int]]:
    """Every comment once, in batches of about the same length, in a random order."""
    order = chance.permutation(len(lengths))
    together: list[list[int]] = []
    for first in range(0, len(order), size * BATCHES_SORTED_TOGETHER):
        alike = sorted(
            order[first : first + size * BATCHES_SORTED_TOGETHER].tolist(),
            key=lambda row: lengths[row],
        )
        together += [alike[place : place + size] for place in range(0, len(alike), size)]
    chance.shuffle(together)
    return iter(together)


def with_pieces_dropped(
    pieces: Sequence[int], part: float, chance: np.random.Generator
) -> list[int]:
    """The pieces of a comment with some hidden, never those of the prefix nor the end."""
    last = len(pieces) - 1
    return [
        piece
        for place, piece in enumerate(pieces)
        if place < PREFIX_PIECES or place == last or chance.random() > part
    ]


def padded(lines: Sequence[Sequence[int]]) -> tuple[NDArray[np.int64], Numbers]:
    """Lines of pieces made of one length, and 1 where there was a piece."""
    width = max(map(len, lines))
    numbers = np.array([[*line, *[PADDING] * (width - len(line))] for line in lines], np.int64)
    there = np.array([[place < len(line) for place in range(width)] for line in lines])
    return numbers, there.astype(np.float32)


def held_out(examples: Sequence[Example], part: float, seed: int) -> tuple[list[int], list[int]]:
    """Rows to learn and rows to validate on, each theme in its proportion."""
    if not part:
        return list(range(len(examples))), []
    from sklearn.model_selection import train_test_split

    mains = [one.themes[0] for one in examples]
    known, unseen = train_test_split(
        list(range(len(examples))), test_size=part, random_state=seed, stratify=mains
    )
    return known, unseen
