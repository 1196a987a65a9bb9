"""Dates of birth: the dates that the sentence says are births, and no other date."""

import re
from collections.abc import Iterator

from analysis.masks.base import Find, Passage

MONTH = (
    r"(?:janvier|janv|fevrier|fevr?|mars|avril|avr|mai|juin|juillet|juil|aout|septembre|sept|"
    r"octobre|oct|novembre|nov|decembre|dec)\.?"
)
YEAR = r"(?:1[89]\d\d|20[0-2]\d|'?\d\d)"
NUMBERS = (
    r"(?:vingt|trente|quarante|cinquante|soixante|quatre|dix|onze|douze|treize|quatorze|quinze|seize|"
    r"un|une|deux|trois|cinq|six|sept|huit|neuf|premier|et|mille|mil|cents?|vingts?)"
)
SPELLED = (
    rf"{NUMBERS}(?:[ -]{NUMBERS}){{0,3}} {MONTH}(?: (?:{NUMBERS}[ -]?){{2,9}}(?<! )| {YEAR}\b)?"
)
FIGURES = (
    r"\d{1,2} ?[/.–-] ?\d{1,2} ?[/.–-] ?(?:\d{4}|\d{2})\b|(?:19|20)\d\d[/.-]\d{1,2}[/.-]\d{1,2}\b"
)
SPACED = r"\d{1,2} \d{1,2} (?:19|20)\d\d\b|\d{2}(?:0[1-9]|1[0-2])19\d\d\b"
DAY = r"(?:(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche) )?"
WRITTEN = rf"{DAY}(?:\d{{1,2}}|1 ?er) ?(?:er )?{MONTH}(?:(?: de l'an(?:nee)?)? {YEAR}\b)?"
DATE = rf"(?P<date>{FIGURES}|{SPACED}|{WRITTEN}|{SPELLED})"

PLACE = r"(?:,? ?(?:a|au|aux|en|dans) (?P<place>[a-z'-]+(?: [a-z'()0-9-]+){0,3}?))?"
NAME = r"(?P<name>(?: [a-z'-]+){1,3}?)??"
BORN = r"\b(?P<born>nee?s?|nait|naissait|naquit|vu le jour)\b"
# « née à Paris et morte le … »: the date is another's.
ANOTHER_STORY = re.compile(
    r"\b(?:et|mais|puis|mort|morte|decede|decedee|marie|mariee|affilie|j'ai|je)\b"
)
ORDINARY = r"\b(?:assures?|personnes?|generations?|ceux|celles|gens|agents|adherents|salaries|tous)\b[^.!?]{0,25}$"

PATTERNS = [
    re.compile(rf"\bne ?\(e\)(?: le)? ?:? ?{DATE}"),
    re.compile(
        rf"\b(?:date|jour|lieu|annee)s?(?: et lieux?)? (?:de|d'|ma) ?(?:naiss?ance|naiss)\b[^.!?\n\d]{{0,45}}?{DATE}"
    ),
    re.compile(
        rf"\b(?:naissance|naiss\.?|ddn|d\.d\.n\.?|date naissance|birthdate)\b[ :=,(]{{1,4}}(?:le |du |est )?{DATE}"
    ),
    re.compile(
        rf"{DATE},? (?:comme|est|c'est|:|=) (?:la |ma |sa )?(?:vraie |bonne )?date de naissance"
    ),
    re.compile(rf"\banniversaire\b[^.!?\n\d]{{0,20}}{DATE}"),
]
CORRECTION = re.compile(
    rf"\b(?:(?:au lieu du|et non(?: pas)?(?: le| du)?|alors que c'?est le|mais le|pas le|et (?:moi|lui|elle|mon mari|ma femme|mon epouse|mon conjoint|ma conjointe) (?:du |le )) ?){DATE}"
)

BIRTH = re.compile(rf"{BORN}{NAME}{PLACE},? (?:le |l'|un |du |en |:)? ?{DATE}")
MONTH_AND_YEAR = re.compile(
    rf"{BORN}{PLACE} (?:en|au mois de|courant|debut|fin) (?P<date>{MONTH} (?:de )?(?:19|20)?\d\d\b)"
)
YEAR_ALONE = re.compile(rf"{BORN}{PLACE},? en (?:l'an |l'annee )?(?P<date>(?:18|19|20)\d\d\b)")
AFTER_A_NAME = re.compile(rf"[a-z] ?[(,] ?(?P<date>{FIGURES})")


class DateOfBirth:
    """A date of birth. A year alone is kept only beside other personal data."""

    kind = "date_of_birth"
    placeholder = "[date de naissance masquée]"

    def find(self, passage: Passage) -> Iterator[Find]:
        low = passage.low
        births = [match for match in _said(passage) if not _speaks_of_everyone(low, match.start())]
        if births:
            births += CORRECTION.finditer(low)
        for match in births:
            yield Find(*_trimmed(match), sure=_has_a_year(match["date"]))
        for match in YEAR_ALONE.finditer(low):
            yield Find(*_trimmed(match), sure=False)
        yield from _after_a_name(low)


def _said(passage: Passage) -> Iterator[re.Match[str]]:
    """The dates that the words before them say are births."""
    for pattern in PATTERNS:
        yield from pattern.finditer(passage.low)
    for pattern in (BIRTH, MONTH_AND_YEAR):
        for match in pattern.finditer(passage.low):
            if _is_a_birth(passage.text, match):
                yield match


def _has_a_year(date: str) -> bool:
    """« Né un 2 janvier » alone says nothing of who."""
    return re.search(r"\d.*\D\d\d|\d{6}|mil|cent", date) is not None


def _after_a_name(low: str) -> Iterator[Find]:
    """« Durand Paul (12/03/1951) »: doubtful, and only for one old enough to write to us."""
    for match in AFTER_A_NAME.finditer(low):
        year = re.search(r"19[2-9]\d", match["date"])
        if year:
            yield Find(*match.span("date"), sure=False)


def _is_a_birth(text: str, match: re.Match[str]) -> bool:
    """Tells « né » from the « ne » of a negation, and the date of the birth from another date."""
    groups = match.groupdict()
    if ANOTHER_STORY.search(groups.get("place") or "") or ANOTHER_STORY.search(
        groups.get("name") or ""
    ):
        return False
    written = text[match.start("born") : match.end("born")].lower()
    return written not in ("ne", "nes") or not groups.get("name")


def _speaks_of_everyone(low: str, start: int) -> bool:
    return bool(re.search(ORDINARY, low[max(0, start - 45) : start]))


def _trimmed(match: re.Match[str]) -> tuple[int, int]:
    start = match.start("date")
    return start, start + len(match["date"].rstrip(" .-"))
