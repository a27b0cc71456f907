"""Word's automatic numbering: the 一、（一）1. that is nowhere in the text of the document.

Lists (``w:num``) share the count of the abstract list that they are made from; one that overrides a level's
start begins that level anew when it is first used. A level starts again after any higher one, unless
``w:lvlRestart`` says otherwise (ECMA-376 part 1, 17.9).
"""

import re
from collections.abc import Iterator

from lxml import etree  # type: ignore[import-untyped]  # lxml ships no type information
from msgspec import Struct

from phrasebank.formats.markup import child, children, flag, name, number, value
from phrasebank.formats.numerals import numeral
from phrasebank.formats.styles import Styles

LEVELS = 9
SILENT = {"bullet", "none"}
LONGEST_LABEL = 40
PLACEHOLDER = re.compile(r"%([1-9])")
OPEN_END = re.compile(r"[0-9A-Za-z]$")


class Level(Struct, frozen=True):
    """One level of a list; ``restart`` is the level (from 1) behind which it starts again, 0 for never."""

    start: int = 1
    form: str = "decimal"
    text: str = ""
    restart: int | None = None
    plain: bool = False
    style: str = ""


class Numbering:
    """The lists of a document and how far each has counted. Ask for labels in the order of the text."""

    def __init__(self, root: etree._Element | None, styles: Styles) -> None:
        self._styles = styles
        self._abstract = {number(each, "abstractNumId"): each for each in children(root, "abstractNum")}
        self._lists = {number(each, "numId"): each for each in children(root, "num")}
        self._levels: dict[int, dict[int, Level]] = {}
        self._overrides: dict[int, dict[int | None, int]] = {}
        self._counts: dict[int | None, list[int | None]] = {}
        self._begun: set[tuple[int, int]] = set()

    def label(self, properties: etree._Element | None, style: str) -> str:
        """Count a paragraph; give what Word sets before its text, "" where it is in no list."""
        identity, depth = self._place(properties, style)
        if not identity or identity not in self._lists or not 0 <= depth < LEVELS:
            return ""
        levels = self._levels_of(identity)
        counts = self._count(identity, depth, levels)
        level = levels.get(depth, Level())
        if level.form in SILENT and "%" not in level.text.replace(f"%{depth + 1}", ""):
            return ""
        text = PLACEHOLDER.sub(lambda match: _written(int(match[1]) - 1, levels, counts, level), level.text)
        label = text.strip()
        return f"{label} " if OPEN_END.search(label) else label

    def _place(self, properties: etree._Element | None, style: str) -> tuple[int | None, int]:
        """Give the list and the level of a paragraph: its own, else its style's."""
        own = child(properties, "numPr")
        styled, styled_depth = self._styles.numbering(style)
        identity, depth = number(child(own, "numId")), number(child(own, "ilvl"))
        if identity is None:
            identity = styled
            if depth is None and styled_depth is None and identity in self._lists:
                linked = (at for at, level in self._levels_of(identity).items() if level.style == style)
                depth = next(linked, None)
        return identity, next((each for each in (depth, styled_depth) if each is not None), 0)

    def _count(self, identity: int, depth: int, levels: dict[int, Level]) -> list[int | None]:
        counts = self._counts.setdefault(self._abstract_id(identity), [None] * LEVELS)
        override = self._starts(identity).get(depth)
        if override is not None and (identity, depth) not in self._begun:
            counts[depth] = override
        else:
            before = counts[depth]
            counts[depth] = levels.get(depth, Level()).start if before is None else before + 1
        self._begun.add((identity, depth))
        for below in range(depth + 1, LEVELS):
            restart = levels.get(below, Level()).restart
            if restart is None or depth < restart:
                counts[below] = None
        return counts

    def _levels_of(self, identity: int | None) -> dict[int, Level]:
        if identity is None:
            return {}
        if identity not in self._levels:
            levels = dict(_levels(self._abstract.get(self._abstract_id(identity))))
            for override in children(self._lists[identity], "lvlOverride"):
                levels.update(_levels(override))
            self._levels[identity] = levels
        return self._levels[identity]

    def _starts(self, identity: int) -> dict[int | None, int]:
        if identity not in self._overrides:
            found = {
                number(each, "ilvl"): number(child(each, "startOverride"))
                for each in children(self._lists[identity], "lvlOverride")
            }
            self._overrides[identity] = {depth: start for depth, start in found.items() if start is not None}
        return self._overrides[identity]

    def _abstract_id(self, identity: int) -> int | None:
        """Give the abstract list of a list; one that only names a style has that style's."""
        found = number(child(self._lists[identity], "abstractNumId"))
        linked = value(child(self._abstract.get(found), "numStyleLink"))
        other, _ = self._styles.numbering(linked) if linked else (None, None)
        if other in self._lists and other != identity:
            return number(child(self._lists[other], "abstractNumId"))
        return found


def _levels(parent: etree._Element | None) -> Iterator[tuple[int, Level]]:
    for each in children(parent, "lvl"):
        depth = number(each, "ilvl")
        if depth is not None:
            hidden = flag(child(each, "rPr", "vanish"))
            yield (
                depth,
                Level(
                    start=_or(number(child(each, "start")), 0),
                    form=_form(each),
                    text="" if hidden else (value(child(each, "lvlText")) or "")[:LONGEST_LABEL],
                    restart=number(child(each, "lvlRestart")),
                    plain=bool(flag(child(each, "isLgl"))),
                    style=value(child(each, "pStyle")) or "",
                ),
            )


def _form(level: etree._Element) -> str:
    """Give the form of a level's numbers; a later kind of form stands beside one for older programs."""
    for each in level.iter():
        if name(each) == "numFmt" and value(each) != "custom":
            return value(each) or "decimal"
    return "decimal"


def _written(at: int, levels: dict[int, Level], counts: list[int | None], level: Level) -> str:
    """Write the number of a level within a label; a higher level not used yet counts as at its start."""
    above = levels.get(at, Level())
    form = "decimal" if level.plain and above.form not in SILENT else above.form
    return "" if form in SILENT else numeral(_or(counts[at], above.start), form)


def _or(number_or_none: int | None, default: int) -> int:
    return default if number_or_none is None else number_or_none
