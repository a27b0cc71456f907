"""Checks on a finished text: findings with place, grade, reason and source."""
