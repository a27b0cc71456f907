"""When nothing is left to ask: what is still missing, and the report for the taking."""

from dataclasses import dataclass

from msgspec.structs import replace

from bot.checks.leftovers import leftovers
from bot.compose.brief import plan_named
from bot.compose.material import Material
from bot.desk import Desk
from bot.draft import Draft, Point
from bot.effects import Export
from bot.export.blocks import Report, characters_of, level_of
from bot.last_year.standing import tallies
from bot.notice.pace import limit_in_words
from bot.outline import Outline
from bot.replies import Choice, Question, Say
from bot.report import assemble
from bot.state import AskingSection, Checking, State, Tasking
from bot.steps.answers import says_nothing
from bot.steps.budget import budget, limit_of, whole_told
from bot.steps.carrying import open_items, taken_up
from bot.steps.checklist import missing, pending
from bot.steps.headed import uneven
from bot.steps.measures import idle_measures, unpaired
from bot.steps.shortening import shortened, version_told
from bot.steps.step import Outcome
from bot.steps.taking import placed
from bot.steps.titling import headings

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
        characters = characters_of(report.blocks)
        gaps = missing(self.outline, draft)
        told = f"还缺：{'、'.join(section.name for section in gaps)}。" if gaps else _unfilled(report)
        told += f"{tallies(draft)}。" if draft.last_year else ""
        told += _idle(idle_measures(draft, self.outline))
        told += f"{tasks_told(draft)}。" if draft.open_tasks else ""
        choices = [Choice("docx", "导出 Word", ("导出", "word")), Choice("preview", "先看全文", ("预览",))]
        choices += [Choice(section.id, f"补“{section.name}”") for section in gaps[:OFFERED]]
        choices += self._put_off()
        if pending(draft):
            choices.append(Choice("decide", f"定放着的 {len(pending(draft))} 条写法"))
        if not gaps and not unfinished(report, draft):
            choices.append(Choice("final", "导出定稿", ("定稿",)))
        choices += self._polishing(characters)
        choices += [Choice("tasks", "看改稿待办", ("待办",))] if draft.open_tasks else []
        more = "想起什么随时发来，会记到合适的部分；要改哪一项发 /goto。"
        length = f"全文约 {characters} 字{whole_told(draft, characters)}。"
        told += self._noticed(report)
        return Question(f"{length}{told}{more}现在做什么？例：1", tuple(choices))

    def _noticed(self, report: Report) -> str:
        """Say what of the notice's demands the report does not meet."""
        if self.state.draft.notice is None:
            return ""
        from bot.steps.requirements import requirements  # noqa: PLC0415 - only who has a notice needs it

        found = requirements(self.outline, self.state.draft, report)
        lacking = [each.text for each in found if each.source == "notice" and each.status == "missing"]
        if not lacking:
            return "通知要的都写到了，期限和格式请您核对。"
        more = "……" if len(lacking) > OFFERED else ""
        return f"通知要的还缺 {len(lacking)} 条：{'；'.join(lacking[:OFFERED])}{more}。"

    def said(self, text: str) -> Outcome:
        """Take what is said when nothing is asked: each statement goes where its words point."""
        if says_nothing(text):
            return self.state, (Say("好。随时可以导出，想改哪一项发 /goto。"),)
        draft = placed(self.state.draft, self.outline, (Material(text),)).draft
        fresh = draft.points[len(self.state.draft.points) :]
        names = [(self.outline.leaf(point.section) or self.outline.leaves()[0]).name for point in fresh]
        told = "，".join(f"“{name}”{names.count(name)} 条" for name in dict.fromkeys(names))
        say = f"已记入{told}。不对发 /undo。" if told else "没有新的内容可记。想改哪一项，发 /goto。"
        return replace(self.state, draft=draft, focus=None), (Say(say),)

    def picked(self, key: str) -> Outcome:
        """Hand over the report, show it, or go where something is missing."""
        match key:
            case "docx":
                return self.state, (Export("docx", final=False),)
            case "final":
                return self._signed_off()
            case "short":
                return self._shortened()
            case "headings":
                return headings(self.desk, self.outline, self.state, "")
            case "preview":
                return self.state, (preview(self.desk, self.outline, self.state),)
            case "tasks":
                return replace(
                    self.state, focus=Tasking(tuple(task.id for task in self.state.draft.open_tasks))
                ), ()
            case "carryover":
                return replace(self.state, draft=taken_up(self.state.draft), focus=None), ()
            case "pairing":
                lone = {point.id for point in unpaired(self.state.draft, self.outline)}
                put_off = tuple(each for each in self.state.draft.skipped if each not in lone)
                return replace(self.state, draft=replace(self.state.draft, skipped=put_off), focus=None), ()
            case "decide":
                draft = self.state.draft
                put_off = tuple(each for each in draft.skipped if each not in pending(draft))
                return replace(self.state, draft=replace(draft, skipped=put_off), focus=None), ()
            case _:
                return replace(self.state, focus=AskingSection(key)), ()

    def _put_off(self) -> list[Choice]:
        """Offer what was put off of last year's items and of the measures."""
        draft = self.state.draft
        items, lone = len(open_items(draft)), len(unpaired(draft, self.outline))
        choices = [Choice("carryover", f"对去年放着的 {items} 条")] if items else []
        return [*choices, Choice("pairing", f"补 {lone} 个问题的措施")] if lone else choices

    def _polishing(self, characters: int) -> list[Choice]:
        """Offer to even out headings of several lengths, and to cut what is over its limit."""
        draft = self.state.draft
        section, limit = uneven(self.desk, self.outline, draft), budget(draft)
        found = [Choice("headings", f"“{section.name}”的小标题长短不一，换齐的")] if section else []
        if limit and characters > limit:
            found.append(Choice("short", f"导出压到 {limit_in_words(limit_of(draft))}的", ("压短", "压缩")))
        return found

    def _signed_off(self) -> Outcome:
        """Hand over the final text, or show what keeps it from being one."""
        why_not = unsignable(self.desk, self.outline, self.state.draft)
        if why_not:
            told = f"{why_not}，不能出定稿。改好再出；讨论稿随时可以导。"
            return replace(self.state, focus=Checking()), (Say(told),)
        return self.state, (*left_open(self.state.draft), Export("docx", final=True))

    def _shortened(self) -> Outcome:
        """Hand over a version within the limit, with all that it leaves out; no limit, nothing to do."""
        limit = budget(self.state.draft)
        if limit is None:
            return self.state, ()
        short = shortened(self.desk, self.outline, self.state.draft, limit)
        return self.state, (Say(version_told(short, limit)), Export("docx", final=False, characters=limit))

    def skipped(self) -> Outcome:
        """Nothing is asked that could be left open."""
        return self.state, (Say("已经到最后了，没有要跳过的。"),)


def _idle(measures: tuple[Point, ...]) -> str:
    """Name the measures that answer no problem: they may stay, but a reader will ask."""
    named = "、".join(f"“{plan_named(point.text)}”" for point in measures[:OFFERED])
    return f"措施{named}没有对应的问题，可以留着。" if measures else ""


def tasks_told(draft: Draft) -> str:
    """Say how many tasks are open."""
    return f"改稿待办还有 {len(draft.open_tasks)} 条没办（/tasks）"


def left_open(draft: Draft) -> tuple[Say, ...]:
    """Say on signing off what readers asked for and nobody has seen to; it is no reason not to sign."""
    return (Say(f"{tasks_told(draft)}，定稿照出。"),) if draft.open_tasks else ()


def _unfilled(report: Report) -> str:
    """Say what is left open in sections that are all there."""
    gaps = leftovers(block.line for block in report.blocks)
    return f"还有 {len(gaps)} 处空着，如“{gaps[0].text}”。" if gaps else "各部分都有了。"


def unfinished(report: Report, draft: Draft) -> str:
    """Say why a draft, whose report this is, cannot be signed off yet, or nothing."""
    gaps = leftovers(block.line for block in report.blocks)
    if gaps:
        return f"还有 {len(gaps)} 处没有填好，如“{gaps[0].text}”"
    return f"还有 {len(pending(draft))} 条写法没有定" if pending(draft) else ""


def unsignable(desk: Desk, outline: Outline, draft: Draft) -> str:
    """Say why a draft cannot be signed off yet: a gap, a wording not decided on, or a plain mistake."""
    from bot.steps.checkup import wrong  # noqa: PLC0415 - checking loads much, and only signing off needs it

    report = assemble(draft, outline, desk.bank)
    return unfinished(report, draft) or wrong(desk, outline, draft)


def preview(desk: Desk, outline: Outline, state: State) -> Say:
    """Show the report as text."""
    blocks = assemble(state.draft, outline, desk.bank).blocks
    lines = tuple((line, level_of(block)) for block in blocks for line in block.line.split("\n"))
    return Say("\n".join(line for line, _ in lines), tuple(level for _, level in lines))
