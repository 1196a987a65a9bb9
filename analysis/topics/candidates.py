"""The phrases that may name the topics of a theme: those its members say, and usual ones made of their words."""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path

from analysis.masking.tagging import Word
from analysis.topics.phrases import ARTICLES, JOINING, THINGS, phrases, root

USUAL_PHRASES = Path(__file__).resolve().parent / "usual_phrases.txt"

# Two members of the theme at least use each word of a name: it quotes nobody.
FEWEST_USES = 2
LONGEST_NAME = 60
SHORTEST_STEM = 5  # letters that two words of one family begin with: « réponse », « répondu »

# A word alone names a thing only where members use it as one: « gentil » is taken for a thing now and then.
MOSTLY = 0.75

ORDERS = "ez"  # « Continuez » at the head of a sentence is taken for a thing too

SENTENCE_ENDS = frozenset('.!?…:«"')
WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")

# What these join is rarely one thing, unless members say it so: « installation sur les cotisations ».
LOOSE = re.compile(r" (à|au|aux|en|sur|sans|pour|avec|entre|contre|chez|par) ")
SMALL_WORDS = (JOINING | ARTICLES | {"l", "vers", "jusqu", "dans", "après", "trop"}) - {"sans"}
MISSING = frozenset(["sans", "manque", "absence", "perte"])


@dataclass(frozen=True)
class Candidate:
    """A phrase that may name a topic."""

    form: str
    telling: frozenset[str]
    """Its words as `root` compares them, without those that only join."""
    said: int
    """Comments of the theme that say the phrase so."""
    is_usual: bool

    @property
    def qualities(self) -> frozenset[str]:
        """Those of its words that judge: a quality of the word before, something missing: « lettre *claire* », « *manque* »."""
        return frozenset(root(word) for word in _qualities(self.form))


@dataclass(frozen=True)
class Theme:
    """The comments of all the topics of a theme, in the same order, as tagged words."""

    topics: Sequence[Sequence[Sequence[Word]]]

    def said(self) -> list[list[frozenset[str]]]:
        """The words of each comment of each topic, verbs too."""
        return [
            [
                frozenset(root(word.text) for word in words if word.text[:1].isalpha())
                for words in topic
            ]
            for topic in self.topics
        ]

    def comments(self) -> Iterator[Sequence[Word]]:
        return (words for topic in self.topics for words in topic)


def candidates(theme: Theme, forbidden: Collection[str]) -> list[Candidate]:
    """Every phrase that may name a topic of the theme, without the `forbidden` words, always in the same order.

    Two members at least use each of its words: as it is, or, in a usual phrase, in another form of the same family.
    """
    uses = Counter(word for topic in theme.said() for words in topic for word in words)
    found = {one.telling: one for one in _own(theme, uses)}
    for one in _usual(uses, found):
        found[one.telling] = one
    kept = [one for one in found.values() if not one.telling & set(forbidden)]
    return sorted(kept, key=lambda one: one.form)


# ---------------------------------------------------------------- what members say


def _own(theme: Theme, uses: Mapping[str, int]) -> Iterator[Candidate]:
    forms: defaultdict[frozenset[str], Counter[str]] = defaultdict(Counter)
    for words in theme.comments():
        own = {one.telling: one.form for one in phrases(words) if len(one.form) <= LONGEST_NAME}
        for telling, form in own.items():
            forms[telling][form] += 1
    written = Counter(word.text.lower() for words in theme.comments() for word in words)
    things = _things(theme)
    for telling, counted in forms.items():
        form, said = _usual_form(counted, written), counted.total()
        is_a_thing = len(telling) > 1 or telling <= things
        are_used = all(uses[word] >= FEWEST_USES for word in telling)
        if is_a_thing and are_used and _is_sound(form, telling, said):
            yield Candidate(form, telling, said, is_usual=False)


def _is_sound(form: str, telling: Collection[str], said: int) -> bool:
    """Whether several members say it so, or the phrase is short and joined closely."""
    return said >= FEWEST_USES or (len(telling) < 3 and not LOOSE.search(form))


def _usual_form(forms: Mapping[str, int], written: Mapping[str, int]) -> str:
    """The one most say; of equals, the one whose words are the most written: « nombre de trimestres »."""

    def rank(form: str) -> tuple[int, int, int, str]:
        return -forms[form], -sum(written[word] for word in form.split()), len(form), form

    return min(forms, key=rank)


def _things(theme: Theme) -> frozenset[str]:
    """The words that are things nearly wherever they are used."""
    uses: Counter[str] = Counter()
    as_things: Counter[str] = Counter()
    for words in theme.comments():
        for word in words:
            uses[root(word.text)] += 1
            as_things[root(word.text)] += word.kind in THINGS
    return frozenset(
        word
        for word, said in as_things.items()
        if said >= MOSTLY * uses[word] and not word.endswith(ORDERS)
    )


# ---------------------------------------------------------------- what everybody says


def _usual(uses: Mapping[str, int], own: Mapping[frozenset[str], Candidate]) -> Iterator[Candidate]:
    families: defaultdict[str, int] = defaultdict(int)
    for word, said in uses.items():
        families[word[:SHORTEST_STEM]] += said
    for telling, form in usual_phrases().items():
        if all(_used(word, uses, families) for word in telling):
            yield Candidate(
                form, telling, own[telling].said if telling in own else 0, is_usual=True
            )


def _used(word: str, uses: Mapping[str, int], families: Mapping[str, int]) -> bool:
    has_stem = len(word) >= SHORTEST_STEM
    return (families[word[:SHORTEST_STEM]] if has_stem else uses[word]) >= FEWEST_USES


@cache
def usual_phrases() -> dict[frozenset[str], str]:
    """Noun phrases of the trade and of everybody's French, by their words; of the same words, the first one."""
    lines = USUAL_PHRASES.read_text(encoding="utf-8").splitlines()
    found: dict[frozenset[str], str] = {}
    for line in lines:
        found.setdefault(frozenset(root(word) for word in _words(line)), line)
    return found


def _words(form: str) -> list[str]:
    return [word for word in WORD.findall(form) if word not in SMALL_WORDS]


def _qualities(form: str) -> Iterator[str]:
    for before, word in pairwise(["", *WORD.findall(form)]):
        joins = not before or before in SMALL_WORDS or before in MISSING
        if word in MISSING or not (joins or word in SMALL_WORDS):
            yield word


def proper_names(theme: Theme) -> dict[str, str]:
    """The words that members write with a capital inside a sentence: « Urssaf », « FranceConnect »."""
    inside = Counter(
        word.text
        for words in theme.comments()
        for before, word in pairwise(words)
        if before.text not in SENTENCE_ENDS
    )
    usual: dict[str, str] = {}
    for text in sorted(inside, key=lambda text: (inside[text], text)):
        usual[text.lower()] = text
    return {lower: text for lower, text in usual.items() if lower != text}
