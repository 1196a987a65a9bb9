"""The figures of quality: themes from the best read to the worst, and certainty beside truth."""

from analysis.charts import SHARES, Across, Along, Curve, Point, curves, ranked
from analysis.quality.quality import Band, Quality
from analysis.results.figures import Figure, kept
from analysis.statistics import Estimate, Interval
from core import french

PERCENT = 100
TENTHS = (0.0, 20.0, 40.0, 60.0, 80.0, 100.0)
COUNTED = ("phrase", "phrases")


def by_theme(found: Quality) -> Figure:
    """The share of each theme's sentences that were read as such."""
    points = [
        Point(one.theme.title, *_percents(one.found), one.found.n, COUNTED)
        for one in found.themes
        if one.found is not None
    ]
    title = "Phrases dont le thème principal est trouvé"
    return kept(["quality", title, points], lambda width: ranked(title, points, (), width))


def certainty(found: Quality) -> Figure | None:
    """What the reading says of itself beside what is true; None where there is no curve to draw."""
    points = [_along(band) for band in found.bands]
    if len(points) < 2:
        return None
    title = "Certitude annoncée et part de lectures justes"
    across = Across(20, 100, TENTHS[1:], "certitude annoncée", SHARES)
    drawn = [Curve("Lectures justes", points)]
    return kept(
        ["certainty", title, drawn],
        lambda width: curves(title, drawn, across, (0, 100), "certitude exacte", width),
    )


def _along(band: Band) -> Along:
    value, interval = _percents(band.right)
    return Along(band.said * PERCENT, value, interval, french.count(band.right.n, *COUNTED))


def _percents(estimate: Estimate) -> tuple[float, Interval]:
    low, high = estimate.interval
    return estimate.value * PERCENT, Interval(low * PERCENT, high * PERCENT)
