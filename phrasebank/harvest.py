"""From seeds on disk to mined YAML on disk: the same bytes whenever it is run."""

import os
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec
import yaml
from msgspec import Struct

from phrasebank.bank import EXPRESSIONS
from phrasebank.expressions import expressions_of
from phrasebank.mining import mine
from phrasebank.parsing import parse
from phrasebank.patterns import Expression, Pattern
from phrasebank.reading import UnreadableError, files_below, printable, read_lines

HERE = Path(__file__).parent
SEEDS = HERE.parent / "seeds"
MINED = HERE / "mined"
HEADER = "# 由 python -m phrasebank mine 从种子文档挖出，不手改；要改的写在 curation 里。\n"


class Harvest(Struct, frozen=True):
    """What documents were found to hold."""

    patterns: tuple[Pattern, ...]
    expressions: tuple[Expression, ...]


def harvest(paths: Sequence[Path]) -> Harvest:
    """Mine files, and all documents below folders by name. Raises ``UnreadableError``."""
    files = [file for path in paths for file in _files(path)]
    documents = [parse(read_lines(file), printable(file.name)) for file in files]
    return Harvest(mine(documents), expressions_of(documents))


def pages(harvested: Harvest) -> dict[str, str]:
    """Write it out as YAML, patterns in a file for each section kind; gives file names and texts."""
    groups: dict[str, list[dict[str, Any]]] = {}
    for pattern in harvested.patterns:
        groups.setdefault(pattern.section, []).append(_entry(pattern, ORDER))
    texts = {f"{section}.yaml": _dump("patterns", entries) for section, entries in sorted(groups.items())}
    expressions = [_entry(each, Expression.__struct_fields__) for each in harvested.expressions]
    return {**texts, **({EXPRESSIONS: _dump("expressions", expressions)} if expressions else {})}


def stale(texts: dict[str, str], folder: Path) -> list[str]:
    """Name the files of a folder that are missing, other than ``texts`` has them, or generated no longer."""
    changed = [name for name, text in texts.items() if _read(folder / name) != text]
    return sorted([*changed, *(path.name for path in _forgotten(texts, folder))])


def save(texts: dict[str, str], folder: Path) -> None:
    """Put the files into a folder, each whole or not at all. Raises ``UnreadableError`` where that fails."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in texts.items():
            _replace(folder / name, text)
        for path in _forgotten(texts, folder):
            path.unlink()
    except OSError as error:
        raise UnreadableError(f"写不进文件夹 {printable(str(folder))}，请检查权限和磁盘空间。") from error


def _files(path: Path) -> list[Path]:
    if not path.is_dir():
        return [path]
    files = files_below(path)
    if not files:
        kinds = "（.txt、.md、.html、.docx、.pdf）"
        raise UnreadableError(f"文件夹 {printable(str(path))} 里没有可读的文件{kinds}。")
    return files


def _entry(found: Pattern | Expression, order: Sequence[str]) -> dict[str, Any]:
    fields: dict[str, Any] = msgspec.to_builtins(found)
    return {name: fields[name] for name in order if fields[name] not in (None, [], ())}


ORDER = (
    "id",
    "text",
    "shape",
    "section",
    "move",
    "topic",
    "genres",
    "mould",
    "family",
    "source",
    "also",
    "documents",
    "quality",
)


def _dump(key: str, entries: list[dict[str, Any]]) -> str:
    text: str = yaml.safe_dump(
        {key: entries}, allow_unicode=True, sort_keys=False, default_flow_style=False, width=1000
    )
    return HEADER + text


def _forgotten(texts: dict[str, str], folder: Path) -> list[Path]:
    """Find generated files that are generated no longer; files that somebody wrote are none."""
    found = sorted(folder.glob("*.yaml")) if folder.is_dir() else []
    return [path for path in found if path.name not in texts and (_read(path) or "").startswith(HEADER)]


def _read(path: Path) -> str | None:
    try:
        return path.read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        return None


def _replace(path: Path, text: str) -> None:
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".mined-")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
        # A temporary file is for its owner alone; a package's data is for everyone.
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise
