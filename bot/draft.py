"""What the user has given so far: profile, points and the standing of each section.

Everything here is immutable and has a JSON form (msgspec structs are frozen dataclasses with one), because
the state of a talk is stored whole after every turn and must be readable again by any later process.
"""

from collections.abc import Iterable
from typing import Literal

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
    ``answers`` is the id of the problem that it answers, of this year (``p3``) or carried over (``y2``).
    ``message`` is the adapter's name of the message it was said in, for edits made there later.
    ``followed`` once the user has been asked what foggy words mean, or that they accuse too much.
    """

    id: str
    section: str
    text: str
    sentence: str | None = None
    variant: int = 0
    source: str = ""
    topic: Topic | None = None
    answers: str = ""
    message: str = ""
    followed: bool = False


class Card(Struct, frozen=True):
    """A statement out of material not decided on yet: the section proposed, and by which cue."""

    id: str
    text: str
    section: str
    cue: str = ""
    source: str = ""
    topic: Topic | None = None
    message: str = ""


class Limit(Struct, frozen=True):
    """How long the report may be; ``None`` where nothing is said. Characters count without blanks.

    ``least`` is how many characters it must have.
    """

    characters: int | None = None
    minutes: float | None = None
    least: int | None = None


DemandKind = Literal["aspect", "problems", "last_year", "length", "deadline", "form"]


class Demand(Struct, frozen=True):
    """One thing that the superior's notice demands, in its words, with the line of the notice (from 1).

    ``section`` is the id of the leaf it belongs to, empty for the whole report; ``topic`` is what an aspect
    is about, where its words name one; ``count`` is how many problems are wanted at least, ``share`` what
    part of the report they are to take (0 to 1); ``limit`` is for the kind ``length``; ``apart`` tells an
    aspect that is to be a part of the report of its own. The line is 0 for one that the user added.
    """

    id: str
    kind: DemandKind
    text: str
    line: int
    section: str = ""
    topic: Topic | None = None
    count: int | None = None
    limit: Limit | None = None
    share: float | None = None
    apart: bool = False


class Notice(Struct, frozen=True):
    """The superior's letter, as the demands that the user has confirmed; ``title`` says what it is about."""

    source: str
    demands: tuple[Demand, ...] = ()
    title: str = ""


Standing = Literal["open", "done", "continuing", "undone"]


class Carryover(Struct, frozen=True):
    """A problem or a plan of last year's report, with its line there; ``open`` until the user answers.

    ``noted`` tells that this year's report names the problem again, and the user has been asked about it.
    """

    id: str
    kind: Literal["problem", "plan"]
    text: str
    line: int
    standing: Standing = "open"
    noted: bool = False


class LastYear(Struct, frozen=True):
    """Last year's report, as what this year's has to answer.

    ``section`` is the id of the leaf that tells what became of its problems, where the genre leaves the
    choice: empty while not chosen, ``none`` for nowhere. ``confirmed`` once the user has said that a report
    of an unlikely year is the right one.
    """

    source: str
    year: int | None = None
    items: tuple[Carryover, ...] = ()
    section: str = ""
    confirmed: bool = False

    def item(self, item_id: str) -> Carryover | None:
        """Look up an item by its id."""
        return next((item for item in self.items if item.id == item_id), None)

    def with_item(self, item: Carryover) -> "LastYear":
        """Put a changed item in the place of the one with its id."""
        return replace(self, items=tuple(item if old.id == item.id else old for old in self.items))


class Wording(Struct, frozen=True):
    """A formulation that has given way to another, none if ``new`` is empty, since a date such as 2026-03."""

    old: str
    new: str
    since: str
    source: str


class Preferences(Struct, frozen=True):
    """How the user wants to be asked: with follow-ups to foggy words, and to what length.

    ``layout`` is how the report is set, in words; empty for the standard. ``wordings`` are the formulations
    that the user has added for the check-up.
    """

    follow_ups: bool = True
    limit: Limit = Limit()
    layout: str = ""
    wordings: tuple[Wording, ...] = ()


class Task(Struct, frozen=True):
    """What a reader of the draft wants seen to (改稿待办), in their words, which never enter the report.

    ``about`` are the words that it is about as they stood then, empty for the whole; ``section`` is the id of
    the leaf that they stood in. It is ``done`` once the user says so, or if ``declined`` has turned it down.
    ``message`` names the message that it was said in, for edits made there later.
    """

    id: str
    text: str
    author: str = ""
    about: str = ""
    section: str = ""
    done: bool = False
    declined: bool = False
    message: str = ""


class Draft(Struct, frozen=True):
    """The answers so far. ``settled``, ``absent`` and ``skipped`` hold section ids.

    Settled: the user said the section is complete. Absent: declared to have nothing to report. Skipped: put
    off, so asked again only after everything else; ids of last year's items and of problems whose measure is
    put off are among them. ``asked`` names the fields of the profile that have had
    an answer, an empty one among them. ``chosen`` gives, by section, the id of the pattern that opens or
    closes the report. ``name`` is what the user calls the draft; ``cards`` wait for a decision.
    ``said_in`` names, by field of the profile, the message that gave it, for edits made there later.
    ``unheeded`` names findings of the check-up that the user does not want to see again.
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
    name: str = ""
    cards: tuple[Card, ...] = ()
    notice: Notice | None = None
    last_year: LastYear | None = None
    preferences: Preferences = Preferences()
    said_in: dict[str, str] = {}
    unheeded: tuple[str, ...] = ()
    tasks: tuple[Task, ...] = ()

    @property
    def open_tasks(self) -> tuple[Task, ...]:
        """Give what readers asked for and nobody has seen to yet."""
        return tuple(task for task in self.tasks if not task.done)

    def keeping_tasks(self, later: "Draft") -> "Draft":
        """Take the tasks of a later version, as they stood in this one: going back changes nobody's words.

        One that has been put otherwise since stands as it does there: it was other words that were seen to.
        """
        stood = {(task.id, task.text, task.about): task for task in self.tasks}
        standing = ((task, stood.get((task.id, task.text, task.about), task)) for task in later.tasks)
        tasks = (replace(task, done=was.done, declined=was.declined) for task, was in standing)
        return replace(self, tasks=tuple(tasks))

    @property
    def entries(self) -> tuple[Point | Card, ...]:
        """Everything the user has told: the points, then the cards that wait."""
        return (*self.points, *self.cards)

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
