"""Correcting what was said: 前面说的28人应该是30人, 不是3次，是4次, 改一下姓名，叫李明, 上一条不对."""

import re
from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace

from bot.compose.tidy import tidy
from bot.draft import Card, Draft, Point
from bot.facts.numerals import numerals
from bot.replies import Say, clipped
from bot.state import AskingField, Field, ReviewingPoint, Rewriting, Sorting, State, Stop
from bot.steps.introducing import changed, told_of, valued, with_fields
from bot.steps.step import Outcome

EARLIER = (
    r"(?:(?P<earlier>前面|刚才|上面|之前|刚刚|前边|先前)"
    r"(?:我)?(?:说|写|讲|发|报|填|记)?(?:过)?的?(?:那个)?(?:是)?)?"
)
OLD, NEW = r"[“\"]?(?P<old>.{1,30}?)[”\"]?", r"[“\"]?(?P<new>.{1,60}?)[”\"]?"
WRONG = r"(?:写错了?|说错了?|错了|不对|有误|不准)"
BE = r"(?:应该|应当|应|实际|其实)(?:上)?(?:是|为)"
SWAPS = tuple(
    re.compile(form)
    for form in (
        rf"{EARLIER}不是{OLD}[，,\s]*(?:而)?(?:应该|应当|应|其实)?是{NEW}",
        rf"(?:把|将)?{EARLIER}{OLD}(?:改成|改为|换成|更正为){NEW}",
        rf"{EARLIER}{OLD}{WRONG}?[，,\s]*{BE}{NEW}",
        rf"{EARLIER}{OLD}{WRONG}[，,\s]*是{NEW}",
    )
)
BESIDE = r"(?P<about>[^，,。\d]{1,12}?)"
FIGURE, FRESH = r"(?P<old>\d.{0,12}?)", r"(?P<new>\d.{0,12})"
NAMED = r"(?:把|将)?(?P<about>第?[^，,。]{1,16}?)(?P<earlier>[那这]一?条|(?<=\d)条)(?:里面?|中)?的?"
ABOUT = tuple(
    re.compile(form)
    for form in (
        rf"{EARLIER}{BESIDE}的?不是{FIGURE}[，,\s]*(?:而)?(?:应该|应当|应|其实)?是{FRESH}",
        rf"{EARLIER}{BESIDE}的?{FIGURE}(?:那个|这个)?{WRONG}[，,\s]*(?:{BE}|是|改成){FRESH}",
        rf"{NAMED}(?P<old>.{{1,20}}?)(?:{WRONG}[，,\s]*是|改成|改为|换成|{BE})(?P<new>.{{1,40}})",
    )
)
"""Which of those that are alike: 义诊不是9次，是10次; 义诊9次那个不对，是10次; 义诊那条的9次改成10次."""

INTERRUPTING = re.compile(r"(?:等等|等一下|等下|哦|噢|哎|啊)[，,。！!\s]+")
LAST = re.compile(
    r"(?:上一?|前一?|刚才那?一?|刚刚那?一?|最后那?一?)(?:条|句|个)"
    rf"(?:{WRONG}[，,。\s]*(?:{BE}|是|改成|改为|换成)?|{BE}|改成|改为|换成)[：:]?(?P<new>.*)"
)
DROP = r"(?:删掉|删除|删去|删了|去掉|拿掉|不要)"
ONE = r"(?:的)?[那这]一?(?:条|句话?|项|件事?)"
DROPS = tuple(
    re.compile(rf"(?:请|麻烦)?(?:你|您|帮我)?{form}(?:吧|了|掉)?")
    for form in (
        rf"{DROP}(?P<old>.{{2,40}}?){ONE}",
        rf"(?:把|将)?(?P<old>.{{2,40}}?){ONE}(?:给)?(?:我)?{DROP}",
        rf"{DROP}(?P<last>上一?|前一?|最后一?|刚才)(?:条|句|项)",
    )
)
SHORTEST_STATEMENT = 8
LONGEST_FRAGMENT = 30
NEAR = frozenset({"", "刚才", "刚刚", "上面", "前面", "最后", "刚才发", "刚才说"})
"""What points at that said last, and names nothing."""
PEOPLE = ("人", "名", "位", "个")
"""Units that people are counted by."""
SHOWN = 20


class Place(Struct, frozen=True):
    """Where the words to be corrected stand: a point, a card or a field of the profile, by its id."""

    kind: str
    id: str
    text: str


class Swap(Struct, frozen=True):
    """A correction: ``earlier`` where it speaks of what was said, ``sure`` where it can be nothing else.

    ``about`` is what stands with the words, and ``only`` there where it names the one thing to be changed.
    """

    old: str
    new: str
    about: str = ""
    earlier: bool = False
    sure: bool = True
    only: bool = False


def correct(state: State, stop: Stop, words: str) -> Outcome | None:
    """Carry out a correction; ``None`` where the words are none."""
    words = INTERRUPTING.sub("", words, count=1) if INTERRUPTING.match(words) else words
    wish = changed(words)
    if wish:
        return _field_changed(state, *wish)
    unwanted = next((match for form in DROPS if (match := form.fullmatch(words))), None)
    if unwanted:
        return _dropped(state, stop, tidy(unwanted.groupdict().get("old") or "").strip('“”"'))
    last = LAST.fullmatch(words)
    if last:
        return _last_changed(state, stop, last["new"].strip())
    for form in (*ABOUT, *SWAPS):
        match = form.fullmatch(words)
        outcome = _swapped(state, stop, _swap(match)) if match else None
        if outcome:
            return outcome
    return None


def reworded(point: Point, text: str) -> Point:
    """Change what a point says: its sentence is proposed anew."""
    return replace(point, text=text, sentence=None, variant=0)


def _field_changed(state: State, field: Field, value: str | int | None) -> Outcome:
    if value is None:
        return replace(state, focus=AskingField(field)), ()
    return with_fields(state, {field: value}), (Say(f"改成了{told_of({field: value})}。改回来发 /undo。"),)


def _dropped(state: State, stop: Stop, old: str) -> Outcome:
    """Take out the one thing that words name; without words, that said last."""
    hand = _in_hand(state.draft, stop) if old in NEAR else None
    places = [Place("point", hand.id, hand.text)] if hand else []
    if old not in NEAR:
        places = [place for place in _places(state.draft, stop, old) if place.kind != "field"]
    if len(places) != 1:
        told = f"有 {len(places)} 条都说到" if places else "前面没有找到"
        return state, (Say(f"{told}“{old[:SHOWN] or '上一条'}”，没有删。请说得全一点，或发 /goto 去改。"),)
    (place,), draft = places, state.draft
    cards = tuple(card for card in draft.cards if card.id != place.id)
    draft = replace(draft.without_point(place.id), cards=cards)
    focus = None if getattr(state.focus, "point", "") == place.id else state.focus
    return replace(state, draft=draft, focus=focus), (
        Say(f"去掉了“{_short(place.text)}”。发 /undo 可以找回。"),
    )


def _last_changed(state: State, stop: Stop, new: str) -> Outcome | None:
    point = _in_hand(state.draft, stop)
    if point is None:
        return _last_field_changed(state, new)
    if not tidy(new):
        return replace(state, focus=Rewriting(point.id)), ()
    figures, fresh = numerals(tidy(point.text)), numerals(tidy(new))
    if len(tidy(new)) < SHORTEST_STATEMENT and fresh:
        same = [each for each in figures if each.unit == fresh[0].unit]
        if len(same) == 1:
            old = f"{same[0].value}{same[0].unit}"
            return _swapped(state, ReviewingPoint(point.id), Swap(old, tidy(new), earlier=True))
        told = f"上一条是“{_short(point.text)}”。要改成什么，请把整句发一遍。"
        return replace(state, focus=Rewriting(point.id)), (Say(told),)
    draft = state.draft.with_point(reworded(point, new))
    return replace(state, draft=draft), (
        Say(f"改了：“{_short(point.text)}”换成“{_short(new)}”。改回来发 /undo。"),
    )


def _last_field_changed(state: State, new: str) -> Outcome | None:
    field: Field | None = next(
        (field for field in ("year", "author", "post", "organization") if field in state.draft.asked), None
    )
    if field is None:
        return state, (Say("前面还没有记下什么，先答下面的问题。"),)
    value = valued(field, new) if new else None
    now = told_of({field: getattr(state.draft.profile, field)})
    told = () if value else (Say(f"上一条是{now}，请发改好的。"),)
    after, says = _field_changed(state, field, value)
    return after, (*told, *says)


def _swap(match: re.Match[str]) -> Swap:
    """Read a correction. 将例会改为月会 may be a deed as well, and then only what is in hand is meant."""
    old, new = tidy(match["old"]), tidy(match["new"].removesuffix("了"))
    figures = bool(re.search(r"\d", old) and re.search(r"\d", new))
    about = tidy(match.groupdict().get("about") or "")
    denied = match.re is SWAPS[0] or bool(re.search(WRONG, match[0]))
    only = match.re is ABOUT[-1]
    return Swap(old, new, about, earlier=bool(match["earlier"]), sure=figures or denied, only=only)


def _swapped(state: State, stop: Stop, swap: Swap) -> Outcome | None:
    old, new = swap.old, swap.new
    if not old or not new:
        return None
    hand = _in_hand(state.draft, stop) if isinstance(stop, ReviewingPoint | Rewriting) else None
    for before, after in _as_counted(old, new):
        places = [
            place
            for place in _places(state.draft, stop, before)
            if not swap.only or _named(place, swap.about)
            if swap.sure or swap.earlier or place.kind == "field" or (hand and place.id == hand.id)
        ]
        if places:
            places.sort(key=lambda place: not _named(place, swap.about))
            return _put(state, places, before, after)
    if swap.earlier or (swap.sure and re.search(r"\d", old) and len(old) + len(new) <= LONGEST_FRAGMENT):
        told = f"前面没有找到“{old[:SHOWN]}”，没有改。发 /goto 选一项，从“改前面写的”里改。"
        return state, (Say(told),)
    return None


def _named(place: Place, about: str) -> bool:
    """Whether words name a place, by what it says or by the number that a card is shown under."""
    return about in place.text or (place.kind == "card" and about == f"第{place.id[1:]}")


def _put(state: State, places: list[Place], old: str, new: str) -> Outcome | None:
    place, others = places[0], places[1:]
    text = _replaced(place.text, old, new)
    draft = state.draft
    match place.kind:
        case "field":
            field: Field = (
                "organization" if place.id == "organization" else "post" if place.id == "post" else "author"
            )
            state = with_fields(state, {field: text})
        case "card":
            cards = tuple(replace(card, text=text) if card.id == place.id else card for card in draft.cards)
            state = replace(state, draft=replace(draft, cards=cards))
        case _:
            state = replace(state, draft=_with_point(draft, place.id, text, old, new))
    told = f"改了：“{_around(place.text, old)}”里的“{old}”改成“{new}”。"
    told += f"另有 {len(others)} 处也写着“{old}”，没有动，如“{_short(others[0].text)}”。" if others else ""
    return state, (Say(f"{told}改回来发 /undo。"),)


def _with_point(draft: Draft, point_id: str, text: str, old: str, new: str) -> Draft:
    """Correct a point; a sentence agreed on that holds the words is corrected with it, else proposed anew."""
    point = draft.point(point_id)
    if point is None:
        return draft
    if point.sentence is not None and _holds(point.sentence, old):
        return draft.with_point(replace(point, text=text, sentence=_replaced(point.sentence, old, new)))
    return draft.with_point(reworded(point, text))


def _places(draft: Draft, stop: Stop, old: str) -> Iterator[Place]:
    """Find where words stand: in the point in hand, then in what was said last, then earlier."""
    hand = _in_hand(draft, stop)
    first = (stop.card if isinstance(stop, Sorting) else "", hand.id if hand else "")
    recent = sorted(draft.entries, key=lambda each: (isinstance(each, Card), -int(each.id[1:])))
    for each in sorted(recent, key=lambda each: first.index(each.id) if each.id in first else len(first)):
        kind = "card" if isinstance(each, Card) else "point"
        text = each.text if _holds(each.text, old) else tidy(each.text)
        if _holds(text, old):
            yield Place(kind, each.id, text)
    for field in ("author", "post", "organization"):
        value = getattr(draft.profile, field)
        if _holds(value, old):
            yield Place("field", field, value)


def _in_hand(draft: Draft, stop: Stop) -> Point | None:
    """Give the point under review, or the one said last."""
    match stop:
        case ReviewingPoint(point) | Rewriting(point) if draft.point(point):
            return draft.point(point)
        case _:
            return max(draft.points, key=lambda point: int(point.id[1:]), default=None)


def _as_counted(old: str, new: str) -> tuple[tuple[str, str], ...]:
    """Give the words, and those that count people otherwise: 28人 may stand as 28名 in the draft."""
    one, other = re.fullmatch(r"(\d[\d.]*)(\D+)", old), re.fullmatch(r"(\d[\d.]*)(\D+)", new)
    if not (one and other and one[2] == other[2] and one[2] in PEOPLE):
        return ((old, new),)
    others = (unit for unit in PEOPLE if unit != one[2])
    return ((old, new), *((f"{one[1]}{unit}", f"{other[1]}{unit}") for unit in others))


def _holds(text: str, old: str) -> bool:
    return bool(_standing(old).search(text))


def _replaced(text: str, old: str, new: str) -> str:
    return _standing(old).sub(lambda _: new, text, count=1)


def _standing(old: str) -> re.Pattern[str]:
    """Match words where no figure goes on before or behind them."""
    begins = r"(?<![\d.])" if old[0].isdigit() else ""
    ends = r"(?!\.?\d)" if old[-1].isdigit() else ""
    return re.compile(begins + re.escape(old) + ends)


def _around(text: str, old: str) -> str:
    """Give the words with what stands beside them, from where their clause begins, if that is near."""
    at = text.index(old) if old in text else 0
    begins = max(text.rfind(mark, 0, at) for mark in "，。；、：") + 1
    start = begins if at - begins <= SHOWN else at - SHOWN // 2
    return text[start : at + len(old) + SHOWN // 2].strip()


def _short(text: str) -> str:
    return clipped(tidy(text), SHOWN)
