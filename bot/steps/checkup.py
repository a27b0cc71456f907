"""The check-up of a draft in the talk: what is found, and mending with one answer what can be mended."""

from collections.abc import Iterator
from dataclasses import dataclass

from msgspec.structs import replace

from bot.checks.checking import check
from bot.checks.finding import GRADE_NAMES, Finding
from bot.checks.manuscript import Line, Manuscript, body_of
from bot.checks.overlap import seeds
from bot.desk import Desk
from bot.draft import Draft
from bot.export.blocks import Block, Report
from bot.outline import Outline
from bot.replies import Choice, Question, Say
from bot.report import assemble
from bot.state import Checking, State
from bot.steps.step import Outcome

SHOWN = 8
AROUND = 8


def manuscript_of(report: Report, outline: Outline, draft: Draft) -> Manuscript:
    """Take an assembled report as what is checked: a line is a block, and counts from 1 like it."""
    return Manuscript(
        lines=tuple(_line(place, block, outline) for place, block in enumerate(report.blocks, 1)),
        title=report.title,
        year=draft.profile.year,
        genre=outline.id,
        organization=draft.profile.organization,
        body=body_of(draft.profile.organization + draft.profile.post),
    )


def findings_in(desk: Desk, outline: Outline, draft: Draft) -> tuple[Finding, ...]:
    """Check a draft as the report that it is now."""
    report = assemble(draft, outline, desk.bank, final=True)
    return check(manuscript_of(report, outline, draft), seeds())


def mended(desk: Desk, outline: Outline, draft: Draft, finding: Finding) -> Draft | None:
    """Put the suggestion in the place of what was found; ``None`` where no point holds just that text."""
    report = assemble(draft, outline, desk.bank, final=True)
    block = report.blocks[finding.line - 1]
    for fact in block.facts:
        point = draft.point("p" + fact.removeprefix("f"))
        words = point.sentence if point and point.sentence else ""
        if point and finding.text in words:
            return draft.with_point(replace(point, sentence=words.replace(finding.text, finding.suggest, 1)))
    return None


@dataclass(frozen=True, slots=True)
class CheckupStep:
    """What was found, gravest first, and what to do about it."""

    desk: Desk
    outline: Outline
    state: State

    def ask(self) -> Question:
        """Show the findings, a page of them, and offer to mend what can be mended at once."""
        found = self._found
        fixes = [finding for finding in found if finding.fix]
        counts = "，".join(
            f"{name} {sum(each.grade == grade for each in found)}" for grade, name in GRADE_NAMES.items()
        )
        shown = found[self._at : self._at + SHOWN]
        lines = [f"体检：{counts}。" if found else "体检：没有发现问题。"]
        lines += [self._told(number, each) for number, each in enumerate(shown, self._at + 1)]
        choices = (
            [Choice("fix", f"能直接改的 {len(fixes)} 处都改好", ("改", "都改", "全改"))] if fixes else []
        )
        if self._at + SHOWN < len(found):
            choices.append(Choice("more", "看后面的", ("下一页", "更多", "后面")))
        choices.append(Choice("done", "看完了，接着写", ("返回", "好", "知道了", "完了")))
        return Question(
            "\n".join([*lines, "怎么办？例：1；要改哪一条，发 /goto 到那一部分改"]), tuple(choices)
        )

    def said(self, text: str) -> Outcome:
        """Go back to the checklist: what is said here is no answer to a finding."""
        state, _ = self.picked("done")
        return state, (Say(f"先回到写稿。“{text[:20]}”还没有记，请看着下面的问题再发一次。"),)

    def picked(self, key: str) -> Outcome:
        """Mend, turn the page, or go on writing."""
        match key:
            case "fix":
                return self._fixed()
            case "more":
                return replace(self.state, focus=Checking(self._at + SHOWN)), ()
            case _:
                return replace(self.state, focus=None), ()

    def skipped(self) -> Outcome:
        """Go on writing."""
        return self.picked("done")

    @property
    def _at(self) -> int:
        return self.state.focus.at if isinstance(self.state.focus, Checking) else 0

    @property
    def _found(self) -> tuple[Finding, ...]:
        order = list(GRADE_NAMES)
        found = findings_in(self.desk, self.outline, self.state.draft)
        return tuple(sorted(found, key=lambda finding: order.index(finding.grade)))

    def _told(self, number: int, finding: Finding) -> str:
        report = assemble(self.state.draft, self.outline, self.desk.bank, final=True)
        line = report.blocks[finding.line - 1].line
        start, end = finding.start, finding.start + len(finding.text)
        around = f"…{line[max(start - AROUND, 0) : start]}【{finding.text}】{line[end : end + AROUND]}…"
        change = f" → {finding.suggest}" if finding.suggest else ""
        told = f"{number}. {GRADE_NAMES[finding.grade]}　{around}{change}"
        return f"{told}\n　　{finding.why}（{finding.tier}：{finding.source}）"

    def _fixed(self) -> Outcome:
        draft, told = self.state.draft, list[str]()
        while fix := next(self._fixes(draft), None):
            finding, draft = fix
            told.append(f"“{finding.text}”→“{finding.suggest}”")
        says = Say(
            f"改好 {len(told)} 处：{'，'.join(told)}。发 /undo 可以撤回。"
            if told
            else "这些要您自己改：发 /goto。"
        )
        return replace(self.state, draft=draft, focus=Checking()), (says,)

    def _fixes(self, draft: Draft) -> Iterator[tuple[Finding, Draft]]:
        for finding in findings_in(self.desk, self.outline, draft):
            after = mended(self.desk, self.outline, draft, finding) if finding.fix else None
            if after is not None:
                yield finding, after


def _line(place: int, block: Block, outline: Outline) -> Line:
    leaf = outline.leaf(block.section)
    return Line(place, block.line, leaf.kind if leaf else None, block.level)
