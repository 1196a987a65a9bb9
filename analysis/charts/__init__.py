"""Figures: numbers to SVG, each with its text alternative."""

from analysis.charts.base import MARKS, NARROW, PERCENTS, SHARES, WIDE, Chart, Point, Scale
from analysis.charts.dots import Group, dots
from analysis.charts.flow import Step, flow
from analysis.charts.ranked import ranked
from analysis.charts.trend import trend

__all__ = [
    "MARKS", "NARROW", "PERCENTS", "SHARES", "WIDE", "Chart", "Group", "Point", "Scale", "Step", "dots", "flow",
    "ranked", "trend",
]  # fmt: skip
