"""Similarity: whether two texts of staff speak of the same problem."""
