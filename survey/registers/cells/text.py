"""Plain text in a cell: spaces, invisible characters, the many ways of writing « nothing »."""

import re
import unicodedata

SPACES_IN_EXCESS = ("  ", "\u00a0", "\u202f", "\t")
# Zero-width characters, byte order marks in mid-text, soft hyphens, directional marks, controls.
INVISIBLE = re.compile(
    "[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\x00-\x08\x0e-\x1f\x7f]"
)
WORDS = re.compile(r"[^\W_]+")
NOTHING = frozenset(
    {
        "", "neant", "aucun", "aucune", "sans", "rien", "inconnu", "inconnue", "nc", "nr", "na", "n a",
        "n c", "n r", "n d", "nd", "null", "none", "nan", "vide", "non renseigne", "non renseignee",
        "non communique", "non communiquee", "non connu", "non connue", "pas de", "s o", "so",
        "sans objet", "x", "xx", "xxx", "xxxx",
    }
)  # fmt: skip
ERRORS = frozenset(
    {
        "#n/a", "#na", "#ref!", "#valeur!", "#value!", "#nom?", "#name?", "#div/0!", "#nul!", "#null!",
        "#nombre!", "#num!",
    }
)  # fmt: skip
FEW = 512  # readings kept in mind, for columns that repeat a few words
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def tidy(text: str) -> str:
    """One line, composed accents, single ordinary spaces, nothing invisible."""
    if text.isascii() and text.isalnum():
        return text
    return " ".join(INVISIBLE.sub("", unicodedata.normalize("NFC", text)).split())


def tidy_lines(text: str) -> str:
    """The same for a cell of several lines; empty lines go."""
    lines = (tidy(line) for line in text.splitlines())
    return "\n".join(line for line in lines if line)


def fold(text: str) -> str:
    """Lower-case words without accents or punctuation, for comparing."""
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text)
        text = "".join(sign for sign in text if not unicodedata.combining(sign))
    return " ".join(WORDS.findall(text.casefold()))


def says_nothing(text: str) -> bool:
    """« néant », « N/A », « - » and their like."""
    return fold(text) in NOTHING


def is_error(text: str) -> bool:
    """A spreadsheet's error value, or a column too narrow to be exported."""
    return text.casefold() in ERRORS or (len(text) > 2 and not text.strip("#"))


def looks_like_formula(text: str) -> bool:
    """A text that a spreadsheet would run. A telephone number or a lone dash is not one."""
    return text.startswith(FORMULA_STARTS) and not re.fullmatch(r"\+\d[\d .()-]*|-+", text)


def has_lost_accent(text: str) -> bool:
    """« Lef�vre » and « LEF?VRE »: the letter was lost before we got the file."""
    return "\ufffd" in text or re.search(r"[^\W\d]\?[^\W\d]", text) is not None
