"""An answer sheet sent in the talk: it becomes a draft of its own."""

from msgspec.structs import replace

from bot.effects import StartNew
from bot.events import Sent
from bot.replies import Say
from bot.sheet import read_sent
from bot.sheet_form import SheetError
from bot.state import State
from bot.steps.checklist import FIELDS
from bot.steps.limits import LONGEST_FILE
from bot.steps.step import Outcome
from phrasebank.loading import BrokenFileError

ENDINGS = (".yaml", ".yml")
UNUSED_SHOWN = 3


def filled(state: State, event: Sent) -> Outcome | None:
    """Begin a draft with a sheet; ``None`` where what was sent is none. A broken one is explained."""
    if not event.name.lower().endswith(ENDINGS) or sum(map(len, event.lines)) > LONGEST_FILE:
        return None
    try:
        found = read_sent(event.lines, event.name)
    except (SheetError, BrokenFileError) as error:
        return state, (Say(f"{error}改好再发一次；原来的稿子没有动。"),)
    asked = tuple(field for field in FIELDS if getattr(found.draft.profile, field))
    draft = replace(found.draft, asked=asked)
    told = f"答卷《{event.name}》写成了一份草稿，{len(draft.points)} 条要点。起名发 /name，不要它发 /forget。"
    return state, (StartNew(draft), *(Say(each) for each in (told, *found.unused[:UNUSED_SHOWN])))
