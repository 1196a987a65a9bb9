"""The figures of results: drawn once for each set of numbers, kept as files, the same for everybody."""

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import asdict

from analysis.charts.base import MARKS, PERCENTS, Chart, Point
from analysis.charts.dots import Group, dots
from analysis.charts.flow import Step, flow
from analysis.charts.trend import trend
from analysis.indicators import FORMULAS, Unit
from analysis.results import Quarter, Year
from core import folders, french

KEPT = "figures"
EDITION = "1"  # raise it when the drawing changes
MARKED = ("satisfaction", "comprehension", "contact_satisfaction", "effort")
PERCENTED = ("contact_reached", "contact_reached_by_person", "autonomy")
THRESHOLDS = ((5.0, "moyen"), (8.0, "bien"))


def marks(years: Sequence[Year]) -> Chart:
    """The marks out of ten, one dot and interval a moment of life."""
    return _dots("Notes sur 10", years, MARKED, Unit.MARK)


def percents(years: Sequence[Year]) -> Chart:
    """The shares in percent, likewise."""
    return _dots("Parts en pourcentage", years, PERCENTED, Unit.PERCENT)


def _dots(title: str, years: Sequence[Year], codes: Sequence[str], unit: Unit) -> Chart:
    groups = [Group(FORMULAS[code].label, [_point(year, code) for year in years]) for code in codes]
    scale = MARKS if unit is Unit.MARK else PERCENTS
    thresholds = THRESHOLDS if unit is Unit.MARK else ()
    return _kept([title, groups], lambda: dots(title, groups, scale, thresholds))


def _point(year: Year, code: str) -> Point:
    found = next(one for one in year.indicators if one.code == code)
    return Point(year.kind.label.capitalize(), found.value, found.interval, found.n)


def history(title: str, code: str, quarters: Sequence[Quarter]) -> Chart:
    """One indicator, quarter after quarter, in its interval."""
    scale = MARKS if FORMULAS[code].unit is Unit.MARK else PERCENTS
    points = [
        Point(
            f"T{(one.since.month + 2) // 3}\n{one.since.year}",
            one.estimate.value if one.estimate else None,
            one.estimate.interval if one.estimate else None,
            one.n,
        )
        for one in quarters
    ]
    return _kept([title, points], lambda: trend(title, points, scale))


def who_answered(year: Year) -> Chart:
    """From life events to answers: what each step kept."""
    ledger = year.ledger
    steps = [
        Step("Événements", ledger.events),
        Step("Envois", ledger.sent, "des événements"),
        Step("Réponses", ledger.answered, "des envois"),
    ]
    title = french.typeset(f"{year.kind.label.capitalize()} : de l’événement à la réponse")
    return _kept([title, steps], lambda: flow(title, steps))


def _kept(numbers: Sequence[object], draw: Callable[[], Chart]) -> Chart:
    """The figure of these numbers, drawn if it never was. Loads matplotlib only then."""
    said = json.dumps([EDITION, numbers], default=_plain, sort_keys=True)
    file = folders.folder(KEPT) / f"{hashlib.sha256(said.encode()).hexdigest()[:32]}.json"
    if not file.exists():
        chart = draw()
        fresh = file.with_suffix(".new")
        fresh.write_text(json.dumps([chart.svg, chart.alternative]), encoding="utf-8")
        fresh.replace(file)
        return chart
    svg, alternative = json.loads(file.read_text(encoding="utf-8"))
    return Chart(svg, alternative)


def _plain(value: object) -> object:
    return asdict(value)  # type: ignore[call-overload]
