"""The title of a report, on one line or two, and the year that it is about."""

import re
from collections.abc import Sequence

from phrasebank.cues import cues, first_in
from phrasebank.document import Title
from phrasebank.tidying import Line, close_up

YEAR = re.compile(r"(20\d\d)\s*年(?!\s*\d{1,2}\s*月)")
# When somebody was born, joined or was given a post is no year reported on.
APPOINTED = re.compile(
    r"20\d\d\s*年(?:[^，。；：]{0,12}(?:(?<!责)任(?!务)|当选|调[入任到至]|参加(?:工作|公安|革命)|入[党职伍]|出生|毕业|换届|接手|来到|提拔|转[业任])[^，。；：]*)"
)
BARE_YEAR = re.compile(r"(?<!\d)(20\d\d)(?=述|年?度|[—-]{2}|届|$)")
YEAR_OF_DATE = re.compile(r"(20\d\d)\s*年")
CHINESE_YEAR = re.compile(r"二[〇○零0][一二三四五六七八九〇○零]{2}年")
CHINESE_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
SIGNED_ON = re.compile(r"\D{0,20}(20\d\d)\s*[年./-]\s*(\d{1,2})\D.{0,6}")
LABELLED = re.compile("^(?:标题|题目|文章标题)：")
BARE_TITLE = re.compile("(?:个人|年度|年终|工作)*述[职责廉法德学述]{1,7}(?:工作)?(?:报告|汇报|材料)")
POST = re.compile("(?:书记|主任|主席|经理|[局校院部科处所馆站事]长|委员|成员|干部)$")
BARE_SUBJECT = re.compile("20\\d\\d|二[〇○零].{2}年|抓|落实|履行|个人|年度|述")
WHOSE = re.compile("书记|主任|局长|校长|院长|支部|党委|党组|委员会|公司|学校|医院|^关于|20\\d\\d年")
LONGEST_TITLE = 60
LONGEST_OPENING_LINE = 45
HEAD = 12
EARLY = 4
LEAST_OPENING, FIRST_LINES = 60, 3
LONGEST_OWNER, LONGEST_MOTTO = 24, 32
STOP = "。！？；;，,：:、 "
TAIL = 4


def take_title(paragraphs: Sequence[Line]) -> tuple[Title | None, list[Line]]:
    """Part the title from the rest; lines that stand above it (a number, a date) stay."""
    head = list(enumerate(paragraphs[:HEAD]))
    for wanted in (_ends_like_title, _holds_title_word):
        for place, line in head:
            if wanted(line.text):
                start = place - 1 if place and _is_split(paragraphs[place - 1].text, line.text) else place
                text = "".join(each.text for each in paragraphs[start : place + 1])
                title = Title(paragraphs[start].number, close_up(LABELLED.sub("", text)))
                return title, [*paragraphs[:start], *paragraphs[place + 1 :]]
    return None, list(paragraphs)


def _is_split(above: str, text: str) -> bool:
    """Tell whether a title stands on two lines: what it is called, and above it whose it is or a motto."""
    subtitle = text.startswith("——")
    longest = LONGEST_MOTTO if subtitle else LONGEST_OWNER
    if not above or len(above) > longest or above.endswith(tuple(STOP)):
        return False
    if subtitle:
        return True
    by_post = POST.search(above) and BARE_SUBJECT.match(text)
    return bool(by_post or (WHOSE.search(above) and BARE_TITLE.fullmatch(text)))


def _ends_like_title(text: str) -> bool:
    return len(text) <= LONGEST_TITLE and text.endswith(cues().title.ends)


def _holds_title_word(text: str) -> bool:
    plain = len(text) <= LONGEST_OPENING_LINE and "。" not in text and not text.endswith(("：", "；", "，"))
    return plain and first_in(text, cues().title.holds) is not None


def year_of(title: Title | None, rest: Sequence[Line]) -> int | None:
    """Give the year reported on; ``None`` where nothing tells it."""
    solid = (place for place, line in enumerate(rest[:HEAD]) if len(line.text) >= LEAST_OPENING)
    told = rest[: max(next(solid, 0) + 1, FIRST_LINES)]
    texts = [title.text if title else "", *(line.text for line in told)]
    dated = YEAR_OF_DATE.search("\n".join(APPOINTED.sub("", text) for text in texts))
    bare = BARE_YEAR.search(texts[0])
    named = _year_told(texts[:1]) or (int(bare[1]) if bare else None)
    return named or _year_told(texts[1:]) or _year_signed(rest) or (int(dated[1]) if dated else None)


def _year_told(texts: Sequence[str]) -> int | None:
    """Take the year from the title, else from the first paragraphs; the year reported on is named first."""
    for told in texts:
        text = APPOINTED.sub("", told)
        match = YEAR.search(text)
        if match:
            return int(match[1])
        written = CHINESE_YEAR.search(text)
        if written:
            return int(written[0][:4].translate(CHINESE_DIGITS))
    return None


def _year_signed(paragraphs: Sequence[Line]) -> int | None:
    """Take the year from the date at the end; what is signed early in a year reports on the one before."""
    for paragraph in reversed(paragraphs[-TAIL:]):
        date = SIGNED_ON.fullmatch(paragraph.text)
        if date:
            return int(date[1]) - (int(date[2]) <= EARLY)
    return None
