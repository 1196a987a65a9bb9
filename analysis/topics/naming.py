"""Naming topics: for each, a short phrase its members use and those of the other topics do not."""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from math import log
from pathlib import Path

from analysis.readers.writing import bare, plain

LINKING_WORDS = Path(__file__).resolve().parent / "linking_words.txt"

CLAUSE = re.compile(r"[^.,;:!?…()\[\]«»\"“”–—/]+")
WORD = re.compile(r"(?<!\d)[^\W\d_]+(?:-[^\W\d_]+)*")

# « mot de passe », « musique d'attente », « réponse par retour de courrier » is already too long.
LONGEST_PHRASE = 4

# « envoyer », « expliquer »: what one does, announced by « le » as a thing would be; « courrier »,
# « dossier » and the few others are things.
INFINITIVE = re.compile(r"^(?!loyer$|foyer$|cancer$|hiver$|mer$).*(?<!i)er$")

# A phrase names a topic when this many of its comments use it, and this part of them, at least: fewer
# is one person, or an accident. Where none is used so widely the second part is enough.
FEWEST_USES = 2
SMALLEST_PARTS = (0.1, 0.07)

# A word is told in full (« attente » as « attente au téléphone ») by a phrase that this part of the
# comments with the word use.
SMALLEST_PART_IN_FULL = 0.2

# A phrase of two telling words says more than one word used a little more often.
TELLING_COUNTS = {1: 1.0, 2: 4.0, 3: 4.5}

# A thing is nearly always announced (« la musique », « votre standard »), a verb or an adjective rarely:
# a phrase announced less often than this names nothing.
ANNOUNCED_ENOUGH = 0.25
SMALL_WORDS = """le la les l un une des du d au aux ce cet cette ces mon ma mes notre nos votre vos
leur leurs son sa ses"""
ANNOUNCING = frozenset(SMALL_WORDS.split())

# Inside a phrase, only what joins two things: « accès par téléphone », never « attente est longue ».
JOINING_WORDS = "le la les l de d du des à a au aux en par sur sans pour avec"
JOINING = frozenset(JOINING_WORDS.split())

# A second phrase joins a name of one word when its score is this part of the first one's.
NEARLY_AS_GOOD = 0.4
# Never the beginning of a comment: the name would outlive the comment it comes from.
NOTHING_SHARED = "Remarques diverses"

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


def names(topics: Sequence[Sequence[str]], forbidden: Collection[str] = ()) -> list[str]:
    """A name for each topic, all different, without the `forbidden` words (as `root` gives them).

    Score of a phrase in a topic: part p of its comments that use it, times log(p / q) where q is
    the same part in all topics together (c-TF-IDF counted in comments, so that nobody weighs
    twice), times how much a phrase of its kind says.
    """
    used = [_allowed(_phrases(texts), forbidden) for texts in topics]
    everywhere: Counter[Key] = Counter()
    for phrases in used:
        everywhere.update({key: uses.comments for key, uses in phrases.items()})
    parts = {key: count / sum(map(len, topics)) for key, count in everywhere.items()}
    said: set[str] = set()
    found: list[str] = []
    for texts, phrases in zip(topics, used, strict=True):
        chosen = _chosen(phrases, parts, len(texts), said)
        said |= {word for key in chosen for word in _telling(key)}
        found.append(_unlike(_name(chosen, phrases), found))
    return found


def _allowed(phrases: dict[Key, Uses], forbidden: Collection[str]) -> dict[Key, Uses]:
    """The phrases without those a person does not want."""
    if not forbidden:
        return phrases
    return {words: uses for words, uses in phrases.items() if not set(words) & set(forbidden)}


def _name(chosen: Sequence[Key], phrases: dict[Key, Uses]) -> str:
    """These phrases with a capital; nobody's own words where nothing is shared."""
    forms = [_usual_form(phrases[key]) for key in chosen]
    return _as_title(" et ".join(forms)) if forms else NOTHING_SHARED


def _unlike(name: str, others: Sequence[str]) -> str:
    """The name, with a number where another topic has it."""
    same = sum(other.startswith(name) for other in others)
    return f"{name} ({same + 1})" if name in others else name


def _chosen(
    phrases: dict[Key, Uses], parts: dict[Key, float], size: int, said: set[str]
) -> list[Key]:
    """The best phrase that says something new, in full; a single word is joined by the next best."""
    for smallest, is_new in ((0, set.isdisjoint), (1, set.isdisjoint), (1, _adds_to)):
        fewest = max(FEWEST_USES, SMALLEST_PARTS[smallest] * size)
        scores = {
            key: _score(key, uses, size, parts[key])
            for key, uses in phrases.items()
            if uses.comments >= fewest
            and uses.part_announced >= ANNOUNCED_ENOUGH
            and is_new(_telling(key), said)
        }
        ranked = sorted((key for key in scores if scores[key] > 0), key=lambda k: (-scores[k], k))
        if ranked:
            return _first_ones(ranked, scores, phrases, said)
    return []


def _adds_to(words: set[str], said: set[str]) -> bool:
    """Whether a word is new: the last resort, « dossier complet » beside « dossier »."""
    return not words <= said


def _first_ones(
    ranked: Sequence[Key], scores: dict[Key, float], phrases: dict[Key, Uses], said: set[str]
) -> list[Key]:
    best = _in_full(ranked[0], phrases, said)
    if len(_telling(best)) > 1:
        return [best]
    beside = [
        key
        for key in ranked[1:]
        if scores[key] >= NEARLY_AS_GOOD * scores[ranked[0]] and not _telling(key) & _telling(best)
    ]
    return [best, *beside[:1]]


def _in_full(key: Key, phrases: dict[Key, Uses], said: set[str]) -> Key:
    """The phrase of two or three telling words that says this word more precisely, or the word."""
    enough = max(FEWEST_USES, SMALLEST_PART_IN_FULL * phrases[key].comments)
    longer = [
        other
        for other, uses in phrases.items()
        if len(_telling(other)) == len(_telling(key)) + 1
        and _telling(key) < _telling(other)
        and uses.comments >= enough
        and uses.part_announced >= ANNOUNCED_ENOUGH
        and not _telling(other) & said
    ]
    return max(longer, key=lambda one: (phrases[one].comments, one), default=key)


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
        keys = [root(word[0]) for word in words]
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


def root(word: str) -> str:
    """What several forms of a word have in common: no capital, accent or plural."""
    stripped = bare(word.lower())
    return stripped.rstrip("sx") if len(stripped) > 3 else stripped


@lru_cache(maxsize=50_000)  # asked of the same words again and again
def _is_telling(key: str) -> bool:
    return len(key) > 1 and key not in _linking() and not INFINITIVE.search(key)


@cache
def _linking() -> frozenset[str]:
    """Words that link others and name nothing by themselves."""
    return frozenset(map(root, LINKING_WORDS.read_text(encoding="utf-8").split()))


def _as_title(form: str) -> str:
    """With a capital and the apostrophes of print."""
    printed = form.replace("'", "’")
    return printed[:1].upper() + printed[1:]
