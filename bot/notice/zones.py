"""The parts of a notice: where it lists what to report, where it makes demands, where it speaks of others."""

import re
from collections.abc import Sequence
from typing import Literal

from msgspec import Struct

from bot.notice.series import parts_of_report
from bot.notice.words import any_form, words
from phrasebank.markers import LEVELS, read_marker

Zone = Literal["", "content", "demands", "other"]
LONGEST_HEADING = 26
FRAMED = re.compile(r"【([^】]{2,16})】[：:]?(.*)")


class Line(Struct, frozen=True):
    """A line in its part: without its marker; ``opens`` where it begins that, ``item`` where it is listed."""

    number: int
    text: str
    zone: Zone
    opens: bool = False
    item: bool = False


class Zones:
    """Goes through a notice from the top: in which part it stands, and at what level that part began."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._parts = parts_of_report(texts)
        self._place = -1
        self._zone: Zone = ""
        self._opened = 0
        self._listed = 0

    def turn(self, number: int, text: str) -> Line:
        """Take the next line."""
        self._place += 1
        framed = FRAMED.match(text)
        marker = None if framed else read_marker(text)
        rest = f"{framed[1]}：{framed[2]}" if framed else marker.rest if marker else text
        level = 1 if framed else LEVELS.get(marker.kind, 0) if marker else 0
        opens = self._begins(rest, level)
        if not opens:
            self._go_on(level, marked=marker is not None)
        if self._place in self._parts and self._zone in {"", "demands"}:
            self._zone, self._opened, opens = "content", level - 1, False
        return Line(number, rest, self._zone, opens, item=self._zone == "content" and marker is not None)

    def _begins(self, rest: str, level: int) -> bool:
        phrase = re.split(r"[。：:（，]", rest, maxsplit=1)[0]
        if (
            level
            and len(phrase) <= LONGEST_HEADING
            and not (self._zone == "content" and level > self._opened)
        ):
            zone = _zone_of(phrase)
            if zone:
                self._zone, self._opened, self._listed = zone, level, 0
                return True
        led_in = re.split(r"[：:]", rest, maxsplit=1)[0]
        if not level and led_in != rest and any_form(words().content_zone).search(led_in):
            self._opened = self._opened if self._zone == "content" else 0
            self._zone, self._listed = "content", 0
            return True
        return False

    def _go_on(self, level: int, *, marked: bool) -> None:
        """End the part at a marker as high as its own, one under a lead-in also at the first line of text."""
        if level and level <= self._opened:
            self._zone, self._listed = "", 0
        elif self._zone == "content" and level:
            self._listed = level
        elif self._zone == "content" and not marked and self._opened == 0:
            self._zone = ""


def _zone_of(phrase: str) -> Zone:
    named: tuple[tuple[Zone, tuple[str, ...]], ...] = (
        ("content", words().content_zone),
        ("demands", words().demand_zone),
        ("other", words().other_zone),
    )
    return next((zone for zone, forms in named if any_form(forms).search(phrase)), "")
