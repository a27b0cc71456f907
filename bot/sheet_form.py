"""What an answer sheet holds, as people write it, and where it comes from."""

from pathlib import Path
from typing import Any

from msgspec import Struct

from bot.draft import Card, Task
from phrasebank.reading import read_lines
from phrasebank.terms import Topic

Scalar = str | int | float | bool | None


class SheetError(Exception):
    """A sheet that cannot be drafted from; the message is one Chinese sentence naming the place."""


class Origin(Struct, frozen=True):
    """What a sheet is called in messages, and the folder that its files are in, where it has one."""

    name: str
    folder: Path | None = None

    def __str__(self) -> str:
        return self.name

    def lines(self, file: str) -> tuple[str, ...]:
        """Read a file that the sheet names; one that was sent alone must not reach into this machine."""
        if self.folder is None:
            raise SheetError(
                f"{self} 里写了文件“{file}”，单独发来的答卷读不到别的文件。请把内容写进答卷，或另外发来。"
            )
        return tuple(read_lines(self.folder / file))


class SheetProfile(Struct, frozen=True, forbid_unknown_fields=True):
    """Who reports; a date may be 2025-12-20 or 2025年12月20日."""

    organization: Scalar = ""
    post: Scalar = ""
    author: Scalar = ""
    year: Scalar = None
    date: Scalar = ""
    salutation: Scalar = ""


class Item(Struct, frozen=True, omit_defaults=True):
    """A point kept whole, with the wording agreed on."""

    text: str
    sentence: str | None = None
    source: str = ""
    topic: Topic | None = None
    answers: str = ""
    followed: bool = False


class Sheet(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An answer sheet as written.

    ``sections`` goes by section id or name; an answer is text, a list of texts and items, or nothing.
    ``materials`` are texts or files (``file: minutes.txt``), relative to the sheet. ``chosen`` goes by id.
    ``cards`` is material that waits for a decision, ``tasks`` what readers asked for.
    """

    genre: str
    name: str = ""
    profile: SheetProfile | None = None
    notice: Any = None
    preferences: Any = None
    last_year: Any = None
    materials: Any = None
    sections: dict[str, Any] | None = None
    cards: tuple[Card, ...] = ()
    tasks: tuple[Task, ...] = ()
    absent: list[str] | None = None
    chosen: dict[str, str] | None = None
