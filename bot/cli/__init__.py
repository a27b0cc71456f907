"""The command line of ``shuzhi``, the same as ``python -m bot``."""

import sys
from collections.abc import Sequence

BAD_USAGE = 2
INTERRUPTED = 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command and give its exit code: 0 done, 1 something found or missing, 2 bad usage or input."""
    from bot.cli.arguments import parsed  # noqa: PLC0415 - each command loads only what it needs
    from phrasebank.loading import BrokenFileError  # noqa: PLC0415 - likewise

    for stream in (sys.stdout, sys.stderr):
        # A Windows console may use a code page that lacks a character the user typed.
        getattr(stream, "reconfigure", lambda **_: None)(encoding="utf-8", errors="replace")
    options = parsed(arguments)
    try:
        return int(options.run(options))
    except BrokenFileError as error:
        print(error, file=sys.stderr)
        return BAD_USAGE
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        sys.stderr.close()
        return 0
