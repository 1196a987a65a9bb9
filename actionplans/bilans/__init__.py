"""The yearly review of a department: the year's plan first, then compliance, improvements and successes; signed, kept."""
