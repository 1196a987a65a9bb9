"""A ranking: shares of what members speak of, the largest first, each with its interval."""

from collections.abc import Collection, Sequence

from analysis.charts.base import (
    NORMAL,
    SHARES,
    SIDE_BY_SIDE,
    SMALL,
    WIDE,
    WITHHELD,
    Chart,
    Point,
    finished,
    in_words,
)
from analysis.charts.canvas import Canvas, folded

BAR, AIR, LINE = 12.0, 18.0, 17.0


def ranked(
    title: str,
    points: Sequence[Point],
    accented: Collection[str] = (),
    width: int = WIDE,
) -> Chart:
    """Bars from 0, grey, those that matter in the accent; values in percent, withheld ones last."""
    order = sorted(points, key=lambda point: (point.value is None, -(point.value or 0)))
    beside = width >= SIDE_BY_SIDE
    room = 230.0 if beside else float(width)
    names = [folded(point.label, room, NORMAL) for point in order]
    tall = [_height(len(name), beside) for name in names]
    canvas = Canvas(width, 8 + sum(tall))
    left = 246.0 if beside else 0.0
    right = width - (150.0 if beside else 116.0)
    most = max((_edge(point) for point in order), default=0.0) or 1.0
    top = 4.0
    for point, name, height in zip(order, names, tall, strict=True):
        y = _name(canvas, name, top, height, beside)
        tone = "accent" if point.label in accented else "line"
        _bar(canvas, point, y, (left, (right - left) / most), tone)
        top += height
    if beside:
        canvas.line([left, left], [4, canvas.height - 4], "line-strong", 1)
    return finished(canvas, title, [in_words(point, SHARES) for point in order])


def _height(lines: int, beside: bool) -> float:
    return (max(BAR, LINE * lines - 4) if beside else LINE * lines + BAR + 4) + AIR


def _edge(point: Point) -> float:
    return point.interval.high if point.interval else point.value or 0.0


def _name(canvas: Canvas, lines: Sequence[str], top: float, height: float, beside: bool) -> float:
    """Write the label; give the middle of its bar."""
    if not beside:
        for place, line in enumerate(lines):
            canvas.words(0, top + 13 + LINE * place, line, NORMAL)
        return top + LINE * len(lines) + 4 + BAR / 2
    middle = top + (height - AIR) / 2 + AIR / 2
    first = middle + 5 - LINE * (len(lines) - 1) / 2
    for place, line in enumerate(lines):
        canvas.words(232, first + LINE * place, line, NORMAL, anchor="right")
    return middle


def _bar(canvas: Canvas, point: Point, y: float, place: tuple[float, float], tone: str) -> None:
    left, unit = place
    if point.value is None:
        canvas.words(left + 10, y + 5, WITHHELD, SMALL, "ink-soft")
        return
    end = left + point.value * unit
    canvas.bar(left, y - BAR / 2, end - left, BAR, tone)
    edge = end
    if point.interval is not None:
        low, edge = (left + bound * unit for bound in point.interval)
        # Lined with the colour of the page, or it would be lost on a bar in the accent.
        for tone, width in (("paper", 4.5), ("ink", 1.6)):
            canvas.line([low, edge], [y, y], tone, width)
            for tip in (low, edge):
                canvas.line([tip, tip], [y - 4, y + 4], tone, width)
    said = SHARES.say(point.value)
    canvas.words(edge + 10, y + 5, said, NORMAL, bold=True)
    canvas.words(canvas.width, y + 5, point.size, SMALL, "ink-soft", anchor="right")
