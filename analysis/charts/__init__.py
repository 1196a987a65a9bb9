"""Figures: numbers to SVG, each with its text alternative."""

from analysis.charts.base import MARKS, NARROW, PERCENTS, SHARES, WIDE, Chart, Point, Scale
from analysis.charts.control import Range, control
from analysis.charts.curves import Across, Along, Curve, curves
from analysis.charts.delivered_perceived import delivered_perceived, level_perceived, place
from analysis.charts.dots import Group, dots
from analysis.charts.flow import Step, flow
from analysis.charts.importance_performance import importance_performance
from analysis.charts.multiples import Panel, multiples
from analysis.charts.quadrants import Spot
from analysis.charts.ranked import ranked
from analysis.charts.topic_map import Island, topic_map
from analysis.charts.trend import trend

__all__ = [
    "MARKS", "NARROW", "PERCENTS", "SHARES", "WIDE", "Across", "Along", "Chart", "Curve", "Group", "Island", "Panel", "Point",
    "Range", "Scale", "Spot", "Step", "control", "curves", "delivered_perceived", "dots", "flow", "importance_performance", "level_perceived", "multiples", "place", "ranked",
    "topic_map", "trend",
]  # fmt: skip
