"""Sending: who is written to, when and how, and what became of each message."""
