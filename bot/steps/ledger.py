"""The ledger in the talk (口径表): every quantity once, by section; a new value goes wherever it is told."""

import re
from dataclasses import dataclass

from msgspec.structs import replace

from bot.desk import Desk
from bot.draft import Draft
from bot.facts.consistency import in_draft
from bot.facts.ledger import Entry, changed, ledger, typed
from bot.outline import Outline
from bot.replies import Question, Say
from bot.state import Recounting, State
from bot.steps.step import Outcome

HOW = "改数：/facts 序号 新数，例：/facts {number} 28。"
NUMBERED = re.compile(r"(\d{1,4})(?:[\s　]+(\S.*))?")


def entries(outline: Outline, draft: Draft) -> tuple[Entry, ...]:
    """Give the ledger in the order of the report, which is how it is numbered for the user, from 1."""
    order = [leaf.id for leaf in outline.leaves()]
    found = ledger(draft, outline)
    return tuple(sorted(found, key=lambda entry: _place(order, entry)))


def facts(_: Desk, outline: Outline, state: State, argument: str) -> Outcome:
    """Show the ledger, ask for the new value of an entry, or change it: /facts, /facts 3, /facts 3 28."""
    wanted, found = NUMBERED.fullmatch(argument), entries(outline, state.draft)
    if not argument:
        return state, (Say(shown(outline, state.draft)),)
    number = int(wanted[1]) if wanted else 0
    if wanted is None or not 1 <= number <= len(found):
        known = f"现在有 1 到 {len(found)}。" if found else "现在还没有数。"
        return state, (Say(f"没有看懂“{argument[:20]}”。发 /facts 看口径表，{known}{HOW.format(number=1)}"),)
    if wanted[2] is None:
        return replace(state, focus=Recounting(found[number - 1].id)), ()
    return _recounted(outline, state, found[number - 1], wanted[2])


def shown(outline: Outline, draft: Draft) -> str:
    """Write the ledger: what does not agree first, then every section with its quantities."""
    found = entries(outline, draft)
    if not found:
        return "还没有记下事实和数。说事的时候带上数，口径表里就有了。"
    told = [f"口径表：{len(found)} 个数。", *_doubts(outline, draft, found)]
    order = [leaf.id for leaf in outline.leaves()]
    for place, leaf in enumerate(outline.leaves()):
        here = [(n, each) for n, each in enumerate(found, 1) if _place(order, each) == place]
        told += [f"【{leaf.name}】"] if here else []
        told += [f"{number}. {_line(entry)}" for number, entry in here]
    return "\n".join([*told, f"{HOW.format(number=1)}几处一起改，改错了发 /undo。"])


@dataclass(frozen=True, slots=True)
class RecountingStep:
    """The new value of a quantity."""

    outline: Outline
    state: State
    entry: Entry

    def ask(self) -> Question:
        """Show the quantity with where it is told; no choices, since a number is the answer."""
        where = "\n".join(f"・{text}" for text in _tellings(self.state.draft, self.entry))
        return Question(
            f"“{_named(self.entry)}”现在是{'、'.join(_told(self.entry))}：\n{where}\n"
            f"改成多少？直接发新的数，例：28；不改发 /skip"
        )

    def said(self, text: str) -> Outcome:
        """Take the new value."""
        return _recounted(self.outline, self.state, self.entry, text)

    def picked(self, key: str) -> Outcome:
        """Take nothing: there are no choices."""
        return self.said(key)

    def skipped(self) -> Outcome:
        """Leave it as it is."""
        return replace(self.state, focus=None), (Say("没有改。"),)


def recounting_step(outline: Outline, state: State, entry_id: str) -> RecountingStep | None:
    """Give the step for an entry; ``None`` once nothing tells it any more."""
    found = next((each for each in ledger(state.draft, outline) if each.id == entry_id), None)
    return RecountingStep(outline, state, found) if found else None


def _recounted(outline: Outline, state: State, entry: Entry, text: str) -> Outcome:
    value = typed(entry, text)
    if value is None:
        unit = f"，单位是“{entry.unit}”，可以不写" if entry.unit else ""
        return state, (Say(f"“{text[:20]}”不像一个数，没有改。请只发新的数{unit}，例：28。"),)
    after = changed(state.draft, entry, value)
    if after == state.draft:
        return replace(state, focus=None), (Say(f"“{_named(entry)}”本来就是{value}{entry.unit}，不用改。"),)
    told = _tellings(after, entry)
    doubts = [
        each.why for point, each in in_draft(after, outline) if point in {t.point for t in entry.tellings}
    ]
    says = [f"“{_named(entry)}”{'、'.join(_told(entry))}改成{value}{entry.unit}，改了 {len(told)} 处："]
    says += [f"・{each}" for each in told]
    says += [f"请再核对：{why}" for why in doubts]
    return replace(state, draft=after, focus=None), (Say("\n".join([*says, "改回来发 /undo。"])),)


def _doubts(outline: Outline, draft: Draft, found: tuple[Entry, ...]) -> list[str]:
    told = [
        f"{number}. {_named(entry)}：{'、'.join(_told(entry))}，几处不一样。改成一个：/facts {number} 新数"
        for number, entry in enumerate(found, 1)
        if entry.conflict
    ]
    told += [each.why for _, each in in_draft(draft, outline)]
    return ["对不上的：", *told] if told else []


def _line(entry: Entry) -> str:
    places = f"（{len(entry.tellings)} 处）" if len(entry.tellings) > 1 else ""
    return f"{_named(entry)}　{'、'.join(_told(entry))}{places}"


def _named(entry: Entry) -> str:
    return entry.counts or "（没说数的是什么）"


def _told(entry: Entry) -> tuple[str, ...]:
    return tuple(f"{value}{entry.unit}" for value in entry.values)


def _tellings(draft: Draft, entry: Entry) -> list[str]:
    points = dict.fromkeys(each.point for each in entry.tellings)
    found = [draft.point(point) for point in points]
    return [point.sentence or point.text for point in found if point]


def _place(order: list[str], entry: Entry) -> int:
    return min(order.index(each.section) if each.section in order else len(order) for each in entry.tellings)
