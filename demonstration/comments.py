"""What members write, and when: the shipped comments of a real year, told in the order of a story.

Each keeps its moment of life and its satisfaction. Their months are ours: before its action the
telephone is complained of more than after; the letters become harder to read.
"""

import csv
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

from analysis.corpus import FOLDER
from analysis.themes.themes import codes
from demonstration.calendar import LAST, MONTHS
from demonstration.sharing import fitted
from survey.models import EventKind

FILE: Path = FOLDER / "demonstration.csv"
NEUTRAL = 3
SPREAD = 1.5  # how far a brighter or darker story still wanders, in degrees of satisfaction


@dataclass(frozen=True)
class Comment:
    """One comment, with what its author thought, from 1 to 5, and its true themes."""

    kind: EventKind
    satisfaction: int
    themes: tuple[str, ...]
    text: str


def everything() -> list[Comment]:
    """All the shipped comments of a year."""
    with FILE.open(encoding="utf-8", newline="") as file:
        return [
            Comment(
                EventKind(line["event"]),
                int(line["satisfaction"]),
                tuple(line["labels"].split("|")),
                line["text"],
            )
            for line in csv.DictReader(file)
        ]


def read(chance: Random, scale: float) -> list[Comment]:
    """The comments, or a part of them, in no order."""
    found = everything()
    return chance.sample(found, round(len(found) * scale))


# ---------------------------------------------------------------- their months

Curve = Callable[[int], float]


def _falls_after(month: int) -> Curve:
    return lambda number: 8.0 if number <= month else 1.0


def _from_to(first: float, last: float) -> Curve:
    return lambda number: first + (last - first) * number / LAST


# Complaints of each subject, month after month; what is not there stays as it is.
COMPLAINTS: dict[str, Curve] = {
    "telephone": _falls_after(7),
    "site_connexion": _falls_after(9),
    "courrier_clarte": lambda number: 1.7 if number <= 5 else 0.7 + 0.6 * number / LAST,
    "suivi": _from_to(1.3, 0.7),
    "delai": _from_to(1.2, 0.8),
}
BRIGHTER, DARKER = ("telephone", "site_connexion", "delai"), ("courrier_clarte",)


def subject(comment: Comment) -> str:
    """What its month depends on: the complaint that has a story, else the main theme."""
    if comment.satisfaction <= NEUTRAL:
        told = [theme for theme in comment.themes if theme in ("telephone", "site_connexion")]
        return f"-{(told or comment.themes)[0]}"
    return comment.themes[0]


def by_month(
    chance: Random, comments: Sequence[Comment], room: Sequence[int]
) -> list[list[Comment]]:
    """The comments of each month; `room` says how many each holds, all of them together."""
    subjects = [*codes(), *(f"-{code}" for code in codes())]
    piles = {name: _pile(chance, name, comments) for name in subjects}
    leanings = [
        [COMPLAINTS.get(name.removeprefix("-"), _from_to(1, 1))(month) for month in range(MONTHS)]
        if name.startswith("-")
        else [1.0] * MONTHS
        for name in subjects
    ]
    counts = fitted(leanings, [len(pile) for pile in piles.values()], room)
    months: list[list[Comment]] = [[] for _ in range(MONTHS)]
    for pile, row in zip(piles.values(), counts, strict=True):
        for month, number in zip(months, row, strict=True):
            month += [pile.pop() for _ in range(number)]
    for month in months:
        chance.shuffle(month)
    return months


def _pile(chance: Random, name: str, comments: Sequence[Comment]) -> list[Comment]:
    """The comments of a subject, those of the first months on top."""
    theme = name.removeprefix("-")
    way = (theme in DARKER) - (theme in BRIGHTER)
    pile = [comment for comment in comments if subject(comment) == name]

    def place(comment: Comment) -> float:
        return way * comment.satisfaction + chance.gauss(0, SPREAD)

    return sorted(pile, key=place)
