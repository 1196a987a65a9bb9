"""Yes and no, as columns such as « opposition » and « décédé » write them."""

import re
from functools import lru_cache

from survey.registers.cells.dates import is_a_day
from survey.registers.cells.text import FEW, fold, tidy

YES = frozenset({"o", "oui", "1", "x", "vrai", "true", "y", "yes", "t", "v", "coche"})
NO = frozenset(
    {
        "n", "non", "0", "faux", "false", "f", "no", "neant", "aucun", "aucune", "sans", "rien", "nc", "nr",
        "null", "none", "na", "n a", "vide", "non renseigne", "pas", "ras", "sans objet", "so",
    }
)  # fmt: skip
SIGNS_OF_NOTHING = re.compile(r"[\s\-–—./_?*]*")
# Words which, in these columns, say yes by themselves.
TELLING = (
    "tutel", "curat", "sauvegard", "habilitation", "mandat", "protege", "dece", "dcd", "mort", "oppos", "refus",
    "litig", "content", "cra", "recours", "en cours", "annul", "stop", "ne pas", "tribunal",
)  # fmt: skip


@lru_cache(maxsize=FEW)
def says_yes(text: str) -> bool | None:
    """Yes, no, or None when it cannot be told. A date in such a column means yes."""
    if SIGNS_OF_NOTHING.fullmatch(text) and "?" not in text:
        return False
    folded = fold(text)
    if folded in NO or folded.startswith(("pas de ", "aucun", "non ")):
        return False
    if folded in YES or folded.startswith(("oui ", "o ")) or folded.startswith(TELLING):
        return True
    return _dated(tidy(text))


def _dated(text: str) -> bool | None:
    if not any(sign.isdigit() for sign in text):
        return None
    return is_a_day(text) if len(text) >= 5 else None


def day_says_yes(text: str) -> bool | None:
    """A « date of death »: figures that are not an empty day mean that the person has died."""
    verdict = says_yes(text)
    if verdict is None and any(sign.isdigit() for sign in text):
        return True
    return verdict
