"""Whether the fund keeps its charter: no single mean. A commitment by its departments, a theme by its median and range. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median

from actionplans.assessments import levels
from actionplans.assessments.scores import KEPT
from actionplans.bilans.fund_sheets import DepartmentSheet, Row
from actionplans.models import Level

FROM_BEST = (Level.A, Level.B, Level.C, Level.D)


@dataclass(frozen=True)
class Kept:
    """One commitment in the whole fund."""

    code: str
    title: str
    theme: str
    levels: Sequence[tuple[str, Level]]
    """(department, level) of those concerned, the lowest first."""

    @property
    def concerned(self) -> int:
        return len(self.levels)

    @property
    def keeping(self) -> int:
        """Departments at A or B."""
        return sum(level in KEPT for _, level in self.levels)

    @property
    def worst(self) -> Level:
        return self.levels[0][1]

    @property
    def worst_departments(self) -> list[str]:
        """Those at the lowest level, by name."""
        return [department for department, level in self.levels if level is self.worst]

    @property
    def is_kept_by_all(self) -> bool:
        return self.keeping == self.concerned

    @property
    def is_kept_by_fund(self) -> bool:
        """No concerned department is at D: a member who meets the fund meets any of them."""
        return self.worst is not Level.D


@dataclass(frozen=True)
class Spread:
    """One theme in the whole fund: the scores of its departments, never their mean."""

    theme: str
    kept: int
    """Commitments the fund keeps, among those that a department rated."""
    of: int
    scores: Sequence[tuple[str, float]]
    """(department, score), the lowest first."""

    @property
    def middle(self) -> float | None:
        return median(score for _, score in self.scores) if self.scores else None

    @property
    def lowest(self) -> float | None:
        return self.scores[0][1] if self.scores else None

    @property
    def highest(self) -> float | None:
        return self.scores[-1][1] if self.scores else None

    @property
    def lowest_department(self) -> str | None:
        """None when every department has the same score: naming one would accuse it."""
        return self.scores[0][0] if self.scores and self.lowest != self.highest else None


def commitments(sheets: Sequence[DepartmentSheet], codes: Sequence[str]) -> list[Kept]:
    """Every commitment of these codes that at least one department rated, in their order."""
    rated: dict[str, list[tuple[str, Level]]] = {}
    rows: dict[str, Row] = {}
    for sheet in sheets:
        for row in sheet.rows:
            level = Level(row["validated"])
            rows[row["code"]] = row
            if levels.is_scored(level):
                rated.setdefault(row["code"], []).append((sheet.department, level))
    return [
        Kept(code, rows[code]["title"], rows[code]["theme"], sorted(rated[code], key=_lowest_first))
        for code in codes
        if code in rated
    ]


def _lowest_first(one: tuple[str, Level]) -> tuple[int, str]:
    department, level = one
    return -FROM_BEST.index(level), department


def themes(sheets: Sequence[DepartmentSheet], kept: Iterable[Kept]) -> list[Spread]:
    """Every theme of these commitments, in their order."""
    by_theme: dict[str, list[Kept]] = {}
    for one in kept:
        by_theme.setdefault(one.theme, []).append(one)
    return [
        Spread(
            theme,
            sum(one.is_kept_by_fund for one in of_theme),
            len(of_theme),
            sorted(_scores(sheets, theme), key=lambda one: (one[1], one[0])),
        )
        for theme, of_theme in by_theme.items()
    ]


def _scores(sheets: Sequence[DepartmentSheet], theme: str) -> list[tuple[str, float]]:
    return [
        (sheet.department, one.score)
        for sheet in sheets
        for one in sheet.scores.themes
        if one.theme == theme and one.score is not None
    ]


def most_broken(kept: Iterable[Kept]) -> list[Kept]:
    """Those that not all departments keep: the lowest level first, then the most departments that do not."""
    broken = [one for one in kept if not one.is_kept_by_all]
    return sorted(
        broken,
        key=lambda one: (-FROM_BEST.index(one.worst), one.keeping - one.concerned, one.code),
    )
