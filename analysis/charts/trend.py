"""A trend: one indicator quarter after quarter, inside the band of its interval."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import groupby
from math import ceil, floor

from analysis.charts.base import NORMAL, SMALL, WIDE, Chart, Point, Scale, finished, in_words
from analysis.charts.canvas import Canvas, width_of
from core import french

HEIGHT, HEAD, FOOT, LEFT, RIGHT = 270.0, 26.0, 46.0, 44.0, 30.0
Height = Callable[[float], float]
STEPS, FEWEST_STEPS = 10, 4  # of the scale; a narrower axis would make mountains of chance


def trend(title: str, points: Sequence[Point], scale: Scale, width: int = WIDE) -> Chart:
    """The values as a line, each written on its dot; a withheld quarter leaves a hole.

    A label on two lines (« T1\\n2026 ») is drawn on two lines; its second line is said once for those that
    follow. The axis starts where the data need it, never under 0: this is no chart of areas.
    """
    canvas = Canvas(width, HEIGHT)
    low, high = _bounds(points, scale)
    step = (width - LEFT - RIGHT) / max(len(points) - 1, 1)
    start = LEFT if len(points) > 1 else width / 2
    xs = [start + step * place for place in range(len(points))]
    rise = (HEIGHT - HEAD - FOOT) / (high - low)

    def y(value: float) -> float:
        return HEIGHT - FOOT - (value - low) * rise

    for mark in _marks(low, high):
        canvas.line([LEFT - 12, width], [y(mark), y(mark)], "line", 1)
        canvas.words(LEFT - 18, y(mark) + 4, scale.step(mark), SMALL, "ink-soft", anchor="right")
    for run in _runs(points):
        _band(canvas, [(xs[at], points[at]) for at in run], y)
    _names(canvas, points, xs)
    _values(canvas, points, xs, scale, y)
    told = [in_words(_on_one_line(point), scale) for point in points]
    return finished(canvas, title, told)


def _bounds(points: Sequence[Point], scale: Scale) -> tuple[float, float]:
    """A range of the axis that holds all intervals, on round numbers, and is never too narrow."""
    seen = [
        edge
        for point in points
        if point.value is not None
        for edge in (*(point.interval or ()), point.value)
    ] or [0.0, scale.top]
    unit = scale.top / STEPS
    low, high = max(0, floor(min(seen) / unit)), min(STEPS, ceil(max(seen) / unit))
    while high - low < FEWEST_STEPS:
        high = min(STEPS, high + 1)
        if high - low < FEWEST_STEPS:
            low = max(0, low - 1)
    return low * unit, high * unit


def _marks(low: float, high: float) -> list[float]:
    """Four or five round numbers of the axis."""
    step = (high - low) / 10
    size = next(unit for unit in (0.5, 1, 2, 2.5, 5, 10, 20, 25) if unit >= step * 2)
    first = ceil(low / size)
    return [size * place for place in range(first, floor(high / size) + 1)]


def _runs(points: Sequence[Point]) -> list[list[int]]:
    """The places of points that follow one another without a hole."""
    shown = groupby(range(len(points)), lambda place: points[place].value is not None)
    return [list(places) for is_shown, places in shown if is_shown]


def _band(canvas: Canvas, run: Sequence[tuple[float, Point]], y: Height) -> None:
    edged = [(x, point.interval) for x, point in run if point.interval is not None]
    if len(edged) > 1:
        xs = [x for x, _ in edged]
        canvas.area(
            xs + xs[::-1],
            [y(edge.low) for _, edge in edged] + [y(edge.high) for _, edge in reversed(edged)],
            "accent-wash",
        )
    elif edged:
        x, edge = edged[0]
        canvas.line([x, x], [y(edge.low), y(edge.high)], "accent-wash", 14)
    values = [y(point.value) for _, point in run if point.value is not None]
    canvas.line([x for x, _ in run], values, "accent", 2.5)


def _names(canvas: Canvas, points: Sequence[Point], xs: Sequence[float]) -> None:
    said = ""
    for point, x in zip(points, xs, strict=True):
        first, _, second = point.label.partition("\n")
        canvas.words(x, HEIGHT - FOOT + 22, first, SMALL, "ink", anchor="center")
        if second != said:
            canvas.words(x, HEIGHT - FOOT + 39, second, SMALL, "ink-soft", anchor="center")
        said = second


def _values(
    canvas: Canvas, points: Sequence[Point], xs: Sequence[float], scale: Scale, y: Height
) -> None:
    last = max((at for at, point in enumerate(points) if point.value is not None), default=-1)
    room = xs[1] - xs[0] if len(xs) > 1 else canvas.width
    for at, (point, x) in enumerate(zip(points, xs, strict=True)):
        if point.value is None:
            canvas.words(x, HEIGHT - FOOT - 8, "–", NORMAL, "ink-soft", anchor="center")
            continue
        canvas.dot(x, y(point.value), 6.0 if at == last else 4.5, "accent")
        said = scale.say(point.value)
        if at == last or width_of(said, SMALL) + 6 < room or at == 0:
            size = NORMAL if at == last else SMALL
            canvas.words(x, y(point.value) - 12, said, size, "ink", at == last, "center")


def _on_one_line(point: Point) -> Point:
    return replace(point, label=point.label.replace("\n", french.NBSP))
