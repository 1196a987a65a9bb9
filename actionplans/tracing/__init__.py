"""The chain from a voice to its effect: followed, counted, published."""
