"""口径 across the whole text: how many of a thing there are, told in one place and in another.

Two figures of the ledger that count the same thing must agree; bodies of the unit that are counted as a
whole (17个党支部) must be as many everywhere.
"""

import re
from collections.abc import Iterator

from bot.checks.finding import Finding
from bot.checks.manuscript import Line, Manuscript

BODIES = (
    "党支部|党总支|党小组|支部|科室|直属单位|下属单位|部门|村民小组|居民小组|行政村|村|社区|乡镇|镇街|街道"
    "|网格|班级|学校|窗口|党组织|基层党组织"
)
COUNT = re.compile(rf"(\d{{1,4}})个((?:基层|直属|所属|下属|机关|在职|农村)?(?:{BODIES}))(?!书记\d)")
SOME = re.compile(
    r"(?:其中|有的|新|新增|增加|撤销|合并|打造|创建|评|选|抽|整顿|软弱|先进|达标|示范|试点|第一批|首批|部分|名|到|赴|走访|调研|联系|帮|"
    r"联|结对|包|剩余|还有|另有|涉及|检查|抽查|深入|暗访|走遍|约谈|通报|发现|有|建|成立|设|创)[^，。；、\d]{0,6}$"
)
BEHIND_SOME = re.compile(r"^(?:没有|未|存在|未能|不|中|里|的\d|获|被|参加|达到|评为|创)")
NEAR, FEWEST = 2, 5
SHARE = 0.1


def miscounted(manuscript: Manuscript) -> Iterator[Finding]:
    """Find bodies that are as many in one place and nearly as many in another."""
    first: dict[str, tuple[int, Line]] = {}
    for line in manuscript.lines:
        for match in COUNT.finditer(line.text):
            count, name = int(match[1]), match[2]
            some = SOME.search(line.text[: match.start()]) or BEHIND_SOME.match(line.text[match.end() :])
            if some or count < FEWEST:
                continue
            told, where = first.setdefault(name, (count, line))
            gap = abs(told - count)
            if 0 < gap <= max(NEAR, round(told * SHARE)):
                yield Finding(
                    rule="agreement.counted",
                    grade="warning",
                    line=line.number,
                    start=match.start(),
                    text=match[0],
                    why=f"第 {where.number} 行说{told}个{name}，这里是{count}个，全文用一个数。",
                    source="全文口径一致",
                )
