"""Themes: the fifteen that members speak of, read in each comment and corrected by people."""
