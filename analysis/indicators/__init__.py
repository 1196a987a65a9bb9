"""Indicators: what is counted of replies, in time and by group, with intervals."""
