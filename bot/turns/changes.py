"""What changed from one version of a draft to another, section by section, in words that can be read."""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher

from msgspec.structs import replace

from bot.compose.tidy import tidy
from bot.desk import Desk
from bot.draft import Draft, Point
from bot.outline import Outline, Section
from bot.report import filled, formulas

ALIKE = 0.45
MARKED = 0.5
SHORTEST_ANCHOR = 2
PIECE = re.compile(r"\d+(?:\.\d+)?|.", re.DOTALL)
OPEN, CLOSE = "〖", "〗"
FIELDS = {
    "organization": "单位",
    "post": "职务",
    "author": "姓名",
    "year": "年度",
    "date": "日期",
    "salutation": "称呼",
}

Pairs = tuple[tuple[Point | None, Point | None], ...]


def changed(desk: Desk, outline: Outline, before: Draft, after: Draft) -> tuple[str, ...]:
    """Tell the differences as lines: the profile, then what each section lost, won and says differently."""
    lines = [*_profile(desk, before, after), *_beside(before, after)]
    pairs = matched(before.points, after.points)
    known = {leaf.id for leaf in outline.leaves()}
    for leaf in outline.leaves():
        here = tuple(pair for pair in pairs if _home(pair) == leaf.id)
        told = [*_formula(desk, outline, leaf, before, after), *_standing(leaf, before, after)]
        told += _points(outline, here)
        lines += [f"【{leaf.name}】", *told] if told else []
    elsewhere = [*_points(outline, tuple(pair for pair in pairs if _home(pair) not in known))]
    return (*lines, *(("【不在提纲里的】", *elsewhere) if elsewhere else ()))


def matched(before: tuple[Point, ...], after: tuple[Point, ...]) -> Pairs:
    """Pair the points of two versions: of the same words, else of the same id or section and like words.

    Ids alone decide nothing, since two drafts begun apart use the same ones for different points.
    """
    left, pairs = list(after), list[tuple[Point | None, Point | None]]()
    rest: list[Point] = []
    for point in before:
        same = next(
            (each for each in left if each.text == point.text and each.section == point.section), None
        )
        same = same or next((each for each in left if each.text == point.text), None)
        if same is None:
            rest.append(point)
        else:
            left.remove(same)
            pairs.append((point, same))
    for point in rest:
        like = max(left, key=lambda each: _likeness(point, each), default=None)
        if like is not None and _likeness(point, like) >= ALIKE:
            left.remove(like)
            pairs.append((point, like))
        else:
            pairs.append((point, None))
    order = {point.id: place for place, point in enumerate(after)}
    pairs += [(None, point) for point in left]
    return tuple(sorted(pairs, key=lambda pair: order.get(pair[1].id, -1) if pair[1] else -1))


def marked(before: str, after: str) -> tuple[str, str]:
    """Give both wordings with what differs in 〖〗; unmarked where they share too little for that to help.

    Characters are compared one by one, and figures whole.
    """
    was, now = PIECE.findall(before), PIECE.findall(after)
    matcher = SequenceMatcher(None, was, now, autojunk=False)
    if matcher.ratio() < MARKED:
        return before, after
    one, other, at, to = "", "", 0, 0
    for start, begin, size in _anchors(matcher, len(was), len(now)):
        one += _bracketed(was[at:start]) + "".join(was[start : start + size])
        other += _bracketed(now[to:begin]) + "".join(now[begin : begin + size])
        at, to = start + size, begin + size
    return one, other


def _anchors(matcher: "SequenceMatcher[str]", was: int, now: int) -> Iterator[tuple[int, int, int]]:
    """Give what both have in common, but for single characters between two changes."""
    for start, begin, size in matcher.get_matching_blocks():
        at_an_end = start == begin == 0 or (start + size, begin + size) == (was, now)
        if size >= SHORTEST_ANCHOR or at_an_end:
            yield start, begin, size


def _bracketed(pieces: list[str]) -> str:
    return f"{OPEN}{''.join(pieces)}{CLOSE}" if pieces else ""


def _likeness(one: Point, other: Point) -> float:
    """Give how like two points are, 0 to 1; exactly only where they are like enough to be paired."""
    if one.id != other.id and one.section != other.section:
        return 0.0
    matcher = SequenceMatcher(None, one.text, other.text, autojunk=False)
    if min(matcher.real_quick_ratio(), matcher.quick_ratio()) < ALIKE:  # upper bounds, cheaply had
        return 0.0
    return matcher.ratio()


def _home(pair: tuple[Point | None, Point | None]) -> str:
    point = pair[1] or pair[0]
    return point.section if point else ""


def _points(outline: Outline, pairs: Pairs) -> Iterator[str]:
    for before, after in pairs:
        if before is None and after is not None:
            yield f"＋ 新增：{_written(after)}"
        elif after is None and before is not None:
            yield f"－ 删去：{_written(before)}"
        elif before is not None and after is not None:
            yield from _point(outline, before, after)


def _point(outline: Outline, before: Point, after: Point) -> Iterator[str]:
    if before.section != after.section:
        leaf = outline.leaf(before.section)
        yield f"→ 从“{leaf.name if leaf else before.section}”移来：{_written(after)}"
    was, now = _written(before), _written(after)
    if was != now:
        old, new = marked(was, now)
        yield f"～ 原：{old}"
        yield f"　 现：{new}"


def _written(point: Point) -> str:
    return point.sentence or tidy(point.text)


def _profile(desk: Desk, before: Draft, after: Draft) -> Iterator[str]:
    pairs: list[tuple[str, object, object]] = [("名字", before.name, after.name)]
    pairs.append(("文种", _genre(desk, before), _genre(desk, after)))
    for field, name in FIELDS.items():
        pairs.append((name, getattr(before.profile, field), getattr(after.profile, field)))
    for name, old, new in pairs:
        if old != new:
            yield f"{name}：原 {old or '未填'}，现 {new or '未填'}"


def _genre(desk: Desk, draft: Draft) -> str:
    return desk.outlines[draft.genre].name if draft.genre in desk.outlines else ""


def _beside(before: Draft, after: Draft) -> Iterator[str]:
    """Tell of what stands beside the points: material that waits, the notice, last year's report."""
    if before.cards != after.cards:
        yield f"等您定的材料：原 {len(before.cards)} 条，现 {len(after.cards)} 条"
    if before.notice != after.notice:
        counts = [len(each.notice.demands) if each.notice else 0 for each in (before, after)]
        yield f"通知的要求：原 {counts[0]} 条，现 {counts[1]} 条"
    if before.tasks != after.tasks:
        yield f"改稿待办：原 {len(before.open_tasks)} 条没办，现 {len(after.open_tasks)} 条"
    if before.last_year != after.last_year:
        answered = [
            sum(item.standing != "open" for item in each.last_year.items) if each.last_year else 0
            for each in (before, after)
        ]
        yield f"去年的问题和打算已有交代：原 {answered[0]} 条，现 {answered[1]} 条"


def _formula(desk: Desk, outline: Outline, leaf: Section, before: Draft, after: Draft) -> Iterator[str]:
    """Tell of another wording chosen for the opening or the closing, both with the profile of now."""
    if leaf.kind not in {"opening", "closing"}:
        return
    drafts = (replace(before, profile=after.profile), after)
    was, now = (filled(formulas(leaf, outline, desk.bank, each)[0], after.profile) for each in drafts)
    if was != now:
        yield f"～ 原：{was}"
        yield f"　 现：{now}"


def _standing(leaf: Section, before: Draft, after: Draft) -> Iterator[str]:
    if (leaf.id in before.absent) != (leaf.id in after.absent):
        yield "＋ 这一部分又要写了" if leaf.id in before.absent else "－ 写明没有，不写这一部分"
