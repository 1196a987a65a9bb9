"""A trend: one indicator quarter after quarter, inside the band of its interval."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from math import ceil, floor
from types import MappingProxyType

from analysis.charts.base import NORMAL, SMALL, WIDE, Chart, Point, Scale, finished, in_words
from analysis.charts.canvas import Anchor, Canvas, width_of
from core import french

HEIGHT, HEAD, FOOT, LEFT, RIGHT = 270.0, 26.0, 46.0, 44.0, 30.0
Height = Callable[[float], float]
STEPS, FEWEST_STEPS = 10, 4  # of the scale; a narrower axis would make mountains of chance


def trend(
    title: str,
    points: Sequence[Point],
    scale: Scale,
    width: int = WIDE,
    breaks: Mapping[int, str] = MappingProxyType({}),
) -> Chart:
    """The values as a line, each written on its dot; a withheld quarter leaves a hole.

    A label on two lines (« T1\\n2026 ») is drawn on two lines; its second line is said once for those that
    follow. The axis starts where the data need it, never under 0: this is no chart of areas. `breaks` says
    before which points the series does not compare, and why: the line stops there.
    """
    canvas = Canvas(width, HEIGHT)
    low, high = bounds(points, scale)
    step = (width - LEFT - RIGHT) / max(len(points) - 1, 1)
    start = LEFT if len(points) > 1 else width / 2
    xs = [start + step * place for place in range(len(points))]
    rise = (HEIGHT - HEAD - FOOT) / (high - low)

    def y(value: float) -> float:
        return HEIGHT - FOOT - (value - low) * rise

    for mark in marks(low, high):
        canvas.line([LEFT - 12, width], [y(mark), y(mark)], "line", 1)
        canvas.words(LEFT - 18, y(mark) + 4, scale.step(mark), SMALL, "ink-soft", anchor="right")
    _breaks(canvas, xs, breaks)
    for run in runs(points, breaks):
        band(canvas, [(xs[at], points[at]) for at in run], y)
    names(canvas, points, xs)
    _values(canvas, points, xs, scale, y)
    told = [in_words(on_one_line(point), scale) for point in points]
    cuts = [f"rupture avant {on_one_line(points[at]).label} : {why}" for at, why in breaks.items()]
    return finished(canvas, title, told + cuts)


def _breaks(canvas: Canvas, xs: Sequence[float], breaks: Mapping[int, str]) -> None:
    """An upright line where the series stops comparing, with its reason where there is room."""
    for place, (at, why) in enumerate(breaks.items()):
        x = (xs[at - 1] + xs[at]) / 2 if at else xs[0] - 12
        canvas.line([x, x], [4, HEIGHT - FOOT], "ink-soft", 1, (2, 3))
        said, side = _beside(x, why, canvas.width)
        start = x + (6 if side == "left" else -6)
        canvas.words(start, 12 + 15 * place, said, SMALL, "ink-soft", anchor=side)


def _beside(x: float, why: str, width: float) -> tuple[str, Anchor]:
    """The reason on the side where it fits, or the one word that fits anywhere."""
    room = width_of(why, SMALL) + 8
    if x + room <= width:
        return why, "left"
    if x - room >= 0:
        return why, "right"
    return "rupture", "left" if x < width / 2 else "right"


def bounds(points: Sequence[Point], scale: Scale) -> tuple[float, float]:
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


def marks(low: float, high: float) -> list[float]:
    """Four or five round numbers of the axis."""
    step = (high - low) / 10
    size = next(unit for unit in (0.5, 1, 2, 2.5, 5, 10, 20, 25) if unit >= step * 2)
    first = ceil(low / size)
    return [size * place for place in range(first, floor(high / size) + 1)]


def runs(points: Sequence[Point], breaks: Collection[int] = ()) -> list[list[int]]:
    """The places of points that follow one another without a hole nor a break."""
    found: list[list[int]] = []
    for place, point in enumerate(points):
        if place == 0 or place in breaks or points[place - 1].value is None:
            found.append([])
        if point.value is not None:
            found[-1].append(place)
    return [run for run in found if run]


def band(canvas: Canvas, run: Sequence[tuple[float, Point]], y: Height) -> None:
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


def names(canvas: Canvas, points: Sequence[Point], xs: Sequence[float]) -> None:
    """The periods under the axis; when they are many, one in two, in three…, so that none touches another."""
    each = _stride([point.label.partition("\n")[0] for point in points], xs)
    said, under = "", -100.0
    for at, (point, x) in enumerate(zip(points, xs, strict=True)):
        first, _, second = point.label.partition("\n")
        if at % each == 0:
            canvas.words(x, HEIGHT - FOOT + 22, first, SMALL, "ink", anchor="center")
        half = width_of(second, SMALL) / 2
        if second != said and x - half >= under:
            canvas.words(x, HEIGHT - FOOT + 39, second, SMALL, "ink-soft", anchor="center")
            under = x + half + 6
        said = second


def _stride(said: Sequence[str], xs: Sequence[float]) -> int:
    if len(xs) < 2:
        return 1
    widest = max(width_of(one, SMALL) for one in said) + 6
    return max(1, ceil(widest / (xs[1] - xs[0])))


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
            over = not at or at != last or (points[at - 1].value or 0.0) <= point.value
            canvas.words(
                x, y(point.value) + (-12 if over else 22), said, size, "ink", at == last, "center"
            )


def on_one_line(point: Point) -> Point:
    return replace(point, label=point.label.replace("\n", french.NBSP))
