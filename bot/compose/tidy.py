"""Tidying: a user's words made fit for print, without a change of meaning.

Punctuation follows GB/T 15834-2011: full width between Chinese characters.
"""

import re
import unicodedata
from functools import cache

from bot.compose.words import words

HAN = r"\u3400-\u9fff\U00020000-\U0003ffff"
FULL_WIDTH = {",": "，", ";": "；", ":": "：", "?": "？", "!": "！", "(": "（", ")": "）"}
INVISIBLE = re.compile(r"[\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\ufffe\uffff\ud800-\udfff]")
BULLET = re.compile(
    r"^(?:[-–—•·●○■□◆◇▪*＊>]+\s*|[（(](?:[一二三四五六七八九十]{1,3}|\d{1,2})[）)][、.．]?\s*"
    r"|[一二三四五六七八九十]{1,3}、\s*|\d{1,2}[、．)）]\s*|\d{1,2}\.(?!\d)\s*|[①-⑳⑴-⒇]\s*|第[一二三四五六七八九十]{1,2}[，,、]\s*)"
)
PARTICLE = re.compile(
    r"(开展|召开|重温|组织|举办|完成|制定|建立|成立|修订|解决|走访|慰问|培训|发放|签订)了(?=[\u4e00-\u9fff\d])"
)


def clean(text: str) -> str:
    """Drop what no document can hold: control and invisible characters, lone surrogates, noncharacters."""
    text = INVISIBLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    return "".join(c for c in text if c in "\n\t" or unicodedata.category(c) not in {"Cc", "Cs"})


def tidy(text: str) -> str:
    """Make one statement printable: no bullet, no stray space, Chinese punctuation, nothing at its end."""
    text = " ".join(clean(text).split())
    text = _narrow_digits(text)
    text = re.sub(rf"(?<=[{HAN}，。；：、！？）】》”’])\s+|\s+(?=[{HAN}，。；：、！？（【《“‘])", "", text)
    text = _without_bullet(text)
    text = _paired_quotes(_wide_punctuation(text))
    text = re.sub(r"\.{3,}|。{2,}", "……", text)
    text = re.sub(r"([，；：、])[，；：、]+", r"\1", text)
    text = PARTICLE.sub(r"\1", text)
    return text.strip(" 　").rstrip("。；，、：！.;,!: 　").lstrip("。；，、：！ 　")


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
    return re.compile(rf"^(?:{'|'.join(words().enumerators)})[，,：:、]?\s*(?=[{HAN}“《\d])")


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
