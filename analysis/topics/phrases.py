"""Phrases that are the name of a thing, found by grammar: « délai de réponse », never « attente est longue »."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from analysis.masking.tagging import Word
from analysis.readers.writing import bare

LINKING_WORDS = Path(__file__).resolve().parent / "linking_words.txt"

# « dépôt des documents en ligne », « copie du traité de nomination »: beyond, it is a sentence.
LONGEST, MOST_TELLING = 6, 3
THINGS = ("NOUN", "PROPN")
JOINING = frozenset((
    "de", "d'", "d", "du", "des", "à", "a", "au", "aux", "en", "par", "sur", "sans", "pour", "avec", "entre", "contre", "chez",
))  # fmt: skip
ARTICLES = frozenset(["la", "le", "les", "l'"])

# « de mes cotisations »: whose they are is no business of a name. « de votre » stays out: it does not say its gender.
PLURAL, FEMININE, MASCULINE = (
    ("mes", "tes", "ses", "nos", "vos", "leurs"),
    ("ma", "ta", "sa"),
    ("mon", "ton", "son"),
)
OWNED = re.compile(rf"\b(de|à) ({'|'.join((*PLURAL, *FEMININE, *MASCULINE))}) (\w)", re.IGNORECASE)
FORGOTTEN_SIGN = re.compile(r"\b([dl]) (?=[aeiouhàâéèêëîïôûœ])")  # « barre d avancement »
JOINED = {"de": ("des", "de la", "du", "de l'"), "à": ("aux", "à la", "au", "à l'")}
ELIDED_BEFORE = frozenset("aeiouhàâéèêëîïôûœ")


@dataclass(frozen=True)
class Phrase:
    """A phrase as a member wrote it, and the words that tell something in it, as `root` compares them."""

    form: str
    telling: frozenset[str]


def root(word: str) -> str:
    """What several forms of a word have in common: no capital, accent or plural."""
    stripped = bare(word.lower())
    return stripped.rstrip("sx") if len(stripped) > 3 else stripped


@cache
def linking() -> frozenset[str]:
    """Words that link others and name nothing by themselves."""
    return frozenset(map(root, LINKING_WORDS.read_text(encoding="utf-8").split()))


def telling(words: Sequence[Word]) -> set[str]:
    """The things and qualities a text speaks of, each once."""
    return {root(word.text) for word in words if _tells(word)}


def things(words: Sequence[Word]) -> set[str]:
    """The things alone."""
    return {root(word.text) for word in words if _tells(word) and word.kind in THINGS}


def _tells(word: Word) -> bool:
    return (
        word.kind in (*THINGS, "ADJ")
        and len(word.text) > 1
        and word.text.replace("-", "").isalpha()
        and root(word.text) not in linking()
    )


def phrases(words: Sequence[Word]) -> Iterator[Phrase]:
    """The phrases of a text, each beginning with a thing and ending with a telling word, shorter ones too."""
    for first, word in enumerate(words):
        if word.kind in THINGS and _tells(word):
            for last in _ends(words, first):
                found = _phrase(words[first : last + 1])
                if found:
                    yield found


def _ends(words: Sequence[Word], first: int) -> Iterator[int]:
    """Where a phrase that begins here may end: after the thing, a quality of it, another thing joined to it."""
    last: int | None = first
    while last is not None and last - first < LONGEST:
        yield last
        last = _next(words, last)


def _next(words: Sequence[Word], last: int) -> int | None:
    """The next telling word that grammar lets join a phrase that ends here."""
    place = last + 1
    if place < len(words) and words[place].kind == "ADJ" and _tells(words[place]):
        return place
    if place >= len(words) or not _joins(words[place]):
        return None
    place += 1
    if place < len(words) and words[place].kind == "DET" and _may_stand(words[place]):
        place += 1
    is_thing = place < len(words) and words[place].kind in THINGS and _tells(words[place])
    return place if is_thing else None


def _joins(word: Word) -> bool:
    return word.kind == "ADP" and word.text.lower().replace("’", "'") in JOINING


def _may_stand(word: Word) -> bool:
    """Between what joins and what is joined."""
    said = word.text.lower().replace("’", "'")
    return said in (*ARTICLES, *PLURAL, *FEMININE, *MASCULINE)


def _phrase(words: Sequence[Word]) -> Phrase | None:
    """None when a word comes twice, or too many tell something."""
    said = [root(word.text) for word in words if _tells(word)]
    if len(set(said)) != len(said) or len(said) > MOST_TELLING:
        return None
    form = "".join(word.text + word.space for word in words).strip().lower()
    elided = FORGOTTEN_SIGN.sub(r"\1'", form.replace("’", "'"))
    return Phrase(_nobody_s(elided), frozenset(said))


def _nobody_s(form: str) -> str:
    """« solde de mes cotisations » as « solde des cotisations »."""
    return OWNED.sub(_article, form)


def _article(found: re.Match[str]) -> str:
    plural, feminine, masculine, elided = JOINED[found[1].lower()]
    owner, first = found[2].lower(), found[3]
    if owner in PLURAL:
        return f"{plural} {first}"
    if first.lower() in ELIDED_BEFORE:
        return f"{elided}{first}"
    return f"{feminine if owner in FEMININE else masculine} {first}"
