"""How members write: capitals, missing accents, typographic signs, and what is done about them."""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable

# Longer than any letter a member has sent; beyond it a comment is cut, not refused.
LONGEST = 20_000

# More capitals than this among the letters, and at least this many letters: the person shouts, or
# their telephone does.
SHOUTING, ENOUGH_LETTERS = 0.7, 6

# An accent is put back on a word when at least this part of its occurrences carry it: « numero »
# becomes « numéro », but « a » may be « a » or « à » and stays.
SURE_ACCENT = 0.8

MASKED = re.compile(r"\[[^\[\]]{1,60} masquée?s?\]")
WORD = re.compile(r"[^\W\d_]+")
SIGNS = str.maketrans(
    {"’": "'", "‘": "'", "\u00a0": " ", "\u202f": " ", "\u00ad": "", "\ufeff": ""}
)


def has_content(text: str) -> bool:
    """Whether anything is said: two different letters or digits at least (« aaaa » says nothing)."""
    signs = (sign.lower() for sign in text if sign.isalnum())
    first = next(signs, None)
    return first is not None and any(sign != first for sign in signs)


def plain(text: str) -> str:
    """The text on one line, with simple apostrophes and spaces, cut when it is endless.

    What was masked is left out: « [numéro de dossier masqué] » would count as talk of a file.
    """
    composed = unicodedata.normalize("NFC", text[:LONGEST])
    return " ".join(MASKED.sub(" ", composed).translate(SIGNS).split())


def calm(text: str) -> str:
    """The text in small letters when it was written in capitals; unchanged otherwise."""
    letters = [sign for sign in text if sign.isalpha()]
    capitals = sum(sign.isupper() for sign in letters)
    if len(letters) < ENOUGH_LETTERS or capitals <= SHOUTING * len(letters):
        return text
    return text[:1] + text[1:].lower()


def bare(text: str) -> str:
    """The text without its accents."""
    parts = unicodedata.normalize("NFKD", text)
    return "".join(sign for sign in parts if not unicodedata.combining(sign))


class Accents:
    """The accents members forget, learnt from comments that have them."""

    def __init__(self) -> None:
        self.accented: dict[str, str] = {}

    def learn(self, texts: Iterable[str]) -> None:
        """Keep the words seen nearly always with accents."""
        counts = Counter(word for text in texts for word in WORD.findall(plain(text).lower()))
        spellings: defaultdict[str, list[str]] = defaultdict(list)
        for word in counts:
            spellings[bare(word)].append(word)
        self.accented = {}
        for stripped, words in spellings.items():
            usual = max(words, key=lambda word: (counts[word], word))
            seen = sum(counts[word] for word in words)
            if usual != stripped and counts[usual] >= SURE_ACCENT * seen:
                self.accented[stripped] = usual

    def restore(self, text: str) -> str:
        """The text with the accents put back on the words where they are sure."""
        return WORD.sub(lambda found: self._restored(found[0]), text)

    def _restored(self, word: str) -> str:
        usual = self.accented.get(word.lower())
        if usual is None:
            return word
        return usual.capitalize() if word[0].isupper() else usual
