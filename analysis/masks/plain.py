"""Text made plain, one character for one: no accents, straight apostrophes, ordinary spaces."""

import unicodedata

_SIGNS = {
    **dict.fromkeys("’‘ʼ`´′", "'"),
    **dict.fromkeys("‐‑−", "-"),
    **dict.fromkeys("—―", "–"),
    **dict.fromkeys("“”„«»", '"'),
    **dict.fromkeys("\t\u00a0\u2007\u2009\u200a\u202f\u2002\u2003\u2060\u200b\ufeff", " "),
    "Ł": "L",
    "ł": "l",
    "Ø": "O",
    "ø": "o",
    "Đ": "D",
    "đ": "d",
    "ı": "i",
    "№": "n",
}


class _Plain(dict[int, str]):
    """Translation table filled as characters are met."""

    def __missing__(self, code: int) -> str:
        letter = chr(code)
        base = _SIGNS.get(letter) or unicodedata.normalize("NFD", letter)[0]
        self[code] = base if len(base.lower()) == 1 else "x"
        return self[code]


_TABLE = _Plain()


def plain(text: str) -> str:
    """The same text, same length, without accents; case is kept, ligatures too.

    Expects composed characters (NFC).
    """
    return text.translate(_TABLE)


def folded(word: str) -> str:
    """A word as the lists compare it: plain and in lower case."""
    return plain(unicodedata.normalize("NFC", word)).lower()


def bag(words: str) -> frozenset[str]:
    """The words of a line, as a set to look in."""
    return frozenset(words.split())
