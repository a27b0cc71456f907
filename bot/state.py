"""The state of a talk: the draft, and where the user has turned aside from the checklist."""

from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from bot.draft import Draft, Notice
from bot.events import Purpose
from phrasebank.terms import Move, SectionKind

Field = Literal["organization", "post", "author", "year"]


class ChoosingGenre(Struct, frozen=True, tag="choosing_genre"):
    """Which kind of report is to be written."""


class AskingField(Struct, frozen=True, tag="asking_field"):
    """A field of the profile."""

    field: Field


class AskingSection(Struct, frozen=True, tag="asking_section"):
    """A section of the outline, by its id."""

    section: str


class ReviewingPoint(Struct, frozen=True, tag="reviewing_point"):
    """The sentence proposed for a point."""

    point: str


class Rewriting(Struct, frozen=True, tag="rewriting"):
    """The user's own wording for a point, with the next message."""

    point: str


class Editing(Struct, frozen=True, tag="editing"):
    """Which of a section's points is to be changed."""

    section: str


class Awaiting(Struct, frozen=True, tag="awaiting"):
    """A text or file for a purpose, with the next message."""

    purpose: Purpose


class Receiving(Struct, frozen=True, tag="receiving"):
    """What a file that was sent is for."""

    name: str
    lines: tuple[str, ...]


class Sorting(Struct, frozen=True, tag="sorting"):
    """What to do with the cards that wait: all of them at once, or one by one (``card``, a card's id)."""

    card: str = ""
    moving: bool = False


class ConfirmingNotice(Struct, frozen=True, tag="confirming_notice"):
    """Whether a notice was read rightly; while ``doing`` something, which demand to drop or what to add.

    ``fresh`` tells one just sent from the one in force, looked at again.
    """

    notice: Notice
    fresh: bool = True
    doing: Literal["", "drop", "add"] = ""


class AnsweringCarryover(Struct, frozen=True, tag="answering_carryover"):
    """What became of a problem or plan of last year, by its id; without one, which of them to take up.

    ``plain`` asks for it in the user's own words, where what they gave before seemed to answer it.
    """

    item: str
    plain: bool = False


class FollowingUp(Struct, frozen=True, tag="following_up"):
    """What a foggy point means: who, when, which, with what consequence; ``turn`` counts from 1."""

    point: str
    turn: int = 1


class Pairing(Struct, frozen=True, tag="pairing"):
    """The measure for a problem of this year that has none, by the problem's point."""

    point: str


class Checking(Struct, frozen=True, tag="checking"):
    """What to do about the findings of a check-up, of which those from the place ``at`` on are shown."""

    at: int = 0


class Recounting(Struct, frozen=True, tag="recounting"):
    """The new value of a quantity of the ledger, by the entry's id."""

    entry: str


class Titling(Struct, frozen=True, tag="titling"):
    """Which headings a section is to have; those offered have ``least`` to ``most`` characters each."""

    section: str
    least: int = 0
    most: int = 99


class Recount(Struct, frozen=True, tag="recount"):
    """A figure that a revised file tells otherwise: of a point, from ``old`` to ``new``, what it counts."""

    point: str
    old: str
    new: str
    unit: str
    counts: str


class Restate(Struct, frozen=True, tag="restate"):
    """A sentence that a revised file tells with other facts: figures, dates or documents more or fewer."""

    point: str
    sentence: str


class Removal(Struct, frozen=True, tag="removal"):
    """What a revised file no longer has: points, and how they read."""

    points: tuple[str, ...]
    text: str


Doubt = Recount | Restate | Removal


class Tasking(Struct, frozen=True, tag="tasking"):
    """What to do about the tasks ``shown``, by their ids, or about one of them (``task``)."""

    shown: tuple[str, ...]
    task: str = ""


class Revising(Struct, frozen=True, tag="revising"):
    """What in a revised file only the user can decide, asked one by one, the first of ``doubts`` now."""

    name: str
    doubts: tuple[Doubt, ...]


class BrowsingPhrases(Struct, frozen=True, tag="browsing_phrases"):
    """Wording looked up, a ``page`` of it, from 0; while ``narrowing``, of which section or move it is to be.

    ``under`` is what was turned to before: what answers nothing here is an answer there.
    """

    query: str
    section: SectionKind | None = None
    move: Move | None = None
    page: int = 0
    narrowing: Literal["", "section", "move"] = ""
    under: "Stop | None" = None


class Going(Struct, frozen=True, tag="going"):
    """Which section to turn to."""


class Confirming(Struct, frozen=True, tag="confirming"):
    """Whether to erase this draft, the one of that number or name, or everything the user has stored."""

    everything: bool
    draft: str = ""


class Resting(Struct, frozen=True, tag="resting"):
    """The draft is laid aside."""


class Finished(Struct, frozen=True, tag="finished"):
    """Nothing is left to ask."""


Stop = (
    ChoosingGenre
    | AskingField
    | AskingSection
    | ReviewingPoint
    | Rewriting
    | Editing
    | Awaiting
    | Receiving
    | Sorting
    | ConfirmingNotice
    | AnsweringCarryover
    | FollowingUp
    | Pairing
    | Checking
    | Recounting
    | Revising
    | Tasking
    | Titling
    | BrowsingPhrases
    | Going
    | Confirming
    | Resting
    | Finished
)


class State(Struct, frozen=True):
    """Everything a later process needs to go on. ``revision`` grows with every turn, undo included.

    ``waiting`` are files that came while the use of another was being asked. ``held`` is what was just said
    and not written down: said again at once, it is an answer.
    """

    draft: Draft = Draft()
    focus: Stop | None = None
    revision: int = 0
    waiting: tuple[Receiving, ...] = ()
    held: str = ""

    @property
    def beneath(self) -> "State":
        """The state without the look-up that lies over it, if one does."""
        return replace(self, focus=self.focus.under) if isinstance(self.focus, BrowsingPhrases) else self
