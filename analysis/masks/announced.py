"""Names that something announces: a civility, an introduction, a relation, thanks, a closing."""

import re
from collections.abc import Iterator

from analysis.masks import cues
from analysis.masks.lexicon import is_common, is_first_name, is_nobody, is_place, is_surname
from analysis.masks.names import Name, Names
from analysis.masks.plain import bag
from analysis.masks.trust import Trust, is_known

AFTER_CIVILITY = re.compile(r"\.? {0,2}")
AFTER_RELATION = re.compile(r"[ ,:(\"]{1,3}")
REST_OF_LINE = re.compile(r"[ .,;:!▮)(+/-]*(?:\n|$)")
# « je m’appelle », « mon nom est », « signé » : what follows is a name, whatever it looks like.
STRONG = re.compile(r"\b(?:je|j|jm|me|mon|signe|signee)\b|^j?map|m'? ?app|nom ?:|prenom|^nom\b")
# One writes to a town, one thanks a person: « merci à Florence ».
TO_A_PERSON = re.compile(r"merci|bravo|felicit|remerci|chapeau|salue|j'ai eu|nous avons eu")
WIDOWED = bag("veuve vve veuf ex")
RANKS = bag("pere soeur abbe general capitaine")


def announced(names: Names) -> Iterator[Name]:
    """Every name that the words before it promise."""
    yield from _after_civilities(names)
    yield from _after_introductions(names)
    yield from _after_relations(names)
    yield from _before_relations(names)
    yield from _after_thanks(names)
    yield from _after_holders(names)
    yield from _signatures(names)


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
    word, gap = names.words[at], names.gap(at + 1)
    if not gap or not AFTER_CIVILITY.fullmatch(gap) or ("." in gap and len(word.low) > 4):
        return False
    after = names.words[at + 1]
    if word.low == "m":
        return gap.startswith(".") or (word.capital and after.capital)
    if word.low not in cues.NEEDS_CAPITAL:
        return True
    if after.capital:
        return (word.capital and not word.upper) or word.low not in ("me", "pr")
    return word.low in ("dr", "maitre") and is_surname(after.low) and not is_common(after.low)


def _addressed(names: Names, at: int) -> Name | None:
    """The name after a civility, past « veuve »."""
    first = at + 1
    while first < len(names.words) and names.words[first].low in WIDOWED:
        first += 1
    trust = _trust_of_civility(names, at, first) if first < len(names.words) else None
    return None if trust is None else names.read(first, trust)


def _trust_of_civility(names: Names, at: int, first: int) -> Trust | None:
    """« Mme » promises a name; « un monsieur » or « bonjour madame » much less."""
    word, after = names.words[at], names.words[first]
    if word.low not in cues.SHORT and not after.capital:
        if at and names.words[at - 1].low in cues.DETERMINERS and not after.loud:
            return Trust.KNOWN
        if cues.TYPED_TOGETHER.search(after.low):
            return None
    return Trust.LIKELY if word.low in RANKS else Trust.SURE


def _listed(names: Names, at: int) -> Iterator[Name]:
    """« MM. Petit, Roux et Blanc »: the names that follow the first."""
    while at < len(names.words) and names.gap(at) in (" ", ", "):
        if names.words[at].low == "et":
            at += 1
        if at >= len(names.words) or not names.words[at].capital:
            return
        name = names.read(at, Trust.SURE)
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
        named = STRONG.search(match.group()) and not re.match(r"s(?:'|e\b| ap)", match.group())
        if named:
            name = names.read(at, Trust.NAMED)
        elif "nom" in match.group() and not names.words[at].capital:
            name = names.without_of(names.read(at, Trust.SURE))
        else:
            name = names.without_of(names.read(at, Trust.CLEAR))
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


def _before_relations(names: Names) -> Iterator[Name]:
    """« c'est pour rose ma soeur »: a first name, even one that is a word, before what the person is."""
    for at, word in enumerate(names.words[1:], start=1):
        led = names.words[at - 1].low in cues.LEADS_TO_A_PERSON and names.gap(at) == " "
        if led and is_first_name(word.low) and word.low not in cues.SELDOM_PEOPLE:
            name = names.from_first_name(at)
            if cues.BEFORE_ITS_RELATION.match(names.low, names.words[name[1] - 1].end):
                yield name


def _after_thanks(names: Names) -> Iterator[Name]:
    """« merci à Testevuide »: a capital that no list knows, after what one does to a person."""
    for match in cues.THANKS.finditer(names.low):
        at = names.at.get(match.end())
        if at is None or (names.words[at].capital and names.words[at].first):
            continue
        if is_place(names.words[at].low) and not TO_A_PERSON.match(match.group()):
            continue
        name = names.read(at, Trust.LIKELY) or names.two_unknown(at)
        if name:
            yield name


def _after_holders(names: Names) -> Iterator[Name]:
    """« agence Petitjean », « dossier Martin »: a known surname only, the rest is a brand or a town."""
    for at, word in enumerate(names.words[1:], start=1):
        held = names.gap(at) == " " and names.words[at - 1].low in cues.HOLDERS
        if held and word.capital and is_surname(word.low) and not is_nobody(word.low):
            yield names.read(at, Trust.LIKELY) or (at, at + 1)


def _signatures(names: Names) -> Iterator[Name]:
    """« Cordialement, jean petit »: a name that ends its line after a closing formula."""
    for match in cues.CLOSINGS.finditer(names.low):
        at = names.at.get(match.end())
        if at is None:
            continue
        name = names.read(at, Trust.CLEAR if names.words[at].capital else Trust.SURE)
        if name is None or not REST_OF_LINE.match(names.plain, names.extent(*name)[1]):
            continue
        words = names.words[name[0] : name[1]]
        known = [word for word in words if word.capital or is_known(word.low)]
        if known or (len(words) == 2 and is_first_name(words[0].low)):
            yield name
