"""What waits for somebody: tasks, notices, changes since the last visit, search."""
