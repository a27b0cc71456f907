"""How fast a report is read aloud, and limits in words."""

from bot.draft import Limit

PACE = (160, 180)
"""Characters a minute that a report is read aloud at, slowly and quickly."""


def limit_in_words(limit: Limit) -> str:
    """Say a limit: 3000 字, 8 分钟."""
    told = [f"{limit.characters} 字"] if limit.characters else []
    told += [f"{limit.minutes:g} 分钟"] if limit.minutes else []
    return "、".join(told)
