"""A map: things that resemble each other lie near each other. Distances are an impression, so no axis is drawn."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from math import sqrt

from analysis.charts.base import NORMAL, SIDE_BY_SIDE, WIDE, Chart, finished
from analysis.charts.canvas import Canvas
from analysis.charts.labels import Box, Mark, key_height, placed, write, write_key
from core import french

SMALLEST, LARGEST = 8.0, 26.0  # radii in pixels
EDGE = 14.0
FEW_ON_A_BAND = 5
FEW, NUMBER_ROOM = 12, 10.0  # beyond a few, discs hold a number: the least radius for it


@dataclass(frozen=True, slots=True)
class Island:
    """One topic: where it lies, on any scale, and how many speak of it."""

    label: str
    x: float
    y: float
    size: int


def topic_map(
    title: str,
    islands: Sequence[Island],
    accented: Collection[str] = (),
    width: int = WIDE,
    counted: tuple[str, str] = ("voix", "voix"),
) -> Chart:
    """Discs whose area is their number, the largest named first; pushed apart until none hides another.

    What is said in words is the sizes, and for each its nearest neighbour: no more than a map of two
    dimensions can honestly tell.
    """
    order = sorted(islands, key=lambda one: (-one.size, one.label))
    height = _height(len(islands), width)
    room = Box(0, 0, width, height)
    marks = _apart(_marks(order, room), room)
    labels = placed(marks, room)
    names = [f"{one.label} ({french.count(one.size, *counted)})" for one in order]
    numbered = any(label.number for label in labels)
    canvas = Canvas(width, height + (14 + key_height(names, width) if numbered else 0))
    canvas.bar(0, 0, width, height, "wash")
    if not islands:
        canvas.words(
            width / 2, height / 2 + 5, "Aucun sujet à montrer", NORMAL, "ink-soft", anchor="center"
        )
    tones = ["accent" if one.label in accented else "none" for one in order]
    for mark, tone in zip(marks, tones, strict=True):
        canvas.dot(mark.x, mark.y, mark.radius, tone)
    write(canvas, labels, marks, ["accent" if tone == "accent" else "ink" for tone in tones])
    if numbered:
        write_key(canvas, names, height + 8)
    return finished(
        canvas, title, [_told(place, order, marks, names) for place in range(len(order))]
    )


def _height(islands: int, width: float) -> float:
    """A sheet for many; a band for a few, which would be lost on it."""
    if not islands:
        return 90.0
    few = islands <= FEW_ON_A_BAND
    if width >= SIDE_BY_SIDE:
        return width * (0.32 if few else 0.6)
    return width * (0.7 if few else 1.1)


def _marks(islands: Sequence[Island], room: Box) -> list[Mark]:
    """The islands brought into the room, which they fill both ways."""
    if not islands:
        return []
    xs, ys = [one.x for one in islands], [one.y for one in islands]
    margin = EDGE + LARGEST
    across, down = (min(xs), max(xs)), (min(ys), max(ys))
    most = max(one.size for one in islands) or 1
    least = SMALLEST if len(islands) <= FEW else NUMBER_ROOM
    return [
        Mark(
            margin + (room.right - 2 * margin) * _share(one.x, across),
            margin + (room.bottom - 2 * margin) * _share(one.y, down),
            max(least, LARGEST * sqrt(one.size / most)),
            one.label,
        )
        for one in islands
    ]


def _share(value: float, ends: tuple[float, float]) -> float:
    low, high = ends
    return (value - low) / (high - low) if high > low else 0.5


def _apart(marks: Sequence[Mark], room: Box) -> list[Mark]:
    """Discs that overlap push each other away a little, always in the same order."""
    places = [(mark.x, mark.y) for mark in marks]
    for _ in range(200):
        moved = False
        for one in range(len(marks)):
            for other in range(one):
                moved |= _push(places, marks, one, other)
        places = [
            _inside(x, y, mark.radius, room) for (x, y), mark in zip(places, marks, strict=True)
        ]
        if not moved:
            break
    return [Mark(x, y, mark.radius, mark.name) for (x, y), mark in zip(places, marks, strict=True)]


def _push(places: list[tuple[float, float]], marks: Sequence[Mark], one: int, other: int) -> bool:
    (x, y), (x2, y2) = places[one], places[other]
    wanted = marks[one].radius + marks[other].radius + 6
    gap = sqrt((x - x2) ** 2 + (y - y2) ** 2)
    if gap >= wanted:
        return False
    # Two at the same place part along a direction of their own: never by chance.
    along = ((x - x2) / gap, (y - y2) / gap) if gap else (1.0, 0.3 * (one + 1))
    step = (wanted - gap) / 2 + 0.1
    places[one] = (x + along[0] * step, y + along[1] * step)
    places[other] = (x2 - along[0] * step, y2 - along[1] * step)
    return True


def _inside(x: float, y: float, radius: float, room: Box) -> tuple[float, float]:
    edge = radius + 4
    return (min(max(x, edge), room.right - edge), min(max(y, edge), room.bottom - edge))


def _told(place: int, order: Sequence[Island], marks: Sequence[Mark], names: Sequence[str]) -> str:
    mine, others = marks[place], [at for at in range(len(marks)) if at != place]
    if not others:
        return names[place]
    nearest = min(others, key=lambda at: (marks[at].x - mine.x) ** 2 + (marks[at].y - mine.y) ** 2)
    return f"{names[place]}, proche de « {order[nearest].label} »"
