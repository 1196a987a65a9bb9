"""Improve: from findings, self-assessments and malfunctions to closed actions."""
