"""Comments read by a reader that has not learnt them: only such readings say how well it reads."""

from collections.abc import Callable, Iterator, Sequence
from hashlib import blake2b

from analysis.readers import writing
from analysis.readers.base import Example, Reader, Reading

FOLDS = 5
Judged = tuple[Example, Reading]
"""A comment whose themes a person said, and what was read in it."""


def cross_validated(
    make: Callable[[Sequence[Example]], Reader], examples: Sequence[Example], folds: int = FOLDS
) -> list[Judged]:
    """Each comment read by a reader made from the other parts; always the same parts.

    `make` gives a reader that has learnt what it is given, and perhaps more.
    """
    found: list[Judged] = []
    for known, left_out in parts(examples, folds):
        found += judged(make(known), left_out)
    return found


def judged(reader: Reader, examples: Sequence[Example]) -> list[Judged]:
    """These comments, which the reader must not have learnt, and what it reads in them."""
    return list(zip(examples, reader.read(examples), strict=True))


def parts(
    examples: Sequence[Example], folds: int = FOLDS
) -> Iterator[tuple[list[Example], list[Example]]]:
    """(learnt, left out), as many times as there are folds; each comment is left out once.

    Themes are dealt out evenly. Comments of the same words are left out together: « RAS » learnt would
    be « RAS » recognised.
    """
    wordings = {key(one): one.themes[0] for one in examples}
    order = sorted(wordings, key=lambda words: (wordings[words], _drawn(words)))
    fold_of = {words: place % folds for place, words in enumerate(order)}
    for fold in range(folds):
        left_out = [one for one in examples if fold_of[key(one)] == fold]
        if left_out:
            yield [one for one in examples if fold_of[key(one)] != fold], left_out


def key(example: Example) -> str:
    """Equal for comments of the same words."""
    return " ".join(writing.bare(writing.plain(example.text)).lower().split())


def _drawn(words: str) -> bytes:
    """An order that says nothing, the same on every machine."""
    return blake2b(words.encode("utf-8", "surrogatepass"), digest_size=8).digest()
