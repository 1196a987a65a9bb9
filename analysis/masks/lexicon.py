"""The word lists: first names, surnames, common words, and capitals that are nobody."""

import re
from functools import cache
from pathlib import Path

from analysis.masks.plain import bag, folded

WORDS = Path(__file__).with_name("words")

# Endings of a regular verb; what remains, with “er”, must be a word of the list.
VERB_ENDINGS = tuple(
    bag(
        "eraient erions eriez erait erais eront erons erez eras erai era assent aient ions iez ames "
        "ates erent ant ons ez ait ais ees ee es ent e as ai a"
    )
)

# « la Saint-Jean » is a day, « Saint-Cloud » a town.
SAINT = ("saint-", "sainte-", "st-", "ste-")


def lines(name: str) -> list[str]:
    """The lines of a list, without remarks."""
    text = (WORDS / name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


@cache
def words(name: str) -> frozenset[str]:
    """The words of a list, folded."""
    return frozenset(folded(word) for line in lines(name) for word in line.split(" "))


@cache
def phrases(name: str) -> frozenset[str]:
    """The lines of a list, folded, hyphens read as spaces."""
    return frozenset(folded(line).replace("-", " ") for line in lines(name))


def is_listed(word: str) -> bool:
    """Whether a folded word is in the list of ordinary French as it stands."""
    return word in words("common_words.txt")


@cache
def is_common(word: str) -> bool:
    """Whether a folded word is ordinary French: listed, or a regular form of a listed word."""
    known = words("common_words.txt")
    if word in known:
        return True
    if word[-1:] in "sxe" and len(word) > 3 and word[:-1] in known:
        return True
    if word.endswith("es") and len(word) > 4 and word[:-2] in known:
        return True
    return any(
        word.endswith(ending) and word[: -len(ending)] + "er" in known
        for ending in VERB_ENDINGS
        if len(word) - len(ending) >= 3
    )


@cache
def is_first_name(word: str) -> bool:
    """Whether a folded word is a first name; all the parts of a hyphenated one must be.

    A spelling that sounds the same counts (« Clothilde »), when it is no word of its own.
    """
    if "-" in word:
        return all(map(is_first_name, word.split("-")))
    if word in words("first_names.txt"):
        return True
    return len(word) > 4 and not is_common(word) and _sound(word) in _sounds()


@cache
def _sounds() -> frozenset[str]:
    return frozenset(_sound(name) for name in words("first_names.txt") if len(name) > 4)


def _sound(word: str) -> str:
    """A word as it is heard: « Clothilde » and « Clotilde », « Mickael » and « Michael »."""
    for written, heard in (
        ("th", "t"),
        ("ph", "f"),
        ("ck", "k"),
        ("ch", "k"),
        ("c", "k"),
        ("y", "i"),
    ):
        word = word.replace(written, heard)
    return re.sub(r"(.)\1+", r"\1", word).rstrip("h")


def is_also_a_word(word: str) -> bool:
    """Whether a first name is also something one writes without thinking of a person."""
    return word in words("names_that_are_words.txt") or is_common(word)


def is_surname(word: str) -> bool:
    """Whether a folded word is a known surname."""
    known = words("last_names.txt")
    return word in known or ("-" in word and word.split("-")[0] in known)


def is_place(word: str) -> bool:
    """Whether a folded word is a known town."""
    return word.replace("-", " ") in _places()


@cache
def _places() -> frozenset[str]:
    """The towns, with and without the article of « La Rochelle »."""
    towns = phrases("cities.txt")
    return towns | {town[3:] for town in towns if town.startswith(("la ", "le "))}


def is_nobody(word: str) -> bool:
    """Whether a capitalised word is an organisation, a brand, a place, a feast or a figure."""
    return is_thing(word) or word in words("figures.txt") or word.startswith(SAINT)


def is_thing(word: str) -> bool:
    """Whether a capitalised word is an organisation, a brand, a country, a town or a title."""
    things = words("things.txt")
    return any(part in things for part in {word, *word.split("-")}) or is_place(word)
