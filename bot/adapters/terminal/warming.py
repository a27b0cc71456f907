"""Getting ready for the first answers while the first question is being read."""

from contextlib import suppress
from threading import Thread

from bot.desk import Desk
from bot.draft import Draft
from bot.engine import advance, ask
from bot.events import Said
from bot.state import AskingSection, State
from bot.steps.checklist import FIELDS

EXAMPLE = "3月5日召开支部党员大会专题学习党的二十大精神，参加28人。"


def warm(desk: Desk) -> None:
    """Rehearse in a thread that never delays the program's end."""
    Thread(target=_rehearse, args=(desk,), name="warming", daemon=True).start()


def _rehearse(desk: Desk) -> None:
    """Answer each section of a made-up draft once: the bank is read, and every expression compiled."""
    with suppress(Exception):  # whatever is wrong is told when it is met in earnest
        outline = next(iter(desk.outlines.values()))
        draft = Draft(genre=outline.id, asked=FIELDS)
        for section in outline.leaves():
            state, _ = advance(desk, State(draft, AskingSection(section.id)), Said(EXAMPLE))
            ask(desk, state)
