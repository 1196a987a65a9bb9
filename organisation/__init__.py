"""Who works here, and what was promised to members."""
