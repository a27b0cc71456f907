"""Names that stay home: on the wire and in the store each is a token, such as 〔单位甲〕.

A token holds no digit and no Latin letter, so that nothing takes it for a figure, a date or a mask. Which
name it stands for is told by its user's own file alone, in which every name has its letter: a line taken out
shifts no other. Spaces may stand between the characters of a name, as in 李　明; line breaks only in one of
four characters or more, since two that end a line and begin the next seldom are a name.
"""

import re
from collections.abc import Callable, Iterable
from typing import Any, Literal, TypeVar

import msgspec
from msgspec import Struct

from bot.events import Event, Sent
from phrasebank.typed import converted

T = TypeVar("T")

Kind = Literal["单位", "人员", "地点"]

STEMS = "甲乙丙丁戊己庚辛壬癸"
SHORT = "简称"
TOKEN = re.compile(rf"〔(?:单位|人员|地点)[{STEMS}]{{1,3}}(?:{SHORT}[{STEMS}]{{0,2}})?〕")
TYPED = re.compile(
    rf"[〔\[［【（(「『〖{{｛]\s*((?:单位|人员|地点)[{STEMS}]{{1,3}}(?:{SHORT}[{STEMS}]{{0,2}})?)\s*[〕\]］】）)」』〗}}｝]"
)
"""A token as it is typed where the keyboard has no 〔〕."""

ACROSS_LINES = 4
_SPACES, _BREAKS = r"[ \t　\u00a0\u200b]*", r"[\s\u200b]*"


class Name(Struct, frozen=True):
    """A name with its token; a short form has a token of its own, so that it is put back as it was."""

    kind: Kind
    token: str
    text: str


class Names:
    """The names of one file."""

    def __init__(self, names: Iterable[Name] = ()) -> None:
        self.all = tuple(names)
        self._texts = {name.token: name.text for name in self.all}
        close = sorted((("".join(name.text.split()), name.token) for name in self.all), key=_longest_first)
        self._hiding = [(frozenset(text), _form(text), token) for text, token in close]

    def hidden(self, text: str) -> str:
        """Put tokens for names, the longest name first."""
        characters = frozenset(text)
        for needed, form, token in self._hiding:
            if needed <= characters:
                text = form.sub(token, text)
        return text

    def restored(self, text: str) -> str:
        """Put names for tokens; one that stands for no name stays."""
        return TOKEN.sub(lambda found: self._texts.get(found[0], found[0]), text)

    def typed(self, text: str) -> str:
        """Write tokens typed in other brackets as tokens, where they stand for a name."""

        def written(found: re.Match[str]) -> str:
            token = f"〔{found[1]}〕"
            return token if token in self._texts else found[0]

        return TYPED.sub(written, text)

    def undefined(self, text: str) -> tuple[str, ...]:
        """Give the tokens that stand for no name, each once."""
        return tuple(dict.fromkeys(each for each in TOKEN.findall(text) if each not in self._texts))

    def taken_in(self, event: Event) -> tuple[Event, bool, tuple[str, ...]]:
        """Make an event fit to be kept: whether it held a name, and which of its tokens stand for none."""
        written = _changed(event, self.typed)
        kept = _changed(written, self.hidden)
        return kept, kept != written, self.undefined("\n".join(strings_in(kept)))


def changed(value: T, change: Callable[[str], str]) -> T:
    """Give a value of msgspec's with every string in it changed."""
    return converted(walked(msgspec.to_builtins(value), change), type(value))


def strings_in(value: object) -> Iterable[str]:
    """Give every string in a value of msgspec's, the names of its fields left out."""
    found: list[str] = []

    def seen(text: str) -> str:
        found.append(text)
        return text

    walked(msgspec.to_builtins(value), seen)
    return found


def tokens_in(texts: Iterable[str]) -> tuple[str, ...]:
    """Give all tokens of some texts, each once."""
    return tuple(dict.fromkeys(token for text in texts for token in TOKEN.findall(text)))


def walked(value: Any, change: Callable[[str], str]) -> Any:  # noqa: ANN401 - whatever JSON can say
    """Give what JSON can say with every string in it changed, but for the names of fields."""
    match value:
        case str():
            return change(value)
        case list() | tuple():
            return [walked(each, change) for each in value]
        case dict():
            return {key: walked(each, change) for key, each in value.items()}
        case _:
            return value


def _changed(event: Event, change: Callable[[str], str]) -> Event:
    """Change the words of an event; the lines of a file as one text, for a name may go over a line's end."""
    if isinstance(event, Sent):
        lines = tuple(change("\n".join(event.lines)).split("\n")) if event.lines else ()
        short = changed(msgspec.structs.replace(event, lines=()), change)
        return msgspec.structs.replace(short, lines=lines)
    return changed(event, change)


def _longest_first(name: tuple[str, str]) -> int:
    return -len(name[0])


def _form(name: str) -> re.Pattern[str]:
    return re.compile((_BREAKS if len(name) >= ACROSS_LINES else _SPACES).join(map(re.escape, name)))
