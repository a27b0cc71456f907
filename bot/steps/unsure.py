"""Words that leave the answer open: 没有, 不知道, 同上, 随便, 你定."""

import re

from bot.replies import Question, Say
from bot.state import (
    AskingField,
    AskingSection,
    Awaiting,
    ChoosingGenre,
    Confirming,
    ConfirmingNotice,
    Editing,
    Going,
    Pairing,
    Receiving,
    Resting,
    ReviewingPoint,
    Rewriting,
    Sorting,
    State,
    Stop,
    Titling,
)
from bot.steps.answers import says_nothing
from bot.steps.step import Outcome, Step

UNSURE = re.compile(
    r"(?:我)?(?:也)?(?:不知道|不清楚|不太清楚|不晓得|说不好|说不上来|没想好|还没想好|没想过|不记得|不记得了|记不清|记不清了|记不得了|忘了|忘记了|想不起来|想不起来了|不确定|拿不准)"
)
ANYHOW = re.compile(
    r"(?:我)?(?:都)?(?:随便|随意|都行|都可以|无所谓|怎么都行|怎样都行|[你您](?:来)?(?:定|看着办|决定|说了算|看吧|写)|听[你您]的|看着办|(?:[你您])?(?:替|帮)我(?:写|定|想|编|填)(?:一个|一下)?)(?:就行|就好|吧)?"
)
SAME = re.compile(
    r"(?:同上|同前|同样|一样|(?:和|跟|与|同)(?:上面|前面|上一条|上一个|刚才)(?:那?个|的)?(?:一样|相同|差不多))(?:吧|的)?"
)
NO_COPY = "“同上”我不替您照抄，同样的话在报告里放两处不好看。"
NO_INVENTION = "事情和数字得您给，我不替您编。"


def settle(stop: Stop, step: Step, state: State, words: str) -> Outcome | None:
    """Make the best of words that leave the answer open; ``None`` where they say something."""
    plain = words.strip(" 。！!？?，,.~～呢啊呀吗嘛")
    if SAME.fullmatch(plain):
        return state, (Say(f"{NO_COPY}{_how_on(stop, step.ask())}"),)
    if ANYHOW.fullmatch(plain):
        return _anyhow(stop, step, state)
    if UNSURE.fullmatch(plain):
        return state, (Say(_unsure(stop, step.ask())),)
    return _nothing(stop, step, state) if says_nothing(words) else None


def _anyhow(stop: Stop, step: Step, state: State) -> Outcome:
    """Take the answer proposed, where one is; what only the user knows is asked for again."""
    match stop:
        case ReviewingPoint() | Receiving() | Sorting(moving=False):
            after, says = step.picked(step.ask().choices[0].key)
            return after, (*says, Say(f"那就“{step.ask().choices[0].label}”。发 /undo 可以撤回。"))
        case AskingSection() if step.ask().choices[0].key == "take":
            after, says = step.picked("take")
            return after, (*says, Say("那就用这个。想换发 /back。"))
        case Confirming() | Resting() | Going() | Editing() | Rewriting() | Awaiting():
            return step.skipped()
        case AskingField() | AskingSection():
            return state, (Say(f"{NO_INVENTION}{_how_on(stop, step.ask())}"),)
        case _:
            return state, (Say(f"这个得您定。{_how_on(stop, step.ask())}"),)


def _unsure(stop: Stop, question: Question) -> str:
    match stop:
        case ReviewingPoint():
            return "拿不准就先用这句（选 1），以后还能改；想看别的写法选 2。"
        case AskingSection():
            return f"想起一件说一件，大白话就行，写法由我来配。{_how_on(stop, question)}"
        case _:
            return f"不要紧。{_how_on(stop, question)}"


def _nothing(stop: Stop, step: Step, state: State) -> Outcome | None:
    """Read 没有 as nothing to choose or to fill in; the other questions have an answer of their own to it."""
    match stop:
        case AskingField() | Going() | Editing() | Rewriting() | Awaiting() | Pairing() | Titling():
            return step.skipped()
        case AskingSection() if step.ask().choices[0].key != "take":
            return None
        case AskingSection() | ChoosingGenre() | Receiving() | Sorting() | ConfirmingNotice():
            return state, (Say(f"这里要您选一个。{_how_on(stop, step.ask())}"),)
        case _:
            return None


def _how_on(stop: Stop, question: Question) -> str:
    """Say how to go on from a question."""
    if question.choices and not isinstance(stop, AskingSection):
        return f"请回复序号，例：1（{question.choices[0].label}）。"
    shown = question.text.rpartition("例：")[2].split("\n")[0]
    return f"照着说就行，例：{shown}；暂时不写发 /skip。"
