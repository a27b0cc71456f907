"""The bank: mined patterns less the rejected ones, some reworded or pinned, and those added by hand.

``mined/*.yaml`` is generated (key ``patterns``; ``expressions.yaml`` has set expressions),
``curation/*.yaml`` is written by hand (``reject``, ``reword``, ``pin``, ``add``); every file of a folder
counts, in the order of names.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from itertools import product
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from phrasebank import loading
from phrasebank.families import Family, grouped
from phrasebank.loading import BrokenFileError
from phrasebank.patterns import Expression, Pattern, Source, mould_of, slots_of
from phrasebank.terms import Move, SectionKind, Shape, Topic

HERE = Path(__file__).parent
EXPRESSIONS = "expressions.yaml"


class Mined(Struct, frozen=True):
    """A generated file."""

    patterns: tuple[Pattern, ...]


class Wording(Struct, frozen=True, forbid_unknown_fields=True):
    """One added pattern, where a text alone does not say enough."""

    text: str
    reads: tuple[str, ...] = ()
    since: int | None = None
    until: int | None = None


class Group(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Added patterns that differ in their wording alone; ``patterns`` maps an id to a text or a wording."""

    shape: Shape
    section: SectionKind
    move: Move
    patterns: dict[str, str | Wording]
    topic: Topic | None = None
    genres: tuple[str, ...] = ()
    pinned: bool = False

    def members(self, file: str, lines: Mapping[str, int]) -> Iterator[Pattern]:
        """Write the group out, pattern by pattern; ``lines`` tell where each id stands in its file."""
        for name, entry in self.patterns.items():
            wording = Wording(entry) if isinstance(entry, str) else entry
            yield Pattern(
                id=name,
                text=wording.text,
                reads=wording.reads,
                since=wording.since,
                until=wording.until,
                shape=self.shape,
                section=self.section,
                move=self.move,
                topic=self.topic,
                genres=self.genres,
                mould=mould_of(wording.text) if self.shape == "heading" else None,
                pinned=self.pinned,
                source=Source(file, lines.get(name, 0)),
            )


class Curation(Struct, frozen=True, forbid_unknown_fields=True):
    """A hand-written file: ids to reject and to pin, new texts by id, and groups to add."""

    reject: tuple[str, ...] = ()
    reword: dict[str, str] = {}
    pin: tuple[str, ...] = ()
    add: tuple[Group, ...] = ()


class Bank:
    """Patterns in rank order: pinned ones first, then by documents and by quality, then as in the files."""

    def __init__(self, patterns: Iterable[Pattern]) -> None:
        self.patterns = tuple(
            sorted(patterns, key=lambda each: (not each.pinned, -each.documents, -each.quality))
        )
        self._by_id = {pattern.id: pattern for pattern in self.patterns}
        self._groups: dict[tuple[Shape | None, SectionKind | None], list[Pattern]] = {}
        for pattern in self.patterns:
            for key in product((pattern.shape, None), (pattern.section, None)):
                self._groups.setdefault(key, []).append(pattern)

    def pattern(self, pattern_id: str) -> Pattern | None:
        """Look up a pattern by its id."""
        return self._by_id.get(pattern_id)

    def select(  # noqa: PLR0913 - one keyword for each way in which patterns are told apart
        self,
        *,
        shape: Shape | None = None,
        section: SectionKind | None = None,
        move: Move | None = None,
        topic: Topic | None = None,
        genre: str | None = None,
        mould: str | None = None,
        year: int | None = None,
    ) -> tuple[Pattern, ...]:
        """Give the patterns that fit, in rank order; ``None`` rules nothing out.

        ``genre`` keeps patterns that name no genre; ``topic`` and ``mould`` keep only those that name theirs.
        """
        return tuple(
            pattern
            for pattern in self._groups.get((shape, section), ())
            if (move is None or pattern.move == move)
            and (topic is None or pattern.topic == topic)
            and (mould is None or pattern.mould == mould)
            and (genre is None or not pattern.genres or genre in pattern.genres)
            and pattern.holds_in(year)
        )

    def families(
        self, section: SectionKind, count: int, *, mould: str | None = None, year: int | None = None
    ) -> tuple[Family, ...]:
        """Give the families with enough headings for ``count`` siblings, those that share a refrain first.

        Then by the number of documents in which their best ``count`` were found; each is in rank order.
        """
        headings = self.select(shape="heading", section=section, mould=mould, year=year)
        found = (family for family in grouped(headings) if len(family.headings) >= count)
        return tuple(
            sorted(
                found,
                key=lambda family: (
                    not family.refrain,
                    -sum(each.documents for each in family.headings[:count]),
                    family.id,
                ),
            )
        )


class _Expressions(Struct, frozen=True):
    expressions: tuple[Expression, ...]


@cache
def expressions() -> tuple[Expression, ...]:
    """Give the set expressions mined from the seeds, apart from the bank: few callers need them.

    Raises ``BrokenFileError``.
    """
    return loading.load(HERE / "mined" / EXPRESSIONS, _Expressions).expressions


@cache
def load() -> Bank:
    """Give the bank that comes with the program, read once. Raises ``BrokenFileError``."""
    return read(HERE / "mined", HERE / "curation", own=True)


def read(mined: Path, curation: Path, *, own: bool = False) -> Bank:
    """Read a bank from two folders of YAML files, ``own`` if of the program's. Raises ``BrokenFileError``."""
    load_file = loading.load_own if own else loading.load
    bank: dict[str, Pattern] = {}
    for path in sorted(mined.glob("*.yaml")):
        if path.name == EXPRESSIONS:
            continue
        _take(bank, path, load_file(path, Mined).patterns)
    choices = [(path, load_file(path, Curation)) for path in sorted(curation.glob("*.yaml"))]
    for path, choice in choices:
        lines = _lines(path) if choice.add else {}
        for group in choice.add:
            _take(bank, path, group.members(f"{path.parent.name}/{path.name}", lines))
    for path, choice in choices:
        _choose(bank, path, choice)
    rejected = {name for _, choice in choices for name in choice.reject}
    return Bank(pattern for pattern in bank.values() if pattern.id not in rejected)


def _take(bank: dict[str, Pattern], path: Path, patterns: Iterable[Pattern]) -> None:
    for pattern in patterns:
        if pattern.id in bank:
            raise BrokenFileError(f"{_place(path, pattern.id)}的句式编号“{pattern.id}”重复了，请换一个编号。")
        _check_slots(pattern.text, pattern.id, path)
        bank[pattern.id] = pattern


def _choose(bank: dict[str, Pattern], path: Path, choice: Curation) -> None:
    for name in (*choice.reject, *choice.reword, *choice.pin):
        if name not in bank:
            raise BrokenFileError(f"{_place(path, name)}提到的句式“{name}”不在词库里，请核对编号。")
    for name, text in choice.reword.items():
        _check_slots(text, name, path)
        bank[name] = replace(bank[name], text=text)
    for name in choice.pin:
        bank[name] = replace(bank[name], pinned=True)


def _lines(path: Path) -> dict[str, int]:
    """Give the lines on which names stand before a colon."""
    lines = path.read_text("utf-8-sig").splitlines()
    return {line.partition(":")[0].strip(" \"'"): number for number, line in enumerate(lines, 1)}


def _check_slots(text: str, name: str, path: Path) -> None:
    try:
        slots_of(text)
    except ValueError as error:
        raise BrokenFileError(f"{_place(path, name)}的句式“{name}”写错了：{error}。") from error


def _place(path: Path, name: str) -> str:
    whole = re.compile(rf"(?<![\w-]){re.escape(name)}(?![\w-])")
    lines = path.read_text("utf-8-sig").splitlines()
    line = next((number for number, text in enumerate(lines, 1) if whole.search(text)), 1)
    return f"文件 {path} 第 {line} 行"
