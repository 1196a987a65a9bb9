"""Dots and intervals: a few indicators, one line a moment of life, on one scale."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

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
from analysis.charts.canvas import Canvas, folded, width_of
from analysis.charts.colours import SERIES

LINE, TALL_LINE = 36.0, 60.0  # pixels: a point, beside its label or under it
HEADING = 18.0  # a line of the label of a group
GAP = 20.0  # the air between two groups
HEADED = 116.0  # how wide the label of a group may be, beside its points
HEAD, FOOT = 30.0, 26.0  # the words above the scale, the numbers under it
RADIUS, MARGIN = 6.5, 2.5

Zones = Sequence[tuple[float, str]]


@dataclass(frozen=True, slots=True)
class Group:
    """One indicator and its points, one a series (a moment of life)."""

    label: str
    points: Sequence[Point]


@dataclass(frozen=True, slots=True)
class _Sheet:
    """Where things are, in pixels."""

    canvas: Canvas
    scale: Scale
    zones: Zones
    beside: bool
    left: float  # where the scale begins

    @property
    def right(self) -> float:
        return self.canvas.width - (126.0 if self.beside else 12.0)

    def x(self, value: float) -> float:
        return self.left + (self.right - self.left) * value / self.scale.top


def dots(
    title: str, groups: Sequence[Group], scale: Scale, zones: Zones = (), width: int = WIDE
) -> Chart:
    """Each value as a dot on its 95 % interval, written above it.

    `zones` are the values from which a word holds, in rising order, drawn as thin dashed lines with the
    word between them. Series keep their colour from group to group, in the order they first come.
    """
    beside = width >= SIDE_BY_SIDE
    tall = [_height(group, width) for group in groups]
    canvas = Canvas(width, HEAD + sum(tall) + GAP * max(len(groups) - 1, 0) + FOOT)
    sheet = _Sheet(canvas, scale, zones, beside, _left(groups) if beside else 4.0)
    _scale(sheet)
    colours = _colours(groups)
    top = HEAD
    for group, height in zip(groups, tall, strict=True):
        _group(sheet, group, top, colours)
        top += height + GAP
    told = [
        f"{group.label}, {in_words(point, scale)}" for group in groups for point in group.points
    ]
    return finished(canvas, title, told)


def _left(groups: Sequence[Group]) -> float:
    """Room for the labels of groups, then for those of points, which never meet."""
    points = [width_of(point.label, NORMAL) for group in groups for point in group.points]
    return HEADED + 10 + max(points, default=0.0) + 18


def _height(group: Group, width: float) -> float:
    if width >= SIDE_BY_SIDE:
        return max(LINE * len(group.points), HEADING * len(_heading(group, HEADED)) + 8)
    return HEADING * len(_heading(group, width)) + 4 + TALL_LINE * len(group.points)


def _heading(group: Group, room: float) -> list[str]:
    return folded(group.label, room, NORMAL, bold=True)


def _colours(groups: Sequence[Group]) -> dict[str, str]:
    names = dict.fromkeys(point.label for group in groups for point in group.points)
    return {name: SERIES[place % len(SERIES)] for place, name in enumerate(names)}


def _scale(sheet: _Sheet) -> None:
    bottom = sheet.canvas.height - FOOT
    for step in sheet.scale.steps:
        x, said = sheet.x(step), sheet.scale.step(step)
        if sheet.beside:
            sheet.canvas.line([x, x], [HEAD - 4, bottom], "line", 1)
        half = width_of(said, SMALL) / 2
        place = min(max(x, half), sheet.canvas.width - half)
        sheet.canvas.words(place, bottom + 18, said, SMALL, "ink-soft", anchor="center")
    for start, _ in sheet.zones if sheet.beside else ():
        if start > 0:
            x = sheet.x(start)
            sheet.canvas.line([x, x], [HEAD - 4, bottom], "line-strong", 1.2, dashes=(4, 3))
    for (start, word), (end, _) in pairwise([*sheet.zones, (sheet.scale.top, "")]):
        middle = sheet.x((start + end) / 2)
        sheet.canvas.words(middle, HEAD - 14, word, SMALL, "ink-soft", anchor="center")


def _group(sheet: _Sheet, group: Group, top: float, colours: dict[str, str]) -> None:
    heading = _heading(group, HEADED if sheet.beside else sheet.canvas.width)
    first = top + (25 if sheet.beside else 15)
    for place, line in enumerate(heading):
        sheet.canvas.words(0, first + HEADING * place, line, NORMAL, bold=True)
    for place, point in enumerate(group.points):
        tone = colours[point.label]
        if sheet.beside:
            _beside(sheet, point, top + LINE * place + 20, tone)
        else:
            _under(sheet, point, top + HEADING * len(heading) + 4 + TALL_LINE * place, tone)


def _beside(sheet: _Sheet, point: Point, y: float, tone: str) -> None:
    canvas = sheet.canvas
    canvas.words(sheet.left - 18, y + 5, point.label, NORMAL, tone, anchor="right")
    canvas.words(canvas.width, y + 5, point.size, SMALL, "ink-soft", anchor="right")
    _mark(sheet, point, y, tone)


def _under(sheet: _Sheet, point: Point, top: float, tone: str) -> None:
    """On a phone: the label above, and under it the dot on a line of its own."""
    canvas, y = sheet.canvas, top + 46.0
    canvas.words(0, top + 14, point.label, SMALL, tone)
    canvas.words(canvas.width, top + 14, point.size, SMALL, "ink-soft", anchor="right")
    if point.value is None:
        y = top + 29
    else:
        canvas.line([sheet.left, sheet.right], [y, y], "line", 1)
        for start, _ in sheet.zones:
            if start > 0:
                x = sheet.x(start)
                canvas.line([x, x], [y - 6, y + 6], "line-strong", 1.2)
    _mark(sheet, point, y, tone)


def _mark(sheet: _Sheet, point: Point, y: float, tone: str) -> None:
    canvas = sheet.canvas
    if point.value is None:
        canvas.words(sheet.left + 4, y + 5, WITHHELD, SMALL, "ink-soft")
        return
    if point.interval is not None:
        low, high = map(sheet.x, point.interval)
        canvas.line([low, high], [y, y], tone, MARGIN)
        for end in (low, high):
            canvas.line([end, end], [y - 4, y + 4], tone, MARGIN)
    x, said = sheet.x(point.value), sheet.scale.say(point.value)
    canvas.dot(x, y, RADIUS, tone)
    half = width_of(said, NORMAL, bold=True) / 2
    place = min(max(x, half), canvas.width - half)
    canvas.words(place, y - 11, said, NORMAL, bold=True, anchor="center")
