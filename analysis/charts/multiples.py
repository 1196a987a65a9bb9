"""Small multiples: the same drawing for each moment of life or each question, on one axis, side by side."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import chain

from analysis.charts.base import (
    NORMAL,
    SIDE_BY_SIDE,
    SMALL,
    WIDE,
    WITHHELD,
    Chart,
    Point,
    Scale,
    finished,
    in_words,
)
from analysis.charts.canvas import Canvas, folded
from analysis.charts.trend import band, bounds, on_one_line, runs

PLOT, HEAD, FOOT, GAP, LEFT = 84.0, 42.0, 22.0, 26.0, 34.0
RIGHT = 44.0  # the last value stands there


@dataclass(frozen=True, slots=True)
class Panel:
    """One of the drawings: its name and its points, in the same order as in the others."""

    label: str
    points: Sequence[Point]


@dataclass(frozen=True, slots=True)
class _Place:
    left: float
    top: float
    width: float

    def xs(self, number: int) -> list[float]:
        step = (self.width - LEFT - RIGHT) / max(number - 1, 1)
        return [self.left + LEFT + step * at for at in range(number)]


def multiples(title: str, panels: Sequence[Panel], scale: Scale, width: int = WIDE) -> Chart:
    """Each panel: its name, its line in its band, and its last value. The axis is the same for all."""
    columns = 3 if width >= SIDE_BY_SIDE and len(panels) > 4 else 2 if width >= SIDE_BY_SIDE else 1
    wide = (width - GAP * (columns - 1)) / columns
    row = HEAD + PLOT + FOOT + GAP
    lines = -(-len(panels) // columns) if panels else 1
    canvas = Canvas(width, row * lines - GAP)
    low, high = bounds(list(chain.from_iterable(panel.points for panel in panels)), scale)
    for at, panel in enumerate(panels):
        place = _Place((wide + GAP) * (at % columns), row * (at // columns), wide)
        _panel(canvas, panel, place, scale, (low, high))
    told = [
        f"{panel.label}, {in_words(on_one_line(point), scale)}"
        for panel in panels
        for point in panel.points
    ]
    return finished(canvas, title, told)


def _panel(
    canvas: Canvas, panel: Panel, place: _Place, scale: Scale, axis: tuple[float, float]
) -> None:
    low, high = axis
    bottom = place.top + HEAD + PLOT

    def y(value: float) -> float:
        return bottom - (value - low) * PLOT / (high - low)

    name = folded(panel.label, place.width, NORMAL, bold=True)[:2]
    for at, line in enumerate(name):
        canvas.words(place.left, place.top + 14 + 17 * at, line, NORMAL, bold=True)
    xs = place.xs(len(panel.points))
    for mark in (low, high):
        canvas.line(
            [place.left + LEFT - 6, place.left + place.width - RIGHT + 8], [y(mark)] * 2, "line", 1
        )
        canvas.words(
            place.left + LEFT - 10, y(mark) + 4, scale.step(mark), SMALL, "ink-soft", anchor="right"
        )
    for run in runs(panel.points):
        band(canvas, [(xs[at], panel.points[at]) for at in run], y)
    if not _values(canvas, panel, xs, y, scale):
        middle = place.left + (LEFT + place.width - RIGHT) / 2
        canvas.words(middle, bottom - PLOT / 2 + 4, WITHHELD, SMALL, "ink-soft", anchor="center")
    _named(canvas, panel, xs, bottom + 17)


def _values(
    canvas: Canvas, panel: Panel, xs: Sequence[float], y: Callable[[float], float], scale: Scale
) -> bool:
    """A dot on the last point and on those that stand alone, the last value written; False when none is shown."""
    found = runs(panel.points)
    for run in found:
        value = panel.points[run[-1]].value
        assert value is not None
        if run is found[-1] or len(run) == 1:
            canvas.dot(xs[run[-1]], y(value), 4.5, "accent")
        if run is found[-1]:
            canvas.words(xs[run[-1]] + 9, y(value) + 5, scale.say(value), SMALL, bold=True)
    return bool(found)


def _named(canvas: Canvas, panel: Panel, xs: Sequence[float], baseline: float) -> None:
    """The first and the last period: enough to read a drawing of this size."""
    last = len(panel.points) - 1
    if last >= 0:
        said = on_one_line(panel.points[0]).label
        canvas.words(xs[0] - 8, baseline, said, SMALL, "ink-soft")
    if last > 0:
        said = on_one_line(panel.points[last]).label
        canvas.words(xs[last] + 8, baseline, said, SMALL, "ink-soft", anchor="right")
