"""The settings of the Telegram bot, from the environment."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, get_args
from urllib.parse import urlsplit

from phrasebank.reading import printable

Access = Literal["pairing", "allowlist", "open"]

PUBLIC_API = "https://api.telegram.org"
WEBHOOK = ("SHUZHI_WEBHOOK_URL", "SHUZHI_WEBHOOK_LISTEN", "SHUZHI_WEBHOOK_SECRET")

_TOKEN = re.compile(r"\d+:[A-Za-z0-9_-]+", re.ASCII)
_USER = re.compile(r"[1-9]\d{0,15}", re.ASCII)


class SettingsError(Exception):
    """Settings that cannot be used; ``str()`` is one Chinese sentence that says what to change."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What the administrator decided."""

    token: str = field(repr=False)
    api: str = PUBLIC_API
    admins: frozenset[int] = frozenset()
    access: Access = "pairing"
    proxy: str | None = field(default=None, repr=False)
    db: Path | None = None

    def admits(self, user: int) -> bool:
        """Tell whether a user may draft. Pairing and a list of their own are still to come: admins only."""
        return self.access == "open" or user in self.admins


def read(environ: Mapping[str, str]) -> Settings:
    """Read the settings; one that is empty counts as not set. Raises ``SettingsError``."""
    for name in WEBHOOK:
        if _given(environ, name):
            raise SettingsError(f"这个版本只会轮询，还不会用 webhook：请把 {name} 留空再启动。")
    database = _given(environ, "SHUZHI_DB")
    return Settings(
        token=_token(environ),
        api=_address(environ, "SHUZHI_TELEGRAM_API", ("http", "https")) or PUBLIC_API,
        admins=_admins(environ),
        access=_access(environ),
        proxy=_address(environ, "SHUZHI_PROXY", ("http", "https", "socks5", "socks5h")),
        db=Path(database) if database else None,
    )


def _given(environ: Mapping[str, str], name: str) -> str:
    return environ.get(name, "").strip()


def _token(environ: Mapping[str, str]) -> str:
    name, file_name = "SHUZHI_TELEGRAM_TOKEN", "SHUZHI_TELEGRAM_TOKEN_FILE"
    token, file = _given(environ, name), _given(environ, file_name)
    if not token and not file:
        raise SettingsError(f"没有令牌：请把 BotFather 给的令牌填进 {name}，或存成文件填进 {file_name}。")
    if not token:
        token, name = _content(file, file_name), f"{file_name} 指的文件"
    if not _TOKEN.fullmatch(token):
        # The token itself is never repeated: a wrong one may be right but for a quotation mark.
        raise SettingsError(f"令牌不对，应当像 123456:ABC-def：请把 BotFather 给的那一串原样填进 {name}。")
    return token


def _content(file: str, name: str) -> str:
    try:
        return Path(file).read_text(encoding="utf-8-sig").strip()
    except (OSError, ValueError) as error:
        raise SettingsError(f"{name} 指的文件 {printable(file)} 读不出来，请检查路径和权限。") from error


def _address(environ: Mapping[str, str], name: str, schemes: tuple[str, ...]) -> str | None:
    address = _given(environ, name).rstrip("/")
    if not address:
        return None
    try:
        parts = urlsplit(address)
        usable = parts.scheme in schemes and bool(parts.hostname) and parts.port != 0
    except ValueError:
        usable = False
    if not usable:
        shown = "、".join(f"{scheme}://" for scheme in schemes)
        raise SettingsError(
            f"{name} 不是能用的地址，应当以 {shown} 之一开头，例如 {schemes[0]}://127.0.0.1:8081。"
        )
    return address


def _admins(environ: Mapping[str, str]) -> frozenset[int]:
    listed = [each.strip() for each in re.split("[,，、]", _given(environ, "SHUZHI_ADMINS"))]
    wrong = [each for each in listed if each and not _USER.fullmatch(each)]
    if wrong:
        told = "SHUZHI_ADMINS 要填数字编号，用逗号隔开，例如 12345678,87654321；"
        raise SettingsError(f"{told}看不懂“{printable(wrong[0][:20])}”。")
    return frozenset(int(each) for each in listed if each)


def _access(environ: Mapping[str, str]) -> Access:
    given = _given(environ, "SHUZHI_ACCESS") or "pairing"
    for access in get_args(Access):
        if given == access:
            return access  # type: ignore[no-any-return]  # get_args forgets what the literals are
    raise SettingsError(f"SHUZHI_ACCESS 只能填 pairing、allowlist 或 open，不能填“{printable(given[:20])}”。")
