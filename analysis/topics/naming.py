"""Naming topics: for each, a short phrase its members use and those of the other topics do not."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from math import log
from pathlib import Path

from analysis.readers.writing import bare, plain

LINKING_WORDS = Path(__file__).resolve().parent / "linking_words.txt"

CLAUSE = re.compile(r"[^.,;:!?…()\[\]«»\"“”–—/]+")
WORD = re.compile(r"(?<!\d)[^\W\d_]+(?:-[^\W\d_]+)*")

# « mot de passe », « musique d'attente », « réponse par retour de courrier » is already too long.
LONGEST_PHRASE = 4

# A phrase names a topic when this many of its comments use it, and this part of them, at least:
# fewer is one person, or an accident.
FEWEST_USES = 2
SMALLEST_PART = 0.1

# A phrase of two telling words says more than one word used a little more often.
TELLING_COUNTS = {1: 1.0, 2: 2.5, 3: 3.0}

# A thing is nearly always announced (« la musique », « votre standard »), a verb or an adjective rarely:
# a phrase announced less often than this names nothing.
ANNOUNCED_ENOUGH = 0.2
SMALL_WORDS = """le la les l un une des du d au aux ce cet cette ces mon ma mes notre nos votre vos
leur leurs son sa ses"""
ANNOUNCING = frozenset(SMALL_WORDS.split())

# Inside a phrase, only what joins two things: « accès par téléphone », never « attente est longue ».
JOINING_WORDS = "le la les l de d du des à a au aux en par sur sans pour avec"
JOINING = frozenset(JOINING_WORDS.split())

# A second phrase joins a name of one word when its score is this part of the first one's.
NEARLY_AS_GOOD = 0.6
LONGEST_EXCERPT = 60

RECIPE = 2  # changes when the same topics get other names

Key = tuple[str, ...]


@dataclass
class Uses:
    """How one topic uses a phrase."""

    forms: Counter[str] = field(default_factory=Counter)
    """The phrase as written, and how many comments write it so."""
    announced: int = 0
    """In how many comments a small word announces it as a thing."""

    @property
    def comments(self) -> int:
        return self.forms.total()

    @property
    def part_announced(self) -> float:
        return self.announced / self.comments


def names(topics: Sequence[Sequence[str]]) -> list[str]:
    """A name for each topic, all different; where nothing is shared, the beginning of its first text.

    Score of a phrase in a topic: part p of its comments that use it, times log(p / q) where q is
    the same part in all topics together (c-TF-IDF counted in comments, so that nobody weighs
    twice), times how much a phrase of its kind says.
    """
    used = [_phrases(texts) for texts in topics]
    everywhere: Counter[Key] = Counter()
    for phrases in used:
        everywhere.update({key: uses.comments for key, uses in phrases.items()})
    total = sum(map(len, topics))
    said: set[str] = set()
    found = []
    for texts, phrases in zip(topics, used, strict=True):
        scores = {
            key: _score(key, uses, len(texts), everywhere[key] / total)
            for key, uses in phrases.items()
            if uses.comments >= max(FEWEST_USES, SMALLEST_PART * len(texts))
            and uses.part_announced >= ANNOUNCED_ENOUGH
        }
        chosen = _chosen(scores, said)
        said |= {word for key in chosen for word in _telling(key)}
        shared = " et ".join(_usual_form(phrases[key]) for key in chosen)
        found.append(_as_title(shared or _excerpt(texts[0])))
    return found


def _chosen(scores: dict[Key, float], said: set[str]) -> list[Key]:
    """The best phrase that says something new; a single word is joined by the next best one."""
    new = [key for key in scores if scores[key] > 0 and not _telling(key) & said]
    ranked = sorted(new, key=lambda key: (-scores[key], key))
    if not ranked or len(_telling(ranked[0])) > 1:
        return ranked[:1]
    best, *others = ranked
    beside = [
        key
        for key in others
        if scores[key] >= NEARLY_AS_GOOD * scores[best] and not _telling(key) & _telling(best)
    ]
    return [best, *beside[:1]]


def _score(key: Key, uses: Uses, size: int, part_everywhere: float) -> float:
    part = uses.comments / size
    told = TELLING_COUNTS.get(len(_telling(key)), max(TELLING_COUNTS.values()))
    # A little above 1, so that a single topic, whose parts are those of everywhere, has a name.
    return told * uses.part_announced * part * log(1.05 * part / part_everywhere)


def _usual_form(uses: Uses) -> str:
    return max(uses.forms, key=lambda form: (uses.forms[form], form))


def _telling(key: Key) -> set[str]:
    return {word for word in key if _is_telling(word)}


def _phrases(texts: Sequence[str]) -> dict[Key, Uses]:
    """The phrases of a topic and how they are used; each comment counts once."""
    uses: defaultdict[Key, Uses] = defaultdict(Uses)
    for text in texts:
        for key, (form, announced) in _well_formed(plain(text)).items():
            uses[key].forms[form] += 1
            uses[key].announced += announced
    return uses


def _well_formed(text: str) -> dict[Key, tuple[str, bool]]:
    """Phrases inside a clause that begin and end with a telling word, and whether announced."""
    phrases: dict[Key, tuple[str, bool]] = {}
    for clause in CLAUSE.findall(text):
        words = list(WORD.finditer(clause))
        keys = [_key(word[0]) for word in words]
        for first, last in _edges(keys):
            form = clause[words[first].start() : words[last].end()].lower()
            announced = first > 0 and words[first - 1][0].lower() in ANNOUNCING
            key = tuple(keys[first : last + 1])
            phrases[key] = (form, announced or phrases.get(key, (form, False))[1])
    return phrases


def _edges(keys: Sequence[str]) -> Iterator[tuple[int, int]]:
    """First and last word of each phrase."""
    for first in range(len(keys)):
        if not _is_telling(keys[first]):
            continue
        for last in range(first, min(first + LONGEST_PHRASE, len(keys))):
            if _is_telling(keys[last]):
                yield first, last
            elif keys[last] not in JOINING:
                break


def _key(word: str) -> str:
    """What several forms of a word have in common: no capital, accent or plural."""
    stripped = bare(word.lower())
    return stripped.rstrip("sx") if len(stripped) > 3 else stripped


def _is_telling(key: str) -> bool:
    return len(key) > 1 and key not in _linking()


@cache
def _linking() -> frozenset[str]:
    """Words that link others and name nothing by themselves."""
    return frozenset(map(_key, LINKING_WORDS.read_text(encoding="utf-8").split()))


def _excerpt(text: str) -> str:
    whole = plain(text)
    if len(whole) <= LONGEST_EXCERPT:
        return whole
    return whole[:LONGEST_EXCERPT].rsplit(" ", 1)[0] + "…"


def _as_title(form: str) -> str:
    """With a capital and the apostrophes of print."""
    printed = form.replace("'", "’")
    return printed[:1].upper() + printed[1:]
