"""Undo and redo over any distance: each appends a turn, and none is ever lost."""

from itertools import pairwise

from msgspec.structs import replace

from bot.events import Commanded
from bot.replies import Reply, Say, clipped
from bot.store.records import Turn
from bot.turns.events import decoded_event
from bot.turns.place import Place, Scope, decoded, made
from bot.turns.telling import Teller

SHOWN = 24
INNER = str.maketrans("“”", "‘’")
"""Quotation marks within quotation marks (GB/T 15834-2011, 4.8.3.3)."""


def undone(scope: Scope, place: Place, steps: int, turn: int) -> tuple[Place, list[Reply]]:
    """Go back so many changes, or to where the talk stood after the turn at that place."""
    if turn:
        return _gone_to(scope, place, turn)
    target, count = _ancestor(scope, place, steps)
    if target is None:
        return place, [Say("没有可以撤销的了。")]
    words = _short(Teller(scope.transaction, scope.owner, place.session.id).told(_made_by(scope, place)))
    last = f"（“{words}”）" if words else ""
    latest = f"（最近一步：“{words}”）" if words else ""
    done = f"撤销了上一步{last}。" if count == 1 else f"撤销了 {count} 步{latest}。"
    short = "再往前没有了。" if count < steps else ""
    return _at(place, target), [Say(f"{done}{short}要找回来发 /redo。")]


def redone(scope: Scope, place: Place) -> tuple[Place, list[Reply]]:
    """Go where the talk stood before the last undo that was not taken back yet."""
    left = _left_by_undoing(scope.transaction.since_change(scope.owner, place.session.id))
    target = scope.transaction.turn(scope.owner, place.session.id, left[-1]) if left else None
    if target is None:
        return place, [Say("没有可以恢复的。/redo 只恢复刚撤销的。")]
    return _at(place, target), [Say("恢复了刚才撤销的。")]


def _gone_to(scope: Scope, place: Place, turn: int) -> tuple[Place, list[Reply]]:
    target = scope.transaction.nth(scope.owner, place.session.id, turn)
    if target is None:
        return place, [Say(f"没有第 {turn} 轮。轮次见 /history。")]
    if made(target) == place.repeats:
        return place, [Say(f"现在就是第 {turn} 轮之后的样子。")]
    words = _short(Teller(scope.transaction, scope.owner, place.session.id).told(target))
    after = f"“{words}”" if words else ""
    return _at(place, target), [Say(f"回到了第 {turn} 轮{after}之后。要找回来发 /redo。")]


def _ancestor(scope: Scope, place: Place, steps: int) -> tuple[Turn | None, int]:
    found, parent, count = None, place.parent, 0
    while parent and count < steps:
        target = scope.transaction.turn(scope.owner, place.session.id, parent)
        if target is None:
            break
        found, parent, count = target, target.parent, count + 1
    return found, count


def _left_by_undoing(turns: tuple[Turn, ...]) -> list[int]:
    """Give the turns that undos went away from and no redo came back to, the last of them last."""
    left: list[int] = []
    for before, turn in pairwise(turns):
        if made(turn) == made(before):
            continue
        if decoded_event(turn.event) == Commanded("redo"):
            left.pop()
        else:
            left.append(before.number)
    return left


def _made_by(scope: Scope, place: Place) -> Turn | None:
    return scope.transaction.turn(scope.owner, place.session.id, place.repeats) if place.repeats else None


def _at(place: Place, target: Turn) -> Place:
    """Stand where the target stood; the revision goes on, so that older buttons stay recognisable.

    What others have remarked since stays too.
    """
    state = decoded(target.state)
    draft = state.draft.keeping_tasks(place.state.draft)
    state = replace(state, draft=draft, revision=place.state.revision)
    return Place(place.session, state, target.parent, made(target), place.head)


def _short(words: str) -> str:
    return clipped(" ".join(words.split()).translate(INNER), SHOWN)
