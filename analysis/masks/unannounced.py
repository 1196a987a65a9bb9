"""Names that nothing announces: first names, initials, capitals no list explains, the model's."""

from collections.abc import Iterator

from analysis.masks import cues
from analysis.masks.lexicon import (
    is_also_a_word,
    is_common,
    is_first_name,
    is_nobody,
    is_place,
    is_surname,
)
from analysis.masks.names import Name, Names
from analysis.masks.plain import bag
from analysis.masks.tokens import Word
from analysis.masks.trust import Trust, is_known

PLACE_BEFORE = bag("a en chez sur vers depuis via sous dans")
ONE = bag("un une des")
# « un jean », « le benjamin »: first names that are things after an article.
THINGS_TOO = bag("jean marcel louis benjamin charlotte")
SAINTS = bag("saint sainte st ste")
# In small letters a short word is seldom a first name; these are.
SHORT_FIRST_NAMES = bag("lea leo eva zoe ali luc guy tom sam ana ida noa eli")
ARTICLES = bag("l d m r")


def unannounced(names: Names) -> Iterator[Name]:
    """Every name that is recognised for itself."""
    yield from _first_names(names)
    yield from _initials(names)
    yield from _two_capitals(names)
    yield from _who_does(names)
    yield from _seen_by_the_model(names)


def is_unexplained(word: Word) -> bool:
    """A capital that no list explains, of a length that says something."""
    if not word.capital or len(word.low) < 3 or is_nobody(word.low):
        return False
    if word.low in cues.FUNCTIONS or word.low in cues.CIVILITIES:
        return False
    if is_surname(word.low) or is_first_name(word.low):
        return not word.upper or len(word.low) > 5 or is_known(word.low)
    return not any(map(is_common, word.low.split("-"))) and (not word.upper or len(word.low) > 5)


def _first_names(names: Names) -> Iterator[Name]:
    """First names wherever they stand, with the surname before or after."""
    for at, word in enumerate(names.words):
        if is_first_name(word.low) and _may_be_somebody(names, at):
            name = names.from_first_name(at)
            yield names.with_surname_before(*name)


def _may_be_somebody(names: Names, at: int) -> bool:
    """Whether a first name stands here for a person."""
    word, before = names.words[at], names.words[at - 1].low if at else ""
    if names.belongs_to_something(at) or (before == "l" and names.gap(at) == "'"):
        return False
    if len(word.low) < 4 and (word.upper or not word.capital) and word.low not in SHORT_FIRST_NAMES:
        return _has_surname(names, at)
    if is_nobody(word.low):
        somewhere = is_place(word.low) and before in PLACE_BEFORE
        helps = cues.HELPS.match(names.low, word.end) and before not in cues.DETERMINERS
        return not somewhere and (_has_surname(names, at) or (word.capital and helps is not None))
    if is_also_a_word(word.low):
        return _is_not_the_word(names, at)
    return word.capital or before not in ONE or word.low not in THINGS_TOO


def _is_not_the_word(names: Names, at: int) -> bool:
    """Tells Rose from the colour and Pierre from the stone."""
    word, before = names.words[at], names.words[at - 1].low if at else ""
    if word.low == "grace" and names.low.startswith(" a", word.end):
        return False
    if word.capital and not word.first and not word.upper:
        return before not in cues.DETERMINERS
    if word.capital:
        return _has_surname(names, at) or names.does(at)
    after = names.words[at + 1] if names.follows(at) else None
    return after is not None and is_known(after.low) and before not in cues.DETERMINERS


def _has_surname(names: Names, at: int) -> bool:
    """Whether the next word can only be the surname of this one."""
    if not names.follows(at):
        return False
    word, after = names.words[at], names.words[at + 1]
    if not after.capital:
        return is_surname(after.low) and not is_common(after.low) and not word.capital
    return is_surname(after.low) or not (is_common(after.low) or is_nobody(after.low))


def _two_capitals(names: Names) -> Iterator[Name]:
    """« Jente van Ginkel »: two capitals in a row that no list explains."""
    for at, word in enumerate(names.words[:-1]):
        if is_unexplained(word) and not names.belongs_to_something(at):
            name = names.from_first_name(at)
            if name[1] > at + 1 and is_unexplained(names.words[name[1] - 1]):
                yield name


def _who_does(names: Names) -> Iterator[Name]:
    """« Selmin m’a rappelé »: an unknown capital that does what only a person does."""
    for at, word in enumerate(names.words):
        helps = cues.HELPS.match(names.low, word.end)
        strange = is_unexplained(word) and not cues.NOT_A_SURNAME.search(word.low)
        if helps and strange and not names.belongs_to_something(at):
            yield at, at + 1


def _initials(names: Names) -> Iterator[Name]:
    """« J. Martin », « J.-P. Martin »."""
    for at, word in enumerate(names.words[:-1]):
        if word.end - word.start != 1 or not word.capital or names.gap(at + 1)[:1] != ".":
            continue
        if word.low in ARTICLES and not names.initials_go_on(at):
            continue
        name = names.read(at, Trust.SURE)
        if name and name[1] - name[0] > 1 and len(names.words[name[1] - 1].low) > 2:
            yield name


def _seen_by_the_model(names: Names) -> Iterator[Name]:
    """What the named-entity model calls a person, if nothing says the contrary."""
    for start, end in names.passage.people:
        inside = [
            at for at, word in enumerate(names.words) if start <= word.start and word.end <= end
        ]
        while inside and names.words[inside[0]].low in cues.CIVILITIES | cues.FUNCTIONS:
            inside.pop(0)
        if inside and _is_credible(names, inside):
            yield names.read(inside[0], Trust.LIKELY) or (inside[0], inside[-1] + 1)


def _is_credible(names: Names, inside: list[int]) -> bool:
    words = [names.words[at] for at in inside]
    if words[0].low in SAINTS or names.belongs_to_something(inside[0]):
        return False
    if not all(word.low in cues.PARTICLES or is_unexplained(word) for word in words):
        return False
    return len(words) > 1 or _is_credible_alone(names, inside[0])


def _is_credible_alone(names: Names, at: int) -> bool:
    """One word alone: the model is often wrong at the head of a sentence and after « à »."""
    word = names.words[at]
    if is_also_a_word(word.low) and is_first_name(word.low):
        return False
    if word.first:
        return names.does(at) and not cues.NOT_A_SURNAME.search(word.low)
    return at == 0 or names.words[at - 1].low not in PLACE_BEFORE
