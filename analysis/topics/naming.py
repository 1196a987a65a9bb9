"""Naming topics: for each, a short phrase in its members' words, which says what it speaks of and its neighbours do not."""

import re
from collections.abc import Collection, Mapping, Sequence

import numpy as np

from analysis.masking.tagging import tagged
from analysis.readers.writing import plain
from analysis.topics.candidates import Candidate, Theme, candidates, proper_names
from analysis.topics.fitting import Meaning, Table, fit
from analysis.topics.phrases import root

__all__ = ["NOTHING_SHARED", "RECIPE", "WORD", "Meaning", "names", "root"]

WORD = re.compile(r"(?<!\d)[^\W\d_]+(?:-[^\W\d_]+)*")

# Less sure than this, a phrase is of one comment or two, and names nothing.
WORTH_A_NAME = 0.15

# Never the beginning of a comment: the name would outlive the comment it comes from.
NOTHING_SHARED = "Remarques diverses"

RECIPE = 4  # changes when the same topics get other names


def names(
    topics: Sequence[Sequence[str]],
    forbidden: Collection[str] = (),
    meaning: Meaning | None = None,
) -> list[str]:
    """A name for each topic, all different, without the `forbidden` words (as `root` gives them).

    The comments of a topic come nearest first. The phrases are those the members of the theme say and usual ones made of
    their words (`candidates`); each goes to the topic it fits best (`fitting`), the best of all first. Two members at
    least use each of its words: it quotes nobody.
    """
    theme = Theme([tagged(map(plain, texts)) for texts in topics])
    found = candidates(theme, forbidden)
    chosen: Mapping[int, str] = {}
    if found:
        chosen = _dealt(found, fit(topics, theme.said(), found, meaning))
    proper = proper_names(theme)
    named: list[str] = []
    for place in range(len(topics)):
        name = _as_title(_written(chosen[place], proper)) if place in chosen else NOTHING_SHARED
        named.append(_unlike(name, named))
    return named


def _dealt(found: Sequence[Candidate], fits: Table) -> dict[int, str]:
    """The form that names each topic: each says something no other name of the theme says."""
    chosen: dict[int, str] = {}
    told: set[str] = set()
    for place in np.argsort(-fits, axis=None, kind="stable").tolist():
        row, topic = divmod(place, fits.shape[1])
        one = found[row]
        if fits[row, topic] < WORTH_A_NAME:
            break
        if topic not in chosen and not one.telling <= told:
            chosen[topic] = one.form
            told |= one.telling
    return chosen


def _written(form: str, proper: Mapping[str, str]) -> str:
    return WORD.sub(lambda found: proper.get(found[0], found[0]), form)


def _unlike(name: str, others: Sequence[str]) -> str:
    """The name, with a number where another topic has it."""
    same = sum(other.startswith(name) for other in others)
    return f"{name} ({same + 1})" if name in others else name


def _as_title(form: str) -> str:
    """With a capital and the apostrophes of print."""
    printed = form.replace("'", "’")
    return printed[:1].upper() + printed[1:]
