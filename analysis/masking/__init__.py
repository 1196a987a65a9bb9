"""Masking: personal data out of free text, before anyone reads it."""
