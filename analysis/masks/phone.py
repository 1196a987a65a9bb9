"""Telephone numbers of people: French, overseas and foreign, in figures or spelled out."""

import re
from collections.abc import Iterator

import phonenumbers

from analysis.masks.base import Find, Passage

SEP = r"[ ./_–-]{0,3}"
FRENCH = re.compile(
    rf"(?<![\w.,/+-])(?:0[67] (?=0))?(?:\(0\)|0){SEP}[1-79](?:{SEP}\d){{8}}(?!\d|[.,/-]\d)"
)
ABROAD = re.compile(
    r"(?<![\w+])(?:\(?(?:\+|00) ?[1-9]\d{0,2}\)?|(?:\+|00) ?[1-9])(?:[ ./()–-]{0,3}\d){6,13}(?!\d)"
)
# The zero is forgotten, or a digit is wrong, but the sentence says what the number is.
CALLED = re.compile(
    r"\b(?:tel|tels|telephone|telephones|portable|mobile|fixe|gsm|joindre|joignable|appel(?:er|ez)|"
    r"rappel(?:er|ez)|contact(?:er|ez)|sms)\b\W{0,4}"
    r"(?:(?:moi|me|est|le|la|au|c'?est|sur|a|mon|son|ce|numero|num|n°|no|suivant|perso|personnel|"
    r"portable|mobile|fixe|plutot|directement|toujours|desormais)\W{1,3}){0,5}"
    rf"(?P<number>\+?\d(?:{SEP}\d){{7,11}})(?!\d|[.,/-]\d)"
)

DIGIT = r"(?:zero|un|une|deux|trois|quatre|cinq|six|sept|huit|neuf)"
TENS = r"(?:vingt|trente|quarante|cinquante|soixante|quatre[ -]vingts?|septante|huitante|nonante)"
TEENS = r"(?:dix(?:[ -](?:sept|huit|neuf))?|onze|douze|treize|quatorze|quinze|seize)"
PAIR = rf"(?:{TENS}(?:[ -](?:et[ -])?(?:{TEENS}|{DIGIT}))?|{TEENS}|{DIGIT})"
SPELLED = re.compile(
    rf"\bzero[ -](?:un|deux|trois|quatre|cinq|six|sept|neuf)(?:[ ,-]+{PAIR}\b){{4,8}}"
)


class Phone:
    """A private telephone number; short numbers and 08 lines belong to nobody."""

    kind = "phone"
    placeholder = "[téléphone masqué]"

    def find(self, passage: Passage) -> Iterator[Find]:
        low = passage.low
        for match in FRENCH.finditer(low):
            yield Find(*match.span())
        for match in ABROAD.finditer(low):
            if _abroad(match.group()):
                yield Find(*match.span())
        for match in CALLED.finditer(low):
            if not _short_number(match["number"]):
                yield Find(*match.span("number"))
        for match in SPELLED.finditer(low):
            yield Find(*match.span())


def _short_number(number: str) -> bool:
    """0 800 to 0 899 : a line anyone may call."""
    return re.sub(r"\D", "", number).startswith("08")


def _abroad(number: str) -> bool:
    """Whether an international number could exist, as its country numbers its lines."""
    figures = re.sub(r"\(0\)|[^\d+]", "", number)
    if figures.startswith("00"):
        figures = "+" + figures[2:]
    try:
        return phonenumbers.is_possible_number(phonenumbers.parse(figures))
    except phonenumbers.NumberParseException:
        return False
