"""Teaching a user's own corpus out of the talk: errands carried out away from it, told in one sentence."""

import logging
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from bot.names import TOKEN
from bot.replies import Errand, Lesson, Rejection, Say, Unlearning
from phrasebank.corpus_error import CorpusError

if TYPE_CHECKING:
    from phrasebank.corpus import Reading

PASTED = "粘贴的报告"
MASK = "××"
"""What stands for a name that was replaced, in what is mined: a mask becomes a gap of the pattern."""

NO_PLACE = "这里没有句式库，没有学，原文也没有存。"
NOT_DONE = "没有学成，是程序出了错，原文没有存。请再发一次；还不行请告诉管理员。"

_log = logging.getLogger(__name__)


def mined(lesson: Lesson) -> "Reading | None":
    """Read a document for its wording, which takes some time and touches nothing; ``None`` for a failure."""
    from phrasebank.lessons import reading_of  # noqa: PLC0415 - few talks learn

    try:
        return reading_of(lesson.name or PASTED, [TOKEN.sub(MASK, line) for line in lesson.lines])
    except Exception as error:  # noqa: BLE001 - whatever a document holds, its text must not be kept for it
        _log.error("句式没有学成：%s", type(error).__name__)
        return None


def carried_out(corpus: Path | None, errand: Errand, reading: "Reading | None") -> tuple[Say, str]:
    """Carry an errand out, however often: the second time it says that it was done before.

    Beside what is told it gives the document that is new in the corpus, by its path there, or nothing.
    """
    from phrasebank import lessons  # noqa: PLC0415 - few talks learn

    if corpus is None:
        return Say(NO_PLACE), ""
    try:
        match errand:
            case Unlearning(path, name):
                lessons.unlearn(corpus, path or None)
                what = f"《{name}》和只从它学到的句式" if path else "您的句式库里学过的材料和句式"
                return Say(f"{what}都忘掉了，不留痕迹。"), ""
            case Rejection(pattern, text):
                lessons.reject(corpus, pattern)
                return Say(f"以后查句式不再给这一条：{text}"), ""
            case Lesson(name) if reading:
                learnt = lessons.learn(corpus, reading)
                told = _learnt(name, learnt.found, learnt.new, known=learnt.known)
                return Say(told), "" if learnt.known else reading.path
            case _:
                return Say(NOT_DONE), ""
    except CorpusError as error:
        return Say(str(error)), ""


def taken_back(corpus: Path | None, document: str) -> None:
    """Erase what was learnt for somebody who had everything forgotten in the meantime."""
    from phrasebank.lessons import unlearn  # noqa: PLC0415 - loaded already

    if corpus and document:
        with suppress(CorpusError):
            unlearn(corpus, document)


def _learnt(name: str, found: int, new: int, *, known: bool) -> str:
    what = f"《{name}》" if name else "这篇"
    if known:
        return f"{what}学过了，{found} 条句式都在您的句式库里。看看发 /corpus。"
    if not found:
        return f"{what}里没有找到能用的句式，不像一份述职报告或总结；原文没有存。"
    kept = "只存了带空的句式，原文没有存，只有您查得到。"
    return f"从{what}学到 {found} 条句式，其中新的 {new} 条。{kept}看看发 /corpus，查句式照旧发 /phrase。"
