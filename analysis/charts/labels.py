"""Names beside marks: each where it covers nothing, or a number and a line in a key under the drawing."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from analysis.charts.base import SMALL
from analysis.charts.canvas import Anchor, Canvas, folded, width_of

LINE, AIR = 15.0, 3.0  # pixels between two lines of a name, and around it
WIDEST = 150.0
HOLDS_A_NUMBER = 10.0  # radius from which a number stands inside its mark
KEY_LINE, KEY_INDENT, KEY_COLUMN = 18.0, 24.0, 300.0


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle of the sheet."""

    left: float
    top: float
    right: float
    bottom: float

    def overlaps(self, other: "Box") -> bool:
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )

    def holds(self, other: "Box") -> bool:
        return (
            self.left <= other.left
            and self.top <= other.top
            and self.right >= other.right
            and self.bottom >= other.bottom
        )


@dataclass(frozen=True, slots=True)
class Mark:
    """A dot to name: its middle, its radius, and the rest of its drawing that no name may cover."""

    x: float
    y: float
    radius: float
    name: str
    arms: Sequence[Box] = ()

    @property
    def box(self) -> Box:
        reach = self.radius + 1
        return Box(self.x - reach, self.y - reach, self.x + reach, self.y + reach)


@dataclass(frozen=True, slots=True)
class Label:
    """Where a name is written. With a number, the number stands there and the name in the key."""

    lines: Sequence[str]
    x: float
    y: float  # of the first baseline
    anchor: Anchor = "left"
    number: int = 0


def placed(marks: Sequence[Mark], room: Box, taken: Sequence[Box] = ()) -> list[Label]:
    """A label for each mark, in the order given: who comes first chooses first.

    When one name finds no place, all are numbered: half a key would make the reader look twice.
    """
    named = _placed(marks, room, taken)
    if all(named):
        return [label for label in named if label]
    numbers = [replace(mark, name=str(place)) for place, mark in enumerate(marks, 1)]
    return [
        replace(label, number=place) if label else _inside(mark, place)
        for place, (mark, label) in enumerate(
            zip(numbers, _numbered(numbers, room, taken), strict=True), 1
        )
    ]


def _placed(marks: Sequence[Mark], room: Box, taken: Sequence[Box]) -> list[Label | None]:
    busy = [*taken, *(mark.box for mark in marks), *(arm for mark in marks for arm in mark.arms)]
    found: list[Label | None] = []
    for mark in marks:
        label, box = _place(mark, room, busy)
        busy += [box] if box else []
        found.append(label)
    return found


def _numbered(marks: Sequence[Mark], room: Box, taken: Sequence[Box]) -> list[Label | None]:
    """Numbers stand in the marks that are wide enough, else beside them, on a margin only where nothing else is free."""
    if all(mark.radius >= HOLDS_A_NUMBER for mark in marks):
        return [None] * len(marks)
    free = _placed(marks, room, taken)
    crossing = _placed([replace(mark, arms=()) for mark in marks], room, taken)
    return [one or other for one, other in zip(free, crossing, strict=True)]


def _inside(mark: Mark, number: int) -> Label:
    return Label((mark.name,), mark.x, mark.y + 4, "center", number)


def _place(mark: Mark, room: Box, busy: Sequence[Box]) -> tuple[Label | None, Box | None]:
    lines = folded(mark.name, WIDEST, SMALL)
    width = max((width_of(line, SMALL) for line in lines), default=0.0)
    height = LINE * len(lines)
    gap = mark.radius + 5
    for anchor, x, top in (
        ("left", mark.x + gap, mark.y - height / 2),
        ("right", mark.x - gap, mark.y - height / 2),
        ("center", mark.x, mark.y - gap - height),
        ("center", mark.x, mark.y + gap),
        ("left", mark.x + gap - 2, mark.y - gap - height + 4),
        ("left", mark.x + gap - 2, mark.y + gap - 4),
        ("right", mark.x - gap + 2, mark.y - gap - height + 4),
        ("right", mark.x - gap + 2, mark.y + gap - 4),
    ):
        left = {"left": x, "right": x - width, "center": x - width / 2}[anchor]
        box = Box(left - AIR, top, left + width + AIR, top + height)
        if room.holds(box) and not any(box.overlaps(other) for other in busy):
            return Label(lines, x, top + LINE - 3.5, anchor), box  # type: ignore[arg-type]
    return None, None


def write(
    canvas: Canvas, labels: Sequence[Label], marks: Sequence[Mark], tones: Sequence[str]
) -> None:
    """The names at their places, or the numbers beside or in their marks."""
    for label, mark, tone in zip(labels, marks, tones, strict=True):
        is_inside = label.number and label.x == mark.x and label.y == mark.y + 4
        size, bold = (11.0, True) if label.number else (SMALL, False)
        for place, line in enumerate(label.lines):
            ink = "paper" if is_inside else tone
            canvas.words(label.x, label.y + LINE * place, line, size, ink, bold, label.anchor)


def key_height(names: Sequence[str], width: float) -> float:
    """The height of the key of these names."""
    return max(
        (sum(KEY_LINE * len(lines) for lines in column) for column in _columns(names, width)),
        default=0.0,
    )


def write_key(canvas: Canvas, names: Sequence[str], top: float) -> None:
    """Numbers and names, in columns, from `top` down."""
    for place, column in enumerate(_columns(names, canvas.width)):
        y, left = top, KEY_COLUMN * place
        for lines in column:
            number, *rest = lines
            first, _, words = number.partition("\t")
            canvas.words(left + KEY_INDENT - 8, y + 13, first, SMALL, "accent", True, "right")
            for line in (words, *rest):
                canvas.words(left + KEY_INDENT, y + 13, line, SMALL)
                y += KEY_LINE


def _columns(names: Sequence[str], width: float) -> list[list[list[str]]]:
    """The folded names in as many columns as there is room for, filled one after the other."""
    count = max(1, int(width // KEY_COLUMN))
    entries = []
    for place, name in enumerate(names, 1):
        lines = folded(name, min(width, KEY_COLUMN) - KEY_INDENT - 12, SMALL)
        entries.append([f"{place}\t{lines[0]}", *lines[1:]])
    each = -(-len(entries) // count) if entries else 1
    return [entries[start : start + each] for start in range(0, len(entries), each)]
