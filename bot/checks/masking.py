"""Names left standing in a text whose other names were blotted out: a leak, or a mask not yet filled."""

import re
from collections.abc import Iterator

from bot.checks.finding import Finding
from bot.checks.manuscript import Manuscript

MASK = re.compile(
    r"[*＊]{1,4}(?=[\u4e00-\u9fff])|[×✕]+|(?<![A-Za-z])[XxＸｘ]{1,4}(?=[省市县区镇乡街村委局党])|某某?(?=[省市县区镇乡街村局])"
)
FEWEST = 3
NAME = re.compile(
    r"(?<=[，。、；“”（《在到赴往向于从和与对由道至由：])([\u4e00-\u9fff]{2})(?:(?:经济|高新)?(?:技术)?(?:开发区|高新区|工业园)|[市县区镇乡村](?!场|域)|街道)"
)
NO_NAME = re.compile(
    "[的了在和与到对为把将从各全本该我进入驻等及其向所个两几围绕助力一二三四五这那有是以照升根据责市县区省镇乡村部]"
)
COMMON = re.compile("[社地辖城园小景山片校街农库矿厂营战特老边郊牧灾林住整新旧帮联包美慧先进][市县区镇乡村]$")


def names_left(manuscript: Manuscript) -> Iterator[Finding]:
    """Find names of places in a text that has several masks; a text without masks gives none."""
    text = manuscript.text
    if len(MASK.findall(text)) < FEWEST:
        return
    for match in NAME.finditer(text):
        if NO_NAME.search(match[1]) or COMMON.search(match[0]):
            continue
        line, start = manuscript.place(match.start())
        yield Finding(
            rule="masking.name",
            grade="warning",
            line=line.number,
            start=start,
            text=match[0],
            why=f"文中其他地名都遮去了，“{match[0]}”像是漏遮的真名；要脱敏就遮去，定稿就把别处的补全。",
            source="脱敏材料的通行要求：前后一致",
        )
