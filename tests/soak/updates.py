"""Hostile updates: what people send, what a changed client of theirs can send, and what no client sends.

As in ``hostile``, all that an owner writes bears the owner's mark.
"""

import random
from collections.abc import Callable
from typing import Any

from bot.adapters.telegram.links import Purpose
from bot.steps.menu import COMMANDS
from tests.soak import hostile
from tests.soak.hostile import COMMAND_ARGUMENTS, KEYS, OWNERS, mark_of, marked, noise, text

Raw = dict[str, Any]

FIRST_USER = 5000
GROUPS = (-1001, -1002, -1003)
BOT = "shuzhi_bot"
CODE = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
JUNK: tuple[Any, ...] = (None, True, -1, 1 << 70, 0.5, "", "x" * 5000, "\ud800", [], [[]], {}, {"id": {}})
KINDS = ("photo", "sticker", "voice", "video", "animation", "location", "poll", "contact", "dice", "story")
PURPOSES: tuple[Purpose, ...] = ("approve", "draft", "review", "write")
FILES = ("总结.txt", "总结.docx", "总结.pdf", "秘密★.txt", "../a.txt", "", "a" * 300 + ".docx", "x.exe")


def user_of(owner: int) -> int:
    """Give the number under which Telegram knows an owner."""
    return FIRST_USER + owner


def owner_of(user: int) -> int | None:
    """Give whose number that is."""
    return user - FIRST_USER if FIRST_USER <= user < FIRST_USER + OWNERS else None


class Writers:
    """All owners, of whom anyone may write next; ``buttons`` and ``codes`` are what they were sent."""

    def __init__(self, chance: random.Random) -> None:
        self.buttons: dict[int, list[str]] = {}
        self.codes: list[str] = []
        self.files: dict[str, bytes] = {}
        self._chance = chance
        self._number = 1000

    def update(self) -> tuple[int, Raw]:
        """Make the next update; gives its owner too."""
        chance, owner = self._chance, self._chance.randrange(OWNERS)
        (make,) = chance.choices(tuple(_MAKERS), tuple(_MAKERS.values()))
        self._number += chance.choice((1, 1, 1, 2, 9))
        raw = {"update_id": self._number, **make(self, owner)}
        return owner, _damaged(chance, raw) if chance.random() < DAMAGED else raw

    def _words(self, owner: int) -> str:
        return marked(self._chance, mark_of(owner), text(self._chance))

    def _message(self, owner: int, chat: int = 0, **content: object) -> Raw:
        user = user_of(owner)
        where = {"id": chat, "type": self._chance.choice(("group", "supergroup", "channel")), "title": "群"}
        return {
            "message_id": self._chance.randrange(1, 40),
            "date": self._number // 4,
            "from": {"id": user, "is_bot": False, "first_name": mark_of(owner)},
            "chat": where if chat else {"id": user, "type": "private"},
            **content,
        }

    def written(self, owner: int) -> Raw:
        """Say something."""
        return {"message": self._message(owner, text=self._words(owner))}

    def answered(self, owner: int) -> Raw:
        """Answer what is asked, by a number or a word."""
        said = self._chance.choice((*hostile.ANSWERS, *map(str, range(1, 9))))
        return {"message": self._message(owner, text=said)}

    def commanded(self, owner: int) -> Raw:
        """Give a command, one that there is or another."""
        chance = self._chance
        name = chance.choice(
            (*COMMANDS, "start", "privacy", "users", "approve", "review", "done", noise(chance))
        )
        argument = chance.choice((*COMMAND_ARGUMENTS, self._words(owner)))
        return {"message": self._message(owner, text=f"/{name} {argument}")}

    def linked(self, owner: int) -> Raw:
        """Come by a link, most often with a code that nobody was given."""
        chance = self._chance
        code = "".join(chance.choices(CODE, k=8))
        if self.codes and owner in CIRCLE:
            code = chance.choice(self.codes)
        payload = chance.choice((f"{chance.choice(PURPOSES)}_{code}", f"draft_{chance.randrange(9)}", code))
        return {"message": self._message(owner, text=chance.choice((f"/start {payload}", f"/review {code}")))}

    def pressed(self, owner: int) -> Raw:
        """Press a button of one's own."""
        data = self._chance.choice(self.buttons.get(user_of(owner)) or ["v1:0:party_building"])
        return self._press(owner, data, self._message(owner))

    def forged(self, owner: int) -> Raw:
        """Press what is no button, or somebody else's."""
        chance = self._chance
        other = chance.randrange(OWNERS)
        data = chance.choice(
            (
                *(self.buttons.get(user_of(other)) or [""]),
                f"v1:{chance.choice((0, 1, chance.randrange(99), 10**14, -1))}:{chance.choice(KEYS)}",
                noise(chance),
                f"v1:1:{mark_of(owner)}",
                "v2:1:take",
            )
        )
        elsewhere = self._message(owner) | {"chat": {"id": user_of(other), "type": "private"}}
        message = chance.choice((elsewhere, self._message(owner, chance.choice(GROUPS)), None))
        return self._press(owner, data, message)

    def _press(self, owner: int, data: str, message: Raw | None) -> Raw:
        query = {"id": f"q{self._number}", "from": self._message(owner)["from"], "data": data}
        return {"callback_query": query | ({"message": message} if message else {})}

    def edited(self, owner: int) -> Raw:
        """Change a message, or its caption."""
        content: Raw = {self._chance.choice(("text", "text", "caption")): self._words(owner)}
        return {"edited_message": self._message(owner, edit_date=self._number // 4, **content)}

    def asked(self, owner: int) -> Raw:
        """Type after the bot's name in some chat."""
        words = self._chance.choice(
            (self._words(owner)[:256], "意识形态", "ysxt", "党建" + mark_of(owner), "")
        )
        offset = self._chance.choice(("", "20", "999", "-1", noise(self._chance)))
        sender = self._message(owner)["from"]
        return {"inline_query": {"id": f"i{self._number}", "from": sender, "query": words, "offset": offset}}

    def grouped(self, owner: int) -> Raw:
        """Write in a group, to the bot or past it."""
        words, name = self._words(owner), self._chance.choice((*COMMANDS, "start"))
        said = (f"/{name}@{BOT} {words}", f"/phrase {words}", f"@{BOT} {words}", words, f"/{name}@other_bot")
        return {"message": self._message(owner, self._chance.choice(GROUPS), text=self._chance.choice(said))}

    def passed_on(self, owner: int) -> Raw:
        """Pass on words of somebody's."""
        origin = {"type": "hidden_user", "date": 1, "sender_user_name": "王芳"}
        content: Raw = {self._chance.choice(("text", "caption")): self._words(owner)}
        return {"message": self._message(owner, forward_origin=origin, **content)}

    def replied(self, owner: int) -> Raw:
        """Answer below a message."""
        below = self._message(owner, text=self._words(owner))
        return {"message": self._message(owner, text=self._words(owner), reply_to_message=below)}

    def handed_in(self, owner: int) -> Raw:
        """Send a file: a text, or bytes that are no document."""
        chance, file = self._chance, f"f{self._number}"
        lines = "\n".join(self._words(owner) for _ in range(chance.randrange(9)))
        self.files[file] = chance.choice((lines.encode(errors="replace"), chance.randbytes(200)))
        if len(self.files) > KEPT_FILES:
            del self.files[next(iter(self.files))]
        size = chance.choice((len(self.files[file]), 0, -1, 30_000_000))
        document = {
            "file_id": chance.choice((file, "gone")),
            "file_name": chance.choice(FILES),
            "file_size": size,
        }
        return {
            "message": self._message(
                owner, document=document, caption=chance.choice(("", self._words(owner)))
            )
        }

    def shown(self, owner: int) -> Raw:
        """Send what is no text."""
        content: Raw = {self._chance.choice(KINDS): {}, "media_group_id": self._chance.choice(("1", "2"))}
        return {"message": self._message(owner, **content)}

    def unknown(self, owner: int) -> Raw:
        """Send what the bot did not ask for, or what nobody knows yet."""
        kind = self._chance.choice(("poll", "my_chat_member", "channel_post", "future", "message"))
        return {kind: self._chance.choice((*JUNK, self._message(owner)))}


DAMAGED = 0.04

KEPT_FILES = 500
"""More than are sent before all that came with them is applied."""

CIRCLE = frozenset(range(6))
"""Owners who let one another read, with codes that they were given: their words may meet."""

_MAKERS: dict[Callable[[Writers, int], Raw], int] = {
    Writers.written: 26,
    Writers.answered: 16,
    Writers.commanded: 12,
    Writers.linked: 4,
    Writers.pressed: 12,
    Writers.forged: 8,
    Writers.edited: 5,
    Writers.asked: 6,
    Writers.grouped: 5,
    Writers.passed_on: 4,
    Writers.replied: 3,
    Writers.handed_in: 1,
    Writers.shown: 2,
    Writers.unknown: 2,
}
"""How to make an update, and how often."""


def _damaged(chance: random.Random, raw: Raw) -> Raw:
    """Put junk somewhere into an update, but for its number and the sender's."""
    places = [(part, key) for part in _objects(raw) for key in part if key not in {"update_id", "id", "from"}]
    part, key = chance.choice(places)
    part[key] = chance.choice(JUNK)
    return raw


def _objects(value: object) -> list[Raw]:
    match value:
        case dict():
            return [value, *(each for inner in value.values() for each in _objects(inner))]
        case list():
            return [each for inner in value for each in _objects(inner)]
        case _:
            return []
