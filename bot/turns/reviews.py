"""Somebody reads another's draft and remarks on it: what they are shown, and where their remarks go.

They see the draft as it stood when they opened it, and nothing else of anybody's; each remark becomes a task
of the draft in a turn of its own, whatever its owner is doing meanwhile. Names are not kept.
"""

from collections import Counter
from collections.abc import Iterable

import msgspec
from msgspec.structs import replace

from bot.desk import Desk
from bot.draft import Draft, Task
from bot.engine import advance
from bot.events import Commanded, Edited, Event, Picked, Remarked, Said, Sent
from bot.report import assemble
from bot.steps.checklist import outline_of
from bot.steps.noting import LONGEST_ABOUT, LONGEST_TASK, MOST_TASKS, cut, tasks_of
from bot.store.records import Turn
from bot.store.reviews import Review
from bot.store.transaction import Transaction
from bot.turns.comments import Comment, Paragraph, comments_in, pages_of, paragraphs_of
from bot.turns.events import decoded_event, printable
from bot.turns.letters import NO_CODE, Letter, named
from bot.turns.place import Scope, decoded, made

FINISHED = frozenset({"完成", "/完成", "／完成", "审阅完成", "审完了", "done"})
AGAIN = frozenset({"start", "preview", "resume"})

BRIEF = "（您在审阅别人的稿子，审完发 /done）"
HOW = (
    "提意见：直接发，前面写段号，例：3 这里数字核一下；也可以回复（引用）那一段再写；不写段号算对全文的。"
    "要 Word 送审稿发 /export，批注好直接发回来。再看一遍发 /start，审完发 /done（完成）。"
)
OWN = "这是您自己这份稿子的审阅码，请转给要审阅的人；谁先用算谁的。"
BUSY = "您正在审阅别人的稿子，先发 /done 结束，再做这一步。"
GONE = "您审阅的稿子已经由它的主人删除，审阅到此结束，这一条没有记。谢谢您。"
NOTHING = "请把意见写在段号后面，例：3 这里数字核一下。"
NO_REMARKS = "这里面没有批注，没有记。请在 Word、WPS 里用“批注”写好再发文件，或者直接发文字。"
NOT_NOW = "审阅的时候用不了这个，没有记。有意见请打字发来。"
NOT_EDITED = "改过的这条没有照着改，原来记下的还在。要补充请另发一条。"
EDITED = "照您改的记下了。"
COURTESIES = frozenset({"你好", "您好", "在吗", "收到", "谢谢"})
COURTEOUS = "您好，看稿有意见直接发。"
LOOK = "发 /tasks 看。您看之前再提的也都列在那里，不再一条一条告诉您。"
KNOWN = "这条记过了，没有重复记。"
FULL = "这份稿子的意见已经太多，后面的没有记，请直接告诉对方。"


def readable(desk: Desk, draft: Draft) -> bool:
    """Tell whether there is anything to be read yet."""
    return bool(draft.points) and outline_of(desk, draft) is not None


def begun(scope: Scope, code: str) -> tuple[Letter, ...]:
    """Use a code: whoever brought it reads the draft from now on, as it stands."""
    reviews, person = scope.transaction.reviews, scope.owner
    owner = reviews.offered_by(code, person)
    if owner == person:
        return (Letter(person, OWN),)
    review = reviews.begin(code, person) if owner else None
    if review is None:
        reviews.missed(person)
        return (Letter(person, NO_CODE),)
    told = f"{named(review.number)}打开了{_draft_named(scope, review)}，他的意见会列进 /tasks。"
    return (*_shown(scope, review), Letter(review.owner, told))


def heard(scope: Scope, review: Review, event: Event) -> tuple[Letter, ...]:
    """Take what somebody says who reads a draft: all of it is about that, none of it their own talk."""
    if not review.owner:
        scope.transaction.reviews.leave(scope.owner)
        return (Letter(scope.owner, GONE, farewell=True),)
    event = printable(event)
    match event:
        case Said(text) if text.strip(" 。.!！").lower() in FINISHED:
            return _finished(scope, review)
        case Commanded("done"):
            return _finished(scope, review)
        case Said():
            return _said(scope, review, event)
        case Edited():
            return _edited(scope, review, event)
        case Sent():
            return _sent(scope, review, event)
        case Commanded(name, "") if name in AGAIN:
            return _shown(scope, review)
        case Commanded("export", _):
            return (Letter(scope.owner, "", review.session, copy=True),)
        case _:
            return (Letter(scope.owner, f"{_turned_down(event)}{BRIEF}"),)


def _turned_down(event: Event) -> str:
    """Say why something is no remark."""
    match event:
        case Commanded("start" | "review"):
            return BUSY
        case Commanded("help"):
            return HOW
        case Picked():
            return "这个按钮现在用不了。"
        case _:
            return NOT_NOW


def read_by(transaction: Transaction, person: str) -> Turn | None:
    """Give the turn after which somebody reads another's draft; ``None`` for one who reads none."""
    review = transaction.reviews.of(person)
    return transaction.turn(review.owner, review.session, review.turn) if review else None


def remarks(transaction: Transaction, owner: str, session: str) -> Counter[str]:
    """Count the tasks of a draft by who asked for them."""
    head = transaction.head(owner, session)
    return Counter(task.author for task in decoded(head.state).draft.tasks) if head else Counter()


def _said(scope: Scope, review: Review, event: Said) -> tuple[Letter, ...]:
    text = event.text
    if len(text) > LONGEST_TASK:
        told = f"这条太长（{len(text)} 字），没有记。请分成几条，每条不超过 {LONGEST_TASK} 字。"
        return (Letter(scope.owner, f"{told}{BRIEF}"),)
    found = comments_in(text, event.to, _paragraphs(scope))
    if text.strip(" 。！!？?，,~～") in COURTESIES:
        return (Letter(scope.owner, f"{COURTEOUS}{BRIEF}"),)
    if not found:
        return (Letter(scope.owner, f"{NOTHING}{BRIEF}"),)
    places = "、".join(dict.fromkeys(each.place for each in found))
    count = f" {len(found)} 条" if len(found) > 1 else ""
    message = _message(review, event.message)
    tasks = [_task(review, each, message) for each in found]
    return _kept(scope, review, tasks, f"记下了{count}（{places}）。")


def _edited(scope: Scope, review: Review, event: Edited) -> tuple[Letter, ...]:
    """Put remarks otherwise, as many as the message made; one that names no paragraph stays at its own."""
    head = scope.transaction.head(review.owner, review.session)
    message = _message(review, event.message)
    known = decoded(head.state).draft.tasks if head and message else ()
    before = tuple(task for task in known if task.message == message)
    found = comments_in(event.text[:LONGEST_TASK], "", _paragraphs(scope))
    if not before or len(found) != len(before):
        return (Letter(scope.owner, f"{NOT_EDITED}{BRIEF}"),)
    amended = tuple(
        _amended(was, _task(review, now, message)) for was, now in zip(before, found, strict=True)
    )
    letters = (Letter(scope.owner, f"{EDITED}{BRIEF}"),)
    away = _away(scope, review)
    if not _turned(scope, review, amended) or away:
        return letters
    where = _draft_named(scope, review, elsewhere=True)
    return *letters, Letter(review.owner, f"{named(review.number)}{where}改了 {len(amended)} 条意见，{LOOK}")


def _amended(was: Task, now: Task) -> Task:
    """Give a task its new words, to be seen to again if they are others."""
    place = now if now.about else was
    same = (was.text, was.about) == (now.text, place.about)
    return was if same else replace(now, id=was.id, about=place.about, section=place.section)


def _sent(scope: Scope, review: Review, event: Sent) -> tuple[Letter, ...]:
    draft, desk = _draft(scope), scope.desk
    outline = outline_of(desk, draft)
    reports = (assemble(draft, outline, desk.bank),) if outline else ()
    tasks = tasks_of(event.remarks, reports, named(review.number))
    if not tasks:
        return (Letter(scope.owner, f"{NO_REMARKS}{BRIEF}"),)
    return _kept(scope, review, tasks, f"《{event.name}》里的批注 {len(tasks)} 条都记下了。")


def _kept(scope: Scope, review: Review, tasks: Iterable[Task], told: str) -> tuple[Letter, ...]:
    """Add remarks to the draft, and tell both sides."""
    before = remarks(scope.transaction, review.owner, review.session)
    tasks, away = tuple(tasks), _away(scope, review)
    changed = _turned(scope, review, tasks)
    fresh = remarks(scope.transaction, review.owner, review.session).total() - before.total()
    full = before.total() + len(tasks) > MOST_TASKS
    if full:
        told = f"记下了 {fresh} 条。{FULL}" if fresh else FULL
    elif not changed:
        told = KNOWN
    letters = (Letter(scope.owner, f"{told}{BRIEF}"),)
    if not fresh or away:
        return letters
    where = _draft_named(scope, review, elsewhere=True)
    note = f"{named(review.number)}{where}提了 {fresh} 条意见，{LOOK}"
    return (*letters, Letter(review.owner, note))


def _away(scope: Scope, review: Review) -> bool:
    """Tell whether the owner was told of a remark, anybody's, and has done nothing in the draft since.

    Until then all that follow are only listed: a telephone need not ring for each.
    """
    head = scope.transaction.head(review.owner, review.session)
    return head is not None and isinstance(decoded_event(head.event), Remarked)


def _turned(scope: Scope, review: Review, tasks: tuple[Task, ...]) -> bool:
    """Note remarks in a turn of the draft's own, under a key derived from the event's; False for no news.

    The turn repeats the one before it, so that undoing does not stop at it, and leaves the question in hand
    as it was, its buttons too.
    """
    transaction, owner, session = scope.transaction, review.owner, review.session
    head, key = transaction.head(owner, session), f"{scope.key}/r{review.id}"
    if head is None or transaction.seen(owner, key):
        return False
    before = decoded(head.state)
    state, _ = advance(scope.desk, before, Remarked(tasks))
    if state.draft == before.draft:
        return False
    transaction.append(
        owner,
        session,
        key=key,
        parent=head.parent,
        event=msgspec.json.encode(Remarked(tasks)),
        state=msgspec.json.encode(replace(state, revision=before.revision)),
        replies=(),
        repeats=made(head),
    )
    return True


def _finished(scope: Scope, review: Review) -> tuple[Letter, ...]:
    count = remarks(scope.transaction, review.owner, review.session)[named(review.number)]
    scope.transaction.reviews.leave(scope.owner)
    thanks = (
        f"审阅结束，谢谢您。{f'您提的 {count} 条意见都交给对方了，' if count else ''}稿子您以后看不到了。"
    )
    where = _draft_named(scope, review, elsewhere=True)
    note = f"{named(review.number)}{where}审完了，一共提了 {count} 条意见。"
    return Letter(scope.owner, thanks, farewell=True), Letter(review.owner, note)


def _shown(scope: Scope, review: Review) -> tuple[Letter, ...]:
    """Show the draft as it stood when it was opened, in messages of some paragraphs each."""
    paragraphs = _paragraphs(scope)
    intro = (
        f"您在审阅一份述职报告的草稿，共 {len(paragraphs)} 段，是您打开时的样子，"
        f"对方之后再改的，这里不会变。\n{HOW}\n"
        f"您的姓名不存，意见记作“{named(review.number)}”提的。请不要把稿子转给别人。"
    )
    pages = (Letter(scope.owner, page, review.session) for page in pages_of(paragraphs))
    return (Letter(scope.owner, intro), *pages)


def _paragraphs(scope: Scope) -> tuple[Paragraph, ...]:
    return paragraphs_of(scope.desk, _draft(scope))


def _draft(scope: Scope) -> Draft:
    """Give the draft as the reader opened it, and never any other version of it."""
    turn = read_by(scope.transaction, scope.owner)
    return decoded(turn.state).draft if turn else Draft()


def _draft_named(scope: Scope, review: Review, *, elsewhere: bool = False) -> str:
    """Name the draft to its owner; with ``elsewhere`` only if it is not the one in hand."""
    active = scope.transaction.active(review.owner)
    if elsewhere and active and active.id == review.session:
        return ""
    sessions = scope.transaction.sessions(review.owner)
    session = next((each for each in sessions if each.id == review.session), None)
    way = "" if not elsewhere or session is None else f"（打开它发 /resume {session.number}）"
    return f"《{session.title}》{way}" if session else ""


def _task(review: Review, comment: Comment, message: str) -> Task:
    text, about = cut(comment.text, LONGEST_TASK), cut(comment.about, LONGEST_ABOUT)
    return Task("", text, named(review.number), about, comment.section, message=message)


def _message(review: Review, message: str) -> str:
    """Name a reader's message among those of all readers."""
    return f"r{review.id}:{message}" if message else ""
