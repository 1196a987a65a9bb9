"""Life events and what surrounds them: the code of the event, its nature, the outcome of the request."""

from collections.abc import Mapping
from difflib import get_close_matches
from functools import lru_cache

from survey.registers.cells.cleaned import Cleaned
from survey.registers.cells.text import FEW, fold, says_nothing, tidy
from survey.registers.remarks import Remark

AFFILIATION, RETIREMENT = "affiliation", "retraite"

# The beginnings of words by which the fund's codes are known; « = » asks for the whole word.
WORDS = {
    AFFILIATION: (
        "=aff",
        "affil",
        "reaffil",
        "adhesion",
        "immatricul",
        "inscription",
        "installation",
    ),
    RETIREMENT: (
        "=ret",
        "retraite",
        "=liq",
        "liquid",
        "=dp",
        "propres",
        "jouissance",
        "=od",
        "pension",
    ),
}
PHRASES = {RETIREMENT: (("ouv", "droit"), ("ouv", "dr"), ("ouv", "pension"))}
SURVIVOR = ("=rev", "revers", "=dd", "derive", "survivant", "=rvs", "veuv", "ayant")
CANCELLED = ("annul", "=ann")
DEATH = ("=dc", "deces", "=dcd", "decede")
OTHERS = ("radi", "invalid", "mutation", "cessation", "demission")  # real events, not surveyed
SPELLINGS = {
    "affiliation": AFFILIATION, "adhesion": AFFILIATION, "liquidation": RETIREMENT, "retraite": RETIREMENT,
    "ouverture droits": RETIREMENT, "ouverture de droits": RETIREMENT,
}  # fmt: skip
# What somebody may say a code of the fund stands for.
MEANINGS = {
    AFFILIATION: "affiliation",
    RETIREMENT: "départ en retraite",
    "survivor": "réversion (non interrogée)",
    "deceased": "décès",
    "cancelled": "annulation",
}
OUTCOMES = {
    "accord": "accorde", "accept": "accorde", "favorable": "accorde", "attrib": "accorde",
    "valid": "accorde", "rej": "rejete", "refus": "rejete", "defavorable": "rejete",
    "aband": "abandonne", "retir": "abandonne", "desist": "abandonne", "sans suite": "abandonne",
    "class": "abandonne",
}  # fmt: skip


@lru_cache(maxsize=FEW)
def event(text: str) -> Cleaned[str]:
    """Affiliation or retirement; another event is refused, a survivor's pension excluded."""
    words = fold(text).split()
    if says_nothing(text):
        return Cleaned(None, (Remark("event_missing"),))
    excluded = tuple(_exclusions(words))
    named = None if _any(OTHERS, words) else _named(words)
    if named is None and not excluded:
        return _unknown(text)
    return Cleaned(None if _any(SURVIVOR, words) else named, excluded)


def as_told(text: str, codes: Mapping[str, str]) -> Cleaned[str]:
    """What somebody said this code stands for, else what it says by itself."""
    meaning = codes.get(fold(text), "")
    if meaning in (AFFILIATION, RETIREMENT):
        return Cleaned(meaning)
    return Cleaned(None, (Remark(f"excluded_{meaning}"),)) if meaning else event(text)


def _exclusions(words: list[str]) -> list[Remark]:
    reasons = {"survivor": SURVIVOR, "cancelled": CANCELLED, "deceased": DEATH}
    return [Remark(f"excluded_{name}") for name, starts in reasons.items() if _any(starts, words)]


def _named(words: list[str]) -> str | None:
    """The first word that names an event decides: « affiliation au régime de retraite »."""
    for word in words:
        for name, starts in WORDS.items():
            if _any(starts, [word]):
                return name
    for name, phrases in PHRASES.items():
        if any(all(_any((start,), words) for start in phrase) for phrase in phrases):
            return name
    return None


def _any(starts: tuple[str, ...], words: list[str]) -> bool:
    return any(
        word == start[1:] if start.startswith("=") else word.startswith(start)
        for start in starts
        for word in words
    )


def _unknown(text: str) -> Cleaned[str]:
    close = get_close_matches(fold(text), SPELLINGS, n=1, cutoff=0.75)
    if close:
        return Cleaned(None, (Remark("event_guessed", tidy(text), SPELLINGS[close[0]].upper()),))
    return Cleaned(None, (Remark("event_unknown", tidy(text)),))


@lru_cache(maxsize=FEW)
def nature(text: str) -> Cleaned[str]:
    """« droits propres » or nothing; a survivor's pension excludes."""
    words = fold(text).split()
    if says_nothing(text):
        return Cleaned()
    if _any(SURVIVOR, words):
        return Cleaned("reversion", (Remark("excluded_survivor"),))
    if _any(("=dp", "propre", "direct", "personnel"), words):
        return Cleaned("droits_propres")
    return Cleaned(None, (Remark("nature_unknown", tidy(text)),))


@lru_cache(maxsize=FEW)
def request_outcome(text: str) -> Cleaned[str]:
    """Granted, refused, given up: all are surveyed. A cancelled event is excluded."""
    folded = fold(text)
    if says_nothing(text):
        return Cleaned()
    if _any(CANCELLED, folded.split()):
        return Cleaned(None, (Remark("excluded_cancelled"),))
    for start, name in OUTCOMES.items():
        if folded.startswith(start):
            return Cleaned(name)
    return Cleaned(None, (Remark("request_outcome_unknown", tidy(text)),))
