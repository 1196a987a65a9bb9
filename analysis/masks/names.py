"""How far a name goes: from the word that opens it to the last that belongs to it."""

import re

from analysis.masks import cues
from analysis.masks.base import Passage
from analysis.masks.lexicon import (
    is_also_a_word,
    is_common,
    is_first_name,
    is_listed,
    is_nobody,
    is_place,
    is_surname,
    is_thing,
)
from analysis.masks.plain import bag
from analysis.masks.tokens import Word, tokens
from analysis.masks.trust import Trust, capital_opens, plausible, small_opens

# A name, as the indexes of its first word and of the one after its last.
Name = tuple[int, int]

OF = bag("de d du des")
AFTER_INITIAL = re.compile(r"\.? ?-?")


class Names:
    """The words of a passage, and the names that can be read from one of them."""

    def __init__(self, passage: Passage) -> None:
        self.passage = passage
        self.plain = passage.plain
        self.low = passage.low
        self.words = tokens(passage.plain)
        self.at = {word.start: index for index, word in enumerate(self.words)}

    def gap(self, at: int) -> str:
        """What stands between a word and the one before; empty outside the text."""
        return (
            self.plain[self.words[at - 1].end : self.words[at].start]
            if 0 < at < len(self.words)
            else ""
        )

    def extent(self, start: int, end: int) -> tuple[int, int]:
        """Characters of the words from `start` to `end`; a last initial keeps its full stop."""
        last = self.words[end - 1]
        dotted = last.end - last.start == 1 and self.plain[last.end : last.end + 1] == "."
        return self.words[start].start, last.end + dotted

    def follows(self, at: int) -> bool:
        """Whether another word follows after a single space or hyphen."""
        return at + 1 < len(self.words) and self.gap(at + 1) in (" ", "  ", "-")

    def does(self, at: int) -> bool:
        """Whether a word is followed by what somebody does: « Pierre m’a rappelé »."""
        end = self.words[at].end
        return cues.DOES.match(self.low[end : end + 60]) is not None

    def belongs_to_something(self, at: int) -> bool:
        """« rue Paul Bert », « saint Louis », « le fil d’Ariane »: the name of a thing."""
        back = at - 1
        if (
            back >= 0
            and self.words[back].low in ("d", "de", "du", "des", "la", "le")
            and self.gap(at) in ("'", " ")
        ):
            back -= 1
            if back >= 0 and self.words[back].low == "de":
                back -= 1
            return (
                back >= 0
                and self.words[back].low in cues.NOT_A_PERSON_AFTER
                and self._near(back, at)
            )
        return (
            back >= 0
            and self.gap(at) in (" ", "-", "'")
            and self.words[back].low in cues.NOT_A_PERSON_AFTER
        )

    def _near(self, back: int, at: int) -> bool:
        return not re.search(r"[.!?\n,;:]", self.plain[self.words[back].end : self.words[at].start])

    def initials_go_on(self, at: int) -> bool:
        """« R. Dubois » but not « L. 351-1 » nor « M. » the civility."""
        return self.words[at].low != "m" and self.gap(at + 1) in (". ", ".", ".-")

    def from_first_name(self, at: int) -> tuple[int, int]:
        """The name that a first name opens, wherever it stands."""
        end = at + 1
        while (longer := self._longer(at, end, Trust.LIKELY)) is not None:
            end = longer
        return at, end

    def two_unknown(self, at: int) -> Name | None:
        """« mon conseiller mads oennen »: two words in small letters that are not French."""
        if not self.follows(at) or at + 1 >= len(self.words):
            return None
        pair = self.words[at : at + 2]
        strange = all(
            len(word.low) > 3 and plausible(word.low) and not word.capital for word in pair
        )
        typed = any(cues.TYPED_TOGETHER.search(word.low) or is_nobody(word.low) for word in pair)
        return (at, at + 2) if strange and not typed else None

    def read(self, at: int, trust: Trust) -> Name | None:
        """The name that starts at a word, as word indexes, or None."""
        main = self._past_particles(at)
        if main >= len(self.words) or not self._opens(main, trust):
            if main > at and self._opens(at, trust) and self.words[at].low not in cues.FUNCTIONS:
                return at, at + 1
            return None
        end = main + 1
        while (longer := self._longer(main, end, trust)) is not None:
            end = longer
        return at, end

    def without_of(self, name: Name | None) -> Name | None:
        """« la fille de Jeanne »: the name without the « de » that leads to it; no town then."""
        if name is None:
            return None
        start, end = name
        while start + 1 < end and self.words[start].low in OF and not self.words[start].capital:
            start += 1
        led_to_a_town = start > name[0] and is_place(self.words[start].low)
        return None if led_to_a_town else (start, end)

    def with_surname_before(self, start: int, end: int) -> Name:
        """« Durand Paul », « Ton That Minh »: the surname that stands before a first name."""
        while start and self.gap(start) == " " and self._is_surname_of(start - 1, start):
            start -= 1
        return start, end

    def _is_surname_of(self, at: int, first_name: int) -> bool:
        word, after = self.words[at], self.words[first_name]
        if word.low in cues.HONORIFICS:
            return word.capital and not word.first and after.capital
        if word.low in cues.FUNCTIONS | cues.CIVILITIES | cues.RELATIONS:
            return False
        if is_nobody(word.low) and not (word.upper and is_surname(word.low)):
            return False
        if is_surname(word.low) and not is_common(word.low):
            return word.capital == after.capital
        if word.upper and len(word.low) > 3 and word.capital:
            return is_surname(word.low) or not is_common(word.low)
        return word.capital and after.capital and len(word.low) > 2 and not is_common(word.low)

    def _past_particles(self, at: int) -> int:
        """The first word after « de La », « Le », « d’ », « El »…"""
        while at + 1 < len(self.words):
            word = self.words[at]
            if word.low not in (
                cues.PARTICLES
                if word.capital or self.words[at + 1].capital
                else cues.LOWER_PARTICLES
            ):
                break
            elided = len(word.low) == 1 and word.low != "y" and word.low != "e"
            if self.gap(at + 1) not in (("'",) if elided else (" ", "-", "  ")):
                break
            at += 1
        return at

    def _opens(self, at: int, trust: Trust) -> bool:
        """Whether a word can be the first of a name."""
        word = self.words[at]
        if len(word.low) == 1:
            return self._is_initial(at, trust)
        parts = [part for part in word.low.split("-") if part not in cues.PARTICLES]
        if word.low in cues.FUNCTIONS or any(part in cues.FUNCTIONS for part in parts):
            return False
        if word.capital:
            return capital_opens(word, trust)
        return small_opens(word, trust)

    def _is_initial(self, at: int, trust: Trust) -> bool:
        word = self.words[at]
        if trust < Trust.CLEAR or word.low in "xyz" or not (word.capital or word.loud):
            return False
        dotted = self.plain[word.end : word.end + 1] == "."
        return dotted or (
            word.capital and word.low not in "ay" and self.plain[word.end : word.end + 1] != "'"
        )

    def _longer(self, main: int, end: int, trust: Trust) -> int | None:
        """Where the name ends if one more word, after its particles, belongs to it."""
        if end >= len(self.words):
            return None
        last = self.words[end - 1]
        if len(last.low) == 1:
            joined = AFTER_INITIAL.fullmatch(self.gap(end)) is not None
        else:
            joined = self.gap(end) in (" ", "  ", "-", " - ") or self._is_a_login(end)
        if not joined:
            return None
        word = self._past_particles(end)
        return word + 1 if self._goes_on(main, end, word, trust) else None

    def _ends_here(self, at: int) -> bool:
        """Whether no word follows: « Merci à John Lê ! »."""
        return at + 1 == len(self.words) or self.gap(at + 1)[:1] not in (" ", "'", "-")

    def _is_a_login(self, end: int) -> bool:
        """« jean.dupont »: two names held by a full stop without a space."""
        return self.gap(end) in (".", "_") and is_surname(self.words[end].low)

    def _goes_on(self, main: int, end: int, at: int, trust: Trust) -> bool:
        word, particle = self.words[at], at > end
        if len(word.low) == 1:
            return word.capital and self.plain[word.end : word.end + 1] == "." and not particle
        if word.low in cues.FUNCTIONS:
            return word.capital and self._ends_here(at) and is_first_name(self.words[end - 1].low)
        if word.low in cues.CIVILITIES or (word.low in cues.RELATIONS and not word.capital):
            return False
        if word.capital:
            return self._capital_goes_on(main, end, at)
        return self._small_goes_on(main, end, word, trust, particle)

    def _capital_goes_on(self, main: int, end: int, at: int) -> bool:
        """A capital goes on a name; an ordinary word or a town only as the surname of a first name."""
        word, particle = self.words[at], self.words[end:at]
        last = self.words[end - 1].low
        wants_surname = end == main + 1 and (is_first_name(last) or not is_surname(last))
        if is_surname(word.low) or is_first_name(word.low):
            return not (particle and is_place(word.low))
        if is_place(word.low):
            return wants_surname and not particle
        if is_thing(word.low):
            return wants_surname and not particle and cues.FROM_A_PLACE.search(word.low) is not None
        if is_listed(word.low):
            if particle:
                return particle[-1].capital
            return wants_surname and word.low not in cues.NOT_AFTER_A_NAME
        return not word.upper or len(word.low) > 4 or self.words[main].upper

    def _small_goes_on(self, main: int, end: int, word: Word, trust: Trust, particle: bool) -> bool:
        """In small letters, or shouted: a surname after a first name, or the reverse."""
        opener, last = self.words[main], self.words[end - 1]
        surname = is_surname(word.low) and not is_common(word.low)
        if opener.capital and not opener.loud:
            return surname and is_first_name(last.low)
        if is_nobody(word.low) and not surname:
            return False
        if particle:
            return surname or (trust >= Trust.CLEAR and not is_common(word.low))
        if is_first_name(last.low) or len(last.low) == 1:
            return (
                surname or plausible(word.low) or (is_surname(word.low) and trust >= Trust.LIKELY)
            )
        if trust is Trust.NAMED and end == main + 1 and plausible(word.low):
            return not cues.TYPED_TOGETHER.search(word.low)
        return (is_first_name(word.low) and not is_also_a_word(word.low)) or (
            surname and trust >= Trust.CLEAR
        )
