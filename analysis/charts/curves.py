"""Curves: shares in percent along a number, a line each, with their bands, and the line of a perfect agreement."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from analysis.charts.base import NORMAL, PERCENTS, SHARES, SMALL, WIDE, Chart, Scale, finished
from analysis.charts.canvas import Canvas, folded, width_of
from analysis.statistics import Interval
from core import french

HEIGHT, HEAD, FOOT, LEFT = 330.0, 18.0, 54.0, 52.0
PLACED = 17.0  # pixels at least between two names at the end of lines
TONES = ("accent", "ink-soft", "c3", "c4")


@dataclass(frozen=True, slots=True)
class Along:
    """One point of a curve: where, how much (in percent), between what and what, and what it rests on."""

    x: float
    value: float
    interval: Interval | None = None
    said: str = ""


@dataclass(frozen=True, slots=True)
class Curve:
    """One line and its name, written at its end."""

    label: str
    points: Sequence[Along]
    banded: bool = False
    """Its intervals are drawn as a band; the first line's always are."""


@dataclass(frozen=True, slots=True)
class Across:
    """The lower axis: its ends, the numbers written, and what they are."""

    low: float
    high: float
    steps: tuple[float, ...]
    label: str
    scale: Scale = SHARES


def curves(
    title: str, drawn: Sequence[Curve], across: Across, upright: tuple[float, float],
    diagonal: str = "", width: int = WIDE,
) -> Chart:  # fmt: skip
    """Lines on one pair of axes; `diagonal` names the line where both numbers are equal, if it is wanted."""
    canvas = Canvas(width, HEIGHT)
    room = 150.0 if width >= 560 else 92.0
    if len(drawn) < 2:
        room = 24.0
    right = width - room

    def x(value: float) -> float:
        return LEFT + (value - across.low) * (right - LEFT) / (across.high - across.low)

    def y(value: float) -> float:
        low, high = upright
        return HEIGHT - FOOT - (value - low) * (HEIGHT - FOOT - HEAD) / (high - low)

    _axes(canvas, across, upright, (x, y), right)
    if diagonal:
        _diagonal(canvas, diagonal, across, upright, (x, y))
    for tone, curve in zip(TONES, drawn, strict=False):
        _band(canvas, curve, (x, y), tone)
    for tone, curve in zip(TONES, drawn, strict=False):
        _line(canvas, curve, (x, y), tone)
    if len(drawn) > 1:
        _names(canvas, drawn, (x, y), room - 12)
    told = [f"{curve.label} : {_in_words(curve, across)}" for curve in drawn]
    return finished(canvas, title, told)


Places = tuple[Callable[[float], float], Callable[[float], float]]


def _axes(
    canvas: Canvas, across: Across, upright: tuple[float, float], places: Places, right: float
) -> None:
    x, y = places
    low, high = upright
    step = 20 if high - low > 50 else 10 if high - low > 20 else 5
    mark = low - low % -step
    while mark <= high:
        canvas.line([LEFT, right], [y(mark), y(mark)], "line", 1)
        canvas.words(LEFT - 8, y(mark) + 4, SHARES.step(mark), SMALL, "ink-soft", anchor="right")
        mark += step
    for number in across.steps:
        said = across.scale.step(number)
        canvas.words(x(number), HEIGHT - FOOT + 20, said, SMALL, "ink-soft", anchor="center")
    middle = (LEFT + right) / 2
    canvas.words(middle, HEIGHT - 10, across.label, SMALL, "ink", anchor="center")


def _diagonal(
    canvas: Canvas, said: str, across: Across, upright: tuple[float, float], places: Places
) -> None:
    x, y = places
    low, high = max(across.low, upright[0]), min(across.high, upright[1])
    canvas.line([x(low), x(high)], [y(low), y(high)], "ink-soft", 1.2, (4, 4))
    at = low + (high - low) * 0.55
    canvas.words(x(at) + 14, y(at) + 16, said, SMALL, "ink-soft")


def _band(canvas: Canvas, curve: Curve, places: Places, tone: str) -> None:
    """The intervals: a band under the first line, upright strokes on the others so that none hides another,
    unless a band is asked for."""
    x, y = places
    edged = [(x(one.x), one.interval) for one in curve.points if one.interval is not None]
    if (tone == "accent" or curve.banded) and len(edged) > 1:
        xs = [place for place, _ in edged]
        ys = [y(edge.low) for _, edge in edged] + [y(edge.high) for _, edge in reversed(edged)]
        canvas.area(xs + xs[::-1], ys, "accent-wash" if tone == "accent" else "wash-deep")
        return
    for place, edge in edged:
        canvas.line([place, place], [y(edge.low), y(edge.high)], "line-strong", 1.2)


def _line(canvas: Canvas, curve: Curve, places: Places, tone: str) -> None:
    x, y = places
    canvas.line(
        [x(one.x) for one in curve.points], [y(one.value) for one in curve.points], tone, 2.5
    )
    for one in curve.points:
        canvas.dot(x(one.x), y(one.value), 4.5, tone)


def _names(canvas: Canvas, drawn: Sequence[Curve], places: Places, room: float) -> None:
    """At the end of each line, moved apart where two would touch."""
    x, y = places
    ends = sorted(
        (y(curve.points[-1].value), x(curve.points[-1].x), curve.label, tone)
        for tone, curve in zip(TONES, drawn, strict=False)
        if curve.points
    )
    free = 0.0
    for height, end, label, tone in ends:
        lines = folded(label, room, NORMAL)
        top = max(height - PLACED * (len(lines) - 1) / 2, free)
        for place, line in enumerate(lines):
            bold = width_of(line, NORMAL, True) <= room
            canvas.words(end + 12, top + 5 + PLACED * place, line, NORMAL, tone, bold)
        free = top + PLACED * len(lines) + 4


def _in_words(curve: Curve, across: Across) -> str:
    return ", ".join(_point_in_words(one, across) for one in curve.points)


def _point_in_words(one: Along, across: Across) -> str:
    margin = ""
    if one.interval is not None:
        margin = f" (entre {PERCENTS.say(one.interval.low)} et {PERCENTS.say(one.interval.high)})"
    beside = f", {one.said}" if one.said else ""
    return french.typeset(f"{across.scale.say(one.x)} : {PERCENTS.say(one.value)}{margin}{beside}")
