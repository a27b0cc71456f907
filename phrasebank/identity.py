"""Tell wording that would give away whose report it comes from: a place, an institution, a person.

Villages, firms and schools are known by a name before the word for their kind; people by a surname
(``names.yaml``) that begins no word. Surnames that are common words too (于, 任, 方, 文, 常, 余, 万) tell
nothing by themselves.
"""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from msgspec import Struct

from phrasebank.alternatives import longest_of
from phrasebank.loading import load

FILE = Path(__file__).with_name("names.yaml")
PLACE = re.compile(r"[省市县]|(?<!社)区")
# Words for kinds; what stands before them where they name nothing, and behind them where they mean otherwise.
KINDS = (
    ("村", "农乡驻全各政入进到沉在村和与及层双下", "民|干|级|集"),
    ("社区 街道 镇", "农乡驻全各政入进到沉在村和与及层双下", ""),
    ("乡", "农乡驻全各政入进到沉在村和与及层双下", "村|镇|贤"),
    (
        "小学 中学 大学 学院 医院 银行 分行 集团 公司 园区 农场 林场 矿",
        "各本属层直国民子分兄弟人中型高办及",
        "习|员",
    ),
    ("局", "我各本全大格结时布开当", "面|势|部|限|长"),
    ("厂", "各本办建开出", "区|务|房|长"),
    ("合作社", "各农业类及", ""),
)
ALWAYS = (
    "人民医院 中心医院 妇幼医院 中医医院 幼儿园 派出所 供电所 司法所 卫生所 税务所 财政所 卫生院"
    " 酒店 宾馆 超市 商场 水库 监狱"
)


class Names(Struct, frozen=True, forbid_unknown_fields=True):
    """``names.yaml``: what surnames are written with, and the words that hold such a character."""

    surnames: str
    words: tuple[str, ...]


def gives_away(text: str) -> bool:
    """Tell whether a place, an institution or a person is named."""
    return bool(PLACE.search(text) or _institution().search(text)) or names_somebody(text)


def names_somebody(text: str) -> bool:
    """Tell whether a surname is there that begins no word: 陈国强, but not 陈列."""
    words, surname = _names()
    return surname.search(text) is not None and surname.search(words.sub("·", text)) is not None


@cache
def _institution() -> re.Pattern[str]:
    """Join the kinds; each begins with its plain word, for then the expression is quick to fail."""
    return re.compile("|".join([*_kinds(), *ALWAYS.split()]))


def _kinds() -> Iterator[str]:
    for words, unnamed, other in KINDS:
        for word in words.split():
            after = f"(?!{other})" if other else ""
            yield f"{word}(?<=[\u4e00-\u9fff]{word})(?<![{unnamed}]{word}){after}"


@cache
def _names() -> tuple[re.Pattern[str], re.Pattern[str]]:
    names = load(FILE, Names)
    return longest_of(names.words), re.compile(f"[{names.surnames}][\u4e00-\u9fff]")
