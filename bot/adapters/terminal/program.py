"""A whole talk, from the first prompt to the exit code."""

from pathlib import Path

from bot.adapters.terminal.console import Console, of_process
from bot.adapters.terminal.glance import OWNER, opening
from bot.adapters.terminal.piped import InputError
from bot.adapters.terminal.screen import GoneError, Screen
from bot.desk import Desk
from bot.store.faults import StoreError
from bot.store.opening import default_path
from phrasebank.loading import BrokenFileError

DONE, FAILED = 0, 2

KEYS = "（Enter 发送，Alt-Enter 换行，Tab 补全，Ctrl-D 退出）"
FAREWELL = "先到这里。您说的每一句都存着，下次启动就从这个问题接着写。"
NOT_STARTED = "出了意外（编号 {number}），只好先停下。说过的都存着；请再启动一次，还不行就把编号告诉管理员。"


def run(db: Path | None, out: Path, console: Console | None = None) -> int:
    """Talk until the user leaves or the input ends; gives the exit code 0, or 2 with a sentence on stderr.

    ``db`` is by default the file in the platform's data folder; reports are written into the folder ``out``.
    """
    console = console or of_process()
    screen = Screen(console.stdout, coloured=console.coloured, spaced=console.interactive)
    try:
        _converse((db or default_path()).absolute(), out, console, screen)
    except (StoreError, BrokenFileError, InputError) as error:
        console.complain(str(error))
    except GoneError as error:
        console.abandon()
        if error.quiet:
            return DONE
        console.complain(str(error))
    except KeyboardInterrupt:
        console.complain(f"\n{FAREWELL}")
        return DONE
    except Exception as error:  # noqa: BLE001 - a user is never shown a traceback
        from bot.adapters.terminal.mishap import noted  # noqa: PLC0415 - not needed for the first prompt

        console.complain(NOT_STARTED.format(number=noted(error)))
    else:
        return DONE
    return FAILED


def _converse(path: Path, out: Path, console: Console, screen: Screen) -> None:
    says, question = opening(path, Desk(), OWNER)
    for say in says:
        screen.show(say)
    if console.interactive:
        screen.tell(KEYS)
    screen.show(question)
    if console.interactive:
        screen.prompt()
    # Loaded only now: the user does not wait for it, the first question is on the screen.
    from bot.adapters.terminal.exchange import exchange  # noqa: PLC0415 - as said above

    exchange(path, out, console, screen, question)
    if console.interactive:
        screen.tell(FAREWELL)
