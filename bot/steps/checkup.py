"""The check-up of a draft in the talk: what is found, and mending with one answer what can be mended.

The checks themselves are loaded when first asked for: most turns check nothing.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from msgspec.structs import replace

from bot.checks.finding import GRADE_NAMES, Finding
from bot.desk import Desk
from bot.draft import Draft, Limit
from bot.export.blocks import Block, Report
from bot.outline import Outline
from bot.replies import Choice, Question, Say
from bot.report import assemble
from bot.state import Checking, State
from bot.steps.noting import asked_for
from bot.steps.step import Outcome
from phrasebank.remembering import remembered

if TYPE_CHECKING:
    from bot.checks.manuscript import Line, Manuscript
    from bot.checks.overlap import Known
    from bot.checks.rules import Rule

SHOWN = 8
AROUND = 8
OFFERED = 4
MOST_FIXES = 200
FIX = re.compile(r"(?:请)?(?:修?改|改掉|改好)(?:第)?\s*(?P<numbers>[\d、,，和\s]+)\s*[条处个]?")
MUTE = re.compile(
    r"(?:请)?(?:不再提示|不要提示|不用提示|别提示|别提|忽略|不改|不管)(?:第)?\s*(?P<numbers>[\d、,，和\s]+)\s*[条处个]?(?:了)?"
)


def manuscript_of(report: Report, outline: Outline, draft: Draft) -> "Manuscript":
    """Take an assembled report as what is checked: a line is a block, and counts from 1 like it."""
    from bot.checks.manuscript import Manuscript, body_of  # noqa: PLC0415 - see the module's docstring
    from bot.steps.budget import budget, limit_of  # noqa: PLC0415 - likewise

    return Manuscript(
        lines=tuple(_line(place, block, outline) for place, block in enumerate(report.blocks, 1)),
        title=report.title,
        year=draft.profile.year,
        genre=outline.id,
        organization=draft.profile.organization,
        body=body_of(draft.profile.organization + draft.profile.post),
        limit=Limit(budget(draft), least=limit_of(draft).least),
    )


def findings_in(desk: Desk, outline: Outline, draft: Draft) -> tuple[Finding, ...]:
    """Check a draft as the report that it is now: see ``findings_of``; what readers asked for comes last."""
    report = assemble(draft, outline, desk.bank, final=True)
    asked = tuple(each for each in asked_for(draft, report) if named(each) not in draft.unheeded)
    return (*findings_of(desk, outline, draft, report), *asked)


def findings_of(desk: Desk, outline: Outline, draft: Draft, report: Report) -> tuple[Finding, ...]:
    """Check a draft's report, the gravest finding first; what the user waved aside is left out.

    What is certainly wrong cannot be waved aside: it keeps a report from being signed off.
    """
    from bot.steps.wordings import rules_of  # noqa: PLC0415 - see the module's docstring

    found = _checked(
        manuscript_of(report, outline, draft), desk.known, (*desk.formulations, *rules_of(draft))
    )
    order = list(GRADE_NAMES)
    heeded = (each for each in found if each.grade == "error" or named(each) not in draft.unheeded)
    return tuple(sorted(heeded, key=lambda each: (order.index(each.grade), _family(each))))


def wrong(desk: Desk, outline: Outline, draft: Draft) -> str:
    """Say what is certainly wrong in a draft, so that it cannot be signed off, or nothing."""
    errors = [each for each in findings_in(desk, outline, draft) if each.grade == "error"]
    return (
        f"还有 {len(errors)} 处必错没有改，如“{errors[0].text[:20]}”：{errors[0].why.rstrip('。')}"
        if errors
        else ""
    )


def named(finding: Finding) -> str:
    """Name a finding so that it is known again where the text around it has changed."""
    return f"{finding.rule}:{finding.text[:40]}"


def mended(draft: Draft, report: Report, finding: Finding) -> Draft | None:
    """Put the suggestion in the place of what was found in a report; ``None`` where no point holds it.

    The agreed sentence is mended, or the user's own words where none is agreed on yet.
    """
    for fact in report.blocks[finding.line - 1].facts:
        point = draft.point("p" + fact.removeprefix("f"))
        if point and finding.text and finding.text in (point.sentence or point.text):
            words = (point.sentence or point.text).replace(finding.text, finding.suggest, 1)
            changed = replace(point, sentence=words) if point.sentence else replace(point, text=words)
            return draft.with_point(changed)
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
        shown = found[self._at : self._at + SHOWN]
        counts = "，".join(
            f"{name} {sum(each.grade == grade for each in found)}" for grade, name in GRADE_NAMES.items()
        )
        lines = [f"体检：{counts}。" if found else "体检：没有发现问题。"]
        report = assemble(self.state.draft, self.outline, self.desk.bank, final=True)
        for number, each in enumerate(shown, self._at + 1):
            if number == self._at + 1 or each.grade != found[number - 2].grade:
                lines.append(f"—— {GRADE_NAMES[each.grade]} ——")
            lines.append(_told(number, each, report))
        hints = "怎么办？例：1；也可以说“改 2、3”“不再提示 4”，别的发 /goto 到那一部分改"
        return Question(
            "\n".join([*lines, hints if found else "接着写请回复序号，例：1"]), self._choices(found, report)
        )

    def said(self, text: str) -> Outcome:
        """Mend or wave aside the findings named by number; anything else goes back to the checklist."""
        for form, work in ((FIX, self._mended), (MUTE, self._muted)):
            match = form.fullmatch(text.strip())
            if match:
                numbers = map(int, re.findall(r"\d{1,4}", match["numbers"]))
                return work([self._found[each - 1] for each in numbers if 1 <= each <= len(self._found)])
        state, _ = self.picked("done")
        return state, (Say(f"先回到写稿。“{text[:20]}”还没有记，请看着下面的问题再发一次。"),)

    def picked(self, key: str) -> Outcome:
        """Mend, turn the page, or go on writing."""
        match key.partition("-"):
            case ("fix", "", ""):
                return self._mended([each for each in self._found if each.fix])
            case ("fix", "-", number):
                return self._mended([self._found[int(number) - 1]])
            case ("more", _, _):
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
        return findings_in(self.desk, self.outline, self.state.draft)

    def _choices(self, found: tuple[Finding, ...], report: Report) -> tuple[Choice, ...]:
        page = list(enumerate(found, 1))[self._at : self._at + SHOWN]
        able = [pair for pair in page if pair[1].suggest and mended(self.state.draft, report, pair[1])]
        fixes = sum(each.fix for each in found)
        choices = [Choice("fix", f"能直接改的 {fixes} 处都改好", ("改", "都改", "全改"))] if fixes else []
        choices += [
            Choice(f"fix-{number}", f"改第 {number} 条：“{each.text[:12]}”→“{each.suggest[:12]}”")
            for number, each in able[:OFFERED]
        ]
        if self._at + SHOWN < len(found):
            choices.append(Choice("more", "看后面的", ("下一页", "更多", "后面")))
        return (*choices, Choice("done", "看完了，接着写", ("返回", "好", "知道了", "完了")))

    def _mended(self, wanted: list[Finding]) -> Outcome:
        """Mend findings one after the other: each changes where the others stand."""
        draft, told = self.state.draft, list[str]()
        names = [named(each) for each in wanted if each.suggest]
        while names and len(told) < MOST_FIXES and (fix := next(self._fixes(draft, names), None)):
            finding, draft = fix
            names.remove(named(finding))
            told.append(f"“{finding.text}”→“{finding.suggest}”")
        says = Say(
            f"改好 {len(told)} 处：{'，'.join(told)}。发 /undo 可以撤回。"
            if told
            else "这些要您自己改：发 /goto。"
        )
        return replace(self.state, draft=draft, focus=Checking()), (says,)

    def _fixes(self, draft: Draft, names: list[str]) -> Iterator[tuple[Finding, Draft]]:
        report = assemble(draft, self.outline, self.desk.bank, final=True)
        for finding in findings_of(self.desk, self.outline, draft, report):
            after = mended(draft, report, finding) if named(finding) in names else None
            if after is not None:
                yield finding, after

    def _muted(self, unwanted: list[Finding]) -> Outcome:
        kept = [each for each in unwanted if each.grade == "error"]
        gone = tuple(named(each) for each in unwanted if each.grade != "error")
        draft = replace(self.state.draft, unheeded=tuple(dict.fromkeys((*self.state.draft.unheeded, *gone))))
        told = f"这份稿子里不再提示这 {len(gone)} 条。发 /undo 可以撤回。" if gone else "没有这样的条目。"
        told = f"{told if gone else ''}必错的要改好才能出定稿，不能不提示。" if kept else told
        return replace(self.state, draft=draft, focus=Checking()), (Say(told),)


@remembered(4)
def _checked(
    manuscript: "Manuscript", others: "tuple[Known, ...]", more: "tuple[Rule, ...]"
) -> tuple[Finding, ...]:
    """Check once for all the questions of a turn."""
    from bot.checks.checking import check  # noqa: PLC0415 - see the module's docstring

    return check(manuscript, others, more)


def _family(finding: Finding) -> str:
    return finding.rule.partition(".")[0]


def _told(number: int, finding: Finding, report: Report) -> str:
    line = report.blocks[finding.line - 1].line
    start, end = finding.start, finding.start + len(finding.text)
    around = f"…{line[max(start - AROUND, 0) : start]}{_marked(finding.text[:40])}{line[end : end + AROUND]}…"
    change = f" → {finding.suggest}" if finding.suggest else ""
    return f"{number}. {around}{change}\n　　{finding.why}（{_basis(finding)}）"


def _marked(text: str) -> str:
    """Set off what was found, but for a gap, which has such marks itself."""
    return text if text.startswith("【") else f"【{text}】"


def _basis(finding: Finding) -> str:
    return finding.tier if finding.tier == finding.source else f"{finding.tier}：{finding.source}"


def _line(place: int, block: Block, outline: Outline) -> "Line":
    from bot.checks.manuscript import Line  # noqa: PLC0415 - see the module's docstring

    leaf = outline.leaf(block.section)
    return Line(place, block.line, leaf.kind if leaf else None, block.level)
