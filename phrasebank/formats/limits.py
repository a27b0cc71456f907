"""The limits that a child sets itself before it looks at a document, where the system has them."""

from contextlib import suppress

MEMORY = 600_000_000
SECONDS = 4
LARGEST_FILE = 1_000_000


def confine() -> None:
    """Limit memory, processor time and files; leave no core dump, which would hold the user's words."""
    try:
        import resource  # noqa: PLC0415 - Windows has none; time-out and the readers' own counts remain
    except ImportError:
        return
    for name, soft, hard in (
        ("RLIMIT_AS", MEMORY, MEMORY),
        # The signal of the soft limit tells the parent why; that of the hard one would not.
        ("RLIMIT_CPU", SECONDS, SECONDS + 1),
        ("RLIMIT_FSIZE", LARGEST_FILE, LARGEST_FILE),
        ("RLIMIT_CORE", 0, 0),
    ):
        # macOS takes no limit of the address space; what it does take is still set.
        with suppress(AttributeError, ValueError, OSError):
            resource.setrlimit(getattr(resource, name), (soft, hard))
