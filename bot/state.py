"""The state of a talk: the draft, and where the user has turned aside from the checklist."""

from typing import Literal

from msgspec import Struct

from bot.draft import Draft

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


class Going(Struct, frozen=True, tag="going"):
    """Which section to turn to."""


class Confirming(Struct, frozen=True, tag="confirming"):
    """Whether to erase this draft, or everything the user has stored."""

    everything: bool


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
    | Going
    | Confirming
    | Resting
    | Finished
)


class State(Struct, frozen=True):
    """Everything a later process needs to go on. ``revision`` grows with every turn, undo included."""

    draft: Draft = Draft()
    focus: Stop | None = None
    revision: int = 0
