"""Getting ready for the first answers while the first question is being read."""

from contextlib import suppress
from threading import Event, Thread

from bot.desk import Desk
from bot.draft import Draft
from bot.engine import advance, ask
from bot.events import Said
from bot.state import AskingSection, State
from bot.steps.checklist import FIELDS

EXAMPLE = "3月5日召开支部党员大会专题学习党的二十大精神，参加28人。"


class Warming:
    """A rehearsal in a thread of its own.

    It is stopped before the program ends: what a thread still runs while the interpreter is taken down may
    find its modules gone, and compiled ones then crash.
    """

    def __init__(self, desk: Desk) -> None:
        self._stopping = Event()
        self._thread = Thread(target=_rehearse, args=(desk, self._stopping), name="warming", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """Leave off after the section in hand, and wait for that."""
        self._stopping.set()
        if self._thread.is_alive():
            self._thread.join()


def _rehearse(desk: Desk, stopping: Event) -> None:
    """Answer each section of a made-up draft once: the bank is read, and every expression compiled."""
    with suppress(Exception):  # whatever is wrong is told when it is met in earnest
        outline = next(iter(desk.outlines.values()))
        draft = Draft(genre=outline.id, asked=FIELDS)
        for section in outline.leaves():
            if stopping.is_set():
                return
            state, _ = advance(desk, State(draft, AskingSection(section.id)), Said(EXAMPLE))
            ask(desk, state)
