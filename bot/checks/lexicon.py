"""Words and how common they are, and which characters are taken for one another.

The words are those of the dictionary that comes with jieba, read as data, without loading jieba itself, and
those of ``vocabulary.yaml``, which official language has made since. Characters that sound alike are told
from GB 2312-80: its 3,755 common characters (level 1) stand in the order of their pinyin.
"""

import math
import re
from collections.abc import Iterable
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from msgspec import Struct

from phrasebank.loading import load_own

LINE = re.compile(
    r"^(?=\S{1,4} )([\u4e00-\u9fff]+) (?:(?<=^[\u4e00-\u9fff] )(\d+)|(?<=^[\u4e00-\u9fff]{2} )(\d{2,})"
    r"|(?<=^[\u4e00-\u9fff]{3} )([5-9]\d|\d{3,})|(?<=^[\u4e00-\u9fff]{4} )([5-9]|\d{2,})) (\w)",
    re.MULTILINE,
)
"""A word, how often it occurs, and its class: words that are too rare are left out, by their length."""

TOTAL = math.log(60_000_000)
"""All occurrences that the dictionary counts."""

UNKNOWN = math.log(0.5) - TOTAL
LONGEST = 8
OWN = math.log(400) - TOTAL
"""What official words weigh: as much as one that occurs four hundred times."""

IDIOMS = "il"
"""The classes of idioms and of phrases used like one word."""

FIRST_CODE, LAST_CODE = 0xB0A1, 0xD7F9
FIRST = (
    "啊埃鞍肮凹芭白斑邦苞杯奔崩逼鞭标鳖彬兵玻哺擦猜餐苍操厕层插拆搀昌超车郴撑吃充抽初揣川疮吹春戳疵聪凑粗蹿摧村磋"
    "搭呆耽当刀德蹬堤颠碉跌丁丢东兜都端堆墩掇蛾恩而发藩坊菲芬丰佛否夫噶该干冈篙哥给根耕工钩辜刮乖棺光瑰辊锅"
    "哈骸酣夯壕呵嘿痕哼轰喉呼花槐欢荒灰荤豁击嘉歼僵蕉揭巾荆炯揪鞠捐撅均喀开刊康考坷肯坑空抠枯夸块宽匡亏坤括"
    "垃莱蓝琅捞勒雷棱厘俩联粮撩列琳玲溜龙楼芦驴峦掠抡萝妈埋瞒芒猫么玫门萌眯棉苗蔑民明谬摸谋拇拿氖南囊挠呢馁嫩能"
    "妮蔫娘鸟捏您柠牛脓奴女暖虐挪哦欧啪拍攀乓抛呸喷砰坯篇飘撇拼乒坡扑期掐牵枪橇切钦青琼秋趋圈缺裙然瓤饶惹壬扔日"
    "戎揉茹软蕊闰若撒腮三桑搔瑟森僧莎筛珊墒梢奢砷声师收蔬刷摔栓霜谁吮说斯松搜嗽酸虽孙蓑塌胎坍汤掏特藤梯天挑贴厅通"
    "偷凸湍推吞拖挖歪豌汪威瘟嗡挝巫昔瞎掀相萧楔薪星兄休墟轩靴勋压焉殃邀椰一茵英哟拥幽淤鸳曰耘匝栽咱赃遭责贼怎增扎摘"
    "瞻樟招遮珍蒸芝中舟珠抓拽专桩椎谆捉兹鬃邹租钻嘴尊昨"
)
"""The first character of each syllable, in the order of the character set."""


class _Vocabulary(Struct, frozen=True, forbid_unknown_fields=True):
    """``vocabulary.yaml``: official words, characters that look alike, and the other readings of characters.

    A reading is told by a character that has it: 长 is read like 掌 too.
    """

    words: tuple[str, ...]
    alike: tuple[str, ...]
    readings: dict[str, str]


class Lexicon(Struct, frozen=True):
    """Words by their weight (natural logarithm of how often one in a text), and the idioms among them.

    ``pairs`` gives the words of two characters by the place of one of them (0 or 1), the other, and what the
    one is like; ``threes`` those of three by the place of one and the other two; ``heads`` and ``tails``
    those of four and more by their first and last two. ``official`` are those of ``vocabulary.yaml``.
    """

    weights: dict[str, float]
    idioms: frozenset[str]
    official: frozenset[str]
    pairs: dict[tuple[int, str, str], list[str]]
    threes: dict[tuple[int, str], list[str]]
    heads: dict[str, list[str]]
    tails: dict[str, list[str]]


@cache
def lexicon() -> Lexicon:
    """Read the words, in about a third of a second, once."""
    spec = find_spec("jieba")
    found = Path(str(spec.origin)).with_name("dict.txt").read_text("utf-8") if spec else ""
    weights, idioms = dict[str, float](), set[str]()
    for word, *counts, kind in LINE.findall(found):
        weights[word] = math.log(int("".join(counts))) - TOTAL
        if kind in IDIOMS and len(word) == 4:  # noqa: PLR2004 - idioms are of four characters
            idioms.add(word)
    for word in _vocabulary().words:
        weights[word] = max(OWN, weights.get(word, OWN))
    long = [word for word in weights if len(word) >= 4]  # noqa: PLR2004 - words of four characters and more
    return Lexicon(
        weights,
        frozenset(idioms),
        frozenset(_vocabulary().words),
        _by_marks(weights),
        _threes(weights),
        _grouped(long, slice(0, 2)),
        _grouped(long, slice(-2, None)),
    )


def _by_marks(weights: Iterable[str]) -> dict[tuple[int, str, str], list[str]]:
    pairs: dict[tuple[int, str, str], list[str]] = {}
    marks = _marks()
    for word in weights:
        if len(word) == 2:  # noqa: PLR2004 - the words of two characters
            for place in (0, 1):
                for mark in marks.get(word[place], ()):
                    pairs.setdefault((place, word[1 - place], mark), []).append(word)
    return pairs


def _threes(weights: Iterable[str]) -> dict[tuple[int, str], list[str]]:
    threes: dict[tuple[int, str], list[str]] = {}
    for word in weights:
        if len(word) == 3:  # noqa: PLR2004 - the words of three characters
            for place in range(3):
                threes.setdefault((place, word[:place] + word[place + 1 :]), []).append(word)
    return threes


def _grouped(words: Iterable[str], part: slice) -> dict[str, list[str]]:
    grouped: dict[str, list[str]] = {}
    for word in words:
        grouped.setdefault(word[part], []).append(word)
    return grouped


def alike(one: str, other: str) -> bool:
    """Whether two characters sound or look so much alike that one is typed for the other."""
    return not marks_of(one).isdisjoint(marks_of(other))


def marks_of(char: str) -> frozenset[str]:
    """Give what a character is like: marks that it has in common with those it is taken for."""
    return _marks().get(char, frozenset())


@cache
def _marks() -> dict[str, frozenset[str]]:
    """Give each character's marks: the first character of each of its syllables, and its lookalikes."""
    marks: dict[str, set[str]] = {}
    syllable = ""
    for code in range(FIRST_CODE, LAST_CODE + 1):
        char = code.to_bytes(2, "big").decode("gb2312", errors="ignore")
        if len(char) == 1:
            syllable = char if char in FIRST else syllable
            marks[char] = {syllable}
    for group in _vocabulary().alike:
        for char in group:
            marks.setdefault(char, set()).add(group)
    for char, read_like in _vocabulary().readings.items():
        for other in read_like:
            marks.setdefault(char, set()).update(marks[other])
    return {char: frozenset(each) for char, each in marks.items()}


@cache
def _vocabulary() -> _Vocabulary:
    return load_own(Path(__file__).with_name("vocabulary.yaml"), _Vocabulary)
