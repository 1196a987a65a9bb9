"""Questionnaires: what members are asked, written, checked, published, one version after another."""
