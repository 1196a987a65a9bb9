"""Understand: from replies to findings."""
