"""What a step wants done beside the new state: things to say, and things only the store can do."""

from msgspec import Struct

from bot.draft import Draft
from bot.replies import Appendix, Errand, Say


class Export(Struct, frozen=True):
    """Hand over the report as a file, cut to a number of ``characters`` if one is given.

    ``review`` and ``encoding`` are as in ``Attachment``.
    """

    format: str
    final: bool
    appendices: tuple[Appendix, ...] = ()
    characters: int | None = None
    review: bool = False
    encoding: str = ""


class Collect(Struct, frozen=True):
    """Hand over everything that is kept about the user."""


class Undo(Struct, frozen=True):
    """Take the last changes back, or go to where the talk stood after a ``turn``, by its place from 1."""

    steps: int = 1
    turn: int = 0


class Redo(Struct, frozen=True):
    """Take the last undo back."""


class ShowHistory(Struct, frozen=True):
    """List what was said in this draft, the newest ``count`` turns of it."""

    count: int


class ShowChanges(Struct, frozen=True):
    """Tell what changed since the last export, since a turn, between two turns, or between drafts.

    ``turns`` are places from 1; ``drafts`` are numbers or names, one alone being compared with this draft.
    """

    turns: tuple[int, ...] = ()
    drafts: tuple[str, ...] = ()


class StartNew(Struct, frozen=True):
    """Begin another draft, keeping this one; ``draft`` is what it begins with."""

    draft: Draft = Draft()


class Copy(Struct, frozen=True):
    """Begin another draft with all that this one has, under a name of its own, made up if not given."""

    name: str = ""


class ShowDrafts(Struct, frozen=True):
    """List the user's drafts."""


class Resume(Struct, frozen=True):
    """Open the user's draft of that number or name."""

    draft: str


class Rename(Struct, frozen=True):
    """Give the user's draft of that number or name another name."""

    draft: str
    name: str


class Erase(Struct, frozen=True):
    """Erase this draft, the one of that number or name, or everything of the user's."""

    everything: bool
    draft: str = ""


Effect = (
    Say
    | Errand
    | Export
    | Collect
    | Undo
    | Redo
    | ShowHistory
    | ShowChanges
    | StartNew
    | Copy
    | ShowDrafts
    | Resume
    | Rename
    | Erase
)
