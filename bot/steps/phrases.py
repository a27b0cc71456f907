"""Looking wording up: pages of phrases to copy, or to put into the section in hand.

A look-up lies over the question that was asked before it: what answers nothing here is an answer there, so
that nothing typed is lost.
"""

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from msgspec.structs import replace

from bot.choosing import chosen
from bot.compose.tidy import clean
from bot.desk import Desk
from bot.draft import Draft
from bot.outline import Section
from bot.replies import AGREED, Choice, Question, Say
from bot.state import (
    AskingSection,
    BrowsingPhrases,
    Confirming,
    Editing,
    FollowingUp,
    ReviewingPoint,
    Rewriting,
    State,
    Stop,
)
from bot.steps.checklist import current, outline_of
from bot.steps.filling_in import gaps_in
from bot.steps.review import verbatim
from bot.steps.step import Outcome
from bot.steps.taking import add
from phrasebank.patterns import fill, readable
from phrasebank.terms import MOVE_NAMES, SECTION_NAMES, Shape

if TYPE_CHECKING:
    from phrasebank.finding import Hit

SHOWN = 5
MOST = 100
"""Phrases that a look-up gives; who wants others looks for something else."""

EVERY = 300
"""Phrases looked at for the sections and moves that there are."""

LONGEST = 40
"""Characters of what is looked for."""

FORMULAS = frozenset({"opening", "closing", "signature"})
"""Sections that are no points: their wording is chosen whole."""

APART: dict[Shape, str] = {"lead": "引出下文的话", "title": "标题"}
"""Shapes of wording that nothing can be said with alone."""

CLOSE = 0.5
"""Share of the best hit's score from which hits for the section in hand come before all others."""

SEVERAL = re.compile(r"\d{1,2}(?:[\s、，,和]+\d{1,2})+")
"""Numbers of several phrases."""

YES = (Choice("yes", AGREED[0], AGREED),)
"""Words that agree, but do not say to what: said to a page, they agree to nothing below it."""


def phrase(desk: Desk, state: State, argument: str) -> Outcome:
    """Look up wording; without words, that of the section in hand."""
    query = " ".join(clean(argument).split())[:LONGEST]
    under = state.beneath
    if isinstance(under.focus, Confirming):  # a yes typed here must erase nothing
        under = replace(under, focus=None)
    section = _in_hand(desk, under)
    kind = section.kind if section and not query else None
    stop = BrowsingPhrases(query, kind, under=under.focus)
    if not _hits(desk, state.draft, stop):
        stop = replace(stop, section=None)
    if not _hits(desk, state.draft, stop):
        return state, (Say(f"没有找到和“{query}”有关的句式。换个词试试，例：/phrase 意识形态"),)
    return replace(state, focus=stop), ()


def meant(question: Question, words: str) -> bool:
    """Tell whether words mean something here; anything else is for the question below."""
    plain = clean(words).strip()
    return bool(chosen(plain, question.choices) or chosen(plain, YES) or SEVERAL.fullmatch(plain))


@dataclass(frozen=True)
class BrowsingStep:
    """A page of phrases, or the sections and moves to narrow them to."""

    desk: Desk
    state: State
    stop: BrowsingPhrases

    def ask(self) -> Question:
        """Show the page."""
        if self.stop.narrowing:
            what = "哪一部分" if self.stop.narrowing == "section" else "哪种作用"
            return Question(f"{self._about}，要看{what}的？例：1", self._ways())
        count, pages = len(self._hits), self._pages
        told = f"{self._about}：{'' if count < MOST else '前 '}{count} 条"
        told += f"，第 {self._page + 1} 页，共 {pages} 页" if pages > 1 else ""
        use = f"选一条就写进“{self._section.name}”" if self._section else "选一条就摆出来，好复制"
        return Question(f"{told}。{use}，空着的地方标【待补】；要接着写，直接说就行。例：1", self._choices())

    def said(self, text: str) -> Outcome:  # noqa: ARG002 - whatever it is, it does not say which
        """Ask for one number."""
        return self.state, (Say("要用哪一条，回复它的序号，一次一条，例：1；不用了就发“返回”。"),)

    def picked(self, key: str) -> Outcome:
        """Turn the page, narrow the look-up, leave it, or take a phrase."""
        match key:
            case "back":
                return self.skipped()
            case "next" | "previous":
                return self._with(page=self._page + (1 if key == "next" else -1))
            case "section" | "move":
                return self._with(narrowing=key)
            case "stay":
                return self._with(narrowing="")
            case _ if self.stop.narrowing:
                return self._with(
                    narrowing="", page=0, **{self.stop.narrowing: None if key == "all" else key}
                )
            case _:
                return self._taken(next((hit for hit in self._shown if hit.id == key), None))

    def skipped(self) -> Outcome:
        """Go back to the question below."""
        return self.state.beneath, ()

    def _with(self, **changes: object) -> Outcome:
        return replace(self.state, focus=replace(self.stop, **changes)), ()

    def _taken(self, hit: "Hit | None") -> Outcome:
        if hit is None:  # it was of the user's own documents, and has been forgotten meanwhile
            return self.state, (Say("这一条已经不在了，请看现在的。"),)
        if self._section is None:
            return self.state, (Say(fill(hit.text, {})),)
        if hit.shape in APART:
            return self.state, (
                Say(f"这一句是{APART[hit.shape]}，不单独成一条，没有写进去：\n{readable(hit.text)}"),
            )
        return self._put_in(self._section, hit)

    def _put_in(self, section: Section, hit: "Hit") -> Outcome:
        """Make a point of a phrase, worded as it is; what its gaps are to hold is asked for."""
        draft, sentence = self.state.draft, verbatim(fill(hit.text, {}))
        after = add(draft, section.id, (sentence,), topic=hit.topic)
        if after == draft:
            told = f"这一句“{section.name}”里已经有了，没有重复写。"
            return replace(self.state.beneath, focus=AskingSection(section.id)), (Say(told),)
        point = replace(after.points[-1], sentence=sentence)
        focus = Rewriting(point.id) if gaps_in(sentence) else AskingSection(section.id)
        told = f"写进“{section.name}”：{sentence}。发 /undo 可以撤回。"
        return replace(self.state, draft=after.with_point(point), focus=focus), (Say(told),)

    @property
    def _about(self) -> str:
        names = [f"“{self.stop.query}”"] if self.stop.query else []
        names += [SECTION_NAMES[self.stop.section]] if self.stop.section else []
        names += [f"作用是{MOVE_NAMES[self.stop.move]}"] if self.stop.move else []
        return f"{'，'.join(names)}的句式" if names else "全部句式"

    def _choices(self) -> tuple[Choice, ...]:
        choices = [Choice(hit.id, _label(hit), copy=fill(hit.text, {})) for hit in self._shown]
        if self._page + 1 < self._pages:
            choices.append(Choice("next", "下一页", ("下页", "翻页", "更多", "还有吗", "换一批")))
        if self._page:
            choices.append(Choice("previous", "上一页", ("上页",)))
        choices.append(Choice("section", "换一部分" if self.stop.section else "只看某一部分"))
        choices.append(Choice("move", "换一种作用" if self.stop.move else "只看某种作用"))
        return (*choices, Choice("back", "返回", ("不查了", "不用了", "回去", "退出", "好了", "没有了")))

    def _ways(self) -> tuple[Choice, ...]:
        """Offer the sections or moves of what there is, whatever it was narrowed to."""
        way = self.stop.narrowing
        hits = _hits(self.desk, self.state.draft, replace(self.stop, **{way: None}), EVERY)
        there = {hit.section if way == "section" else hit.move for hit in hits}
        names = SECTION_NAMES.items() if way == "section" else MOVE_NAMES.items()
        choices = [Choice(each, name) for each, name in names if each in there]
        return (*choices, Choice("all", "全都看"), Choice("stay", "返回", ("不换了", "回去")))

    @cached_property
    def _hits(self) -> "tuple[Hit, ...]":
        """Give what was found, in its order, but what is fit for the section in hand first."""
        found, kind = _hits(self.desk, self.state.draft, self.stop), self._section and self._section.kind
        least = CLOSE * found[0].score if found else 0
        return tuple(sorted(found, key=lambda hit: hit.section != kind or hit.score < least))

    @property
    def _shown(self) -> "tuple[Hit, ...]":
        return self._hits[self._page * SHOWN : (self._page + 1) * SHOWN]

    @property
    def _pages(self) -> int:
        return -(-len(self._hits) // SHOWN)

    @property
    def _page(self) -> int:
        """The page shown; what the user's own documents taught may have become less since."""
        return max(0, min(self.stop.page, self._pages - 1))

    @cached_property
    def _section(self) -> Section | None:
        section = _in_hand(self.desk, self.state.beneath)
        return section if section and section.kind not in FORMULAS else None


def _in_hand(desk: Desk, state: State) -> Section | None:
    """Give the section that is being written, if one is."""
    outline, now = outline_of(desk, state.draft), current(desk, state)
    section = _section_of(state.draft, now)
    return outline.leaf(section) if outline and section else None


def _section_of(draft: Draft, now: Stop) -> str:
    match now:
        case AskingSection(section) | Editing(section):
            return section
        case ReviewingPoint(point) | Rewriting(point) | FollowingUp(point):
            found = draft.point(point)
            return found.section if found else ""
        case _:
            return ""


def _hits(desk: Desk, draft: Draft, stop: BrowsingPhrases, limit: int = MOST) -> "tuple[Hit, ...]":
    genre, year = draft.genre, draft.profile.year
    return desk.find(stop.query, stop.section, stop.move, limit=limit, genre=genre, year=year)


def _label(hit: "Hit") -> str:
    own = "，您的材料" if hit.own else ""
    return f"{readable(hit.text)}（{SECTION_NAMES[hit.section]}·{MOVE_NAMES[hit.move]}{own}）"
