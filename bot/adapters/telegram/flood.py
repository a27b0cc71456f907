"""Nobody can keep the bot busy for everybody else: how many updates of one user may be open at a time."""

from collections import deque

SPAN = 60
MOST_IN_SPAN = 30
MOST = 300
"""All in all: somebody may have written for hours while the bot was down."""


class Flood:
    """Counts each user's open updates by the second in which they were written."""

    def __init__(self) -> None:
        self._open: dict[int, deque[int]] = {}
        self._told: set[int] = set()

    def refuses(self, user: int, written: int) -> bool:
        """Tell whether a user has too many updates open for one more, written at that second, or count it."""
        mine = self._open.setdefault(user, deque())
        if len(mine) >= MOST or sum(each > written - SPAN for each in mine) >= MOST_IN_SPAN:
            return True
        mine.append(written)
        return False

    def first(self, user: int) -> bool:
        """Tell whether this is the first refusal since the user's updates were all done."""
        first = user not in self._told
        self._told.add(user)
        return first

    def close(self, user: int) -> None:
        """Count one less, the oldest."""
        mine = self._open.get(user)
        if mine:
            mine.popleft()
        if not mine:
            self._open.pop(user, None)
            self._told.discard(user)
