"""What became of last year's items: the user's words for it, and how the items stand together."""

import re
from typing import Literal

from bot.compose.rectification import rectified
from bot.draft import Carryover, Draft, Point, Standing

STANDINGS: dict[Standing, str] = {
    "open": "还没对",
    "done": "完成",
    "continuing": "推进",
    "undone": "没做",
}
ORDER = ("完成", "推进", "没做", "待定", "还没对")
END = r"(?=[，。；：、！\s]|$)"
DONE = re.compile(
    rf"(?:已经?|均已?|都已?|全部|如期|按期)(?:全部|如期|按期)?(?:完成|解决|落实到位|落实|做完|改好|销号|整改)了?{END}"
    rf"|整改(?:到位|完成|完毕){END}|^(?:这一?[个条项])?(?:完成|做完|改好|做|解决)了?{END}|销号了?{END}"
    r"|(?<=[，；])(?:现在|目前)?(?:都|全)?(?:改好|做完)了$"
)
CONTINUING = re.compile(
    rf"(?:正在|还在|仍在)(?!.{{0,6}}问题)|(?:推进|进行|整改)中{END}|(?:持续|继续)(?:推进|整改|深化){END}"
    rf"|^推进{END}|部分完成|完成了?一半"
)
UNDONE = re.compile(
    r"^(?:暂时?|目前|今年)?(?:都|也)?(?:还|尚)?(?:没有?|未)(?:做|改|完成|落实|开展|整改|动|启动|改好|解决)"
    r"|尚未(?:整改|完成|落实|改好|开展|启动)"
)
NUMBERED = re.compile(
    r"(?:第\s*)?(?<!\d)(\d{1,2})\s*[条、.．:：是]?\s*(?:已经?|都)?"
    r"(?:(完成|做完|做了|落实|改好)了?|((?:正|还)?在(?:推进|做|改)|推进|进行中)|(还?(?:没有?|未)(?:做|改|完成|落实|开展)))"
)
LONGEST_WORD = 5
ALL_DONE = re.compile(r"(?:全部?|都|均)(?:已经?)?(?:完成|落实|做完|做到)了?")


def standing_said(text: str) -> Standing | None:
    """Tell what the user says has become of an item; ``None`` where the words leave it open.

    What they say first decides: 还没改，办法还在征求意见.
    """
    first = re.split("[，。；！\n]", text.strip(), maxsplit=1)[0]
    return (_standing_in(first) if first != text else None) or _standing_in(text)


def _standing_in(text: str) -> Standing | None:
    done, going_on, undone = bool(DONE.search(text)), bool(CONTINUING.search(text)), bool(UNDONE.search(text))
    if undone:
        return None if done or going_on else "undone"
    if going_on:
        return "continuing"
    return "done" if done else None


def standings_said(text: str) -> dict[int, Standing]:
    """Read several answers in one, 1完成 2推进 3没做, by number; empty where it is no such list."""
    found: dict[int, Standing] = {}
    for match in NUMBERED.finditer(text):
        found[int(match[1])] = "done" if match[2] else "continuing" if match[3] else "undone"
    listed = len(found) > 1 and not re.search(r"[\u4e00-\u9fff]{3}", NUMBERED.sub("", text))
    return found if listed or NUMBERED.fullmatch(text.strip(" 。")) else {}


def standings_in_row(text: str) -> tuple[Standing, ...]:
    """Read several answers without numbers, 完成 推进 没做; empty where it is no such row."""
    words = [word for word in re.split(r"[\s，,、；;]+", text.strip(" 。！")) if word]
    found = [_standing_in(word) if len(word) <= LONGEST_WORD else None for word in words]
    return tuple(each for each in found if each) if len(words) > 1 and all(found) else ()


def is_open(draft: Draft, item: Carryover) -> bool:
    """Whether an item still has to be answered: without a standing, or a problem told of nowhere."""
    if item.standing == "open":
        return True
    told = any(point.answers == item.id for point in draft.points)
    unplaced = draft.last_year is not None and draft.last_year.section == "none"
    return item.kind == "problem" and not told and not unplaced


def is_questionable(draft: Draft) -> bool:
    """Whether the report is not of the year before the draft's, and nobody has said that it is right."""
    last_year, year = draft.last_year, draft.profile.year
    if last_year is None or last_year.confirmed or last_year.year is None or year is None:
        return False
    return last_year.year != year - 1


def accounted(draft: Draft, item: Carryover) -> Literal["met", "missing", "unjudged"]:
    """Tell whether this year's report answers an item: tells of a problem, shows a plan carried out.

    A plan that the user says was carried out, though no point tells of it, cannot be judged by the text, nor
    one that a point tells of, though nobody has said whether that was all.
    """
    told = any(point.answers == item.id and not _is_gap(point) for point in draft.points)
    if item.kind == "problem":
        return "met" if told else "missing"
    if item.standing == "done" and told:
        return "met"
    return "unjudged" if item.standing == "done" or (item.standing == "open" and told) else "missing"


def _is_gap(point: Point) -> bool:
    """Whether a point only keeps the place of an answer that is still to come."""
    return "【待补" in (point.sentence or rectified(point.text))


def of_kind(draft: Draft, kind: str) -> tuple[Carryover, ...]:
    """Give last year's problems or plans."""
    return tuple(item for item in draft.last_year.items if item.kind == kind) if draft.last_year else ()


def tally(draft: Draft, kind: str) -> str:
    """Count how the items of a kind stand: 去年6条打算：4完成 1推进 1没做; empty where there are none."""
    items = of_kind(draft, kind)
    names = [standing_of(draft, item) for item in items]
    told = " ".join(f"{names.count(name)}{name}" for name in ORDER if name in names)
    what = "个问题" if kind == "problem" else "条打算"
    return f"去年{len(items)}{what}：{told}" if items else ""


def tallies(draft: Draft) -> str:
    """Count problems and plans in one line; empty where last year's report is not there."""
    return "；".join(filter(None, (tally(draft, "problem"), tally(draft, "plan"))))


def standing_of(draft: Draft, item: Carryover) -> str:
    """Name how an item stands; one whose deed is told, but not whether that was all, is 待定."""
    told = item.standing == "open" and any(point.answers == item.id for point in draft.points)
    return "待定" if told else STANDINGS[item.standing]
