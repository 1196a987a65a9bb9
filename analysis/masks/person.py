"""Names of people, members and staff alike, without their civility."""

import re
from collections.abc import Iterator
from functools import cache

from analysis.masks import cues
from analysis.masks.base import Find, Passage
from analysis.masks.lexicon import (
    is_also_a_word,
    is_common,
    is_first_name,
    is_nobody,
    is_place,
    is_surname,
    phrases,
)
from analysis.masks.names import Names, Trust
from analysis.masks.plain import plain
from analysis.masks.tokens import Word, tokens

DETERMINERS = frozenset(
    "le un la une ce cette du au aux les des deux autre premier second jeune vieux gentil vieille gentille".split()
)
AFTER_CIVILITY = re.compile(r"\.? {0,2}")
AFTER_RELATION = re.compile(r"[ ,:(\"]{1,3}")
CALLED_A_PERSON = frozenset("je j m me mon nom prenom signe signee signature".split())
PLACE_BEFORE = frozenset("a en chez sur vers depuis via sous dans".split())
NOT_A_FIRST_NAME_AFTER = frozenset("un une des".split())
REST_OF_LINE = re.compile(r"[ .,;:!▮)(+/-]*(?:\n|$)")


class Person:
    """A person's name, first name and surname together; « Mme Lefèvre » leaves « Mme »."""

    kind = "person"
    placeholder = "[nom masqué]"

    def find(self, passage: Passage) -> Iterator[Find]:
        names = Names(passage)
        found = sorted(
            {
                *_after_civilities(names),
                *_after_introductions(names),
                *_after_relations(names),
                *_after_thanks(names),
                *_holders(names),
                *_signatures(names),
                *_first_names(names),
                *_initials(names),
                *_two_capitals(names),
                *_who_does(names),
                *_seen_by_the_model(names),
            }
        )
        found = _without_famous(names, found)
        found = sorted({*found, *_repeated(names, found)})
        for start, end in _joined(passage.plain, [names.extent(*name) for name in found]):
            yield Find(start, end)


def may_name_somebody(text: str) -> bool:
    """Whether a text holds a capitalised word that no list explains: worth the model's time."""
    return any(
        _could_be_a_name(word) and word.low not in cues.PARTICLES for word in tokens(plain(text))
    )


Name = tuple[int, int]


def _after_civilities(names: Names) -> Iterator[Name]:
    """« Mme Lefèvre », « mr le gall », « MM. Petit et Roux »."""
    for at, word in enumerate(names.words):
        if word.low not in cues.CIVILITIES or not _is_civility(names, at):
            continue
        name = _addressed(names, at)
        if name:
            yield name
            if word.low in cues.SEVERAL:
                yield from _listed(names, name[1])


def _is_civility(names: Names, at: int) -> bool:
    """Tells « M. » from « m’ », « Me Dubois » from « me voilà »."""
    word = names.words[at]
    gap = names.gap(at + 1)
    if not gap or not AFTER_CIVILITY.fullmatch(gap) or ("." in gap and len(word.low) > 4):
        return False
    if word.low == "m":
        return names.gap(at + 1).startswith(".") or (word.capital and names.words[at + 1].capital)
    if word.low in cues.NEEDS_CAPITAL:
        after = names.words[at + 1]
        if after.capital:
            return word.capital or word.low not in ("me", "pr")
        known = is_surname(after.low) and not is_common(after.low)
        return known and word.low in ("dr", "maitre")
    return True


def _addressed(names: Names, at: int) -> Name | None:
    """The name after a civility, past « veuve » or « et Mme »."""
    word, first = names.words[at], at + 1
    while first < len(names.words) and names.words[first].low in ("veuve", "vve", "veuf", "ex"):
        first += 1
    if first >= len(names.words):
        return None
    after = names.words[first]
    trust = Trust.SURE
    if word.low in ("pere", "soeur", "abbe", "general", "capitaine"):
        trust = Trust.LIKELY
    if word.low not in cues.SHORT and not after.capital:
        if at and names.words[at - 1].low in DETERMINERS and not after.loud:
            trust = Trust.KNOWN
        elif cues.TYPED_TOGETHER.search(after.low):
            return None
    return names.read(first, trust)


def _listed(names: Names, at: int) -> Iterator[Name]:
    """« MM. Petit, Roux et Blanc »: the names that follow the first."""
    while at < len(names.words) and re.fullmatch(
        r",? (?:et )?", names.gap_text(at - 1, at, over="et")
    ):
        at = at + 1 if names.words[at].low == "et" else at
        name = (
            names.read(at, Trust.SURE)
            if at < len(names.words) and names.words[at].capital
            else None
        )
        if name is None:
            return
        yield name
        at = name[1]


def _after_introductions(names: Names) -> Iterator[Name]:
    """« je m’appelle paul durand », « au nom de Martinez », « née Martin »."""
    for match in cues.INTRODUCTIONS.finditer(names.low):
        at = names.at.get(match.end())
        if at is None or names.words[at].low in cues.CIVILITIES:
            continue
        said = re.findall(r"[a-z]+", match.group())
        strong = re.search(
            r"\b(?:je|j|jm|me|mon|signe|signee)\b|^j?map|m'? ?app|nom ?:|prenom|^nom\b",
            match.group(),
        )
        trust = Trust.NAMED if strong and said[0] not in ("s", "se") else Trust.CLEAR
        name = names.read(at, trust)
        name = name if trust is Trust.NAMED else names.without_of(name)
        if name:
            yield name


def _after_relations(names: Names) -> Iterator[Name]:
    """« mon conseiller marc lemoine », « ma fille Sophie »."""
    for at, word in enumerate(names.words[:-1]):
        if word.low not in cues.RELATIONS or not AFTER_RELATION.fullmatch(names.gap(at + 1)):
            continue
        name = names.without_of(names.read(at + 1, Trust.LIKELY) or names.two_unknown(at + 1))
        if name and not ("," in names.gap(at + 1) and names.words[name[0]].first):
            yield name


def _after_thanks(names: Names) -> Iterator[Name]:
    """« merci à Testevuide »: a capital that no list knows, after what one does to a person."""
    for match in cues.THANKS.finditer(names.low):
        at = names.at.get(match.end())
        if at is not None and not (names.words[at].capital and names.words[at].first):
            name = names.read(at, Trust.LIKELY)
            if name:
                yield name


def _holders(names: Names) -> Iterator[Name]:
    """« agence Petitjean », « dossier Martin »: a known surname only, the rest is a brand or a town."""
    for at, word in enumerate(names.words[1:], start=1):
        held = names.gap(at) == " " and names.words[at - 1].low in cues.HOLDERS
        if held and word.capital and is_surname(word.low) and not is_nobody(word.low):
            yield names.read(at, Trust.LIKELY) or (at, at + 1)


def _signatures(names: Names) -> Iterator[Name]:
    """« Cordialement, jean petit »: a name that ends its line after a closing formula."""
    for match in cues.CLOSINGS.finditer(names.low):
        at = names.at.get(match.end())
        name = names.read(at, Trust.CLEAR) if at is not None else None
        if name is None or not REST_OF_LINE.match(names.plain, names.extent(*name)[1]):
            continue
        words = names.words[name[0] : name[1]]
        if any(word.capital for word in words) or any(_known(word.low) for word in words):
            yield name


def _known(low: str) -> bool:
    return (is_first_name(low) or is_surname(low)) and not is_common(low)


def _first_names(names: Names) -> Iterator[Name]:
    """First names wherever they stand, with the surname before or after."""
    for at, word in enumerate(names.words):
        if is_first_name(word.low) and _may_be_somebody(names, at):
            name = names.from_first_name(at)
            yield names.with_surname_before(*name)


def _may_be_somebody(names: Names, at: int) -> bool:
    word = names.words[at]
    if names.belongs_to_something(at) or (not word.capital and not _long_enough(word.low)):
        return False
    if word.upper and not word.loud and len(word.low) < 4:
        return _has_surname(names, at)
    if is_nobody(word.low):
        return _has_surname(names, at) and not (
            is_place(word.low) and at > 0 and names.words[at - 1].low in PLACE_BEFORE
        )
    if is_also_a_word(word.low):
        return _is_not_the_word(names, at)
    if word.capital:
        return True
    return at == 0 or names.words[at - 1].low not in NOT_A_FIRST_NAME_AFTER


SHORT_FIRST_NAMES = frozenset(
    "lea leo eva zoe ali luc guy tom sam ana ida noa eli ines paul".split()
)


def _long_enough(low: str) -> bool:
    return len(low) > 3 or low in SHORT_FIRST_NAMES


def _is_not_the_word(names: Names, at: int) -> bool:
    """Tells Rose from the colour and Pierre from the stone."""
    word = names.words[at]
    before = names.words[at - 1].low if at else ""
    if word.low == "grace" and names.low[word.end : word.end + 2] == " a":
        return False
    if word.capital and not word.first and not word.upper:
        return before not in DETERMINERS
    if word.capital:
        return _has_surname(names, at) or bool(cues.DOES.match(names.low[word.end : word.end + 60]))
    after = names.words[at + 1] if names.follows(at) else None
    return after is not None and _known(after.low) and before not in DETERMINERS


def _has_surname(names: Names, at: int) -> bool:
    if not names.follows(at):
        return False
    after = names.words[at + 1]
    if not after.capital:
        return is_surname(after.low) and not is_common(after.low) and not names.words[at].capital
    return is_surname(after.low) or not (is_common(after.low) or is_nobody(after.low))


def _two_capitals(names: Names) -> Iterator[Name]:
    """« Jente van Ginkel »: two capitals in a row that no list explains."""
    for at, word in enumerate(names.words[:-1]):
        if _is_unexplained(word) and not names.belongs_to_something(at):
            name = names.from_first_name(at)
            if name[1] > at + 1 and _is_unexplained(names.words[name[1] - 1]):
                yield name


def _who_does(names: Names) -> Iterator[Name]:
    """« Selmin m’a rappelé »: an unknown capital that does what only a person does."""
    for at, word in enumerate(names.words[:-1]):
        if _is_unexplained(word) and not names.belongs_to_something(at):
            if cues.HELPS.match(names.low, word.end) and not cues.NOT_A_SURNAME.search(word.low):
                yield at, at + 1


def _initials(names: Names) -> Iterator[Name]:
    """« J. Martin », « J.-P. Martin »."""
    for at, word in enumerate(names.words[:-1]):
        if word.end - word.start != 1 or not word.capital or names.gap(at + 1)[:1] != ".":
            continue
        name = (
            names.read(at, Trust.SURE)
            if word.low not in ("m", "l", "r", "d") or names.initials_go_on(at)
            else None
        )
        if (
            name
            and name[1] - name[0] > 1
            and names.words[name[1] - 1].end - names.words[name[1] - 1].start > 2
        ):
            yield name


def _seen_by_the_model(names: Names) -> Iterator[Name]:
    """What the named-entity model calls a person, if nothing says the contrary."""
    for start, end in names.passage.people:
        inside = [
            at for at, word in enumerate(names.words) if start <= word.start and word.end <= end
        ]
        while inside and (
            names.words[inside[0]].low in cues.CIVILITIES
            or names.words[inside[0]].low in cues.FUNCTIONS
        ):
            inside.pop(0)
        if inside and _credible(names, inside):
            yield names.read(inside[0], Trust.LIKELY) or (inside[0], inside[-1] + 1)


def _credible(names: Names, inside: list[int]) -> bool:
    words = [names.words[at] for at in inside]
    if words[0].low in ("saint", "sainte", "st", "ste"):
        return False
    if names.belongs_to_something(inside[0]) or not all(_could_be_a_name(word) for word in words):
        return False
    if len(words) > 1:
        return True
    word, at = words[0], inside[0]
    if is_also_a_word(word.low) and is_first_name(word.low):
        return False
    if word.first:
        return bool(
            cues.DOES.match(names.low[word.end : word.end + 60])
        ) and not cues.NOT_A_SURNAME.search(word.low)
    return names.words[at - 1].low not in PLACE_BEFORE if at else True


def _could_be_a_name(word: Word) -> bool:
    return word.low in cues.PARTICLES or _is_unexplained(word)


def _is_unexplained(word: Word) -> bool:
    """A capital that no list explains, of a length that says something."""
    if not word.capital or len(word.low) < 3 or is_nobody(word.low):
        return False
    if word.low in cues.FUNCTIONS or word.low in cues.CIVILITIES:
        return False
    if (
        any(is_common(part) for part in word.low.split("-"))
        and not is_surname(word.low)
        and not is_first_name(word.low)
    ):
        return False
    return not (word.upper and len(word.low) <= 5 and not _known(word.low))


@cache
def _famous() -> re.Pattern[str]:
    people = "|".join(
        re.escape(name) for name in sorted(phrases("famous_people.txt"), key=len, reverse=True)
    )
    return re.compile(
        rf"(?<!\bm\. )(?<!\bmme )(?<!\bmonsieur )(?<!\bmadame )\b(?:{people})\b(?! [A-Z])"
    )


def _without_famous(names: Names, found: list[Name]) -> list[Name]:
    """The names found, less those of people everybody knows."""
    flat = names.low.replace("-", " ")
    famous = [match.span() for match in _famous().finditer(flat)]
    if not famous:
        return found
    return [
        name
        for name in found
        if not any(start <= names.extent(*name)[0] < end for start, end in famous)
    ]


def _repeated(names: Names, found: list[Name]) -> Iterator[Name]:
    """The same name written again without its civility."""
    taken = {at for start, end in found for at in range(start, end)}
    lows = {names.words[at].low for at in taken if len(names.words[at].low) > 2}
    for at, word in enumerate(names.words):
        if at in taken or word.low not in lows or word.low in cues.PARTICLES | cues.FUNCTIONS:
            continue
        if (word.capital and not word.first) or not (is_common(word.low) or is_nobody(word.low)):
            if not names.belongs_to_something(at):
                yield at, at + 1


def _joined(plain: str, extents: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Extents that touch or are one space apart, made one."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(extents):
        if merged and start <= merged[-1][1] + 1 and plain[merged[-1][1] : start] in ("", " ", "-"):
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    yield from merged
