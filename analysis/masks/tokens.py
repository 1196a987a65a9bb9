"""A text cut into words, each knowing whether its capital letter means anything."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

# « Guivarc’h » is one word: the Breton c’h.
WORD = re.compile(r"[^\W\d_]+(?:(?:-|(?<=[^\W\d_][cC])'(?=[hH]))[^\W\d_]+)*")
SENTENCE_END = re.compile(r"[.!?…\n]+")
OPENING = " \"'([{*\n\t>"
STARTERS = ".!?:…;\n–-•/▮"
# Above this share of capitals a sentence is shouted, and a capital says nothing.
SHOUTED = 0.7


@dataclass(slots=True)
class Word:
    """A word: where it is, how it reads, and what its capital letter is worth."""

    start: int
    end: int
    low: str
    capital: bool  # begins with a capital letter that says something
    upper: bool  # all in capitals, two letters at least
    loud: bool  # inside a sentence all in capitals
    first: bool  # first word of a sentence: the capital may be only that


def tokens(plain: str) -> Sequence[Word]:
    """The words of a plain text, in order."""
    low, found = plain.lower(), []
    loud = _loud_parts(plain)
    for match in WORD.finditer(plain):
        start, end = match.span()
        written = match.group()
        shouted = any(a <= start < b for a, b in loud)
        found.append(
            Word(
                start,
                end,
                low[start:end],
                capital=written[0].isupper() and not shouted,
                upper=len(written) > 1 and written.isupper(),
                loud=shouted,
                first=_starts_a_sentence(plain, start),
            )
        )
    return found


def _loud_parts(plain: str) -> Sequence[tuple[int, int]]:
    """The sentences written in capitals."""
    parts: list[tuple[int, int]] = []
    at = 0
    if not any(map(str.isupper, plain)):
        return parts
    for stop in [*(match.end() for match in SENTENCE_END.finditer(plain)), len(plain)]:
        letters = [letter for letter in plain[at:stop] if letter.isalpha()]
        if len(letters) > 3 and sum(map(str.isupper, letters)) / len(letters) >= SHOUTED:
            parts.append((at, stop))
        at = stop
    return parts


def _starts_a_sentence(plain: str, at: int) -> bool:
    before = plain[:at].rstrip(OPENING) if at < 200 else plain[at - 60 : at].rstrip(OPENING)
    return not before or before[-1] in STARTERS
