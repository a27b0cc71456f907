"""Times as the clock of the machine shows them; inside the program they are all UTC."""

from datetime import datetime

from bot.replies import Listing, Say


def dated(listing: Listing) -> Say:
    """Write the lines of a listing with their times, in this machine's time zone."""
    lines = [f"{local(line.at)}　{line.text}" for line in listing.lines]
    return Say("\n".join([*lines, *([listing.ending] if listing.ending else [])]))


def local(at: str) -> str:
    """Write a moment, ISO 8601, as 2025-12-03 14:05 in this machine's time zone."""
    return f"{datetime.fromisoformat(at).astimezone():%Y-%m-%d %H:%M}"
