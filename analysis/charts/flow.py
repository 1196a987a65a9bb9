"""A flow: from the events of a period to the answers, what each step kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from analysis.charts.base import NORMAL, SIDE_BY_SIDE, SMALL, WIDE, Chart, finished
from analysis.charts.canvas import Canvas, width_of
from core import french

BAR, BETWEEN = 34.0, 32.0


@dataclass(frozen=True, slots=True)
class Step:
    """How many came this far. `of_before` says of what the share is: « des envois »."""

    label: str
    count: int
    of_before: str = ""


def flow(title: str, steps: Sequence[Step], width: int = WIDE) -> Chart:
    """One bar a step, all from the left, the last in the accent; between two, the share that went on."""
    left = 148.0 if width >= SIDE_BY_SIDE else 0.0
    row = BAR + BETWEEN
    canvas = Canvas(width, max(row * len(steps) - BETWEEN, BAR))
    unit = (width - left) / max([step.count for step in steps] + [1])
    tops = [row * place for place in range(len(steps))]
    for (before, after), top in zip(pairwise(steps), tops, strict=False):
        _narrowing(canvas, (left, unit), (top + BAR, top + row), (before, after))
    for place, (step, top) in enumerate(zip(steps, tops, strict=True)):
        tone = "accent" if place == len(steps) - 1 else "line"
        _bar(canvas, step, (left, unit), top, tone)
    told = [f"{step.label} : {french.number(step.count)}" for step in steps[:1]]
    return finished(canvas, title, told + [_told(*both) for both in pairwise(steps)])


def _bar(canvas: Canvas, step: Step, place: tuple[float, float], top: float, tone: str) -> None:
    left, unit = place
    length, baseline = max(step.count * unit, 2.0), top + BAR / 2 + 5
    said, name = french.number(step.count), "" if left else step.label
    written = width_of(said, NORMAL, bold=True) + 8 + width_of(name, NORMAL)
    inside = written + 24 < length
    start = left + (12 if inside else length + 8)
    ink = "paper" if inside and tone == "accent" else "ink"
    canvas.bar(left, top, length, BAR, tone)
    canvas.words(start, baseline, said, NORMAL, ink, bold=True)
    if name:
        canvas.words(start + written - width_of(name, NORMAL), baseline, name, NORMAL, ink)
    else:
        canvas.words(left - 16, baseline, step.label, NORMAL, anchor="right")


def _narrowing(
    canvas: Canvas, place: tuple[float, float], span: tuple[float, float], steps: tuple[Step, Step]
) -> None:
    """The shadow between two bars, and the share that went on."""
    (left, unit), (top, bottom) = place, span
    before, after = (step.count * unit for step in steps)
    canvas.area([left, left + before, left + after, left], [top, top, bottom, bottom], "wash-deep")
    canvas.words(left + 12, top + 21, _share(*steps), SMALL, "ink-soft")


def _share(before: Step, after: Step) -> str:
    if not before.count:
        return "–"
    return f"{french.percent(after.count / before.count)} {after.of_before}".strip()


def _told(before: Step, after: Step) -> str:
    return f"{after.label} : {french.number(after.count)}, soit {_share(before, after)}"
