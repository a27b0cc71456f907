"""Labels in raw material: lines that say what the lines below them are about, and are no statements."""

import re
from functools import cache

from msgspec import Struct

from bot.compose.tidy import tidy
from bot.compose.words import words
from phrasebank.remembering import remembered
from phrasebank.terms import SectionKind, Topic
from phrasebank.topics import topic_of

LONGEST = 22
LONGEST_HEADING = 32
YEAR = re.compile(r"^\d{4}年度?")
MARKED = re.compile(r"\s*(?:#+\s|[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)])")
STATED = re.compile(
    r"，|^(?:[^，]{0,4}前)?(?:建[立好]?|健全|完善|听取?|写好?|做好?|整理|完成|报送|形成|梳理|公示|列出|更新|落实|撰写|提交|填写|抓好?|留存?)"
    r"|每(?:天|周|月|季|半?年|次|人|名)|[一两]次|定期|及时|按[时期]|逐[项一条]|一律|留(?!守)"
)
"""What tells of something done, though it ends as titles do: 每季度听一次汇报, 谈话留记录."""
INLINE = re.compile(r"^([^：:，,。；;]{1,14})[：:](.+)$", re.DOTALL)


class Label(Struct, frozen=True):
    """What a label says of the lines below it: their kind of section, their topic, either or neither.

    ``board`` is for the parts of a report on several responsibilities: all below it belongs there, whatever
    it is about. ``beside`` tells that no label gives the kind, but what stands around the statement.
    """

    kind: SectionKind | None = None
    topic: Topic | None = None
    board: Topic | None = None
    beside: bool = False


class Minute(Struct, frozen=True):
    """A field of minutes: its name, as 时间 or 参会人员, and what stands there."""

    name: str
    value: str


def label_of(line: str) -> Label | None:
    """Read a line as a label; ``None`` for one that states something."""
    raw, plain = line.strip(), YEAR.sub("", tidy(line))
    board = _board(plain)
    if board:
        return Label(board=board, topic=board if topic_of(plain) == board else None)
    if _asks_back().fullmatch(plain):
        return Label("rectification")
    stated = bool(STATED.search(plain))
    if re.sub(r"（[^（）]*）$", "", plain).endswith(words().titles) and not re.search(r"[。；：]", plain):
        return None if stated else Label()
    if re.search(r"\d|[。；]", plain) or len(plain) > LONGEST_HEADING:
        return None
    for kind, form in _kinds().items():
        if form.fullmatch(plain):
            return Label(kind)
    if any(word in plain for word in words().announcements):
        return Label()
    if re.search(r"[“《]", plain):
        return None
    headed = bool(MARKED.match(raw)) and not raw.endswith("。")
    closed = raw.endswith(("：", ":")) and len(plain) <= LONGEST
    if (
        headed
        or closed
        or (plain.endswith(words().label_ends) and "，" not in plain and len(plain) <= LONGEST)
    ):
        return Label(topic=topic_of(plain))
    return None


def inline(line: str) -> tuple[Label, str] | None:
    """Part a label from the statement behind it on the same line: 存在的问题：…, 统战工作：…."""
    match = INLINE.match(line.strip())
    label = label_of(f"{match[1]}：") if match else None
    if match is None or label is None or label == Label():
        return None
    said = match[2].strip()
    return label, said if label.kind or label.board else f"{_named(tidy(match[1]))}，{said}"


def _named(name: str) -> str:
    """Lead a statement in by the name of its subject, which it may not say again."""
    if name.endswith("工作"):
        return f"做好{name}"
    verbs = (*words().openings, *words().verbs)
    return name if name.endswith(("方面", "情况", "上")) or name.startswith(verbs) else f"{name}方面"


def minute(line: str) -> Minute | None:
    """Read a line as a field of minutes."""
    match = INLINE.match(line.strip())
    name = tidy(match[1]).removeprefix("会议") if match else ""
    return Minute(name, match[2].strip()) if match and name in words().minutes else None


@remembered(256)
def hinted_by(name: str) -> Label:
    """Read the name of a file as a label of all that is in it; 总结.txt says nothing."""
    stem = tidy(re.sub(r"\.\w{1,5}$", "", name))
    field = label_of(f"{stem}方面")
    found = label_of(stem) or (field if field and field.kind else None) or Label()
    return found if found.kind != "achievements" else Label()


def is_residue(line: str) -> bool:
    """Whether a line is left over from how the material was sent or filed, and says nothing for a report."""
    plain = YEAR.sub("", tidy(line))
    return len(plain) <= LONGEST_HEADING and bool(_residue().search(plain))


@cache
def _residue() -> re.Pattern[str]:
    return re.compile("|".join(words().residue))


def _board(plain: str) -> Topic | None:
    return next((topic for topic, form in _boards().items() if form.fullmatch(plain)), None)


@cache
def _boards() -> dict[Topic, re.Pattern[str]]:
    return {topic: re.compile(form) for topic, form in words().boards.items()}


@cache
def _asks_back() -> re.Pattern[str]:
    return re.compile(words().looking_back)


@cache
def _kinds() -> dict[SectionKind, re.Pattern[str]]:
    return {kind: re.compile(form) for kind, form in words().label_forms.items()}
