"""Reports for looking at on paper: long enough for several pages, with everything that a report may have."""

from bot.export.blocks import Block, BlockKind, Note, Report, Table

TITLE = "区委编办党支部书记2025年度抓基层党建工作述职报告"
SENTENCE = "全年主持支部委员会会议研究党建工作十二次，逐项审定要点，到联系支部调研四轮。"


def block(kind: BlockKind, text: str, level: int = 0, marker: str = "", lead: str = "") -> Block:
    return Block(id=marker or kind, kind=kind, text=text, level=level, marker=marker, lead=lead)


REPORT = Report(
    TITLE,
    (
        block("title", TITLE),
        block("mark", "（讨论稿）"),
        block("salutation", "各位领导、同志们："),
        block("paragraph", "现将2025年度工作情况述职如下。"),
        block("heading", "主要工作", 1, "一、"),
        block("heading", "抓学习", 2, "（一）"),
        block("heading", "抓“三会一课”", 3, "1."),
        block("heading", "抓记录", 4, "（1）"),
        *(
            block("paragraph", SENTENCE * 6, 2, f"（{number}）", "抓实“三会一课”。")
            for number in "一二三四五六七八九"
        ),
        block("paragraph", "投入【待补：经费】，涉及𬭎、堃等少见的字……——《办法》。", marker="一是"),
        block("paragraph", "特此报告，请予评议。"),
        block("signature", "述职人：李明"),
        block("date", "2025年12月20日"),
    ),
    appendices=(
        Table("对标表", ("序号", "要求", "结果"), (("1", "问题不少于3个", "已写"), ("2", "期限", "—"))),
    ),
    notes=(
        Note("title", 0, len(TITLE), "标题句式 t-1"),
        Note("（一）", 3, 20, "事实 f1：原话\n出处：会议记录.txt 第3行"),
        Note("（一）", 12, 40, "体检·疑似：重复"),
        Note("一是", 2, 10, "体检·必错：这里还缺内容"),
    ),
)
"""A copy for review, with notes that overlap and one in a gap."""
