"""A notice in an answer sheet: the name of its file, or the demands as the user has confirmed them."""

from collections.abc import Callable, Sequence

import msgspec

from bot.draft import Notice
from bot.outline import Outline
from phrasebank.typed import converted


def kept(notice: Notice) -> dict[str, object]:
    """Give a notice as a sheet holds it: what is empty is left out."""
    data = msgspec.to_builtins(notice)
    demands = [_filled(demand) for demand in data["demands"]]
    return _filled({**data, "demands": demands})


def from_kept(given: object, outline: Outline, lines_of: Callable[[str], Sequence[str]]) -> Notice:
    """Read what a sheet holds; ``lines_of`` reads a file by its name. Raises ``msgspec.ValidationError``."""
    if isinstance(given, dict) and "file" in given:
        given = given["file"]
    if isinstance(given, str):
        from bot.notice.reading import read_notice  # noqa: PLC0415 - most sheets name no notice to be read

        return read_notice(lines_of(given), given, outline)
    return converted(given, Notice)


def _filled(data: dict[str, object]) -> dict[str, object]:
    return {
        key: _filled(value) if isinstance(value, dict) else value
        for key, value in data.items()
        if value not in (None, "", False)
    }
