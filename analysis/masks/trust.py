"""How much a word must look like a name, according to what announces it."""

from enum import IntEnum

from analysis.masks import cues
from analysis.masks.lexicon import (
    is_also_a_word,
    is_common,
    is_first_name,
    is_listed,
    is_nobody,
    is_surname,
    is_thing,
)
from analysis.masks.tokens import Word


class Trust(IntEnum):
    """How much what stands before promises that a name follows."""

    KNOWN = 1  # « un monsieur … »: in small letters, the name must be in a list
    LIKELY = 2  # « ma conseillère … »: a capital nobody knows will do
    CLEAR = 3  # « née … », « Cordialement, … »: a word that is not French will do
    SURE = 4  # « Mme … »: anything that is not plainly something else
    NAMED = 5  # « je m’appelle … »: the same, and two words nobody knows


def plausible(low: str) -> bool:
    """Whether an unknown word in small letters may be a surname."""
    return len(low) > 2 and not is_common(low) and not cues.NOT_A_SURNAME.search(low)


def capital_opens(word: Word, trust: Trust) -> bool:
    """Whether a word that begins with a capital can be the first of a name."""
    known = is_first_name(word.low) or is_surname(word.low)
    if trust >= Trust.SURE:
        return not (word.upper and is_nobody(word.low) and not known)
    if is_first_name(word.low) and trust >= Trust.LIKELY:
        return word.low not in cues.SELDOM_PEOPLE
    if is_thing(word.low):
        return False
    if is_nobody(word.low) and not (is_surname(word.low) and trust >= Trust.CLEAR):
        return False
    if word.upper and len(word.low) <= 5 and not known:
        return False
    ordinary = is_common(word.low) if word.first else is_listed(word.low)
    return known or not ordinary


def small_opens(word: Word, trust: Trust) -> bool:
    """The same in small letters, or in a sentence all in capitals, where letters say nothing."""
    first = is_first_name(word.low) and not is_also_a_word(word.low)
    surname = is_surname(word.low) and not is_common(word.low)
    if trust >= Trust.SURE:
        return (
            first
            or is_surname(word.low)
            or is_first_name(word.low)
            or not (is_common(word.low) or is_nobody(word.low))
        )
    if is_thing(word.low) or (is_nobody(word.low) and not surname):
        return False
    if trust is Trust.CLEAR:
        return first or surname or plausible(word.low)
    if is_nobody(word.low):
        return False
    if trust is Trust.LIKELY:
        return first and len(word.low) > 2
    return first or (surname and trust is Trust.KNOWN)


def is_known(low: str) -> bool:
    """Whether a folded word is somebody's name and nothing else."""
    return (is_first_name(low) or is_surname(low)) and not is_common(low)
