"""The talk on Telegram. The only package that knows python-telegram-bot."""

import gc
import sys
from collections.abc import Mapping
from pathlib import Path

from bot.adapters.telegram.settings import SettingsError, read
from bot.adapters.telegram.settings_file import Asked, demand_known

BAD_SETTINGS = 2


def run(environ: Mapping[str, str], db: Path | None) -> int:
    """Serve until the process is told to stop; the settings are those of ``deploy/env.example``.

    ``db`` goes before ``SHUZHI_DB``. Gives the exit code: 0 stopped on request, 1 a fault of the
    machine's or the program's own, 2 settings, token or database that cannot be used, 75 another bot at work.
    """
    try:
        settings = read(asked := Asked(environ))
        demand_known(asked)
    except SettingsError as error:
        sys.stderr.write(f"{error}\n")
        return BAD_SETTINGS
    gc.disable()  # all that loads now stays: looking for garbage in it takes a tenth of the start
    from bot.adapters.telegram.app import main  # noqa: PLC0415 - the library loads once the settings are good

    gc.freeze()
    gc.enable()
    return main(settings, db or settings.db)
