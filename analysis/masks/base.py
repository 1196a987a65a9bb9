"""What every mask stands on: the span it returns, the text it reads, and what it promises."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple, Protocol

from analysis.masks.plain import plain


@dataclass(frozen=True, order=True, slots=True)
class Span:
    """A piece of personal data: characters `start` to `end` (exclusive) of a text, and its kind."""

    kind: str
    start: int
    end: int


class Find(NamedTuple):
    """What a mask saw. When not `sure`, it is kept only in a text that holds something sure.

    A year of birth alone says a generation; beside a name it says who.
    """

    start: int
    end: int
    sure: bool = True


@dataclass(frozen=True)
class Passage:
    """A text to search, in three forms of the same length, and the persons a model saw in it.

    `text` is as written, `plain` without accents or typographic signs, `low` the same in lower
    case: an offset is good for the three.
    """

    text: str
    people: Sequence[tuple[int, int]] = field(default=())

    @cached_property
    def plain(self) -> str:
        return plain(self.text)

    @cached_property
    def low(self) -> str:
        return self.plain.lower()

    def without(self, spans: Sequence[Span]) -> "Passage":
        """The same passage with what is already found crossed out, offsets kept."""
        letters = list(self.text)
        for span in spans:
            letters[span.start : span.end] = CROSSED * (span.end - span.start)
        return Passage("".join(letters), self.people)


# A sign that is neither letter nor digit nor space: nothing reads across it.
CROSSED = "▮"


class Mask(Protocol):
    """One kind of personal data: how to find it, and what is written in its place."""

    kind: str
    placeholder: str

    def find(self, passage: Passage) -> Iterator[Find]:
        """Every place of the passage that holds this kind; overlaps are allowed."""
