"""What a step wants done beside the new state: things to say, and things only the store can do."""

from msgspec import Struct

from bot.replies import Say


class Export(Struct, frozen=True):
    """Hand over the report as a file."""

    format: str
    final: bool


class Undo(Struct, frozen=True):
    """Take the last change back."""


class ShowHistory(Struct, frozen=True):
    """List what was said in this draft."""


class StartNew(Struct, frozen=True):
    """Begin another draft, keeping this one."""


class ShowDrafts(Struct, frozen=True):
    """List the user's drafts."""


class Resume(Struct, frozen=True):
    """Open the user's draft of that number."""

    number: int


class Erase(Struct, frozen=True):
    """Erase this draft, or everything of the user's."""

    everything: bool


Effect = Say | Export | Undo | ShowHistory | StartNew | ShowDrafts | Resume | Erase
