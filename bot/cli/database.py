"""Which file of drafts a command is about; what else is kept on a machine lies in its folder."""

import os
from argparse import Namespace
from collections.abc import Mapping
from pathlib import Path

from bot.store.opening import default_path


def database_of(options: Namespace, environ: Mapping[str, str] = os.environ) -> Path:
    """Give the file: that of ``--db``, else of ``SHUZHI_DB``, else the one in the platform's data folder."""
    given = environ.get("SHUZHI_DB", "").strip()
    return getattr(options, "db", None) or (Path(given) if given else default_path())
