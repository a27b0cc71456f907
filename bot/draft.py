"""What the user has given so far: profile, points and the standing of each section.

Everything here is immutable and has a JSON form (msgspec structs are frozen dataclasses with one), because
the state of a talk is stored whole after every turn and must be readable again by any later process.
"""

from collections.abc import Iterable

from msgspec import Struct
from msgspec.structs import replace

from phrasebank.terms import Topic


class Profile(Struct, frozen=True):
    """Who reports, in the user's words. An empty string or ``None`` means not given."""

    organization: str = ""
    post: str = ""
    author: str = ""
    year: int | None = None
    date: str = ""
    salutation: str = ""


class Point(Struct, frozen=True):
    """One thing said in a section.

    ``text`` is what the user wrote and never changes behind their back; ``sentence`` is the wording agreed
    on, ``None`` while it is still being proposed; ``variant`` counts the proposals turned down.
    ``source`` tells where it came from: empty for the talk, else a file or ``materials`` with its line.
    ``topic`` is what a label above it said it is about, for words that name no topic themselves.
    """

    id: str
    section: str
    text: str
    sentence: str | None = None
    variant: int = 0
    source: str = ""
    topic: Topic | None = None


class Draft(Struct, frozen=True):
    """The answers so far. ``settled``, ``absent`` and ``skipped`` hold section ids.

    Settled: the user said the section is complete. Absent: declared to have nothing to report. Skipped: put
    off, so asked again only after everything else. ``asked`` names the fields of the profile that have had
    an answer, an empty one among them. ``chosen`` gives, by section, the id of the pattern that opens or
    closes the report.
    """

    genre: str | None = None
    profile: Profile = Profile()
    asked: tuple[str, ...] = ()
    points: tuple[Point, ...] = ()
    settled: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()
    skipped: tuple[str, ...] = ()
    chosen: dict[str, str] = {}
    next_number: int = 1

    def in_section(self, section: str) -> tuple[Point, ...]:
        """Give the points of one section, in the order they were said."""
        return tuple(point for point in self.points if point.section == section)

    def point(self, point_id: str) -> Point | None:
        """Look up a point by its id; ``None`` once it has been dropped."""
        return next((point for point in self.points if point.id == point_id), None)

    def with_points(
        self, section: str, texts: Iterable[str], source: str = "", topic: Topic | None = None
    ) -> "Draft":
        """Add points at the end of a section; ids are never used again."""
        number, added = self.next_number, list(self.points)
        for text in texts:
            added.append(Point(f"p{number}", section, text, source=source, topic=topic))
            number += 1
        return replace(self, points=tuple(added), next_number=number)

    def with_point(self, point: Point) -> "Draft":
        """Put a changed point in the place of the one with its id."""
        return replace(self, points=tuple(point if old.id == point.id else old for old in self.points))

    def without_point(self, point_id: str) -> "Draft":
        """Drop a point."""
        return replace(self, points=tuple(point for point in self.points if point.id != point_id))
