"""Reports: the figures of the screens as documents."""
