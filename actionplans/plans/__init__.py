"""Yearly plans of departments: prepared, approved, followed through the year, closed."""
