"""Naming topics: for each, a short phrase in its members' words, which those of the other topics do not use."""

import re
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from math import log, sqrt
from typing import Any

import numpy as np
from numpy.typing import NDArray

from analysis.masking.tagging import Word, tagged
from analysis.readers.writing import plain
from analysis.topics.phrases import phrases, root, telling

__all__ = ["NOTHING_SHARED", "RECIPE", "WORD", "Meaning", "names", "root"]

WORD = re.compile(r"(?<!\d)[^\W\d_]+(?:-[^\W\d_]+)*")

# A phrase names a topic when two members of the theme use each of its words, and a tenth of the topic's comments (at
# least two) one of them; where there is none, 7 %, then two comments.
FEWEST_USES = 2
SMALLEST_PARTS = (0.1, 0.07, 0.0)

# A phrase of several telling words says more than one word used a little more often, and one that several members of the
# theme say is surer.
TOLD_IN_FULL = {1: 1.0, 2: 1.5, 3: 1.4}
EACH_USE_ADDS, USES_COUNTED = 0.2, 4

# A phrase further than this from what the topic means (a cosine) does not name it, whatever its words.
FAR = 0.3
MOST_COMPARED = 30  # phrases of a topic, the best by their words

# A name of one word is joined by the next best word when its score is this part of the first one's.
NEARLY_AS_GOOD = 0.5
LONGEST_NAME = 60
SENTENCE_ENDS = frozenset('.!?…:«"')

# What these join is rarely one thing, unless members say it so: « installation sur les cotisations ».
LOOSE = re.compile(r" (à|au|aux|sur|sans|pour|avec|entre|contre|chez|par) ")

# Never the beginning of a comment: the name would outlive the comment it comes from.
NOTHING_SHARED = "Remarques diverses"

RECIPE = 3  # changes when the same topics get other names


@dataclass(frozen=True)
class Meaning:
    """What each topic means, as a direction of length 1, and what gives any words a vector of the same space."""

    directions: Sequence[NDArray[Any]]
    vectors: Callable[[Sequence[str]], NDArray[Any]]


@dataclass
class Candidate:
    """The phrases of a topic with the same telling words."""

    telling: frozenset[str]
    forms: Counter[str] = field(default_factory=Counter)
    form: str = ""
    """The usual one; of equals, the one whose words are the most written: « nombre de trimestres », not « trimestre »."""
    score: float = 0.0


@dataclass(frozen=True)
class Theme:
    """What the members of all the topics say together."""

    comments: int
    words: Mapping[str, int]
    written: Mapping[str, int]
    """How often each word is written so."""
    proper: Mapping[str, str]
    """The words that members write with a capital inside a sentence: « Urssaf », « FranceConnect »."""
    phrases: Mapping[frozenset[str], int]


def names(
    topics: Sequence[Sequence[str]],
    forbidden: Collection[str] = (),
    meaning: Meaning | None = None,
) -> list[str]:
    """A name for each topic, all different, without the `forbidden` words (as `root` gives them).

    A word tells as much as the part p of the topic's comments that use it, times log(p / q) where q is the same part in
    all topics together (c-TF-IDF counted in comments, so that nobody weighs twice: Grootendorst, arXiv 2203.05794). A
    phrase is judged by its words and, where `meaning` is given, by how near it is to what the topic means (as keywords are
    chosen by KeyBERT). It stands as a member wrote it, and two members at least use each of its words: it quotes nobody.
    """
    read = [tagged(map(plain, texts)) for texts in topics]
    theme = _theme(read)
    found = [_scored(comments, theme, forbidden) for comments in read]
    if meaning is not None:
        _weigh(found, meaning)
    named: list[str] = []
    said: set[str] = set()
    for candidates in found:
        chosen = _chosen(candidates, said)
        said |= {word for one in chosen for word in one.telling}
        named.append(_unlike(_name(chosen, theme), named))
    return named


def _theme(topics: Sequence[Sequence[Sequence[Word]]]) -> Theme:
    comments = [words for topic in topics for words in topic]
    return Theme(
        len(comments),
        Counter(word for words in comments for word in telling(words)),
        Counter(word.text.lower() for words in comments for word in words),
        _proper(comments),
        Counter(key for words in comments for key in {one.telling for one in phrases(words)}),
    )


def _proper(comments: Sequence[Sequence[Word]]) -> dict[str, str]:
    inside = Counter(
        word.text
        for words in comments
        for before, word in pairwise(words)
        if before.text not in SENTENCE_ENDS
    )
    usual: dict[str, str] = {}
    for text in sorted(inside, key=lambda text: (inside[text], text)):
        usual[text.lower()] = text
    return {lower: text for lower, text in usual.items() if lower != text}


# ---------------------------------------------------------------- by its words


def _scored(
    comments: Sequence[Sequence[Word]], theme: Theme, forbidden: Collection[str]
) -> list[Candidate]:
    """The phrases that may name a topic, the best first, as far as the rarest part allowed needs to go."""
    used = Counter(word for words in comments for word in telling(words))
    found = [
        one
        for one in _phrases(comments, theme)
        if not one.telling & set(forbidden) and _is_sound(one, used, theme)
    ]
    for one in found:
        one.score = _worth(one, used, len(comments), theme)
    for smallest in SMALLEST_PARTS:
        enough = [
            one
            for one in found
            if one.score > 0 and max(used[w] for w in one.telling) >= smallest * len(comments)
        ]
        if enough:
            return _best_first(enough)[:MOST_COMPARED]
    return []


def _phrases(comments: Sequence[Sequence[Word]], theme: Theme) -> list[Candidate]:
    """The phrases of a topic by their telling words; each comment counts once."""
    found: dict[frozenset[str], Candidate] = {}
    for words in comments:
        own = {one.telling: one.form for one in phrases(words) if len(one.form) <= LONGEST_NAME}
        for key, form in own.items():
            found.setdefault(key, Candidate(key)).forms[form] += 1
    for one in found.values():
        one.form = _usual_form(one.forms, theme)
    return list(found.values())


def _is_sound(one: Candidate, used: Mapping[str, int], theme: Theme) -> bool:
    """Whether several members use its words, and say them so or the phrase is short and joined closely."""
    return (
        all(theme.words[word] >= FEWEST_USES for word in one.telling)
        and max(used[word] for word in one.telling) >= FEWEST_USES
        and (
            theme.phrases[one.telling] >= FEWEST_USES
            or (len(one.telling) < 3 and not LOOSE.search(one.form))
        )
    )


def _usual_form(forms: Mapping[str, int], theme: Theme) -> str:
    def rank(form: str) -> tuple[int, int, int, str]:
        written = sum(theme.written[word] for word in form.split())
        return -forms[form], -written, len(form), form

    return min(forms, key=rank)


def _worth(one: Candidate, used: Mapping[str, int], size: int, theme: Theme) -> float:
    # A little above 1, so that a single topic, whose parts are those of everywhere, has a name.
    told = sum(
        used[word] / size * log(1.1 * (used[word] / size) / (theme.words[word] / theme.comments))
        for word in one.telling
    )
    surer = 1 + EACH_USE_ADDS * (min(theme.phrases[one.telling], USES_COUNTED) - 1)
    return sqrt(max(0.0, told)) * TOLD_IN_FULL[len(one.telling)] * surer


# ---------------------------------------------------------------- by what it means


def _weigh(topics: Sequence[list[Candidate]], meaning: Meaning) -> None:
    """Each phrase counts as it is near what its topic means; all are read at once."""
    forms = [one.form for candidates in topics for one in candidates]
    rows = iter(_directions(meaning.vectors(forms)) if forms else ())
    for candidates, direction in zip(topics, meaning.directions, strict=True):
        for one in candidates:
            # Rounded: the last digits of a vector depend on its neighbours in the batch.
            near = round(float(next(rows) @ direction), 3)
            one.score *= near**2 if near > FAR else 0
        candidates[:] = _best_first([one for one in candidates if one.score > 0])


def _directions(vectors: NDArray[Any]) -> NDArray[Any]:
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    rows: NDArray[Any] = vectors / np.where(lengths == 0, 1, lengths)
    return rows


# ---------------------------------------------------------------- the name


def _best_first(candidates: Sequence[Candidate]) -> list[Candidate]:
    return sorted(candidates, key=lambda one: (-round(one.score, 9), one.form))


def _chosen(ranked: Sequence[Candidate], said: set[str]) -> list[Candidate]:
    """The best phrase that says something no other name of the theme says; a word alone is joined by the next best."""
    for is_new in (set.isdisjoint, _adds_to):
        new = [one for one in ranked if is_new(set(one.telling), said)]
        if new:
            return _first_ones(new)
    return []


def _adds_to(words: set[str], said: set[str]) -> bool:
    """Whether a word is new: the last resort, « dossier complet » beside « dossier »."""
    return not words <= said


def _first_ones(ranked: Sequence[Candidate]) -> list[Candidate]:
    best = ranked[0]
    if len(best.telling) > 1:
        return [best]
    beside = [
        other
        for other in ranked[1:]
        if len(other.telling) == 1 and other.score >= NEARLY_AS_GOOD * best.score
    ]
    return [best, *beside[:1]]


def _name(chosen: Sequence[Candidate], theme: Theme) -> str:
    """These phrases with a capital; nobody's own words where nothing is shared."""
    if not chosen:
        return NOTHING_SHARED
    said = " et ".join(one.form for one in chosen)
    return _as_title(WORD.sub(lambda found: theme.proper.get(found[0], found[0]), said))


def _unlike(name: str, others: Sequence[str]) -> str:
    """The name, with a number where another topic has it."""
    same = sum(other.startswith(name) for other in others)
    return f"{name} ({same + 1})" if name in others else name


def _as_title(form: str) -> str:
    """With a capital and the apostrophes of print."""
    printed = form.replace("'", "’")
    return printed[:1].upper() + printed[1:]
