"""A control chart: the values, their ordinary range, and the points that call for a look."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from analysis.charts.base import SMALL, WIDE, Chart, Point, Scale, finished, in_words
from analysis.charts.canvas import Anchor, Canvas, width_of
from analysis.charts.trend import FOOT, HEAD, HEIGHT, LEFT, bounds, marks, names, on_one_line
from analysis.statistics import Interval

RIGHT = 92.0  # the words of the limits stand there


@dataclass(frozen=True, slots=True)
class Range:
    """The centre and the ordinary range around each point, in the units of the scale.

    `baseline` is how many of the first points they were computed from; later points are only judged by them.
    """

    centre: float
    ranges: Sequence[Interval]
    baseline: int


def control(
    title: str,
    points: Sequence[Point],
    ordinary: Range,
    signals: Collection[int],
    scale: Scale,
    width: int = WIDE,
) -> Chart:
    """Grey points inside grey limits; those that call for a look are in the accent, with their value."""
    canvas = Canvas(width, HEIGHT)
    right = RIGHT if width > 500 else 30.0
    step = (width - LEFT - right) / max(len(points) - 1, 1)
    xs = [LEFT + step * place for place in range(len(points))]
    low, high = _bounds(points, ordinary, scale)
    rise = (HEIGHT - HEAD - FOOT) / (high - low)

    def y(value: float) -> float:
        return HEIGHT - FOOT - (min(max(value, low), high) - low) * rise

    _limits(canvas, xs, ordinary, y, right)
    for mark in marks(low, high):
        canvas.words(LEFT - 18, y(mark) + 4, scale.step(mark), SMALL, "ink-soft", anchor="right")
    values = [
        (x, y(point.value)) for x, point in zip(xs, points, strict=True) if point.value is not None
    ]
    canvas.line([x for x, _ in values], [v for _, v in values], "none", 1.5)
    names(canvas, points, xs)
    _points(canvas, points, xs, signals, scale, y)
    told = [in_words(on_one_line(point), scale) for point in points]
    edges = ordinary.ranges[-1]
    said = f"moyenne {scale.say(ordinary.centre)}, limites de {scale.say(max(0.0, edges.low))} à {scale.say(min(scale.top, edges.high))} pour le dernier point"
    return finished(canvas, title, [said, *told])


def _bounds(points: Sequence[Point], ordinary: Range, scale: Scale) -> tuple[float, float]:
    edges = [Point("", ordinary.centre, one, 0) for one in ordinary.ranges]
    bare = [Point("", point.value, None, 0) for point in points]
    return bounds([*edges, *bare], scale)


def _limits(canvas: Canvas, xs: Sequence[float], ordinary: Range, y: object, right: float) -> None:
    assert callable(y)
    over = [*xs, *reversed(xs)]
    edges = [y(one.high) for one in ordinary.ranges] + [
        y(one.low) for one in reversed(ordinary.ranges)
    ]
    canvas.area(over, edges, "wash-deep")
    for pick in (0, 1):
        canvas.line(xs, [y(one[pick]) for one in ordinary.ranges], "line-strong", 1, (4, 3))
    canvas.line([xs[0], xs[-1]], [y(ordinary.centre)] * 2, "line-strong", 1)
    if right == RIGHT:
        last = ordinary.ranges[-1]
        middle = y(ordinary.centre)
        for said, at in (
            ("limite", min(y(last.high), middle - 15)),
            ("moyenne", middle),
            ("limite", max(y(last.low), middle + 15)),
        ):
            canvas.words(xs[-1] + 14, at + 4, said, SMALL, "ink-soft")
    if 0 < ordinary.baseline < len(xs):
        parting = (xs[ordinary.baseline - 1] + xs[ordinary.baseline]) / 2
        canvas.line([parting] * 2, [HEAD - 14, HEIGHT - FOOT], "ink-soft", 1, (2, 3))
        said = "limites calculées avant ce trait"
        space = width_of(said, SMALL)
        side: Anchor = "right" if parting > space + 4 else "left"
        start = parting + (-6 if side == "right" else 6)
        canvas.words(start, HEAD - 6, said, SMALL, "ink-soft", anchor=side)


def _points(
    canvas: Canvas,
    points: Sequence[Point],
    xs: Sequence[float],
    signals: Collection[int],
    scale: Scale,
    y: object,
) -> None:
    assert callable(y)
    last = max((at for at, point in enumerate(points) if point.value is not None), default=-1)
    written = -100.0
    for at, (x, point) in enumerate(zip(xs, points, strict=True)):
        if point.value is None:
            canvas.words(x, HEIGHT - FOOT - 8, "–", SMALL, "ink-soft", anchor="center")
            continue
        called = at in signals
        tone = "accent" if called else "none"
        canvas.dot(x, y(point.value), 5.5 if called else 4.0, tone)
        said = scale.say(point.value)
        if (called or at == last) and x - written >= width_of(said, SMALL) + 6:
            before = points[at - 1].value if at else None
            under = before is not None and before > point.value
            ink = "accent" if called else "ink"
            canvas.words(
                x, y(point.value) + (20 if under else -11), said, SMALL, ink, called, "center"
            )
            written = x
