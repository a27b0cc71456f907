"""The fonts of a PDF: the first of each role's list that this computer has, and what they can draw.

GB/T 9704-2012 (5.2.2, 7.3) names kinds of type, not fonts; a user's own licensed fonts go before free ones.
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from bot.export.naming import ExportError
from bot.export.profiles import Role, known, role_of

if TYPE_CHECKING:
    import typst

SERIF, SANS = (
    ("Noto Serif CJK SC", "Source Han Serif SC", "Noto Serif SC"),
    ("Noto Sans CJK SC", "Noto Sans SC"),
)
ROLES: dict[Role, tuple[str, ...]] = {
    "fang": (
        *("FangSong_GB2312", "仿宋_GB2312", "FZFangSong-Z02S", "FangSong", "仿宋", "STFangsong", "华文仿宋"),
        *("Zhuque Fangsong", "Zhuque Fangsong (technical preview)", "FandolFang R", "FandolFang", *SERIF),
    ),
    "kai": (
        *("KaiTi_GB2312", "楷体_GB2312", "KaiTi", "楷体", "STKaiti", "华文楷体", "LXGW WenKai"),
        *("FandolKai", *SERIF),
    ),
    "hei": ("SimHei", "黑体", "STHeiti", "FandolHei", *SANS),
    "song": ("SimSun", "宋体", "STSong", "FandolSong", *SERIF),
    "biao": (
        *("FZXiaoBiaoSong-B05S", "方正小标宋简体", "FZXiaoBiaoSong-B05", "方正小标宋_GBK"),
        *("STZhongsong", "华文中宋", *SERIF),
    ),
}
"""仿宋, 楷体, 黑体, 宋体 and 小标宋."""

OWN = 7
"""So many of a role's names are the type itself; a later one stands in for it."""

REGULAR = 400
LATIN = ("Times New Roman", "Liberation Serif", "Libertinus Serif")


class Fonts(Struct, frozen=True):
    """Families by role, best first; ``substituted`` are the roles that another type stands in for.

    ``installed`` are all families that there are, ``files`` what draws those of the roles.
    """

    families: Mapping[Role, tuple[str, ...]]
    latin: str
    substituted: tuple[Role, ...]
    files: tuple[tuple[str, int], ...]
    installed: frozenset[str] = frozenset()

    def drawing(self, font: str) -> tuple[str, ...]:
        """Give the families that a font is drawn with, best first: itself, then others of its kind."""
        names = next(
            ((each.name, *each.also) for each in known().fonts if font in {each.name, *each.also}), (font,)
        )
        own = [name for name in names if name in self.installed]
        return tuple(dict.fromkeys((*own, *self.families[role_of(font)])))

    def substitutes(self, font: str) -> bool:
        """Whether another type stands in for a font."""
        return role_of(font) in self.substituted and self.drawing(font)[0] == self.families[role_of(font)][0]


@cache
def at_hand() -> "typst.Fonts":
    """Find the system's own fonts, and the free ones that come with the program."""
    import pylopdf_fonts_zh_cn  # noqa: PLC0415 - needed for a PDF alone
    import typst  # noqa: PLC0415 - 30 MB, needed for a PDF alone

    return typst.Fonts(font_paths=[Path(pylopdf_fonts_zh_cn.__file__).parent])


@cache
def fonts() -> Fonts:
    """Look what fonts there are. Raises ``ExportError`` where none can draw Chinese."""
    found = at_hand()
    there = frozenset(found.families())
    families = {role: tuple(name for name in names if name in there) for role, names in ROLES.items()}
    if not all(families.values()):
        raise ExportError(
            "这台电脑上没有能用的中文字体，写不成 PDF。请导出 .docx，用 Word 或 WPS 另存为 PDF。"
        )
    used = dict.fromkeys(name for names in families.values() for name in names)
    drawn = {font.family: font for font in found.fonts() if font.path and font.weight == REGULAR}
    return Fonts(
        families,
        next((name for name in LATIN if name in there), LATIN[-1]),
        tuple(
            role for role, names in families.items() if names[0] not in ROLES[role][:OWN] or names[0] in SERIF
        ),
        tuple((str(drawn[name].path), drawn[name].index) for name in used if name in drawn),
        there,
    )


def undrawn(text: str) -> str:
    """Give the characters of a text that no font here draws, each once, in order."""
    missing = {character for character in text if not character.isspace()}
    for each in _repertoires():
        if not missing:
            break
        missing -= {character for character in missing if ord(character) in each}
    return "".join(dict.fromkeys(character for character in text if character in missing))


def _repertoires() -> Iterator[Iterable[int]]:
    return (_repertoire(path, index) for path, index in fonts().files)


@cache
def _repertoire(path: str, index: int) -> frozenset[int]:
    from fontTools.ttLib import TTFont  # noqa: PLC0415 - needed for a PDF alone

    with TTFont(path, fontNumber=index, lazy=True) as font:
        return frozenset(font.getBestCmap())
