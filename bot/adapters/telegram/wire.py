"""The library as it is used here: its bot alone, without application, updater, handlers or persistence."""

import warnings
from functools import cache
from ssl import SSLContext

import httpx
from telegram import Bot
from telegram.request import BaseRequest, HTTPXRequest
from telegram.warnings import PTBUserWarning

from bot.adapters.telegram.settings import Settings, SettingsError

CONNECTIONS = 256


def bot_of(
    settings: Settings, request: BaseRequest | None = None, updates_request: BaseRequest | None = None
) -> Bot:
    """Make the bot; ``updates_request`` serves the long poll. Raises ``SettingsError`` for a bad proxy."""
    # Some calls are made past the library's own methods, and RetryAfter warns whenever it is made.
    for message in (
        r"Please use 'Bot\.(?:getUpdates|sendMessage)'",
        r".*In a future major version attribute `retry_after`",
    ):
        warnings.filterwarnings("ignore", message=message, category=PTBUserWarning)
    try:
        return Bot(
            settings.token,
            base_url=f"{settings.api}/bot",
            base_file_url=f"{settings.api}/file/bot",
            request=_at_home(settings, request or _request(settings, CONNECTIONS)),
            get_updates_request=updates_request or _request(settings, 1),
        )
    except (
        RuntimeError,
        ValueError,
    ) as error:  # a proxy that the library has no means for
        told = "SHUZHI_PROXY 的代理用不上：SOCKS 代理要先 pip install 'python-telegram-bot[socks]'，"
        raise SettingsError(f"{told}或改用 http:// 的代理。") from error


def _at_home(settings: Settings, request: BaseRequest) -> BaseRequest:
    """Let nothing out but through what puts tokens for names, where there are names that stay home."""
    if settings.names is None:
        return request
    from bot.adapters.telegram.at_home import HomeRequest  # noqa: PLC0415 - few have such names

    return HomeRequest(request, settings.names)


def _request(settings: Settings, connections: int) -> HTTPXRequest:
    """Be patient: the line may be bad, and each try that is given up may have been heard."""
    return HTTPXRequest(
        connection_pool_size=connections,
        connect_timeout=10,
        read_timeout=20,
        write_timeout=20,
        pool_timeout=10,
        media_write_timeout=60,
        proxy=settings.proxy,
        httpx_kwargs={"verify": _trust()},
    )


@cache
def _trust() -> SSLContext:
    """Read whom to trust once: for each client anew it would take longer than all else in making it."""
    return httpx.create_ssl_context()
