"""Which release of the program this is."""

from functools import cache
from importlib.metadata import PackageNotFoundError, version


@cache
def release() -> str:
    """Give its version; empty where it runs from its source as it is."""
    try:
        return version("shuzhi")
    except PackageNotFoundError:
        return ""
