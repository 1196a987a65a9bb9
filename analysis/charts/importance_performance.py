"""Importance and performance: what weighs most on the whole, beside the mark it gets."""

from collections.abc import Sequence

from analysis.charts.base import MARKS, WIDE, Chart, Scale
from analysis.charts.quadrants import Axis, Quarters, Spot, quadrants

WORK = Quarters(
    top_left="À améliorer d’abord",
    top_right="À préserver",
    bottom_left="À surveiller",
    bottom_right="Acquis",
    wanted="À améliorer d’abord",
)


def importance_performance(
    title: str,
    spots: Sequence[Spot],
    middle: tuple[float, float],
    across: tuple[float, float],
    upright: tuple[float, float],
    width: int = WIDE,
) -> Chart:
    """Themes by the mark of those who speak of them (across, out of ten) and their weight on the whole (upright).

    `middle` is where the quarters part, the mean mark and the mean weight; `across` and `upright` are the ends of
    the axes. Martilla and James, « Importance-performance analysis », Journal of Marketing 41 (1977), 77-79.
    """
    mark = Axis("Note de ceux qui en parlent, sur 10", *across, middle[0], MARKS)
    weight = Axis(
        "Poids sur la satisfaction", *upright, middle[1], Scale(upright[1], 2, "", upright)
    )
    return quadrants(title, spots, mark, weight, WORK, width)
