"""Two estimates against each other: four named quarters of a sheet, each mark with both its margins."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from analysis.charts.base import (
    NORMAL,
    SIDE_BY_SIDE,
    SMALL,
    WIDE,
    Chart,
    Scale,
    finished,
)
from analysis.charts.canvas import Anchor, Canvas, width_of
from analysis.charts.labels import Box, Label, Mark, key_height, placed, write, write_key
from analysis.statistics import Interval
from core import french
from core.french import NBSP

RADIUS, NUMBERED = 6.0, 4.5
LEFT, RIGHT, HEAD, FOOT = 46.0, 12.0, 30.0, 54.0
WHISKER, HALF = 1.2, 1.0  # the line of a margin, and the half of the room it takes
FEW = 8  # beyond, margins are drawn in a light tone and names may cross them
ARMS = "line-strong"
INSUFFICIENT = "Données insuffisantes"


@dataclass(frozen=True, slots=True)
class Spot:
    """A thing with a value on each axis. `note` is said with it: « 42 voix »."""

    label: str
    x: float
    y: float
    across: Interval | None = None
    upright: Interval | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Axis:
    """What an axis says, its range, and the value at which the quarters part."""

    label: str
    low: float
    high: float
    middle: float
    scale: Scale
    ticks: Sequence[tuple[float, str]] = ()
    """Where values have a name, the names instead of the ends and the parting."""

    def share(self, value: float) -> float:
        """The place of a value between 0 and 1, kept on the sheet."""
        return min(1.0, max(0.0, (value - self.low) / (self.high - self.low)))


@dataclass(frozen=True, slots=True)
class Quarters:
    """The names of the four quarters; `wanted` is the one that calls for work, in the accent."""

    top_left: str
    top_right: str
    bottom_left: str
    bottom_right: str
    wanted: str

    def of(self, right: bool, top: bool) -> str:
        if top:
            return self.top_right if right else self.top_left
        return self.bottom_right if right else self.bottom_left


def quadrants(
    title: str,
    spots: Sequence[Spot],
    across: Axis,
    upright: Axis,
    names: Quarters,
    width: int = WIDE,
    tallest: float = 420.0,
) -> Chart:
    """The sheet. Marks in the quarter that calls for work take the accent; all others are grey."""
    side = min(float(width) * 0.62, tallest) if width >= SIDE_BY_SIDE else width * 0.95
    plot = Box(LEFT, HEAD, width - RIGHT, HEAD + side)
    marks = [_mark(spot, plot, across, upright) for spot in spots]
    labels, crossing = _labels(spots, marks, plot, _taken(plot, names))
    key = [mark.name for mark in marks] if any(label.number for label in labels) else []
    where = [names.of(spot.x >= across.middle, spot.y >= upright.middle) for spot in spots]
    tones = ["accent" if place == names.wanted else "none" for place in where]
    canvas = Canvas(width, HEAD + side + FOOT + (14 + key_height(key, width) if key else 0))
    _ground(canvas, plot, across, upright, names)
    _arms(canvas, marks, [ARMS] * len(marks) if crossing else tones)
    _corner_names(canvas, plot, names)
    for mark, tone in zip(marks, tones, strict=True):
        canvas.dot(mark.x, mark.y, NUMBERED if key else RADIUS, tone)
    write(canvas, labels, marks, ["accent" if tone == "accent" else "ink" for tone in tones])
    write_key(canvas, key, HEAD + side + FOOT + 6)
    told = [_told(spot, across, upright, place) for spot, place in zip(spots, where, strict=True)]
    return finished(canvas, title, told or [_nothing(canvas, plot)])


def _labels(
    spots: Sequence[Spot], marks: Sequence[Mark], plot: Box, taken: Sequence[Box]
) -> tuple[list[Label], bool]:
    """Names with their values; else names alone; else names over margins, which are then light; else numbers."""
    alone = [replace(mark, name=spot.label) for mark, spot in zip(marks, spots, strict=True)]
    for named, crossing in ((marks, False), (alone, False), (_bare(alone), True), (marks, False)):
        labels = placed(named, plot, taken)
        if not any(label.number for label in labels):
            return labels, crossing
    return labels, len(marks) > FEW


def _nothing(canvas: Canvas, plot: Box) -> str:
    """An empty sheet says why."""
    middle, height = (plot.left + plot.right) / 2, (plot.top + plot.bottom) / 2
    canvas.words(middle, height - 12, INSUFFICIENT, NORMAL, "ink-soft", anchor="center")
    return INSUFFICIENT.lower()


def _bare(marks: Sequence[Mark]) -> list[Mark]:
    return [replace(mark, arms=()) for mark in marks]


def _mark(spot: Spot, plot: Box, across: Axis, upright: Axis) -> Mark:
    def right(value: float) -> float:
        return plot.left + (plot.right - plot.left) * across.share(value)

    def up(value: float) -> float:
        return plot.bottom - (plot.bottom - plot.top) * upright.share(value)

    x, y = right(spot.x), up(spot.y)
    arms = []
    if spot.across is not None:
        arms.append(Box(right(spot.across.low), y - HALF, right(spot.across.high), y + HALF))
    if spot.upright is not None:
        arms.append(Box(x - HALF, up(spot.upright.high), x + HALF, up(spot.upright.low)))
    values = f"{across.scale.say(spot.x)}{NBSP}·{NBSP}{upright.scale.say(spot.y)}"
    return Mark(x, y, RADIUS, f"{spot.label} ({values})", arms)


def _corners(plot: Box, names: Quarters) -> list[tuple[str, float, float, Anchor]]:
    """Each name, its baseline and its side."""
    return [
        (names.top_left, plot.left + 8, plot.top + 18, "left"),
        (names.top_right, plot.right - 8, plot.top + 18, "right"),
        (names.bottom_left, plot.left + 8, plot.bottom - 9, "left"),
        (names.bottom_right, plot.right - 8, plot.bottom - 9, "right"),
    ]


def _taken(plot: Box, names: Quarters) -> list[Box]:
    boxes = []
    for name, x, y, side in _corners(plot, names):
        width = width_of(name, SMALL, bold=True)
        left = x if side == "left" else x - width
        boxes.append(Box(left - 4, y - 14, left + width + 4, y + 5))
    return boxes


def _ground(canvas: Canvas, plot: Box, across: Axis, upright: Axis, names: Quarters) -> None:
    """The four quarters with their names, the axes with their ends and their parting."""
    x = plot.left + (plot.right - plot.left) * across.share(across.middle)
    y = plot.bottom - (plot.bottom - plot.top) * upright.share(upright.middle)
    canvas.bar(plot.left, plot.top, plot.right - plot.left, plot.bottom - plot.top, "wash")
    left, top, wide, tall = {
        names.top_left: (plot.left, plot.top, x - plot.left, y - plot.top),
        names.bottom_left: (plot.left, y, x - plot.left, plot.bottom - y),
    }[names.wanted]
    canvas.bar(left, top, wide, tall, "accent-wash")
    canvas.line([x, x], [plot.top, plot.bottom], "line-strong", 1, (4, 3))
    canvas.line([plot.left, plot.right], [y, y], "line-strong", 1, (4, 3))
    _axes(canvas, plot, across, upright, (x, y))


def _axes(
    canvas: Canvas, plot: Box, across: Axis, upright: Axis, parting: tuple[float, float]
) -> None:
    baseline = plot.bottom + 18
    for x, said in _under(plot, across, parting[0]):
        side: Anchor = "center" if x != plot.right else "right"
        canvas.words(x, baseline, said, SMALL, "ink-soft", anchor=side)
    for value, y in (
        (upright.low, plot.bottom),
        (upright.middle, parting[1] + 4),
        (upright.high, plot.top + 12),
    ):
        canvas.words(plot.left - 8, y, upright.scale.say(value), SMALL, "ink-soft", anchor="right")
    canvas.words(plot.right, baseline + 22, across.label, SMALL, "ink", anchor="right")
    canvas.words(0, plot.top - 12, upright.label, SMALL, "ink")


def _under(plot: Box, across: Axis, parting: float) -> list[tuple[float, str]]:
    """What is written under the sheet, and where."""
    if across.ticks:
        wide = plot.right - plot.left
        return [(plot.left + wide * across.share(value), said) for value, said in across.ticks]
    ends = ((across.low, plot.left), (across.middle, parting), (across.high, plot.right))
    return [(x, across.scale.say(value)) for value, x in ends]


def _arms(canvas: Canvas, marks: Sequence[Mark], tones: Sequence[str]) -> None:
    for mark, tone in zip(marks, tones, strict=True):
        for arm in mark.arms:
            across = arm.right - arm.left > arm.bottom - arm.top
            xs = [arm.left, arm.right] if across else [mark.x, mark.x]
            canvas.line(xs, [mark.y, mark.y] if across else [arm.top, arm.bottom], tone, WHISKER)


def _corner_names(canvas: Canvas, plot: Box, names: Quarters) -> None:
    """Each name on its own ground, so that no margin crosses it."""
    for box, (name, x, baseline, side) in zip(
        _taken(plot, names), _corners(plot, names), strict=True
    ):
        wanted = name == names.wanted
        canvas.bar(
            box.left,
            box.top,
            box.right - box.left,
            box.bottom - box.top,
            "accent-wash" if wanted else "wash",
        )
        canvas.words(x, baseline, name, SMALL, "accent" if wanted else "ink-soft", True, side)


def _told(spot: Spot, across: Axis, upright: Axis, where: str) -> str:
    said = [
        f"{axis.label} {axis.scale.say(value)}{_margin(axis, margin)}"
        for axis, value, margin in ((across, spot.x, spot.across), (upright, spot.y, spot.upright))
    ]
    note = f", {spot.note}" if spot.note else ""
    return f"{spot.label} : {where.lower()} ({french.listed(said)}{note})"


def _margin(axis: Axis, interval: Interval | None) -> str:
    if interval is None:
        return ""
    low, high = map(axis.scale.say, interval)
    return f" (entre {low} et {high})"
