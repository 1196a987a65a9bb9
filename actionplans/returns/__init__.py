"""What members complained of, and do again once the action is closed: the share of a theme or a topic back above its baseline."""
