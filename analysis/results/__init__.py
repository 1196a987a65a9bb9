"""Results: the figures of a moment of life, and what of them may be shown."""
