"""Topics: inside a theme, the comments of a period that speak of the same thing."""

from analysis.topics.groups import Group, group
from analysis.topics.matching import match

__all__ = ["Group", "group", "match"]
