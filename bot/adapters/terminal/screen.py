"""What is shown: replies as text, in the terminal or down a pipe."""

import re
from typing import TextIO

from bot.replies import Choice, Question, Say

PROMPT = "> "

BOLD, CYAN, YELLOW, PLAIN = "\x1b[1m", "\x1b[36m", "\x1b[33m", "\x1b[0m"

# A report may hold anything that was ever piped in; it must not move the cursor or retitle the window.
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


class GoneError(Exception):
    """Nothing can be shown any more; ``quiet`` where the reader has just gone away, as ``head`` does."""

    def __init__(self, error: OSError | ValueError) -> None:
        super().__init__(f"没法再往外显示（{getattr(error, 'strerror', None) or error}），说过的都存着。")
        self.quiet = isinstance(error, BrokenPipeError)


class Screen:
    """Writes each reply at once. Every method raises ``GoneError``.

    ``spaced`` sets questions off by an empty line, as a person reads them best.
    """

    def __init__(self, stdout: TextIO, *, coloured: bool = False, spaced: bool = False) -> None:
        self._stdout = stdout
        self._coloured = coloured
        self._spaced = spaced

    def show(self, reply: Say | Question) -> None:
        """Show a reply; the choices of a question are numbered from 1."""
        match reply:
            case Say(text):
                self._write(f"{_harmless(text)}\n")
            case Question(text, choices):
                lines = [self._painted(_harmless(text), BOLD)]
                lines += [self._choice(place, choice) for place, choice in enumerate(choices, 1)]
                self._write("\n" * self._spaced + "".join(f"{line}\n" for line in lines))

    def tell(self, sentence: str) -> None:
        """Say something that belongs to no turn: what went wrong, where a file lies."""
        self._write(self._painted(_harmless(sentence), YELLOW) + "\n")

    def prompt(self) -> None:
        """Invite to type, before the line editor is there to do it."""
        self._write(PROMPT)

    def rewind(self) -> None:
        """Go back to the beginning of the line, where the line editor draws."""
        self._write("\r")

    def _choice(self, place: int, choice: Choice) -> str:
        return self._painted(f"{place:>3}.", CYAN) + f" {_harmless(choice.label)}"

    def _painted(self, text: str, colour: str) -> str:
        return f"{colour}{text}{PLAIN}" if self._coloured else text

    def _write(self, text: str) -> None:
        try:
            self._stdout.write(text)
            self._stdout.flush()
        except (OSError, ValueError) as error:  # ValueError: the stream is closed
            raise GoneError(error) from error


def _harmless(text: str) -> str:
    return _CONTROL.sub("", text)
