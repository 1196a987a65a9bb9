"""The figures of results: drawn once for each set of numbers, kept as files, the same for everybody."""

import hashlib
import json
import secrets
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from math import ceil, floor

from analysis.charts import (
    MARKS,
    NARROW,
    PERCENTS,
    WIDE,
    Chart,
    Group,
    Panel,
    Point,
    Range,
    Scale,
    Spot,
    Step,
    control,
    dots,
    flow,
    importance_performance,
    multiples,
    trend,
)
from analysis.indicators.breakdowns import Breakdown, Slice
from analysis.indicators.control_charts import Study
from analysis.indicators.indicators import FORMULAS, Unit
from analysis.results.disclosure import Audience
from analysis.results.results import Year
from analysis.themes.marks import Marks, ThemeMark
from core import folders, french
from survey.models import EventKind
from survey.replies import Ledger

KEPT = "figures"
EDITION = "6"  # raise it when the drawing changes
MARKED = ("satisfaction", "comprehension", "contact_satisfaction", "effort")
PERCENTED = ("contact_reached", "contact_reached_by_person", "autonomy")
THRESHOLDS = ((5.0, "moyen"), (8.0, "bien"))


@dataclass(frozen=True)
class Figure:
    """The same figure for a page and for a telephone; the style sheet shows one of them."""

    wide: str
    narrow: str
    alternative: str


def marks(years: Sequence[Year]) -> Figure:
    """The marks out of ten, one dot and interval a moment of life."""
    return _dots("Notes sur 10", years, MARKED, Unit.MARK)


def percents(years: Sequence[Year]) -> Figure:
    """The shares in percent, likewise."""
    return _dots("Parts en pourcentage", years, PERCENTED, Unit.PERCENT)


def own(years: Sequence[Year]) -> Figure | None:
    """The fund's own questions about its commitments, each where it was asked."""
    title = "Questions sur les engagements"
    drawn = [
        Group(one.label, [Point(year.kind.label.capitalize(), one.value, one.interval, one.n)])
        for year in years
        for one in year.indicators
        if one.code not in FORMULAS
    ]
    if not drawn:
        return None
    return kept(["own", title, drawn], lambda width: dots(title, drawn, PERCENTS, (), width))


def _dots(title: str, years: Sequence[Year], codes: Sequence[str], unit: Unit) -> Figure:
    groups = [Group(FORMULAS[code].label, [_point(year, code) for year in years]) for code in codes]
    scale = MARKS if unit is Unit.MARK else PERCENTS
    thresholds = THRESHOLDS if unit is Unit.MARK else ()
    return kept([title, groups], lambda width: dots(title, groups, scale, thresholds, width))


def _point(year: Year, code: str) -> Point:
    found = next(one for one in year.indicators if one.code == code)
    return Point(year.kind.label.capitalize(), found.value, found.interval, found.n)


def history(found: Breakdown) -> Figure:
    """One indicator, quarter after quarter, in its interval, with its breaks."""
    title = f"{found.formula.label}, {found.kind.label}"
    points = [_quarter(one) for one in found.quarters]
    breaks = {at: one.broken.why for at, one in enumerate(found.quarters) if one.broken}
    scale = _scale(found)
    return kept(
        ["trend", title, points, breaks],
        lambda width: trend(title, points, scale, width, breaks),
    )


def side_by_side(found: Sequence[Breakdown]) -> Figure:
    """The same for each moment of life, on one axis: they are never added up."""
    title = f"{found[0].formula.label}, par moment de vie"
    panels = [
        Panel(one.kind.label.capitalize(), [_quarter(quarter) for quarter in one.quarters])
        for one in found
    ]
    scale = _scale(found[0])
    return kept(["panels", title, panels], lambda width: multiples(title, panels, scale, width))


def controlled(found: Breakdown, seen: Study) -> Figure:
    """The control chart of an indicator."""
    title = f"Carte de contrôle : {found.formula.label}, {found.kind.label}"
    points = [_quarter(one, with_interval=False) for one in seen.quarters]
    ordinary = Range(seen.limits.centre, list(seen.limits.ranges), seen.limits.baseline)
    scale, called = _scale(found), sorted(seen.signals)
    return kept(
        ["control", title, points, asdict(ordinary), called],
        lambda width: control(title, points, ordinary, called, scale, width),
    )


def groups(title: str, found: Breakdown, slices: Sequence[Slice]) -> Figure:
    """Modes, or departments: one dot and interval each, on one scale."""
    drawn = [
        Group(
            one.label[:1].upper() + one.label[1:],  # a name keeps its own capitals
            [Point("", _value(one), one.estimate.interval if one.estimate else None, one.n)],
        )
        for one in slices
        if one.estimate is not None
    ]
    scale = _scale(found)
    return kept(["groups", title, drawn], lambda width: dots(title, drawn, scale, (), width))


def _scale(found: Breakdown) -> Scale:
    return MARKS if found.formula.unit is Unit.MARK else PERCENTS


def _value(one: Slice) -> float | None:
    return one.estimate.value if one.estimate else None


def _quarter(one: Slice, with_interval: bool = True) -> Point:
    """« T1 » over its year; a quarter that may not be shown says nothing, not even its number."""
    label = f"T{(one.since.month + 2) // 3}\n{one.since.year}"
    if one.estimate is None:
        return Point(label, None, None, 0)
    margin = one.estimate.interval if with_interval else None
    return Point(label, one.estimate.value, margin, one.n)


def what_weighs(found: Marks) -> Figure | None:
    """Themes by the mark of those who speak of them and their weight; None when no weight is known."""
    spots, mean = [_spot(one) for one in found.weighed], found.mean
    if not spots or mean is None:
        return None
    across = _ends([edge for one in spots for edge in one.across or ()], 1, 10)
    upright = _ends([edge for one in spots for edge in one.upright or ()], 10, 1)
    middle = (mean.value, sum(one.y for one in spots) / len(spots))
    title = f"Ce qui pèse sur la satisfaction, {found.kind.label}"
    return kept(
        ["weighs", title, spots, middle, across, upright],
        lambda width: importance_performance(title, spots, middle, across, upright, width),
    )


def _ends(edges: Sequence[float], steps: int, most: float) -> tuple[float, float]:
    """Round ends of an axis that hold all margins; `steps` to the unit."""
    return floor(min(edges) * steps) / steps, min(most, ceil(max(edges) * steps) / steps)


def _spot(one: ThemeMark) -> Spot:
    assert one.all.estimate is not None
    assert one.weight is not None
    size = french.count(one.all.n, "voix", "voix")
    mark, weight = one.all.estimate, one.weight
    return Spot(one.theme.title, mark.value, weight.value, mark.interval, weight.interval, size)


def who_answered(year: Year) -> Figure:
    """From life events to answers: what each step kept, and what became of the others."""
    return flowing(year.kind, flow_steps(year.ledger))


def flowing(kind: EventKind, steps: Sequence[Step]) -> Figure:
    """The same of any period, from its steps."""
    title = french.typeset(f"{kind.label.capitalize()} : de l’événement à la réponse")
    return kept([title, steps], lambda width: flow(title, steps, width))


def flow_steps(ledger: Ledger, with_events: bool = True) -> list[Step]:
    """The steps that may be told, in the figure as in the table under it."""
    steps = [
        Step("Événements", ledger.events),
        Step("Envois", ledger.sent, "des événements", "non sollicités"),
        Step("Réponses", ledger.answered, "des envois", "sans réponse"),
    ]
    return _no_few_leave(steps if with_events else steps[1:])


def _no_few_leave(steps: Sequence[Step]) -> list[Step]:
    """Without the steps from which fewer than five left: who knows of them would know each."""
    kept = [steps[-1]]
    for step in reversed(steps[:-1]):
        if step.of_before or not 0 < step.count - kept[0].count < Audience.INTERNAL:
            kept.insert(0, step)
    return kept


def kept(numbers: Sequence[object], draw: Callable[[int], Chart]) -> Figure:
    """The figure of these numbers, drawn if it never was. Loads matplotlib only then."""
    said = json.dumps([EDITION, numbers], default=_plain, sort_keys=True)
    file = folders.folder(KEPT) / f"{hashlib.sha256(said.encode()).hexdigest()[:32]}.json"
    if not file.exists():
        wide, narrow = draw(WIDE), draw(NARROW)
        fresh = file.with_suffix(f".{secrets.token_hex(4)}")
        fresh.write_text(json.dumps([wide.svg, narrow.svg, wide.alternative]), encoding="utf-8")
        fresh.replace(file)
    return Figure(*json.loads(file.read_text(encoding="utf-8")))


def _plain(value: object) -> object:
    return asdict(value)  # type: ignore[call-overload]
