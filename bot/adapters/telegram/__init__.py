"""The talk on Telegram. The only package that knows python-telegram-bot."""

import sys
from collections.abc import Mapping
from pathlib import Path

from bot.adapters.telegram.settings import SettingsError, read

BAD_SETTINGS = 2


def run(environ: Mapping[str, str], db: Path | None) -> int:
    """Serve until the process is told to stop; the settings are those of ``deploy/env.example``.

    ``db`` goes before ``SHUZHI_DB``. Gives the exit code: 0 stopped on request, 2 settings, token or database
    that cannot be used, 75 another bot on the same database.
    """
    try:
        settings = read(environ)
    except SettingsError as error:
        sys.stderr.write(f"{error}\n")
        return BAD_SETTINGS
    from bot.adapters.telegram.app import main  # noqa: PLC0415 - the library loads once the settings are good

    return main(settings, db or settings.db)
