"""Delays promised by the charter, judged from the raw dates of requests."""
