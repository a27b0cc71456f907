"""The line editor: what a person types, with completion, history and pasted lines."""

from collections.abc import AsyncGenerator, Iterable, Iterator
from contextlib import suppress

from prompt_toolkit import PromptSession
from prompt_toolkit.application import get_app
from prompt_toolkit.application.current import get_app_session
from prompt_toolkit.completion import CompleteEvent, Completer, Completion
from prompt_toolkit.document import Document
from prompt_toolkit.filters import Condition
from prompt_toolkit.history import History
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.output.vt100 import Vt100_Output

from bot.adapters.terminal.screen import PROMPT
from bot.conversation import Conversation
from bot.replies import Question
from bot.steps.menu import COMMANDS
from bot.store.faults import StoreError

REMEMBERED = 50
MENU_LINES = 8
SLASHES = ("/", "／")


class Editor:
    """Reads messages from the terminal that the process was started in."""

    def __init__(self, conversation: Conversation, owner: str) -> None:
        output = get_app_session().output
        if isinstance(output, Vt100_Output):
            # Asking where the cursor is mixes answers into what is typed, and warns where none comes.
            output.enable_cpr = False
        self._conversation = conversation
        self._owner = owner
        self._completer = Offers()
        self._sayings = Sayings()
        self._session = PromptSession[str](
            PROMPT,
            completer=self._completer,
            complete_while_typing=Condition(_is_command),
            history=self._sayings,
            key_bindings=_bindings(),
            enable_suspend=True,
            reserve_space_for_menu=MENU_LINES,
        )

    async def next_message(self, question: Question) -> str | None:
        """Read the next message; ``None`` for Ctrl-D. Raises ``KeyboardInterrupt`` for Ctrl-C."""
        self._completer.question = question
        try:
            return await self._session.prompt_async()
        except EOFError:
            return None

    async def recall(self) -> None:
        """Fetch the history of the draft in hand, which a turn may have changed for another."""
        with suppress(StoreError):  # the next turn tells of the trouble; the history can do without
            self._sayings.said = await self._conversation.sayings(self._owner, REMEMBERED)

    @property
    def text(self) -> str:
        """What stood in the line when it was left."""
        return self._session.default_buffer.text


class Sayings(History):
    """What was said in the draft in hand, as the store has it: gone from here when it is forgotten there."""

    def __init__(self) -> None:
        super().__init__()
        self.said: tuple[str, ...] = ()

    async def load(self) -> AsyncGenerator[str, None]:
        """Give what was said, newest first."""
        for text in reversed(self.said):
            yield text

    def append_string(self, string: str) -> None:
        """Keep nothing: the turn is stored."""

    def load_history_strings(self) -> Iterable[str]:
        """Give nothing: ``load`` does."""
        return ()

    def store_string(self, string: str) -> None:
        """Keep nothing: the turn is stored."""


class Offers(Completer):
    """The commands, after a slash, and the choices of the question: by their words, or all of them on Tab."""

    def __init__(self) -> None:
        self.question = Question("")

    def get_completions(self, document: Document, complete_event: CompleteEvent) -> Iterator[Completion]:
        """Offer what the text before the cursor may become; a choice becomes its number."""
        text = document.text_before_cursor
        if text.startswith(SLASHES):
            yield from _commands(text)
        elif text or complete_event.completion_requested:
            yield from self._choices(text)

    def _choices(self, text: str) -> Iterator[Completion]:
        for place, choice in enumerate(self.question.choices, 1):
            if choice.label.startswith(text):
                yield Completion(str(place), -len(text), display=f"{place}. {choice.label}")


def _commands(text: str) -> Iterator[Completion]:
    for name, does in COMMANDS.items():
        if name.startswith(text[1:].lower()):
            yield Completion(f"/{name}", -len(text), display_meta=does)


def _is_command() -> bool:
    return get_app().current_buffer.text.startswith(SLASHES)


def _bindings() -> KeyBindings:
    bindings = KeyBindings()

    @bindings.add("escape", "enter")
    def _(event: KeyPressEvent) -> None:
        event.current_buffer.insert_text("\n")

    return bindings
