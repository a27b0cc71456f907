"""When nothing is left to ask: what is still missing, and the report for the taking."""

from dataclasses import dataclass

from msgspec.structs import replace

from bot.checks.leftovers import leftovers
from bot.compose.material import Material
from bot.desk import Desk
from bot.draft import Draft
from bot.effects import Export
from bot.export.blocks import Report
from bot.outline import Outline
from bot.replies import Choice, Question, Say
from bot.report import assemble
from bot.state import AskingSection, State
from bot.steps.answers import says_nothing
from bot.steps.checklist import missing, pending
from bot.steps.step import Outcome
from bot.steps.taking import placed

OFFERED = 5


@dataclass(frozen=True, slots=True)
class FinishedStep:
    """The end of the checklist; from here everything can still be changed."""

    desk: Desk
    outline: Outline
    state: State

    def ask(self) -> Question:
        """Offer the report, and whatever is missing."""
        draft = self.state.draft
        report = assemble(draft, self.outline, self.desk.bank)
        characters = sum(len(block.line) for block in report.blocks)
        gaps = missing(self.outline, draft)
        told = f"还缺：{'、'.join(section.name for section in gaps)}。" if gaps else "各部分都有了。"
        choices = [Choice("docx", "导出 Word", ("导出", "word")), Choice("preview", "先看全文", ("预览",))]
        choices += [Choice(section.id, f"补“{section.name}”") for section in gaps[:OFFERED]]
        if not gaps and not unfinished(report, draft):
            choices.append(Choice("final", "导出定稿", ("定稿",)))
        more = "想起什么随时发来，会记到合适的部分；要改哪一项发 /goto。"
        return Question(f"全文约 {characters} 字。{told}{more}现在做什么？例：1", tuple(choices))

    def said(self, text: str) -> Outcome:
        """Take what is said when nothing is asked: each statement goes where its words point."""
        if says_nothing(text):
            return self.state, (Say("好。随时可以导出，想改哪一项发 /goto。"),)
        draft = placed(self.state.draft, self.outline, (Material(text),)).draft
        fresh = draft.points[len(self.state.draft.points) :]
        names = [(self.outline.leaf(point.section) or self.outline.leaves()[0]).name for point in fresh]
        told = "，".join(f"“{name}”{names.count(name)} 条" for name in dict.fromkeys(names))
        say = f"已记入{told}。" if told else "没有新的内容可记。想改哪一项，发 /goto。"
        return replace(self.state, draft=draft, focus=None), (Say(say),)

    def picked(self, key: str) -> Outcome:
        """Hand over the report, show it, or go where something is missing."""
        match key:
            case "docx" | "final":
                return self.state, (Export("docx", final=key == "final"),)
            case "preview":
                return self.state, (preview(self.desk, self.outline, self.state),)
            case _:
                return replace(self.state, focus=AskingSection(key)), ()

    def skipped(self) -> Outcome:
        """Nothing is asked that could be left open."""
        return self.state, (Say("已经到最后了，没有要跳过的。"),)


def unfinished(report: Report, draft: Draft) -> str:
    """Say why a draft, whose report this is, cannot be signed off yet, or nothing."""
    gaps = leftovers(block.line for block in report.blocks)
    if gaps:
        return f"还有 {len(gaps)} 处没有填好，如“{gaps[0].text}”"
    return f"还有 {len(pending(draft))} 条写法没有定" if pending(draft) else ""


def preview(desk: Desk, outline: Outline, state: State) -> Say:
    """Show the report as text."""
    return Say("\n".join(block.line for block in assemble(state.draft, outline, desk.bank).blocks))
