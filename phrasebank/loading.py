"""Read YAML with validation that names file, line and what is wrong.

What the program's own files say is remembered in the user's cache folder, by their content: to parse them
takes longer than all else that a short command does.
"""

from pathlib import Path
from typing import TypeVar

import msgspec

from phrasebank.typed import converted, from_msgpack


class BrokenFileError(Exception):
    """A file that cannot be used; the message is one Chinese sentence that names the file and the place."""


T = TypeVar("T")


def load(path: Path, shape: type[T]) -> T:
    """Read a YAML file as ``shape``. Raises ``BrokenFileError``."""
    return loads(_text(_bytes(path), path), shape, str(path))


def load_own(path: Path, shape: type[T]) -> T:
    """Read a file that came with the program, if it was read before as what it was then found to say.

    Never for a user's file, of which nothing may be left behind. Raises ``BrokenFileError``.
    """
    data = _bytes(path)
    place = _place(path, data)
    try:
        return from_msgpack(place.read_bytes(), shape)
    except (OSError, msgspec.DecodeError):
        text = _text(data, path)
        value = loads(text, shape, str(path))
        _remember(place, text, str(path))
        return value


def loads(text: str, shape: type[T], name: str) -> T:
    """Read YAML text as ``shape``; ``name`` stands for the file in messages. Raises ``BrokenFileError``."""
    from phrasebank.yaml_text import misfit, parsed  # noqa: PLC0415 - what is remembered needs no YAML

    data = parsed(text, name)
    try:
        return converted(data, shape)
    except msgspec.ValidationError as error:
        raise misfit(error, text, name) from error


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        why = "没有这个文件" if isinstance(error, FileNotFoundError) else "打不开"
        raise BrokenFileError(f"读不到文件 {path}（{why}）。请检查路径和权限。") from error


def _text(data: bytes, path: Path) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BrokenFileError(
            f"文件 {path} 不是 UTF-8 编码（第 {error.start} 字节处）。请另存为 UTF-8 后再试。"
        ) from error


def _place(path: Path, data: bytes) -> Path:
    from hashlib import blake2b  # noqa: PLC0415 - the first prompt needs neither

    from platformdirs import user_cache_path  # noqa: PLC0415 - a user's file is not remembered

    name = f"{path.parent.name}-{path.stem}-{blake2b(data, digest_size=16).hexdigest()}.msgpack"
    return user_cache_path("shuzhi", appauthor=False) / name


def _remember(place: Path, text: str, name: str) -> None:
    """Write data whole or not at all, in place of what an older file said; to be unable to is no fault."""
    from tempfile import NamedTemporaryFile  # noqa: PLC0415 - needed once for each version of a file

    from phrasebank.yaml_text import parsed  # noqa: PLC0415 - likewise

    try:
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        for old in place.parent.glob(f"{place.stem.rpartition('-')[0]}-*.msgpack"):
            old.unlink(missing_ok=True)
        with NamedTemporaryFile(dir=place.parent, delete=False) as file:
            file.write(msgspec.msgpack.encode(parsed(text, name)))
        Path(file.name).replace(place)
    except (OSError, OverflowError, TypeError):
        return
