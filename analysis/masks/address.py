"""Postal addresses: from the street number to the postcode and the town."""

import re
from collections.abc import Iterator

from analysis.masks.base import Find, Passage
from analysis.masks.streets import HAMLET, NUMBERED, UNNUMBERED, street_end, with_house
from analysis.masks.towns import CODE, POSTCODE, town_alone, town_end, with_town

BOX = re.compile(r"\b(?:b\.?p\.?|c\.?s\.?|boite postale) ?\d{1,5}(?=[ ,])")
# « mon adresse : Les Hauts de Bellevue, 97139 Les Abymes »
SAID = re.compile(
    rf"\badresse\b[^.:\n]{{0,25}}: ?(?P<start>[a-z][^.:;!?\n\d]{{3,50}}[ ,])\(?{CODE}"
)


class Address:
    """Where a person lives. A town alone is not an address: many share it."""

    kind = "address"
    placeholder = "[adresse masquée]"

    def find(self, passage: Passage) -> Iterator[Find]:
        yield from _streets(passage)
        yield from _without_street(passage)
        for code in POSTCODE.finditer(passage.low):
            alone = town_alone(passage, code)
            if alone:
                yield alone


def _streets(passage: Passage) -> Iterator[Find]:
    """« 12 bis rue des Lilas, 69003 Lyon », « j’habite rue des Lilas »."""
    for match in NUMBERED.finditer(passage.low):
        yield from _street(passage, match, with_house(passage.low, match.start()))
    for match in UNNUMBERED.finditer(passage.low):
        yield from _street(passage, match, match.start("start"))


def _street(passage: Passage, match: re.Match[str], start: int) -> Iterator[Find]:
    """The address of a street that has a name: « 3 cours en ligne » has none."""
    end = street_end(passage, match.start("rest"))
    find = with_town(passage, start, end)
    if find.end > match.start("rest"):
        yield find


def _without_street(passage: Passage) -> Iterator[Find]:
    """« lieu-dit Kerbihan, 29200 Brest », « BP 45, 97200 Fort-de-France »: with a postcode only."""
    for match in HAMLET.finditer(passage.low):
        find = with_town(passage, match.start(), street_end(passage, match.start("rest")))
        if POSTCODE.search(passage.low, find.start, find.end):
            yield find
    for match in BOX.finditer(passage.low):
        find = with_town(passage, match.start(), match.end())
        if POSTCODE.search(passage.low, match.end(), find.end):
            yield find
    for match in SAID.finditer(passage.low):
        yield Find(match.start("start"), town_end(passage, match.end()))
