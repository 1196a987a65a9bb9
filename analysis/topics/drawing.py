"""The figures of what members speak of: themes and topics ranked by the members who do, and the map of topics."""

from collections.abc import Sequence

from analysis.charts import Island, Point, ranked, topic_map
from analysis.results import figures
from analysis.results.figures import Figure
from analysis.statistics import Interval
from analysis.themes.voices import Panorama
from analysis.topics.landscape import Place, Spoken

FEWEST_ISLANDS = 3  # a map of two says nothing that their names do not
MOST_BARS = 12


def themes(seen: Panorama) -> Figure | None:
    """Themes by the share of commenting members who speak of them; in the accent, those that grow."""
    points = [
        Point(line.theme.title, 100 * line.share.value, in_percent(line.share.interval), line.voices, ("voix", "voix"))
        for line in seen.lines
        if line.share is not None
    ]  # fmt: skip
    accented = sorted(line.theme.title for line in seen.lines if line.trend == "up")
    title = f"De quoi parlent les adhérents, {seen.period.label}"
    return _bars(title, points, accented)


def topics(found: Sequence[Spoken], quarter: str) -> Figure | None:
    """Topics likewise, the most spoken of first; those of too few members in this quarter are left out."""
    points = [
        Point(one.place.topic.name, 100 * one.share.value, in_percent(one.share.interval), one.members, ("voix", "voix"))
        for one in found
        if one.share is not None
    ]  # fmt: skip
    accented = sorted(one.place.topic.name for one in found if one.place.is_new)
    return _bars(f"Les sujets dont parlent les adhérents, {quarter}", points[:MOST_BARS], accented)


def _bars(title: str, points: Sequence[Point], accented: Sequence[str]) -> Figure | None:
    if not points:
        return None
    return figures.kept(
        ["ranked", title, points, accented], lambda width: ranked(title, points, accented, width)
    )


def in_percent(interval: Interval) -> Interval:
    return Interval(100 * interval.low, 100 * interval.high)


def map_of(places: Sequence[Place]) -> Figure:
    """The map; what is new or has grown stands out."""
    islands = [Island(one.topic.name, one.x, one.y, one.sentences) for one in places]
    accented = sorted(one.topic.name for one in places if one.is_new)
    title = "Carte des sujets"
    return figures.kept(
        ["map", title, islands, accented],
        lambda width: topic_map(title, islands, accented, width, ("phrase", "phrases")),
    )
