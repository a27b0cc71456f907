"""Moments as the clock of this machine shows them; inside the program they are all UTC."""

from datetime import datetime


def local(at: str) -> str:
    """Write a moment, ISO 8601, as 2025-12-03 14:05 in this machine's time zone."""
    return f"{datetime.fromisoformat(at).astimezone():%Y-%m-%d %H:%M}"
