"""Introducing oneself: the fields of the profile, several in one message or out of the lines of material."""

import re
from collections.abc import Iterable

from msgspec.structs import replace

from bot.compose.tidy import tidy
from bot.state import Field, State
from bot.steps.checklist import FIELDS
from bot.steps.profile import LONGEST, NAMES, is_name, year_in
from phrasebank.alternatives import longest_first

Fields = dict[Field, str | int]

OFFICE = (
    r"(?:书记|主任|[局部科处院校所站队组行厂镇乡区县市州省股庭馆社室会]长|秘书长|主席|委员|经理|董事长"
    r"|检察长|总监|园长|干事|主管|负责人|专员|调研员|巡视员)"
)
BODY = re.compile(
    r"^(?!召开|开展|参加|组织|走访).*(?:支部|总支|街道|社区|公司|中心"
    r"|[委办局处科院校学所站队村镇乡县市区厂店会部社组行厅])$"
)
"""How the names of organisations end."""
NAME = r"[\u4e00-\u9fff]{2,4}(?:·[\u4e00-\u9fff]{1,8})?"
AGAIN = r"(?:(?:前面|刚才|上面|之前|刚刚)(?:我)?(?:说|写|填|报|发)?的?)?"
MINE = r"(?:我们?的?|本人的?|咱们?的?)?"
IS = r"(?:是|为|叫做?|[：:])\s*"
CALLED: dict[str, Field] = {
    "单位": "organization",
    "单位名称": "organization",
    "职务": "post",
    "职位": "post",
    "姓名": "author",
    "名字": "author",
    "年度": "year",
    "年份": "year",
}
"""What people call the fields."""

_NAMED = longest_first(CALLED)
CLAUSES = re.compile(rf"[，,。；;\n]|\s+(?=(?:{_NAMED}|述职人)[：:])")
PLAIN: tuple[re.Pattern[str], ...] = (
    re.compile(rf"{MINE}(?:工作)?单位(?:名称|全称)?{IS}(?P<organization>.+)"),
    re.compile(rf"{MINE}(?:现任)?(?:职务|职位){IS}(?P<post>.+)"),
    re.compile(rf"{MINE}(?:姓名|名字|述职人){IS}(?P<author>{NAME})"),
    re.compile(rf"(?:我|本人)叫(?P<author>{NAME})"),
    re.compile(rf"{MINE}(?:述职)?(?:年度|年份){IS}(?P<year>\d{{4}})(?:年度?)?"),
)
"""Statements that can be of nothing but the profile."""
SPOKEN: tuple[re.Pattern[str], ...] = (
    re.compile(rf"(?:我|本人)?在(?P<organization>.{{2,40}}?)(?:当|任|担任|做)(?P<post>.*?{OFFICE})"),
    re.compile(rf"(?:我|本人)?(?:现任|任|担任|是)(?P<post>.*?{OFFICE})(?P<author>{NAME})?"),
    re.compile(rf"(?:我|本人)是(?P<author>{NAME})"),
    re.compile(rf"(?:名字|姓名)?叫(?P<author>{NAME})"),
    re.compile(r"(?:写|述|报|述职)?(?:的是)?(?P<year>\d{4})年度?(?:的)?(?:述职)?(?:报告)?的?"),
)
"""Statements that are of the profile where it is asked for, or beside one that can be of nothing else."""
CHANGED: tuple[re.Pattern[str], ...] = (
    re.compile(
        rf"(?:请|麻烦)?(?:改|更正|修改)(?:一下|下)?(?P<field>{_NAMED})[，,：:\s]*(?:叫|是|为|改成|改为|应该是)?(?P<value>.*)"
    ),
    re.compile(
        rf"{AGAIN}(?:我的?)?(?P<field>{_NAMED})(?:写|填|弄)?(?:错了?|不对|有误)[，,\s]*(?:应该|应)?(?:是|叫|为)?(?P<value>.*)"
    ),
    re.compile(
        rf"{AGAIN}(?:把|将)?(?:我的?)?(?P<field>{_NAMED})(?:改成|改为|换成|更正为|应该是|应为)(?P<value>.+)"
    ),
)


def introduced(text: str, first: Field | None = None) -> Fields | None:
    """Read a message that says nothing but who reports; ``None`` for any other.

    ``first`` is the field asked for, if one is: then bare words are taken in the order of asking too.
    """
    clauses = [tidy(clause) for clause in CLAUSES.split(text) if tidy(clause)]
    found: Fields = {}
    certain = first is not None
    for clause in clauses:
        plain = _read(clause, PLAIN)
        fields = plain or _read(clause, SPOKEN)
        if not (fields or found) and first and len(clauses) > 1:
            fields = _bare(first, clause)
        certain = certain or bool(plain) or len(fields) > 1
        if not fields or found.keys() & fields.keys():
            return _in_order(text, first) if first else None
        found |= fields
    return found if found and certain else None


def renames(state: State, fields: Fields, text: str) -> bool:
    """Whether fields read from what answers something else are of the writer, though some are known already.

    在开发区担任考核组组长 tells of work once unit and post are known, 单位是文明单位 at any time, and a name
    that is given anew begins as names do.
    """
    profile, organization, author = state.draft.profile, fields.get("organization"), fields.get("author")
    if str(organization).endswith("单位"):
        return False
    if author and profile.author and not is_name("author", str(author)):
        return False
    known = all(getattr(profile, field) for field in fields)
    return not known or "author" in fields or "year" in fields or any(name in text for name in CALLED)


def changed(text: str) -> tuple[Field, str | int | None] | None:
    """Read a wish to change a field, with its new value where it is said."""
    plain = tidy(text)
    match = next((m for form in CHANGED if (m := form.fullmatch(plain))), None)
    if match is None or len(match["value"]) > LONGEST:
        return None
    field = CALLED[match["field"]]
    return field, valued(field, match["value"])


def valued(field: Field, words: str) -> str | int | None:
    """Make words a value of a field; ``None`` where they cannot be one."""
    value = tidy(words)
    if field != "year":
        return value if 0 < len(value) <= LONGEST else None
    return year_in(value)


def with_fields(state: State, fields: Fields) -> State:
    """Put values into the profile; those fields are no longer asked for."""
    draft = state.draft
    asked = tuple(dict.fromkeys((*draft.asked, *(field for field in FIELDS if field in fields))))
    profile = replace(draft.profile, **fields)
    return replace(state, draft=replace(draft, profile=profile, asked=asked))


def told_of(fields: Fields) -> str:
    """Say what was put down."""
    return "、".join(f"{NAMES[field]}“{value}”" for field, value in fields.items())


def labelled(lines: Iterable[str]) -> tuple[Fields, tuple[str, ...]]:
    """Part the lines of material that give a field (单位：…, 述职人：…) from the others.

    The others keep their places: a line that is taken leaves an empty one.
    """
    found: Fields = {}
    rest: list[str] = []
    for line in lines:
        plain = tidy(line)
        fields = _read(plain, PLAIN) if re.match(r"[^，。；]{2,8}[：:]", plain) else {}
        found = {**fields, **found}
        rest.append("" if fields else line)
    return found, tuple(rest)


def _read(clause: str, forms: Iterable[re.Pattern[str]]) -> Fields:
    match = next((m for form in forms if (m := form.fullmatch(clause))), None)
    fields: Fields = {}
    for field in FIELDS:
        words = match.groupdict().get(field) if match else None
        value = valued(field, words) if words else None
        if value is not None:
            fields[field] = value
    return fields


def _bare(field: Field, word: str) -> Fields:
    """Take a word that answers the question before the rest is told: 区委编办党支部，我叫李明."""
    fits = bool(BODY.search(word)) if field == "organization" else _likely(field, word)
    value = valued(field, word) if fits else None
    return {} if value is None else {field: value}


def _in_order(text: str, first: Field) -> Fields | None:
    """Read bare words, parted by pauses or blanks, as the fields asked from ``first`` on: at least two."""
    words = [tidy(word) for word in re.split(r"[，,、；;。\s]+", text) if tidy(word)]
    fields = FIELDS[FIELDS.index(first) :]
    if not 1 < len(words) <= len(fields):
        return None
    found: Fields = {}
    for field, word in zip(fields, words, strict=False):
        value = valued(field, word)
        if value is None or not _likely(field, word):
            return None
        found[field] = value
    return found


def _likely(field: Field, word: str) -> bool:
    match field:
        case "post":
            return bool(re.search(rf"{OFFICE}$", word))
        case "author":
            return bool(re.fullmatch(NAME, word)) and not re.search(rf"{OFFICE}$", word)
        case _:
            return True
