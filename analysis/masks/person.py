"""Names of people, members and staff alike, without their civility."""

import re
from collections.abc import Iterator, Sequence
from functools import cache

from analysis.masks import cues
from analysis.masks.announced import announced
from analysis.masks.base import Find, Passage
from analysis.masks.lexicon import is_common, is_nobody, phrases
from analysis.masks.names import Name, Names
from analysis.masks.plain import plain
from analysis.masks.tokens import tokens
from analysis.masks.unannounced import is_unexplained, unannounced


class Person:
    """A person's name, first name and surname together; « Mme Lefèvre » leaves « Mme »."""

    kind = "person"
    placeholder = "[nom masqué]"

    def find(self, passage: Passage) -> Iterator[Find]:
        names = Names(passage)
        found = _without_famous(names, {*announced(names), *unannounced(names)})
        found |= set(_repeated(names, found))
        for start, end in _joined(passage.plain, [names.extent(*name) for name in found]):
            yield Find(start, end)


def may_name_somebody(text: str) -> bool:
    """Whether a text holds a capitalised word that no list explains: worth the model's time."""
    return any(is_unexplained(word) for word in tokens(plain(text)))


def _without_famous(names: Names, found: set[Name]) -> set[Name]:
    """The names found, less those of people everybody knows."""
    famous = [match.span() for match in _famous().finditer(names.low.replace("-", " "))]
    return {
        name
        for name in found
        if not any(start <= names.extent(*name)[0] < end for start, end in famous)
    }


@cache
def _famous() -> re.Pattern[str]:
    """The people everybody knows, unless a civility makes them somebody else."""
    people = "|".join(
        re.escape(name) for name in sorted(phrases("famous_names.txt"), key=len, reverse=True)
    )
    return re.compile(rf"(?<!\bm\. )(?<!\bmme )(?<!\bmonsieur )(?<!\bmadame )\b(?:{people})\b")


def _repeated(names: Names, found: set[Name]) -> Iterator[Name]:
    """The same name written again without its civility."""
    taken = {at for start, end in found for at in range(start, end)}
    again = {names.words[at].low for at in taken if len(names.words[at].low) > 2}
    again -= cues.PARTICLES | cues.FUNCTIONS
    for at, word in enumerate(names.words):
        if at in taken or word.low not in again or names.belongs_to_something(at):
            continue
        if (word.capital and not word.first) or not (is_common(word.low) or is_nobody(word.low)):
            yield at, at + 1


def _joined(text: str, extents: Sequence[tuple[int, int]]) -> Sequence[tuple[int, int]]:
    """Extents that touch, or that a space or a hyphen alone parts, made one."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(extents):
        last = joined[-1][1] if joined else -2
        if start <= last + 1 and text[last:start] in ("", " ", "-"):
            joined[-1] = (joined[-1][0], max(end, last))
        else:
            joined.append((start, end))
    return joined
