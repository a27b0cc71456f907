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
    FollowingUp,
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
from bot.steps.asking_back import LENGTH, SHORTENING
from bot.steps.step import Outcome, Step

UNSURE = re.compile(
    r"(?:我)?(?:也)?(?:不知道|不清楚|不太清楚|不晓得|说不好|说不上来|没想好|还没想好|没想过|不记得|不记得了|记不清|记不清了|记不得了|忘了|忘记了|想不起来|想不起来了|不确定|拿不准"
    r"|[说讲记]不太?清楚?了?|不好说|难说|没(?:什么)?印象了?)"
)
ANYHOW = re.compile(
    r"(?:我)?(?:都)?(?:随便|随意|都行|都可以|无所谓|怎么都行|怎样都行|[你您](?:来)?(?:定|看着(?:办|弄|写|定|来)|决定|说了算|看吧|写|弄|来)|听[你您]的|随[你您]|看着办|(?:[你您])?(?:替|帮)我(?:写|定|想|编|填)(?:一个|一下)?)(?:就行|就好|吧)?"
)
SAME = re.compile(
    r"(?:同上|同前|同样|一样|(?:和|跟|与|同)(?:上面|前面|上一条|上一个|刚才)(?:那?个|的)?(?:一样|相同|差不多))(?:吧|的)?"
)
AS_LAST_YEAR = re.compile(
    r"(?:还是|就)?(?:跟|和|同|与|照着?|按照?|参照|沿用|用)?(?:去年|上年|上一年|往年|上次)(?:的|那个|那份|写的|那样|那时)*"
    r"(?:一样|差不多|相同|写|来|抄)?(?:就行|吧|的)*|(?:还是)?老样子"
)
WRONG = re.compile("错|不对|不准|有误")
NO_COPY = "“同上”我不替您照抄，同样的话在报告里放两处不好看。"
NO_RETELLING = (
    "去年的话我不替您照搬。把去年的报告发来（/import 去年述职.docx），去年的问题和打算会一条一条问您。"
)
NO_INVENTION = "事情和数字得您给，我不替您编。"


def settle(stop: Stop, step: Step, state: State, words: str) -> Outcome | None:
    """Make the best of words that leave the answer open; ``None`` where they say something."""
    plain = words.strip(" 。！!？?，,.~～呢啊呀吗嘛")
    if SAME.fullmatch(plain):
        return state, (Say(f"{NO_COPY}{_how_on(stop, step.ask())}"),)
    if AS_LAST_YEAR.fullmatch(plain):
        return state, (Say(f"{'' if state.draft.last_year else NO_RETELLING}{_how_on(stop, step.ask())}"),)
    if ANYHOW.fullmatch(plain):
        return _anyhow(stop, step, state)
    if UNSURE.fullmatch(plain):
        return state, (Say(_unsure(stop, step.ask())),)
    return _nothing(stop, step, state) if says_nothing(words) else None


def heeded(stop: Stop, question: Question, words: str) -> Say:
    """Say that words which only speak with the program were not written down, and how to go on."""
    match stop:
        case _ if LENGTH.search(words) and not isinstance(stop, ReviewingPoint):
            how = f"{SHORTENING}现在先答下面的问题，不想答发 /skip。"
        case _ if WRONG.search(words):
            how = "哪里不对请直接说，例：不是18次，是19次；要换整句，就发改好的那一句。"
        case ReviewingPoint():
            how = "上面那句不合适，换写法选 2，自己改选 3，不要选 5；换个部分说“这条放到存在问题”。"
        case Sorting(card=""):
            how = "不要的说“第3条不要”，换地方说“第3条放到存在问题”；都好就回复“全收”。"
        case _:
            how = _how_on(stop, question)
    return Say(f"这句像是在跟我说。{how}")


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
        case (
            AskingField()
            | Going()
            | Editing()
            | Rewriting()
            | Awaiting()
            | Pairing()
            | Titling()
            | FollowingUp()
        ):
            return step.skipped()
        case AskingSection() if step.ask().choices[0].key != "take":
            return None
        case AskingSection() | ChoosingGenre() | Receiving() | Sorting() | ConfirmingNotice():
            return state, (Say(f"这里要您选一个。{_how_on(stop, step.ask())}"),)
        case _:
            return None


def _how_on(stop: Stop, question: Question) -> str:
    """Say how to go on from a question."""
    if question.choices and (not isinstance(stop, AskingSection) or question.choices[0].key == "take"):
        return f"请回复序号，例：1（{question.choices[0].label}）。"
    shown = question.text.rpartition("例：")[2].split("\n")[0]
    return f"照着说就行，例：{shown}；暂时不写发 /skip。"
