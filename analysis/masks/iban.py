"""Bank accounts: IBAN, the French RIB, and bank cards."""

import re
from collections.abc import Iterator

from stdnum import iban as standard_iban
from stdnum import luhn

from analysis.masks.base import Find, Passage

SEP = r"[ .–-]{0,2}"
IBAN = re.compile(rf"(?<![a-z0-9])[a-z]{{2}}{SEP}\d{SEP}\d(?:{SEP}[a-z0-9]){{10,30}}(?![a-z0-9])")
FRENCH = re.compile(
    rf"(?<![a-z0-9])(?:fr|mc){SEP}\d{SEP}\d(?:{SEP}\d){{10}}(?:{SEP}[a-z0-9]){{11}}(?:{SEP}\d){{2}}"
)
SAID = re.compile(
    r"\biban\b\W{0,4}(?:(?:est|le|c'?est|mon|nouveau|suivant|bien|numero|n°)\W{1,3}){0,4}"
    rf"(?P<number>[a-z]{{2}}{SEP}\d\d(?:[ .–-]{{0,2}}(?:[a-z]{{0,2}}\d[a-z0-9]*|x+|\*+|\.{{3}}|…))+)"
)
# Bank 5, branch 5, account 11, key 2; the names of the boxes may stand between.
BOX = r"(?:[ .:,;/–-]|code|banque|guichet|agence|numero|num|n°|de|compte|cle|rib|et|le|est){0,40}?"
RIB = re.compile(
    rf"(?<![\w,])\d(?: ?\d){{4}}{BOX}\d(?: ?\d){{4}}{BOX}[a-z0-9](?: ?[a-z0-9]){{9}} ?\d{BOX}\d ?\d(?![\w])"
)
CARD = re.compile(r"(?<![\w,])[2-6]\d{3}(?:[ .-]?\d{4}){3}(?!\w)")

LETTERS = str.maketrans("abcdefghijklmnopqrstuvwxyz", "12345678912345678923456789")


class Iban:
    """A bank account number. A wrong key is masked when the text says what it is."""

    kind = "iban"
    placeholder = "[coordonnées bancaires masquées]"

    def find(self, passage: Passage) -> Iterator[Find]:
        low = passage.low
        for match in IBAN.finditer(low):
            yield from _valid_part(match)
        for match in FRENCH.finditer(low):
            yield Find(*match.span())
        for match in SAID.finditer(low):
            yield Find(*match.span("number"))
        for match in RIB.finditer(low):
            if _is_rib(match.group()) or re.search(
                r"\b(?:rib|banque|bancaire|compte|guichet)", low
            ):
                yield Find(*match.span())
        for match in CARD.finditer(low):
            if luhn.is_valid(re.sub(r"\D", "", match.group())):
                yield Find(*match.span())


def _valid_part(match: re.Match[str]) -> Iterator[Find]:
    """The longest beginning that is a true IBAN: the words that follow look like its letters."""
    for end in range(match.end(), match.start() + 14, -1):
        piece = match.string[match.start() : end]
        if piece[-1].isalnum() and standard_iban.is_valid(
            re.sub(r"\W", "", piece), check_country=False
        ):
            yield Find(match.start(), end)
            return


def _is_rib(text: str) -> bool:
    """Whether the key is right: 97 - (89·bank + 15·branch + 3·account) mod 97 (Banque de France)."""
    letters = re.sub(r"code|banque|guichet|agence|numero|num|compte|cle|rib|[^a-z0-9]", "", text)
    if not re.fullmatch(r"\d{10}[a-z0-9]{11}\d{2}", letters):
        return False
    bank, branch, account, key = letters[:5], letters[5:10], letters[10:21], letters[21:]
    figures = int(account.translate(LETTERS))
    return int(key) == 97 - (89 * int(bank) + 15 * int(branch) + 3 * figures) % 97
