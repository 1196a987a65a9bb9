"""Malfunctions told by staff: reported, read, compared, handled, answered."""
