"""Delivered and perceived: what was done for a commitment, beside what members saw of it; of the fund, or of one department."""

from collections.abc import Sequence

from analysis.charts.base import SHARES, WIDE, Chart, Scale
from analysis.charts.quadrants import Axis, Quarters, Spot, quadrants

KEPT_AND_FELT = Quarters(
    top_left="Fragile",
    top_right="Réussite",
    bottom_left="Urgent",
    bottom_right="À expliquer",
    wanted="Urgent",
)
TALLEST = 320.0  # pixels: a review has four pages
LEVELS = {"D": 12.0, "C": 37.0, "B": 63.0, "A": 88.0}
"""Where each level stands across: kept, or not, part at the middle."""
APART = (0.0, -4.0, 4.0, -8.0, 8.0)  # of the same level, side by side


class _Named(Scale):
    """A place across is said by its level."""

    def say(self, value: float) -> str:
        return min(LEVELS, key=lambda level: abs(LEVELS[level] - value))


def delivered_perceived(
    title: str, spots: Sequence[Spot], middle: tuple[float, float], width: int = WIDE
) -> Chart:
    """Commitments by what was delivered (across) and what members perceive (upright), both in percent.

    Kept and felt is a success; kept but not felt is to be explained; felt but not kept is fragile; neither
    is urgent (improvement, 3.4.5). `middle` holds the two thresholds, in the same order.
    """
    across = Axis("Services qui tiennent l’engagement", 0, 100, middle[0], SHARES)
    upright = Axis("Adhérents satisfaits", 0, 100, middle[1], SHARES)
    return quadrants(title, spots, across, upright, KEPT_AND_FELT, width, TALLEST)


def level_perceived(title: str, spots: Sequence[Spot], enough: float, width: int = WIDE) -> Chart:
    """The same of one department, which keeps a commitment at a level: `x` of each spot is from `place`."""
    ticks = [(x, level) for level, x in LEVELS.items()]
    across = Axis("Niveau validé", 0, 100, 50, _Named(100, 0, "", ()), ticks)
    upright = Axis("Adhérents satisfaits", 0, 100, enough, SHARES)
    return quadrants(title, spots, across, upright, KEPT_AND_FELT, width, TALLEST)


def place(level: str, rank: int) -> float:
    """Where the commitment of this level stands across, the `rank`-th of those of its level."""
    return LEVELS[level] + APART[rank % len(APART)]
