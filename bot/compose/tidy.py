"""Tidying: a user's words made fit for print, without a change of meaning.

Punctuation follows GB/T 15834-2011: full width between Chinese characters.
"""

import re
import unicodedata
from functools import cache

from bot.compose.words import words
from phrasebank.remembering import remembered

HAN = r"\u3400-\u9fff\U00020000-\U0003ffff"
FULL_WIDTH = {",": "，", ";": "；", ":": "：", "?": "？", "!": "！", "(": "（", ")": "）"}
INVISIBLE = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\ufffe\uffff\ud800-\udfff]"
)
NUMERAL = "(?:二?三?[一二三四五六七八九]?十[一二三四五六七八九]?|[一二三四五六七八九])"
BULLET = re.compile(
    rf"^(?:[-–—•·●○■□◆◇▪★☆√※✓▶➢*＊>]+\s*"
    rf"|[（(](?:{NUMERAL}|\d{{1,2}})[）)][、.．]?\s*"
    rf"|{NUMERAL}、\s*(?![一二三四五六七八九十])"
    rf"|\d{{1,2}}[、．]\s*(?!\d)|\d{{1,2}}[)）]\s*|\d{{1,2}}\.(?!\d)\s*|[①-⑳⑴-⒇]\s*"
    rf"|第{NUMERAL}[，,、]\s*(?!第))"
)
PARTICLE = re.compile(
    r"(开展|召开|重温|组织|举办|完成|制定|建立|成立|修订|解决|走访|慰问|培训|发放|签订|安装|修建|清理|拆除)"
    r"了(?![解如结然得却望])(?=[\u4e00-\u9fff\d])"
)
RECALLED = re.compile(r"(?:^|(?<=[，。；]))(?:哦|噢|啊)?对了[，！]?(?=还|又|另|再)")
"""What a speaker says on remembering something more, which is none of it."""

PICTURES = re.compile("[\U0001f000-\U0001faff\u2600-\u2604\u2607-\u27bf\ufe0f\u200d\u20e3]")
BLANK = re.compile(rf"(?<=[{HAN}，。；：、！？）】》”’])\s+|\s+(?=[{HAN}，。；：、！？（【《“‘])")
PRESENT = re.compile(r"^(\d+[余多]?)人(?:参加)?$")
DATED = re.compile(r"^(?:\d{4}年)?\d{1,2}月(?:\d{1,2}日)?(?:[至到—-]\d{1,2}[月日](?:\d{1,2}日)?)?\s")


def clean(text: str) -> str:
    """Drop what no document can hold: control and invisible characters, lone surrogates, noncharacters."""
    return INVISIBLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


@remembered(8192)
def tidy(text: str) -> str:
    """Make one statement printable: no bullet, no stray space, Chinese punctuation, nothing at its end."""
    text = " ".join(PICTURES.sub("", clean(text)).split())
    text = _without_bullet(_narrow_digits(text).lstrip())
    text = BLANK.sub("", _paired_quotes(_wide_punctuation(BLANK.sub("", _paused(text)))))
    text = re.sub(r"\.{3,}|。{2,}", "……", text)
    text = re.sub(r"([，；：、])[，；：、]+", r"\1", text)
    text = re.sub(r"(?<=\d)[-~～](?=\d{1,4}(?:[次场期人名户件个项条天月日%％]))", "—", text)
    text = re.sub(r"[。；](（[^（）]+）)", r"\1", text)
    text = RECALLED.sub("", PARTICLE.sub(r"\1", text))
    return text.strip(" 　").rstrip("。；，、：！.;,!: 　").lstrip("。；，、：！ 　")


def _paused(text: str) -> str:
    """Put commas for the blanks between the fields of a line of minutes: 3月5日 支部大会 28人参加."""
    date = DATED.match(text)
    if not date or re.search(r"[，。；,;]", text):
        return text
    fields = [PRESENT.sub(r"参加\1人", field) for field in text[date.end() :].split()]
    return date[0].strip() + "，".join(fields)


def _narrow_digits(text: str) -> str:
    return re.sub(r"[０-９％．＋Ａ-Ｚａ-ｚ]", lambda match: unicodedata.normalize("NFKC", match[0]), text)


def _without_bullet(text: str) -> str:
    for _ in range(2):
        shorter = _enumerator().sub("", BULLET.sub("", text), count=1).lstrip()
        if shorter == text:
            break
        text = shorter
    return text


@cache
def _enumerator() -> re.Pattern[str]:
    """Match 一是 before words, but 首先 only with a mark behind it: 再次获评, 最后一公里 are content."""
    counted = "|".join(word for word in words().enumerators if word.endswith(("是", "方面")))
    ordered = "|".join(word for word in words().enumerators if word not in counted)
    return re.compile(
        rf"^(?:(?:{counted})[，,：:、]?\s*(?=[{HAN}“《\d])(?![一二三四五六七八九十])|(?:{ordered})[，,：:、]\s*)"
    )


def _wide_punctuation(text: str) -> str:
    def widen(match: re.Match[str]) -> str:
        return FULL_WIDTH[match[0]]

    text = re.sub(rf"(?<=[{HAN}”》）％%\]】])[,;:?!]|[,;:?!](?=[{HAN}“《（])", widen, text)
    text = re.sub(rf"(?<=\d)[,;](?=\s*[{HAN}])", widen, text)
    text = re.sub(rf"(?<=[{HAN}])\.(?=[{HAN}]|$)", "。", text)
    return re.sub(r"\(([^()]*)\)", _wide_brackets, text)


def _wide_brackets(match: re.Match[str]) -> str:
    return (
        f"（{match[1]}）"
        if re.search(rf"[{HAN}]", match[1]) or match.string[: match.start()][-1:] > "\u2fff"
        else match[0]
    )


def _paired_quotes(text: str) -> str:
    if text.count('"') % 2 == 0:
        parts = text.split('"')
        text = (
            "".join(part + ("“" if place % 2 == 0 else "”") for place, part in enumerate(parts[:-1]))
            + parts[-1]
        )
    return text
