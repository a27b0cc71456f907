"""Asking for the date under the report."""

import datetime as dt
import re
from dataclasses import dataclass

from msgspec.structs import replace

from bot.compose.tidy import tidy
from bot.outline import Outline, Section
from bot.replies import Choice, Question, Say
from bot.state import State
from bot.steps.checklist import announced
from bot.steps.step import Outcome
from bot.steps.taking import settled

DATE = re.compile(r"(\d{4})[年./-](\d{1,2})[月./-](\d{1,2})[日号]?")

DAY = re.compile(r"(\d{1,2})[月./-](\d{1,2})[日号]?")


@dataclass(frozen=True, slots=True)
class SignatureStep:
    """The date of the report; the name is known from the profile."""

    outline: Outline
    state: State
    section: Section

    def ask(self) -> Question:
        """Ask for the date."""
        given = self.state.draft.profile.date
        head = announced(self.outline, self.state.draft, self.section) + self.section.ask
        now = f"\n（现在是：{given}）" if given else ""
        choice = Choice("keep", "就用这天") if given else Choice("skip", "先空着")
        return Question(f"{head}例：{self.section.example}{now}", (choice,))

    def said(self, text: str) -> Outcome:
        """Take the date."""
        date = in_full(text)
        if date is None:
            told = yearless(text, self.state.draft.profile.year)
            unread = "没看懂这个日期。请写全年月日，例如 2025年12月20日；暂时不定可以发 /skip。"
            return self.state, (Say(told or unread),)
        draft = self.state.draft
        return self._settled(
            replace(self.state, draft=replace(draft, profile=replace(draft.profile, date=date)))
        ), ()

    def picked(self, key: str) -> Outcome:  # noqa: ARG002 - the one choice is to leave the date as it is
        """Leave the date as it is, or open."""
        return self.skipped()

    def skipped(self) -> Outcome:
        """Leave the date as it is, or open."""
        return self._settled(self.state), ()

    def _settled(self, state: State) -> State:
        return replace(state, draft=settled(state.draft, self.section.id), focus=None)


def in_full(text: str) -> str | None:
    """Write a date as GB/T 9704-2012, 7.3.5.4 asks: year, month and day, no leading zeros; else nothing."""
    match = DATE.fullmatch(re.sub(r"\s", "", tidy(text)))
    try:
        day = dt.date(*map(int, match.groups())) if match else None
    except ValueError:
        return None
    return f"{day.year}年{day.month}月{day.day}日" if day else None


def yearless(text: str, year: int | None) -> str:
    """Ask for the year of a date that lacks it: that of the report or the next, as only the user knows."""
    day = DAY.fullmatch(tidy(text))
    return f"没有写是哪一年。请写全，例如 {year or 2025}年{day[1]}月{day[2]}日。" if day else ""
