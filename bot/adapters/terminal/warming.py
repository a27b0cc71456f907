"""Getting ready for the first answer while the first question is being read."""

from contextlib import suppress
from threading import Thread

from bot.compose.sections import Setting, proposal
from bot.desk import Desk
from bot.draft import Draft, Point

EXAMPLE = "3月5日召开支部党员大会专题学习党的二十大精神，参加28人。"


def warm(desk: Desk) -> None:
    """Read the bank and word one statement, in a thread that never delays the program's end."""
    Thread(target=_rehearse, args=(desk,), name="warming", daemon=True).start()


def _rehearse(desk: Desk) -> None:
    with suppress(Exception):  # what is wrong is told when it is needed
        outline = next(iter(desk.outlines.values()))
        section = next(leaf for leaf in outline.leaves() if leaf.kind == "achievements")
        point = Point(id="", section=section.id, text=EXAMPLE)
        draft = Draft(genre=outline.id, points=(point,))
        proposal(Setting(section, outline, draft, desk.bank, 0), point)
