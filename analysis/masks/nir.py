"""The social security number (NIR), with or without its key, spaced or not."""

import re
from collections.abc import Iterator

from analysis.masks.base import Find, Passage

SEP = r"[ ./_–-]{0,2}"
# Sex, year, month (20 and over: unknown), département with Corsica, commune, order, key.
# Source: INSEE, décret n° 82-103 of 22 January 1982.
SHAPE = re.compile(
    rf"(?<![\w,])[1-478]{SEP}\d{SEP}\d{SEP}(?:0\s?[1-9]|1\s?[0-2]|[2-9]\s?\d){SEP}"
    rf"(?:\d\s?\d|2\s?[ab]){SEP}\d(?:{SEP}\d){{2}}(?:{SEP}\d){{3}}"
    rf"(?P<key>[ ./_–-]{{0,3}}(?:\(?cle ?:? ?)?\d ?\d)?(?![\w%€]|[.,]\d)"
)
SAID = re.compile(
    r"\b(?:nir|s\.?s|insee|secu|securite sociale|numero social|immatriculation)(?![a-z])\W{0,4}"
    r"(?:(?:est|le|c'?est|numero|num|n°|no|mon|porte|suivant|bien|c)\W{1,3}){0,4}"
    r"(?P<number>[1-478](?:[ ./_–-]{0,3}(?:\d|2[ab])){8,15})(?!\d)"
)


class Nir:
    """A social security number: by its shape, or after the words that announce one.

    The key is not checked: people mistype it, and a number with a wrong key says as much.
    """

    kind = "nir"
    placeholder = "[numéro de sécurité sociale masqué]"

    def find(self, passage: Passage) -> Iterator[Find]:
        low = passage.low
        for match in SHAPE.finditer(low):
            yield Find(*_without_foreign_key(low, match))
        for match in SAID.finditer(low):
            yield Find(*match.span("number"))


def _without_foreign_key(low: str, match: re.Match[str]) -> tuple[int, int]:
    """The number, less two digits that follow it without being its key (« … 042 12 fois »)."""
    start, end = match.span()
    if match["key"] and re.match(r" ?(?:fois|ans|mois|jours|euros|€|%)", low[end:]):
        return start, match.start("key")
    return start, end
