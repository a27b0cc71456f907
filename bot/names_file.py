"""The file that tells which name a token stands for; it never leaves the machine it lies on."""

import re
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from msgspec import Struct

from bot.names import SHORT, STEMS, Kind, Name, Names
from phrasebank.loading import BrokenFileError, load

SHORTEST = 2
MOST_FORMS = len(STEMS) + 1
STEM = re.compile(f"[{STEMS}]{{1,3}}")
OF_TOKENS = re.compile(f"[{STEMS}单位人员地点{SHORT}]+")
BRACKETS = re.compile("[〔〕\n]")

_Texts = dict[Any, str | tuple[str, ...]]
"""``1`` is a number to YAML, and ``yes`` is none of ours either: they are refused by how they are written."""


class _File(
    Struct,
    frozen=True,
    forbid_unknown_fields=True,
    rename={"organizations": "单位", "people": "人员", "places": "地点"},
):
    """Of each kind the names by their letter; several are the full name and then its short forms."""

    organizations: _Texts = {}
    people: _Texts = {}
    places: _Texts = {}


def read(path: Path) -> Names:
    """Read the file. Raises ``BrokenFileError``."""
    file = load(path, _File)
    _refuse_letters(path)
    kinds: tuple[tuple[Kind, _Texts], ...] = (
        ("单位", file.organizations),
        ("人员", file.people),
        ("地点", file.places),
    )
    names = tuple(name for kind, texts in kinds for name in _of_kind(path, kind, texts))
    seen: dict[str, str] = {}
    for name in names:
        before = seen.setdefault("".join(name.text.split()), name.token)
        if before != name.token:
            raise BrokenFileError(f"文件 {path} 里，{before}和{name.token}是同一个名字，请只留一处。")
    return Names(names)


def exposed(path: Path) -> str:
    """Say what is wrong where others than its owner may read the file; empty where nothing is."""
    try:
        mode = path.stat().st_mode
    except OSError:
        return ""
    open_to_others = stat.S_IMODE(mode) & (stat.S_IRWXG | stat.S_IRWXO)
    return f"名单 {path} 别人也读得到，请运行 chmod 600 {path}。" if open_to_others else ""


def _refuse_letters(path: Path) -> None:
    """Refuse a key that is no letter, and one given twice: YAML would keep the last name alone.

    The first would then go out.
    """
    from phrasebank.yaml_text import mappings  # noqa: PLC0415 - only who has such a file reads it twice

    for depth, keys in enumerate(mappings(path.read_text(encoding="utf-8-sig"))):
        seen: dict[str, int] = {}
        for line, key in keys:
            told = ""
            if depth and not STEM.fullmatch(key):
                told = f"“{key}”不能当代号，请用甲、乙……癸，再往后用甲甲、甲乙……"
            elif seen.setdefault(key, line) != line:
                do = "给这一个换一个代号" if depth else "并到一起"
                told = f"“{key}”写了两遍（第 {seen[key]} 行也有），请{do}。"
            if told:
                raise BrokenFileError(f"文件 {path} 第 {line} 行，{told}")


def _of_kind(path: Path, kind: Kind, texts: _Texts) -> Iterator[Name]:
    for stem, given in texts.items():
        forms = (given,) if isinstance(given, str) else given
        if len(forms) > MOST_FORMS:
            raise BrokenFileError(f"文件 {path} 里，〔{kind}{stem}〕的简称太多，最多 {MOST_FORMS - 1} 个。")
        for place, text in enumerate(forms):
            token = f"〔{kind}{stem}{_short(place)}〕"
            yield Name(kind, token, _usable(path, token, text.strip()))


def _short(place: int) -> str:
    """Mark the short forms: 简称, 简称乙, 简称丙 …; the full name has no mark."""
    if not place:
        return ""
    return SHORT + (STEMS[place - 1] if place > 1 else "")


def _usable(path: Path, token: str, text: str) -> str:
    """Refuse what would be found everywhere, or in a token. The name itself is not repeated."""
    close = "".join(text.split())
    if len(close) < SHORTEST:
        told = f"{token}的名字太短，至少要 {SHORTEST} 个字，否则处处都会换掉。"
        raise BrokenFileError(f"文件 {path} 里，{told}")
    if BRACKETS.search(text) or OF_TOKENS.fullmatch(close):
        raise BrokenFileError(f"文件 {path} 里，{token}的名字和代号的写法混在一起了，请换一个写法。")
    return text
