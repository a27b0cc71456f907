"""Which two versions are compared, and what is said of them."""

from bot.desk import Desk
from bot.draft import Draft
from bot.effects import ShowChanges
from bot.replies import Say
from bot.steps.checklist import outline_of
from bot.store.records import Session, Turn
from bot.turns.keeping import one
from bot.turns.place import Place, Scope, decoded
from bot.turns.telling import Teller

MOST = 60


def compared(scope: Scope, place: Place, wanted: ShowChanges) -> Say:
    """Tell what changed between the versions asked for, or why they cannot be compared."""
    if wanted.drafts:
        return _between_drafts(scope, place, wanted.drafts)
    if wanted.turns:
        return _since_turns(scope, place, sorted(wanted.turns))
    session = place.session.id
    exported = Teller(scope.transaction, scope.owner, session).exported()
    turn = scope.transaction.turn(scope.owner, session, exported)
    if turn is None:
        ways = "和第几轮比发 /changes 轮次（见 /history），和另一份比发 /changes 草稿 2。"
        return Say(f"这份还没有导出过。{ways}")
    head = f"上次导出（第 {scope.transaction.place(scope.owner, session, exported)} 轮）到现在"
    return _told(scope.desk, head, _draft(turn), place.state.draft)


def _since_turns(scope: Scope, place: Place, turns: list[int]) -> Say:
    found = [scope.transaction.nth(scope.owner, place.session.id, turn) for turn in turns]
    drafts = [_draft(turn) for turn in found if turn]
    if len(drafts) < len(turns):
        return Say(f"没有第 {turns[-1]} 轮。轮次见 /history。")
    until = f"第 {turns[1]} 轮之后" if len(turns) > 1 else "现在"
    return _told(scope.desk, f"第 {turns[0]} 轮之后到{until}", drafts[0], (*drafts, place.state.draft)[1])


def _between_drafts(scope: Scope, place: Place, words: tuple[str, ...]) -> Say:
    found = [one(scope, each) for each in words]
    refused = next((each for each in found if isinstance(each, Say)), None)
    if refused:
        return refused
    sessions = [each for each in found if isinstance(each, Session)]
    drafts = [_newest(scope, each) for each in sessions]
    names = [f"第 {each.number} 份" for each in sessions]
    if len(drafts) == 1:
        drafts, names = [*drafts, place.state.draft], [*names, "现在这份"]
    return _told(scope.desk, f"{names[0]}（原）和{names[1]}（现）", drafts[0], drafts[1])


def _told(desk: Desk, head: str, before: Draft, after: Draft) -> Say:
    outline = outline_of(desk, after) or outline_of(desk, before)
    from bot.turns.changes import changed  # noqa: PLC0415 - it loads the report, and few turns compare

    lines = changed(desk, outline, before, after) if outline else ()
    if not lines:
        return Say(f"{head}：没有变化。")
    more = (f"……还有 {len(lines) - MOST} 行",) if len(lines) > MOST else ()
    return Say("\n".join([f"{head}：", *lines[:MOST], *more]))


def _newest(scope: Scope, session: Session) -> Draft:
    head = scope.transaction.head(scope.owner, session.id)
    return _draft(head) if head else Draft()


def _draft(turn: Turn) -> Draft:
    return decoded(turn.state).draft
