"""Several drafts a person: beginning, opening, copying, naming, listing and erasing them."""

from itertools import chain, count

import msgspec
from msgspec.structs import replace

from bot.draft import Draft
from bot.effects import Rename
from bot.events import Commanded
from bot.replies import Dated, Listing, Reply, Say
from bot.state import Resting, State
from bot.steps.checklist import outline_of
from bot.store.records import Session
from bot.turns.place import Place, Scope, after, decoded, made

NAMED = "（"
COPIED = "副本"
FEWEST_DIGITS = 4
"""Of what may be a year in a title; fewer are a number, and no part of a name."""


def begun(scope: Scope, place: Place, draft: Draft) -> tuple[Place, list[Reply]]:
    """Begin another draft; one that is still empty is not kept."""
    fresh = State(draft, revision=place.state.revision)
    if place.state.draft == Draft():
        return after(scope, place.session, fresh), []
    told = f"原来那份存着，想回去发 /resume {place.session.number}。"
    return Place(scope.transaction.create(scope.owner), fresh, None), [Say(told)]


def copied(scope: Scope, place: Place, name: str) -> tuple[Place, list[Reply]]:
    """Begin another draft with the same contents; the original stays as it is."""
    taken = {_name(session) for session in scope.transaction.sessions(scope.owner)}
    wanted = name or f"{place.state.draft.name}{COPIED}"
    given = next(each for each in chain((wanted,), (f"{wanted}{n}" for n in count(2))) if each not in taken)
    state = replace(place.state, draft=replace(place.state.draft, name=given))
    session = scope.transaction.create(scope.owner)
    back = f"原来那份没有动，回去发 /resume {place.session.number}。"
    told = f"复制成第 {session.number} 份“{given}”，现在写的是它；{back}"
    return Place(session, state, None), [Say(told)]


def resumed(scope: Scope, place: Place, words: str) -> tuple[Place, list[Reply]]:
    """Open a draft where it was left."""
    found = one(scope, words)
    if isinstance(found, Say):
        return place, [found]
    head = scope.transaction.head(scope.owner, found.id)
    if head is None:
        return place, [unknown(words)]
    scope.transaction.activate(scope.owner, found.id)
    state = decoded(head.state)
    focus = None if isinstance(state.focus, Resting) else state.focus
    state = replace(state, focus=focus, revision=max(state.revision, place.state.revision) + 1)
    return Place(found, state, head.parent, made(head), head.number), [Say(f"打开了《{found.title}》。")]


def renamed(scope: Scope, place: Place, effect: Rename) -> tuple[Place, list[Reply]]:
    """Name a draft: this one, or another, in a turn of its own under a key derived from the event's."""
    found = one(scope, effect.draft)
    head = scope.transaction.head(scope.owner, found.id) if isinstance(found, Session) else None
    if isinstance(found, Say) or head is None:
        return place, [found if isinstance(found, Say) else unknown(effect.draft)]
    here = found.id == place.session.id
    state = place.state if here else decoded(head.state)
    state = replace(state, draft=replace(state.draft, name=effect.name), revision=state.revision + (not here))
    told: list[Reply] = [Say(f"第 {found.number} 份叫“{effect.name}”了。")]
    if here:
        return after(scope, found, state), told
    scope.transaction.append(
        scope.owner,
        found.id,
        key=f"{scope.key}/{found.id}",
        parent=head.number,
        event=msgspec.json.encode(Commanded("name", effect.name)),
        state=msgspec.json.encode(state),
        replies=(),
    )
    entitle(scope, found, state)
    return place, told


def listed(scope: Scope, place: Place) -> Listing:
    """List the drafts, newest first, each with the time of its last turn."""
    lines = tuple(
        Dated(
            each.touched,
            f"{each.number}. {each.title}" + ("　← 现在这份" if each.id == place.session.id else ""),
            0 if each.id == place.session.id else each.number,
        )
        for each in scope.transaction.sessions(scope.owner)
        if each.title
    )
    ending = "打开：/resume 序号或名字；改名：/drafts 改名 序号 名字；复制：/copy；删除：/forget 序号"
    return Listing(lines, ending if lines else "还没有草稿。")


def erased(scope: Scope, place: Place, *, everything: bool, words: str) -> tuple[Place, list[Reply]]:
    """Erase this draft, another, or all; whoever loses the draft in hand begins with an empty one."""
    found = one(scope, words) if words else place.session
    if isinstance(found, Say):
        return place, [found]
    corpus = scope.desk.corpus if everything else None
    taught = corpus is not None and corpus.is_file()
    erased_now = scope.transaction.forget(scope.owner, None if everything else found.id)
    told = Say(f"已彻底删除 {erased_now} 份。{'您的句式库也删了，不留痕迹。' if taught else ''}")
    if not everything and found.id != place.session.id:
        return place, [told]
    return Place(scope.transaction.create(scope.owner), State(revision=place.state.revision), None), [told]


def named(sessions: tuple[Session, ...], words: str) -> tuple[Session, ...]:
    """Find drafts by id, number or name, or else by what their title holds."""
    kept = tuple(session for session in sessions if session.title)
    by_number = tuple(each for each in kept if words in (each.id, str(each.number)))
    by_name = tuple(each for each in kept if words == _name(each) or words == each.title)
    if words.isdecimal() and len(words) < FEWEST_DIGITS:
        return by_number
    return by_number or by_name or tuple(each for each in kept if words and words in each.title)


def entitle(scope: Scope, session: Session, state: State) -> None:
    """Keep a session's title up to date: the draft's name, and what it is."""
    draft, outline = state.draft, outline_of(scope.desk, state.draft)
    year = draft.profile.year
    what = (f"{year}年度" if year else "") + outline.name if outline else ""
    title = f"{draft.name}{NAMED}{what}）" if draft.name and what else draft.name or what
    if title != session.title:
        scope.transaction.rename(scope.owner, session.id, title)


def unknown(words: str) -> Say:
    """Say that there is no such draft."""
    which = f"第 {words} 份" if words.isdecimal() else f"叫“{words[:20]}”的草稿"
    return Say(f"没有{which}。发 /drafts 看全部草稿。")


def one(scope: Scope, words: str) -> Session | Say:
    """Find the one draft that words name, or say why there is none or more."""
    found = named(scope.transaction.sessions(scope.owner), words)
    if len(found) > 1:
        numbers = "、".join(str(each.number) for each in found)
        return Say(f"有 {len(found)} 份都对得上“{words[:20]}”（第 {numbers} 份），请用序号。")
    return found[0] if found else unknown(words)


def _name(session: Session) -> str:
    return session.title.partition(NAMED)[0]
