"""The settings of the Telegram bot, from the environment."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, TypeVar, get_args
from urllib.parse import urlsplit

from bot.names import Names
from phrasebank.reading import printable

T = TypeVar("T")

Access = Literal["pairing", "allowlist", "open"]
Log = Literal["text", "json"]
Place = tuple[str, int]
"""A host and a port."""

PUBLIC_API = "https://api.telegram.org"
METRICS = ("127.0.0.1", 9464)

_TOKEN = re.compile(r"\d+:[A-Za-z0-9_-]+", re.ASCII)
_SECRET = re.compile(r"[A-Za-z0-9_-]{16,256}", re.ASCII)
_USER = re.compile(r"[1-9]\d{0,15}", re.ASCII)


class SettingsError(Exception):
    """Settings that cannot be used; ``str()`` is one Chinese sentence that says what to change."""


@dataclass(frozen=True, slots=True)
class Webhook:
    """Where Telegram calls, where the program listens, and the word by which it knows that it is Telegram."""

    url: str
    listen: Place
    secret: str = field(repr=False)

    @property
    def path(self) -> str:
        """The path that is called."""
        return urlsplit(self.url).path or "/"


@dataclass(frozen=True, slots=True)
class Settings:
    """What the administrator decided."""

    token: str = field(repr=False)
    api: str = PUBLIC_API
    admins: frozenset[int] = frozenset()
    access: Access = "pairing"
    users: frozenset[int] = frozenset()
    proxy: str | None = field(default=None, repr=False)
    db: Path | None = None
    webhook: Webhook | None = None
    metrics: Place | None = METRICS
    log: Log = "text"
    names: Names | None = field(default=None, repr=False)
    names_file: Path | None = None

    @property
    def source(self) -> int:
        """The bot's own number, which its token begins with."""
        return int(self.token.partition(":")[0])

    def lists(self, user: int) -> bool:
        """Tell whether a user is named in the settings."""
        return user in self.admins or user in self.users


def read(environ: Mapping[str, str]) -> Settings:
    """Read the settings; one that is empty counts as not set. Raises ``SettingsError``."""
    database, names_file = _given(environ, "SHUZHI_DB"), _path(environ, "SHUZHI_NAMES")
    return Settings(
        token=_token(environ),
        api=_address(environ, "SHUZHI_TELEGRAM_API", ("http", "https")) or PUBLIC_API,
        admins=_users(environ, "SHUZHI_ADMINS"),
        access=_one_of(environ, "SHUZHI_ACCESS", get_args(Access)),
        users=_users(environ, "SHUZHI_USERS"),
        proxy=_address(environ, "SHUZHI_PROXY", ("http", "https", "socks5", "socks5h")),
        db=Path(database) if database else None,
        webhook=_webhook(environ),
        metrics=metrics(environ),
        log=_one_of(environ, "SHUZHI_LOG", get_args(Log)),
        names=names_of(names_file) if names_file else None,
        names_file=names_file,
    )


def _given(environ: Mapping[str, str], name: str) -> str:
    return environ.get(name, "").strip()


def _path(environ: Mapping[str, str], name: str) -> Path | None:
    return Path(given) if (given := _given(environ, name)) else None


def names_of(file: Path) -> Names:
    """Read the names that stay home. Raises ``SettingsError``."""
    from bot.names_file import read as read_names  # noqa: PLC0415 - few have such names
    from phrasebank.loading import BrokenFileError  # noqa: PLC0415 - likewise

    try:
        return read_names(file)
    except BrokenFileError as error:
        raise SettingsError(f"SHUZHI_NAMES：{error}名单的写法见 README.md。") from error


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
        port = 7890 if name == "SHUZHI_PROXY" else 8081
        raise SettingsError(
            f"{name} 不是能用的地址，应当以 {shown} 之一开头，例如 {schemes[0]}://127.0.0.1:{port}。"
        )
    return address


def _users(environ: Mapping[str, str], name: str) -> frozenset[int]:
    listed = [each.strip() for each in re.split("[,，、]", _given(environ, name))]
    wrong = [each for each in listed if each and not _USER.fullmatch(each)]
    if wrong:
        told = f"{name} 要填数字编号，用逗号隔开，例如 12345678,87654321；"
        raise SettingsError(f"{told}看不懂“{printable(wrong[0][:20])}”。")
    return frozenset(int(each) for each in listed if each)


def _one_of(environ: Mapping[str, str], name: str, known: tuple[T, ...]) -> T:
    """Give the value that is set, and the first that is known where none is."""
    given = _given(environ, name)
    for each in known:
        if given in ("", each):
            return each
    shown = "、".join(map(str, known))
    raise SettingsError(f"{name} 只能填 {shown} 之一，不能填“{printable(given[:20])}”。")


def metrics(environ: Mapping[str, str]) -> Place | None:
    """Read where health and figures are shown; an empty value is nowhere. Raises ``SettingsError``."""
    name = "SHUZHI_METRICS"
    place = METRICS if environ.get(name) is None else _place(environ, name)
    if place and place[0] not in {"127.0.0.1", "::1", "localhost"}:
        raise SettingsError(f"{name} 只能是本机的地址，例如 127.0.0.1:9464；不要就留空。")
    return place


def _webhook(environ: Mapping[str, str]) -> Webhook | None:
    url = _address(environ, "SHUZHI_WEBHOOK_URL", ("https", "http"))
    listen = _place(environ, "SHUZHI_WEBHOOK_LISTEN")
    secret = _given(environ, "SHUZHI_WEBHOOK_SECRET")
    if not url and not listen and not secret:
        return None
    if not url or not listen or not _SECRET.fullmatch(secret):
        told = "要用 webhook，SHUZHI_WEBHOOK_URL、SHUZHI_WEBHOOK_LISTEN、SHUZHI_WEBHOOK_SECRET 三项都要填；"
        raise SettingsError(f"{told}暗号是 16 到 256 个字母、数字、下划线或连字符。")
    webhook = Webhook(url, listen, secret)
    if _token(environ).partition(":")[2] in url:
        raise SettingsError("SHUZHI_WEBHOOK_URL 里不要写令牌（会留在代理的日志里）：请换一个别的路径。")
    return webhook


def _place(environ: Mapping[str, str], name: str) -> Place | None:
    """Read ``host:port``; an address of IPv6 stands in brackets."""
    given = _given(environ, name)
    if not given:
        return None
    try:
        parts = urlsplit(f"//{given}")
        if parts.hostname and parts.port and parts.netloc == given:
            return parts.hostname, parts.port
    except ValueError:
        pass
    raise SettingsError(f"{name} 要填地址和端口，例如 127.0.0.1:8443，不能填“{printable(given[:40])}”。")
