"""Scores of a self-assessment: by theme, by department, and the rates shown before them. Pure.

Formulas: a theme is the mean of its points, twice weighted where the charter itself gives the
number; a department is the mean of its themes, so that eleven rows do not drown three.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from actionplans.assessments.levels import POINTS
from actionplans.models import Level

KEPT = (Level.A, Level.B)
GREEN_FROM = 80.0  # our own decision, shown as such beside the figures
AMBER_FROM = 50.0
TOO_MANY_NOT_CONCERNED = 0.30  # beyond, somebody looks whether it is so (improvement §3.3)


@dataclass(frozen=True)
class Line:
    """One commitment as it was judged."""

    code: str
    theme: str
    level: Level
    is_explicit: bool = False
    """The charter itself gives the threshold."""
    fingerprint: str = ""
    """Of the criterion and its threshold: the same line from one year to the next."""

    @property
    def weight(self) -> int:
        return 2 if self.is_explicit else 1

    @property
    def is_scored(self) -> bool:
        return self.level in POINTS


@dataclass(frozen=True)
class Rate:
    """So many of so many."""

    count: int
    of: int

    @property
    def share(self) -> float | None:
        """Between 0 and 1; None of nothing."""
        return self.count / self.of if self.of else None


@dataclass(frozen=True)
class ThemeScore:
    """A theme in one department: its score, None when nothing is scored, and how it may be shown."""

    theme: str
    score: float | None
    respect: Rate
    is_floored: bool
    """A number given by the charter is not kept at all: never shown green."""

    @property
    def tone(self) -> str:
        """good, watch or bad; empty when there is nothing to show."""
        if self.score is None:
            return ""
        if self.score >= GREEN_FROM:
            return "watch" if self.is_floored else "good"
        return "watch" if self.score >= AMBER_FROM else "bad"


@dataclass(frozen=True)
class Scores:
    """Everything a department's self-assessment amounts to."""

    respect: Rate
    proof: Rate
    completeness: Rate
    not_concerned: Rate
    themes: tuple[ThemeScore, ...]
    score: float | None

    @property
    def says_too_often_not_concerned(self) -> bool:
        return (self.not_concerned.share or 0) > TOO_MANY_NOT_CONCERNED


def scores(lines: Sequence[Line]) -> Scores:
    """All the figures of one department. Themes keep the order of the lines."""
    return Scores(
        respect=respect(lines),
        proof=proof(lines),
        completeness=completeness(lines),
        not_concerned=not_concerned(lines),
        themes=tuple(_theme(name, rows) for name, rows in _by_theme(lines)),
        score=department_score(lines),
    )


def theme_score(lines: Iterable[Line]) -> float | None:
    """Weighted mean of the points, 0 to 100; None when no line is scored, never 0."""
    scored = [line for line in lines if line.is_scored]
    if not scored:
        return None
    total = sum(line.weight for line in scored)
    return sum(line.weight * POINTS[line.level] for line in scored) / total


def department_score(lines: Sequence[Line]) -> float | None:
    """Mean of the themes that have a score; None when none has."""
    each = [theme_score(rows) for _, rows in _by_theme(lines)]
    known = [score for score in each if score is not None]
    return sum(known) / len(known) if known else None


def respect(lines: Sequence[Line]) -> Rate:
    """Kept (A, B) among the scored."""
    return Rate(_count(lines, *KEPT), _count(lines, *POINTS))


def proof(lines: Sequence[Line]) -> Rate:
    """Proven (A) among the kept."""
    return Rate(_count(lines, Level.A), _count(lines, *KEPT))


def completeness(lines: Sequence[Line]) -> Rate:
    """Scored among those that had to be."""
    return Rate(_count(lines, *POINTS), _count(lines, *POINTS, Level.NOT_ASSESSED))


def not_concerned(lines: Sequence[Line]) -> Rate:
    """Said « non concerné » among all that is due."""
    return Rate(_count(lines, Level.NOT_CONCERNED), len(lines) - _count(lines, Level.NOT_DUE))


def is_floored(lines: Iterable[Line]) -> bool:
    """Whether a number the charter itself gives is not kept at all."""
    return any(line.is_explicit and line.level is Level.D for line in lines)


def _theme(name: str, lines: Sequence[Line]) -> ThemeScore:
    return ThemeScore(name, theme_score(lines), respect(lines), is_floored(lines))


def _by_theme(lines: Sequence[Line]) -> list[tuple[str, list[Line]]]:
    first_seen = {line.theme: rank for rank, line in reversed([*enumerate(lines)])}
    ordered = sorted(lines, key=lambda line: first_seen[line.theme])
    return [(name, list(rows)) for name, rows in groupby(ordered, key=lambda line: line.theme)]


def _count(lines: Iterable[Line], *levels: Level) -> int:
    return sum(line.level in levels for line in lines)


# ---------------------------------------------------------------- from one year to the next


@dataclass(frozen=True)
class Evolution:
    """How a score moved, and how much of it is only a change of what was judged.

    total = common + perimeter, exactly.
    """

    common: float
    """On the lines scored both years with the same fingerprint."""
    perimeter: float
    """What lines added, dropped or rewritten did to the score."""
    lines: int

    @property
    def total(self) -> float:
        return self.common + self.perimeter


def evolution(before: Sequence[Line], after: Sequence[Line]) -> Evolution | None:
    """The change of the department's score; None when there is no line in common."""
    known = {(line.code, line.fingerprint) for line in before if line.is_scored}
    kept = known & {(line.code, line.fingerprint) for line in after if line.is_scored}
    then, today = department_score(before), department_score(after)
    if not kept or then is None or today is None:
        return None
    common = _score_on(after, kept) - _score_on(before, kept)
    return Evolution(common, (today - then) - common, len(kept))


def _score_on(lines: Sequence[Line], kept: set[tuple[str, str]]) -> float:
    score = department_score([line for line in lines if (line.code, line.fingerprint) in kept])
    assert score is not None, "a common perimeter holds at least one scored line"
    return score
