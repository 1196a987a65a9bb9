"""Collect: ask people what they lived, at the moments of their life."""
