"""Settings kept in a file of the form that systemd and Docker read too: see ``deploy/env.example``."""

import re
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from pathlib import Path

from bot.adapters.telegram.settings import SettingsError
from phrasebank.reading import printable

_LINE = re.compile(r"([A-Za-z_][A-Za-z0-9_]*)=(.*)", re.ASCII)
_OURS = "SHUZHI_"


class Asked(Mapping[str, str]):
    """An environment that remembers what was looked up in it, which is all that the program knows."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        self._environ = environ
        self.names: set[str] = set()

    def __getitem__(self, name: str) -> str:
        self.names.add(name)
        return self._environ[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._environ)

    def __len__(self) -> int:
        return len(self._environ)


def demand_known(environ: Asked) -> None:
    """Refuse a setting that nobody asked for: a misspelt one would leave its default in force, unnoticed."""
    for name in environ:
        if name.startswith(_OURS) and name not in environ.names:
            known = {each.removeprefix(_OURS): each for each in environ.names}
            near = get_close_matches(name.removeprefix(_OURS), known, n=1)
            meant = f"是不是 {known[near[0]]}？" if near else "全部设置见 deploy/env.example。"
            raise SettingsError(f"没有 {printable(name[:60])} 这项设置，请改名或删掉；{meant}")


def merged(environ: Mapping[str, str], file: Path | None) -> dict[str, str]:
    """Give the settings of the environment and, below them, those of a file. Raises ``SettingsError``."""
    return {**(_read(file) if file else {}), **environ}


def _read(file: Path) -> dict[str, str]:
    shown = printable(str(file))
    try:
        lines = file.read_text(encoding="utf-8-sig").splitlines()
    except UnicodeDecodeError as error:
        raise SettingsError(f"设置文件 {shown} 不是 UTF-8 编码，请另存为 UTF-8。") from error
    except (OSError, ValueError) as error:
        raise SettingsError(f"设置文件 {shown} 读不出来，请检查路径和权限。") from error
    return dict(
        _setting(line.strip(), f"设置文件 {shown} 第 {number} 行")
        for number, line in enumerate(lines, 1)
        if line.strip() and not line.lstrip().startswith("#")
    )


def _setting(line: str, place: str) -> tuple[str, str]:
    """Read one line; it is not shown where it is wrong, for it may hold the token."""
    found = _LINE.fullmatch(line)
    if not found:
        raise SettingsError(f"{place}看不懂，应当像 SHUZHI_ACCESS=pairing，等号两边不空格。")
    value = found[2].strip()
    quoted = len(value) > 1 and value[0] == value[-1] and value[0] in "\"'"
    return found[1], value[1:-1] if quoted else value
