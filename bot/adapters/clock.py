"""Times as the clock of the machine shows them; inside the program they are all UTC."""

from bot.moments import local
from bot.replies import Listing, Say

__all__ = ["dated", "local"]


def dated(listing: Listing) -> Say:
    """Write the lines of a listing with their times, in this machine's time zone."""
    lines = [f"{local(line.at)}　{line.text}" for line in listing.lines]
    return Say("\n".join([*lines, *([listing.ending] if listing.ending else [])]))
