"""The theme of a text by its words alone, for a page: no model is loaded, nothing is stored of what is asked.

Naive Bayes over the shipped comments (Maron, Automatic Indexing: An Experimental Inquiry, Journal of the ACM, 1961), its words cut to six
letters. It only proposes, to a person who chooses; the readers, which need their models, say the theme of what is kept.
"""

import csv
import math
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from analysis.similarity.wording import CORPUS, WORD, plain, telling_words
from analysis.themes.themes import OTHER, Theme, themes

STEM = 6  # letters: « imprimante » and « imprimantes » are one word
SMOOTHING = (
    0.3  # comments added to each count, so that a word never seen with a theme does not forbid it
)
PROPOSED_FROM, LEAD = (
    -2.0,
    1.0,
)  # log odds: below, or with another theme so close, the words say too little
LEAST_WORDS = 2  # known words without which nothing is proposed


class Seen(NamedTuple):
    """How many comments of each theme there are, and hold each stem."""

    comments: Counter[str]
    holding: dict[str, Counter[str]]


def guessed(text: str) -> Theme | None:
    """The theme its words speak most for; None when they say too little, or nothing of a theme."""
    seen = _seen()
    known = [stem for stem in stems(text) if stem in seen.holding]
    if len(known) < LEAST_WORDS:
        return None
    scored = {theme.code: _log_odds(theme.code, known, seen) for theme in themes()}
    best, next_one = sorted(themes(), key=lambda theme: -scored[theme.code])[:2]
    leads = scored[best.code] - scored[next_one.code] >= LEAD
    is_told = scored[best.code] >= PROPOSED_FROM and leads
    return best if is_told and best.code != OTHER else None


def stems(text: str) -> set[str]:
    """The telling words of a text, without accents, cut to their beginning."""
    return {stem(word) for word in telling_words(text)}


@lru_cache(maxsize=30_000)
def stem(word: str) -> str:
    """The beginning of a word, without accents."""
    return plain(word)[:STEM]


def _log_odds(code: str, known: Iterable[str], seen: Seen) -> float:
    """How much more these words are said when a comment is of this theme than when it is not, and how usual it is."""
    here, whole = seen.comments[code], seen.comments.total()
    elsewhere = whole - here
    total = math.log(here / whole)
    for one in known:
        with_it, all_with_it = seen.holding[one][code], seen.holding[one].total()
        total += math.log((with_it + SMOOTHING) / (here + 2 * SMOOTHING))
        total -= math.log((all_with_it - with_it + SMOOTHING) / (elsewhere + 2 * SMOOTHING))
    return total


@lru_cache(maxsize=1)
def _seen() -> Seen:
    """Read once, half a second: the first theme of each comment and its words."""
    seen = Seen(Counter(), {})
    with (CORPUS / "starter.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            theme = row["labels"].split("|")[0]
            seen.comments[theme] += 1
            for one in {stem(word) for word in WORD.findall(row["text"].lower())}:
                seen.holding.setdefault(one, Counter())[theme] += 1
    return seen
