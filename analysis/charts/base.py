"""What every figure is made of: a drawing and its words, points with their margin, a scale."""

from collections.abc import Sequence
from dataclasses import dataclass

from analysis.charts.canvas import Canvas
from analysis.statistics import Interval
from core import french

WIDE, NARROW = 720, 340  # pixels: a page of staff, a phone
SIDE_BY_SIDE = 560  # from this width, labels stand beside the marks, else above them
SMALL, NORMAL = 12.5, 14.0  # text sizes in pixels
WITHHELD = "trop peu de réponses"


@dataclass(frozen=True, slots=True)
class Chart:
    """A figure as SVG, and the same in words for those who do not see it."""

    svg: str
    alternative: str


@dataclass(frozen=True, slots=True)
class Point:
    """A figure to draw. Without value it is withheld: only its place is drawn.

    `n` is what it rests on, and `counted` the word for it, one and many.
    """

    label: str
    value: float | None
    interval: Interval | None
    n: int
    counted: tuple[str, str] = ("réponse", "réponses")

    @property
    def size(self) -> str:
        """« 227 réponses »."""
        return french.count(self.n, *self.counted)


@dataclass(frozen=True, slots=True)
class Scale:
    """From 0 to `top`, how a value is said, and the steps of the axis."""

    top: float
    decimals: int
    unit: str
    steps: tuple[float, ...]

    def say(self, value: float) -> str:
        said = french.number(value, self.decimals)
        return f"{said}{french.NBSP}{self.unit}" if self.unit else said

    def step(self, value: float) -> str:
        """The same on the axis, where whole numbers suffice."""
        said = french.number(value)
        return f"{said}{french.NBSP}{self.unit}" if self.unit else said


MARKS = Scale(10, 1, "", (0, 2, 4, 6, 8, 10))
PERCENTS = Scale(100, 1, "%", (0, 20, 40, 60, 80, 100))
SHARES = Scale(100, 0, "%", (0, 20, 40, 60, 80, 100))


def in_words(point: Point, scale: Scale) -> str:
    """« Affiliation : 8,5 (entre 8,1 et 8,9), 227 réponses »."""
    if point.value is None:
        return (
            f"{point.label} : {WITHHELD} ({point.size})"
            if point.n
            else f"{point.label} : {WITHHELD}"
        )
    margin = ""
    if point.interval is not None:
        low, high = map(scale.say, point.interval)
        margin = f" (entre {low} et {high})"
    return f"{point.label} : {scale.say(point.value)}{margin}, {point.size}"


def finished(canvas: Canvas, title: str, told: Sequence[str]) -> Chart:
    """The drawing with its alternative: the title, then each thing said."""
    alternative = french.typeset(f"{title}. {' ; '.join(told)}." if told else f"{title}.")
    return Chart(canvas.svg(french.typeset(title), alternative), alternative)
