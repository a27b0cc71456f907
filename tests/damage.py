"""Do to a report what web pages, copying and typing do to it: each function takes and gives lines."""

import random
import re
from collections.abc import Callable

ADVERTISEMENTS = (
    "更多范文请关注公众号：写材料的老李",
    "【某某文库】海量公文素材，加微信：xzs12345 领取",
    "本文来自公文写作网 www.gwxz-example.com，仅供学习参考",
    "仅供内部交流 严禁外传",
    "扫码关注，回复“述职”免费领取 3000 篇范文",
    "来源：办公室文秘网",
    "上一篇：年度工作总结　下一篇：没有了",
    "资料整理不易，请勿倒卖，客服QQ：3344556677",
)
STAMPS = (
    "（老李文稿网，www.laoli-example.com）",
    "【公众号：写材料的老李】",
    "（更多材料请加微信：xzs12345）",
    "##paidbegin##",
)
JUNK = ("----------", "··········", "=====", "- 3 -", "第 2 页 共 5 页", "asdfgh", "&nbsp;", "* * *")
HALF_WIDTH = str.maketrans("，。；：？！（）“”", ',.;:?!()""')
NUMBERING = {
    "round": lambda text: re.sub(r"^（([一二三四五六七八九十]+)）", r"(\1)", text),
    "round_and_comma": lambda text: re.sub(r"^（([一二三四五六七八九十]+)）", r"（\1）、", text),
    "dotted": lambda text: re.sub(r"^([一二三四五六七八九十]+)、", r"\1．", text),
    "ascii_dot": lambda text: re.sub(r"^([一二三四五六七八九十]+)、", r"\1.", text),
    "wide_digits": lambda text: re.sub(r"^(\d)、", lambda match: chr(ord(match[1]) + 0xFEE0) + "．", text),
    "spaced": lambda text: re.sub(
        r"^([一二三四五六七八九十]+、|（[一二三四五六七八九十]+）|\d、)", r"\1 ", text
    ),
    "ordinal": lambda text: re.sub(r"^([一二三四五六七八九])是", r"第\1，", text),
}


def with_advertisements(lines: list[str], chance: random.Random) -> list[str]:
    out = list(lines)
    for advertisement in chance.sample(ADVERTISEMENTS, 6):
        out.insert(chance.randrange(len(out) + 1), advertisement)
    return out


def with_stamps(lines: list[str], chance: random.Random) -> list[str]:
    def stamp(line: str) -> str:
        ends = [match.end() for match in re.finditer("[。，；]", line)]
        if not ends or chance.random() < 0.5:
            return line
        place = chance.choice(ends)
        return line[:place] + chance.choice(STAMPS) + line[place:]

    return [stamp(line) for line in lines]


def with_half_width(lines: list[str], _: random.Random) -> list[str]:
    return [line.translate(HALF_WIDTH) for line in lines]


def wrapped(lines: list[str], chance: random.Random) -> list[str]:
    width = chance.choice((28, 35, 40, 56))
    return [line[start : start + width] for line in lines for start in range(0, max(1, len(line)), width)]


def as_html(lines: list[str], _: random.Random) -> list[str]:
    return [f'<p style="text-indent:2em">&nbsp;&nbsp;{line}</p>' for line in lines]


def indented(lines: list[str], _: random.Random) -> list[str]:
    return [f"\u3000\u3000{line}" for line in lines]


def with_repeated_commas(lines: list[str], _: random.Random) -> list[str]:
    return [line.replace("，", "，，") for line in lines]


def with_junk(lines: list[str], chance: random.Random) -> list[str]:
    out = list(lines)
    for junk in JUNK:
        out.insert(chance.randrange(len(out) + 1), junk)
    return out


def with_blank_lines(lines: list[str], _: random.Random) -> list[str]:
    return [each for line in lines for each in (line, "")]


def renumbered(style: str) -> Callable[[list[str], random.Random], list[str]]:
    return lambda lines, _: [NUMBERING[style](line) for line in lines]


LINE_PRESERVING: dict[str, Callable[[list[str], random.Random], list[str]]] = {
    "advertisements": with_advertisements,
    "stamps": with_stamps,
    "half width": with_half_width,
    "wrapped": wrapped,
    "html": as_html,
    "indented": indented,
    "repeated commas": with_repeated_commas,
    "junk": with_junk,
    "blank lines": with_blank_lines,
    **{f"numbering {style}": renumbered(style) for style in NUMBERING},
}
