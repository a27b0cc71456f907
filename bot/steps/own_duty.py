"""How much of the report is the writer's own duty, and which sentences tell the unit's work alone."""

from bot.desk import Desk
from bot.draft import Draft
from bot.facts.duty import Measure, measured
from bot.outline import Outline
from bot.replies import Say
from bot.report import assemble

SHOWN = 5


def measure_of(desk: Desk, outline: Outline, draft: Draft) -> Measure:
    """Judge the sentences of the report's paragraphs; headings and gaps are none."""
    blocks = assemble(draft, outline, desk.bank).blocks
    leaves = {leaf.id: leaf.kind for leaf in outline.leaves()}
    passages = (
        (block.text, leaves.get(block.section))
        for block in blocks
        if block.kind == "paragraph" and "【待补" not in block.text
    )
    return measured(passages, draft.profile.post)


def share_told(measure: Measure) -> str:
    """Say how large the share is."""
    count, own = len(measure.sentences), len(measure.of("own"))
    return f"全文 {count} 句，写您本人履职的 {own} 句（{measure.share:.0%}）。"


def told(desk: Desk, outline: Outline, draft: Draft) -> Say:
    """Tell the share, and the sentences that lower it most: those of work that nobody is said to have led."""
    measure = measure_of(desk, outline, draft)
    if not measure.sentences:
        return Say("还没有写成的句子。先写几条再看。")
    unit = measure.of("unit")
    if not unit:
        return Say(share_told(measure))
    lines = [f"・{each.text}" for each in unit[:SHOWN]]
    more = [f"……这样的还有 {len(unit) - SHOWN} 句。"] if len(unit) > SHOWN else []
    head = f"{share_told(measure)}这几句写的是单位工作，可以补上您做了什么（主持、牵头、督促、到场）："
    return Say("\n".join([head, *lines, *more]))
