"""Profiles: the page and the fonts that a report is set with, and what follows from them.

GB/T 9704-2012 fixes the page and names kinds of type; the line pitch, the fonts and where the page number
stands are house style, so that each can be changed alone.
"""

from functools import cache
from math import ceil
from pathlib import Path
from typing import Annotated, Literal

from msgspec import Meta, Struct

from phrasebank.loading import load

PAPER = (210.0, 297.0)  # mm, A4 (GB/T 9704-2012, 5.1)
POINT = 72 / 25.4  # points to a millimetre
TWIPS = 20  # to a point
LEAST_SQUEEZE = 0.25  # points: a line takes one character more if none has to give up more than this
TO_NUMBER = 10.7  # mm from the edge of the text area down to the lower edge of the footer (7.5)
NEAREST = 5.0  # mm from the edge of the paper, where printers stop

Role = Literal["biao", "fang", "kai", "hei", "song"]
"""小标宋, 仿宋, 楷体, 黑体 and 宋体."""

NumberPlace = Literal["outer", "center", "left", "right", "none"]
"""Where the page number stands; ``outer`` is right on odd pages and left on even ones (7.5)."""

Margin = Annotated[float, Meta(ge=0, le=90)]
Points = Annotated[float, Meta(ge=5, le=72)]
Pitch = Annotated[float, Meta(ge=8, le=100)]


class Face(Struct, frozen=True, forbid_unknown_fields=True):
    """How characters look: the Chinese font, its size in points, and whether it is bold."""

    font: str
    size: Points = 16
    bold: bool = False


class Faces(Struct, frozen=True, kw_only=True):
    """The faces of the parts of a report; ``headings`` are those of 一、（一）1. and （1）.

    ``mark`` is that of the line below the title, ``table`` and ``table_head`` those of an appendix.
    """

    title: Face
    mark: Face
    body: Face
    headings: tuple[Face, Face, Face, Face]
    number: Face
    table: Face
    table_head: Face


class Page(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The measures of a page: margins in millimetres, the exact pitch of lines in points.

    ``compensated`` tells that the margins leave out the half leading above the first row, so that the
    characters themselves begin where GB/T 9704-2012 has its margin; ``footer`` is the distance of the
    footer from the edge of the paper, ``None`` for that of the standard.
    """

    top: Margin
    right: Margin
    bottom: Margin
    left: Margin
    pitch: Pitch
    compensated: bool = False
    number: NumberPlace = "outer"
    footer: Margin | None = None


class PageLayout(Struct, frozen=True, kw_only=True):
    """A page and its faces; derived measures are in the units their names say."""

    name: str
    page: Page
    faces: Faces

    @property
    def width_twips(self) -> int:
        """The width of the text area."""
        page = self.page
        return twips(PAPER[0]) - twips(page.left) - twips(page.right)

    @property
    def characters(self) -> int:
        """How many full-width characters of the body a line takes."""
        return int(self.width_twips / self.advance_twips)

    @property
    def squeeze_twips(self) -> int:
        """What is added to each character of the body: at most 0, to take in one more that nearly fits.

        A grid of characters would do that too, but LibreOffice then gives each character two cells.
        """
        size = self.faces.body.size * TWIPS
        count = ceil(self.width_twips / size)
        less = ceil((count * size - self.width_twips) / count)
        return -less if less <= LEAST_SQUEEZE * TWIPS else 0

    @property
    def advance_twips(self) -> float:
        """The width of a character of the body."""
        return self.faces.body.size * TWIPS + self.squeeze_twips

    @property
    def pitch_twips(self) -> int:
        """The pitch of lines."""
        return round(self.page.pitch * TWIPS)

    @property
    def longest_title(self) -> int:
        """How many full-width characters of the title a line takes."""
        return max(int(self.width_twips / (self.faces.title.size * TWIPS)), 2)

    @property
    def half_leading(self) -> float:
        """What Word puts above and below a row of the body, in points; where rows touch, nothing."""
        return max(self.page.pitch - self.faces.body.size, 0) / 2

    @property
    def footer_mm(self) -> float:
        """The distance of the footer from the edge of the paper."""
        page = self.page
        given = self.half_leading / POINT if page.compensated else 0
        return page.footer if page.footer is not None else max(page.bottom + given - TO_NUMBER, NEAREST)


class Font(Struct, frozen=True, forbid_unknown_fields=True):
    """A font: its kind of type, what may stand in for it, and its other names."""

    name: str
    role: Role
    stand_in: str
    also: tuple[str, ...] = ()


class FontSet(Struct, frozen=True, forbid_unknown_fields=True):
    """A font for each kind of type; ``words`` are other names of the set."""

    name: str
    title: str
    fang: str
    kai: str
    hei: str
    song: str
    words: tuple[str, ...] = ()

    @property
    def faces(self) -> Faces:
        """The faces of GB/T 9704-2012 (5.2.2, 7.3.1, 7.3.3, 7.5) in these fonts."""
        body = Face(self.fang)
        return Faces(
            title=Face(self.title, 22),
            mark=Face(self.kai),
            body=body,
            headings=(Face(self.hei), Face(self.kai), body, body),
            number=Face(self.song, 14),
            table=Face(self.fang, 12),
            table_head=Face(self.hei, 12),
        )


class Profile(Page, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A page with a name, other ``words`` for it, and the source of its numbers."""

    name: str
    source: str
    words: tuple[str, ...] = ()

    @property
    def page(self) -> Page:
        """The measures alone."""
        return Page(**{field: getattr(self, field) for field in Page.__struct_fields__})


class Profiles(Struct, frozen=True, forbid_unknown_fields=True):
    """All that ``profiles.yaml`` holds; the first profile and the first font set are the default."""

    profiles: tuple[Profile, ...]
    font_sets: tuple[FontSet, ...]
    fonts: tuple[Font, ...]
    sizes: dict[str, Points]


@cache
def known() -> Profiles:
    """Give the profiles that come with the program."""
    return load(Path(__file__).with_name("profiles.yaml"), Profiles)


@cache
def standard() -> PageLayout:
    """Give the layout of a report for which nothing else is wished."""
    profile, fonts = known().profiles[0], known().font_sets[0]
    return PageLayout(name=profile.name, page=profile.page, faces=fonts.faces)


def role_of(name: str) -> Role:
    """Tell the kind of type of a font by its name; an unknown one counts as 仿宋."""
    font = next((each for each in known().fonts if name in {each.name, *each.also}), None)
    if font:
        return font.role
    kinds: dict[str, Role] = {
        "小标宋": "biao",
        "中宋": "biao",
        "仿": "fang",
        "楷": "kai",
        "黑": "hei",
        "宋": "song",
    }
    return next((role for word, role in kinds.items() if word in name), "fang")


def twips(millimetres: float) -> int:
    """Convert millimetres to the unit that Word measures pages in."""
    return round(millimetres * POINT * TWIPS)
