"""Albums: Telegram sends each of their pictures as a message of its own, and one answer to all is enough."""

from typing import Any

REMEMBERED = 4096
"""Chats whose last album is remembered."""


class Albums:
    """Remembers the last album of each chat; after a restart the rest of one may be answered once more."""

    def __init__(self) -> None:
        self._last: dict[int, tuple[str, int]] = {}
        """The album, and the number of its first update, which may be delivered again."""

    def again(self, user: int, raw: dict[str, Any]) -> bool:
        """Tell whether a message belongs to the album that a message before it belonged to."""
        match raw:
            case {"update_id": int(number), "message": {"media_group_id": str(album)}}:
                known, first = self._last.pop(user, ("", 0))
                self._last[user] = (album, first if known == album else number)
                if len(self._last) > REMEMBERED:
                    del self._last[next(iter(self._last))]
                return known == album and number > first
            case _:
                return False
