"""Quality: how well comments are read, measured and shown."""
