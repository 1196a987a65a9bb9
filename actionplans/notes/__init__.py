"""The monthly note: prepared from the month's facts, reread and sent by the officer, read by all, a proof in the end."""
