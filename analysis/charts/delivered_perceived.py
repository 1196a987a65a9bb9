"""Delivered and perceived: what the fund did for a commitment, beside what members saw of it."""

from collections.abc import Sequence

from analysis.charts.base import SHARES, WIDE, Chart
from analysis.charts.quadrants import Axis, Quarters, Spot, quadrants

KEPT_AND_FELT = Quarters(
    top_left="Fragile",
    top_right="Réussite",
    bottom_left="Urgent",
    bottom_right="À expliquer",
    wanted="Urgent",
)


def delivered_perceived(
    title: str, spots: Sequence[Spot], middle: tuple[float, float], width: int = WIDE
) -> Chart:
    """Commitments by what was delivered (across) and what members perceive (upright), both in percent.

    Kept and felt is a success; kept but not felt is to be explained; felt but not kept is fragile; neither
    is urgent (improvement, 3.4.5). `middle` holds the two thresholds, in the same order.
    """
    across = Axis("Engagement tenu, en %", 0, 100, middle[0], SHARES)
    upright = Axis("Adhérents satisfaits, en %", 0, 100, middle[1], SHARES)
    return quadrants(title, spots, across, upright, KEPT_AND_FELT, width)
