"""A text made ready: accents composed, and cut in pieces a language model can take."""

import unicodedata
from collections.abc import Iterator

LONGEST_PASS = 20_000


def composed(text: str) -> tuple[str, list[int]]:
    """The text with its accents composed (NFC) and, if that moves anything, each offset's origin."""
    if unicodedata.is_normalized("NFC", text):
        return text, []
    letters: list[str] = []
    origin: list[int] = []
    for start, end in _clusters(text):
        cluster = unicodedata.normalize("NFC", text[start:end])
        letters.append(cluster)
        origin += [start] * len(cluster)
    return "".join(letters), [*origin, len(text)]


def _clusters(text: str) -> Iterator[tuple[int, int]]:
    """A letter and the accents that follow it."""
    start = 0
    for at in range(1, len(text) + 1):
        if at == len(text) or not unicodedata.combining(text[at]):
            yield start, at
            start = at


def pieces(text: str) -> Iterator[tuple[int, str]]:
    """Pieces of at most LONGEST_PASS characters, cut after a sentence or at least at a space."""
    start = 0
    while len(text) - start > LONGEST_PASS:
        limit = start + LONGEST_PASS
        cut = max(text.rfind(sign, limit - 2_000, limit) for sign in (". ", "\n", "! ", "? "))
        cut = cut + 1 if cut > start else text.rfind(" ", limit - 2_000, limit)
        cut = cut if cut > start else limit
        yield start, text[start:cut]
        start = cut
    yield start, text[start:]
