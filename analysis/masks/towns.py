"""Postcodes and towns: the end of an address."""

import re

from analysis.masks.base import Find, Passage
from analysis.masks.lexicon import is_common, is_place
from analysis.masks.plain import bag

# Five figures that start with a département, and that nothing counts.
CODE = (
    r"(?:f-?)?(?:0[1-9]|[1-8]\d|9[0-578]) ?\d{3}"
    r"(?![\w€%]|[.,]\d| ?(?:€|euros?|points?|trimestres?|fois|km|eur\b))"
)
POSTCODE = re.compile(rf"(?<![\w.,/-]){CODE}")
AFTER_STREET = re.compile(rf"[ ,;:.(\n–-]{{1,4}}(?:a )?{CODE}")
# Four figures in Belgium, Switzerland and Luxembourg: only after a street.
CODE_ABROAD = re.compile(r"[ ,;(–-]{1,3}(?:[a-z]{1,2}-)?[1-9]\d{3}(?= [a-z])")
TOWN = re.compile(
    r"(?: ?[,:–-])?[ \n](?P<town>(?:(?:la|le|les|saint|sainte|st|ste|mont|bourg|chateau|villeneuve|"
    r"port|pont|grand|petit)[ -]|l')*[a-z]+(?:['-][a-z]+)*)"
)
TOWN_WITHOUT_CODE = re.compile(r"(?:[,;]? (?:a|sur) |, ?)([a-z]+(?:-[a-z]+)*)")
MORE = re.compile(
    r"[ -](?:et )?(?:(?P<link>sur|sous|en|les?|lez|du|de|de la|des|aux?|la)[ -]|[dl]')(?P<last>[a-z]+(?:-[a-z]+)*)"
)
END = re.compile(
    r"(?: ?-? ?cedex(?: ?\d{1,2})?)?"
    r"(?: ?[,(–-]? ?(?:france|belgique|suisse|luxembourg|espagne|portugal|martinique|guadeloupe|reunion)\b\)?)?"
)
WATERS = bag("mer seine loire marne rhone saone oise lys garonne dordogne isere aisne bois")
NOT_A_TOWN = bag(
    "je j nous on il elle ils elles vous tu mais ou donc car ni que qui quoi depuis merci svp pas plus "
    "ne n m s t c ce ca est sont ai a ont avons suis etait mon ma mes votre vos et mon merci bonjour"
)


def with_town(passage: Passage, start: int, end: int) -> Find:
    """An address up to `end`, with the postcode and the town when they follow."""
    code = AFTER_STREET.match(passage.low, end)
    if code:
        return Find(start, town_end(passage, code.end()))
    abroad = CODE_ABROAD.match(passage.low, end)
    if abroad and passage.plain[abroad.end() + 1].isupper():
        return Find(start, town_end(passage, abroad.end()))
    town = TOWN_WITHOUT_CODE.match(passage.low, end)
    if town and (is_place(town[1]) or re.search(r"-(?:sur|sous|les|en|de|du)-", town[1])):
        return Find(start, _tail_end(passage, town.end()))
    return Find(start, end)


def town_end(passage: Passage, at: int) -> int:
    """Where the town that follows a postcode stops; `at` when no town follows."""
    town = TOWN.match(passage.low, at)
    if town is None or town["town"] in NOT_A_TOWN or len(town["town"]) < 2:
        return at
    capital = passage.plain[town.start("town")].isupper() and passage.plain != passage.plain.upper()
    if is_common(town["town"]) and not is_place(town["town"]) and not capital:
        return at
    return _tail_end(passage, town.end())


def town_alone(passage: Passage, code: re.Match[str]) -> Find | None:
    """« 69003 Lyon », when the town is known or can be nothing else."""
    town = TOWN.match(passage.low, code.end())
    end = town_end(passage, code.end())
    if town is None or end == code.end():
        return None
    name = town["town"]
    capital = passage.plain[town.start("town")].isupper() and not is_common(name)
    return Find(code.start(), end) if capital or is_place(name) else None


def _tail_end(passage: Passage, at: int) -> int:
    """The end of a town with « -sur-Mer », « Cedex 07 », « France »; not with « en mai »."""
    while more := MORE.match(passage.low, at):
        capital = passage.plain[more.start("last")].isupper() and not passage.plain.isupper()
        if is_common(more["last"]) and not capital and more["last"] not in WATERS:
            break
        at = more.end()
    end = END.match(passage.low, at)
    return end.end() if end else at
