"""Which file of drafts a command is about; what else is kept on a machine lies in its folder."""

import os
from argparse import Namespace
from collections.abc import Mapping
from pathlib import Path

from bot.store.faults import NoDatabaseError, NoDraftsError, refused
from bot.store.opening import default_path


def database_of(options: Namespace, environ: Mapping[str, str] = os.environ) -> Path:
    """Give the file: that of ``--db``, else of ``SHUZHI_DB``, else the one in the platform's data folder."""
    given = environ.get("SHUZHI_DB", "").strip()
    return getattr(options, "db", None) or (Path(given) if given else default_path())


def existing(options: Namespace) -> Path:
    """Give the file for a command about what is in it, which must not make one where there is none.

    Raises ``StoreError``; a file of Telegram users' drafts can only be missing because the bot never ran.
    """
    database = database_of(options)
    try:
        database.stat()
    except (FileNotFoundError, NotADirectoryError) as error:
        of_the_bot = getattr(options, "user", None) is not None
        raise (NoDatabaseError if of_the_bot else NoDraftsError)(database) from error
    except OSError as error:
        raise refused(error, database) from error
    return database
