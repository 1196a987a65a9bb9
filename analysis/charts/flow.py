"""A flow: from the events of a period to the answers, what each step kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from analysis.charts.base import NORMAL, SIDE_BY_SIDE, SMALL, WIDE, Chart, finished
from analysis.charts.canvas import Canvas, width_of
from core import french

BAR, BETWEEN = 34.0, 44.0
BEND = 14  # places along the curve by which some leave
ASIDE = 12.0  # between a bar or a ribbon and the words beside it


@dataclass(frozen=True, slots=True)
class Step:
    """How many came this far. `of_before` says of what the share is: « des envois »; `lost`, what became of
    the others: « sans réponse »."""

    label: str
    count: int
    of_before: str = ""
    lost: str = ""


def flow(title: str, steps: Sequence[Step], width: int = WIDE) -> Chart:
    """One bar a step, all from the left, the last in the accent; between two, the share that went on, and those
    who did not, drifting off the stream with the word for them."""
    left = 148.0 if width >= SIDE_BY_SIDE else 0.0
    row = BAR + BETWEEN
    canvas = Canvas(width, max(row * len(steps) - BETWEEN, BAR))
    unit = _unit(steps, width - left)
    tops = [row * place for place in range(len(steps))]
    for (before, after), top in zip(pairwise(steps), tops, strict=False):
        _narrowing(canvas, (left, unit), (top + BAR, top + row), (before, after))
    for place, (step, top) in enumerate(zip(steps, tops, strict=True)):
        tone = "accent" if place == len(steps) - 1 else "line"
        _bar(canvas, step, (left, unit), top, tone)
    told = [f"{step.label} : {french.number(step.count)}" for step in steps[:1]]
    return finished(canvas, title, told + [_told(*both) for both in pairwise(steps)])


def _unit(steps: Sequence[Step], across: float) -> float:
    """Pixels a person: the longest bar fills the width, less the word for those who left where their ribbon cannot hold it."""
    widest = across / max([step.count for step in steps] + [1])
    beside = [
        (across - width_of(_lost(*both), SMALL) - 2 * ASIDE) / both[0].count
        for both in pairwise(steps)
        if both[0].count and not _holds_word(*both, widest)
    ]
    return min([widest, *beside])


def _holds_word(before: Step, after: Step, unit: float) -> bool:
    """Whether the ribbon of those who left is as wide as what is said of them."""
    return (before.count - after.count) * unit >= width_of(_lost(before, after), SMALL) + 2 * ASIDE


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
    canvas.area([left, left + after, left + after, left], [top, top, bottom, bottom], "accent-wash")
    if before > after:
        _leaving(canvas, (left + after, left + before), (top, bottom))
    share, lost = _share(*steps), _lost(*steps)
    start = left + (after if _holds_word(*steps, unit) else before) + ASIDE
    if start > left + width_of(share, SMALL) + 2 * ASIDE:
        canvas.words(left + ASIDE, top + 26, share, SMALL, "ink-soft")
        canvas.words(start, top + 26, lost, SMALL, "ink-soft")
    else:
        canvas.words(left + ASIDE, top + 19, share, SMALL, "ink-soft")
        canvas.words(left + ASIDE, top + 35, lost, SMALL, "ink-soft")


def _leaving(canvas: Canvas, across: tuple[float, float], down: tuple[float, float]) -> None:
    """A ribbon as wide as those who stop here, thinning as it leaves the stream."""
    (left, right), (top, bottom) = across, down
    shares = [place / BEND for place in range(BEND + 1)]
    depth = (bottom - top) * 0.78
    inner = [(left + (right - left) * share * share, top + depth * share) for share in shares]
    edge = [(right, top), *reversed(inner)]
    canvas.area([x for x, _ in edge], [y for _, y in edge], "wash-deep")


def _share(before: Step, after: Step) -> str:
    if not before.count:
        return "–"
    return f"{french.percent(after.count / before.count)} {after.of_before}".strip()


def _lost(before: Step, after: Step) -> str:
    gone = before.count - after.count
    return f"{french.number(gone)} {after.lost}" if after.lost and gone > 0 else ""


def _told(before: Step, after: Step) -> str:
    lost = _lost(before, after)
    said = f"{after.label} : {french.number(after.count)}, soit {_share(before, after)}"
    return f"{said} ({lost})" if lost else said
