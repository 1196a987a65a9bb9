"""Names of persons: kept as written but for their spaces; « NOM Prénom » in one cell is split."""

from dataclasses import dataclass
from functools import lru_cache

from survey.registers.cells.text import FEW, fold, says_nothing, tidy
from survey.registers.remarks import Remark

CIVILITIES = {
    "m": "M.", "mr": "M.", "monsieur": "M.", "mm": "M.", "h": "M.", "homme": "M.",
    "mme": "Mme", "madame": "Mme", "mlle": "Mme", "mademoiselle": "Mme", "mrs": "Mme", "f": "Mme",
    "femme": "Mme", "melle": "Mme",
}  # fmt: skip
LETTER_ALONE = frozenset({"h", "f", "m"})  # civilities in their own column, initials elsewhere
PARTICLES = frozenset(
    {
        "de", "du", "des", "d", "la", "le", "les", "van", "von", "der", "den", "ben", "el", "al", "da", "dos",
        "di", "del", "saint", "st",
    }
)  # fmt: skip
# Fewer than elsewhere: So, Na and Sans are names.
NAMELESS = frozenset(
    {
        "",
        "neant",
        "inconnu",
        "inconnue",
        "aucun",
        "aucune",
        "nc",
        "n a",
        "null",
        "non renseigne",
        "x",
        "xx",
        "xxx",
    }
)


@dataclass(frozen=True, slots=True)
class Name:
    """A person's name; empty texts where nothing was given."""

    civility: str = ""
    last_name: str = ""
    first_name: str = ""
    remarks: tuple[Remark, ...] = ()


@lru_cache(maxsize=FEW)
def civility(text: str) -> str:
    """« M. » or « Mme » when it is one of the usual titles, else the text itself (« Maître »)."""
    return "" if says_nothing(text) else CIVILITIES.get(fold(text), tidy(text))


def separate(title: str, last_name: str, first_name: str) -> Name:
    """A name in its own columns, split all the same when the last name visibly holds both."""
    last, first = _written(last_name), _written(first_name)
    if not first and _is_mixed(last.split()):
        found = together(title, last)
        return found if found.first_name else Name(civility(title), last)
    return Name(civility(title), last, first)


def _written(text: str) -> str:
    return "" if fold(text) in NAMELESS else tidy(text)


def _is_mixed(words: list[str]) -> bool:
    """« DUPONT Jean »: words in capitals, then words that are not."""
    return len(words) > 1 and _capital(words[0]) and not _capital(words[-1])


def _capital(word: str) -> bool:
    return word.isupper() and len(word) > 1


def together(title: str, text: str, first_name_first: bool = False) -> Name:
    """« NOM Prénom » in one cell. Capitals tell where the last name ends; else it is a guess, said."""
    words = _written(text).split()
    found = civility(title)
    if (
        len(words) > 1
        and fold(words[0]) in CIVILITIES
        and fold(words[0]) not in LETTER_ALONE - {"m"}
    ):
        found, words = found or civility(words[0]), words[1:]
    if len(words) < 2:
        return Name(found, " ".join(words))
    last, first, sure = _halves(words, first_name_first)
    code = "name_split" if sure else "name_split_doubtful"
    remark = Remark(code, tidy(text), f"{last} / {first}")
    return Name(found, last, first, (remark,))


def _halves(words: list[str], first_name_first: bool) -> tuple[str, str, bool]:
    capitals = [word for word in words if _capital(word)]
    others = [word for word in words if not _capital(word)]
    if capitals and others and _in_one_block(words):
        return " ".join(capitals), " ".join(others), True
    if first_name_first:
        return " ".join(words[1:]), words[0], len(words) == 2
    cut = _end_of_last_name(words)
    return " ".join(words[:cut]), " ".join(words[cut:]), len(words) == 2


def _in_one_block(words: list[str]) -> bool:
    """The words in capitals follow each other, at the beginning or at the end."""
    shape = [_capital(word) for word in words]
    return shape in (sorted(shape), sorted(shape, reverse=True))


def _end_of_last_name(words: list[str]) -> int:
    """« DE LA TOUR MARIE »: particles belong to the word they precede."""
    for index, word in enumerate(words[:-1]):
        if fold(word).split()[-1:] and fold(word).split()[-1] not in PARTICLES:
            return index + 1
    return len(words) - 1
