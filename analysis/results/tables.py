"""Results as a table, on screen and as a CSV that French Excel opens well."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from analysis.dictionaries import BY_THEME, WITHHELD
from analysis.indicators.indicators import Formula, Indicator, Unit
from analysis.quality.quality import Quality, ThemeQuality
from analysis.results.results import Year
from analysis.statistics import Estimate
from analysis.themes.marks import Marks, Part, ThemeMark
from core import french
from core.csv_files import Cell


@dataclass(frozen=True)
class Row:
    """One indicator of one moment of life, in words."""

    year: Year
    indicator: Indicator

    @property
    def value(self) -> str:
        """« 8,5 sur 10 », « 62 % », or why nothing is said."""
        return self.say(self.indicator.value) if self.indicator.shown else WITHHELD

    @property
    def interval(self) -> str:
        """« 8,1 à 8,9 »."""
        bounds = self.indicator.interval
        if bounds is None:
            return "–"
        low, high = (french.number(bound, self.decimals) for bound in bounds)
        return f"{low} à {high}"

    @property
    def decimals(self) -> int:
        return 1 if self.indicator.unit.value == "/10" else 0

    def say(self, value: float | None) -> str:
        unit = f"sur{french.NBSP}10" if self.indicator.unit.value == "/10" else "%"
        return f"{french.number(value, self.decimals)}{french.NBSP}{unit}"


def value(formula: Formula, estimate: Estimate | None) -> str:
    """« 8,5 », « 62 % »."""
    if estimate is None:
        return WITHHELD
    said = french.number(estimate.value, _decimals(formula.unit))
    return said if formula.unit is Unit.MARK else f"{said}{french.NBSP}%"


def margin(formula: Formula, estimate: Estimate | None) -> str:
    """« 8,1 à 8,9 »."""
    if estimate is None:
        return "–"
    low, high = (french.number(bound, _decimals(formula.unit)) for bound in estimate.interval)
    return f"{low} à {high}"


def _decimals(unit: Unit) -> int:
    return 1 if unit is Unit.MARK else 0


def rows(years: Sequence[Year]) -> list[Row]:
    """One row an indicator and a moment of life."""
    return [Row(year, one) for year in years for one in year.indicators]


def theme_rows(found: Sequence[Marks]) -> list[tuple[Cell, ...]]:
    """Satisfaction by theme; a theme that may not be shown has its name alone."""
    return [_theme_cells(one, theme) for one in found for theme in one.themes]


def _theme_cells(found: Marks, one: ThemeMark) -> tuple[Cell, ...]:
    days = _days(found.since, found.until)
    start = (found.kind.value, *days, one.theme.title, one.theme.code)
    if one.all.estimate is None:
        return (*start, WITHHELD, *[""] * (len(BY_THEME.columns) - len(start) - 1))
    return (
        *start, one.all.n, *_three(one.all.estimate), one.change.beside,
        *_part(one.praise), *_part(one.complaint), *_three(one.weight),
    )  # fmt: skip


def _three(estimate: Estimate | None) -> tuple[Cell, ...]:
    if estimate is None:
        return ("", "", "")
    return tuple(round(value, 3) for value in (estimate.value, *estimate.interval))


def _part(part: Part) -> tuple[Cell, ...]:
    return (part.n, round(part.estimate.value, 3)) if part.estimate else (WITHHELD, "")


def quality_rows(found: Quality) -> list[tuple[Cell, ...]]:
    """How each theme is read; one of too few sentences has its name alone."""
    return [_quality_cells(one) for one in found.themes]


def _quality_cells(one: ThemeQuality) -> tuple[Cell, ...]:
    read = (one.sentences, *_three(one.found)) if one.found else (WITHHELD, "", "", "")
    right = (one.right.n, *_three(one.right)) if one.right else (WITHHELD, "", "", "")
    return (one.theme.title, one.theme.code, *read, *right)


def cells(lines: Sequence[Row]) -> list[tuple[Cell, ...]]:
    """The rows as a file holds them."""
    return [_cells(line) for line in lines]


def _cells(line: Row) -> tuple[Cell, ...]:
    year, one = line.year, line.indicator
    low, high = one.interval or (None, None)
    figures = tuple(_rounded(value, 3) for value in (low, high))
    rate = year.ledger.rate
    return (
        year.kind.value, *_days(year.since, year.until), one.label, one.code, _rounded(one.value, 3), one.unit.value, *figures,
        one.n, one.counted[1], year.ledger.sent, None if rate is None else round(100 * rate, 1),
    )  # fmt: skip


def _rounded(value: float | None, decimals: int) -> float | None:
    return None if value is None else round(value, decimals)


def _days(since: date, until: date) -> tuple[date, date]:
    """First and last days of a period that ends before `until`."""
    return since, until - timedelta(days=1)
