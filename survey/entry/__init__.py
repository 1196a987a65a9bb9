"""Entry: what was written on paper or said aloud, keyed in by staff."""
