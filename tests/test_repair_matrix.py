"""Every kind of question survives every repair: nothing is lost, the move takes effect, undo gets back."""

from pathlib import Path

import msgspec
import pytest

from bot.compose.tidy import tidy
from bot.conversation import Conversation
from bot.engine import advance, ask
from bot.events import Commanded, Said
from bot.replies import Question
from bot.state import AskingSection, Awaiting, FollowingUp, Receiving, ReviewingPoint, Rewriting, State
from bot.steps.checklist import current, outline_of
from bot.store.store import Store
from tests.driving_engine import DESK, said
from tests.repairing import MOVES, NOTES, STANDS, after, same, stand, told

ASKING_BACK = ("问意思", "要例子", "问为什么", "问还有多少")
NO_ANSWER = (
    *ASKING_BACK,
    "谢谢",
    "哦",
    "同上",
    "表情",
    "图片",
    "语音",
    "没有的项",
    "过期按钮",
    "看全文",
    "帮助",
    "空话",
    "改没记的话",
)
AMENDING = ("改数", "改数（否认）", "改上一条", "改姓名", "改发过的话", "改发过的姓名", "一次说两项")

NUMBERED = (("改口径", "第一项"), ("改口径", "没有的项"), ("填空", "第一项"), ("填空", "没有的项"))
"""Where a number is the answer."""
REWORDED = (("自己改写", "答一句"), ("追问", "答一句"), ("追问", "日期"), ("说重了", "第一项"), *NUMBERED)
"""Answers that change the words of a point: they are joined to it, or stand in its place."""

ASKED_ON = (("追问", "去一项"), ("说重了", "去一项"))
"""Going where the talk already is: what is due there stays."""


@pytest.mark.parametrize("move", MOVES)
@pytest.mark.parametrize("name", STANDS)
def test_nothing_is_lost_and_one_question_follows(name: str, move: str) -> None:
    before = stand(name)
    state, effects = advance(DESK, before, MOVES[move])
    question = ask(DESK, state)
    assert question.text
    assert question == ask(DESK, state)
    assert msgspec.json.decode(msgspec.json.encode(state), type=State) == state
    assert effects or not same(before, state) or (name, move) in ASKED_ON, "neither an effect nor a word"
    if move not in AMENDING and (name, move) not in REWORDED:
        assert told(before.draft) <= told(state.draft)
    assert len(told(state.draft)) >= len(told(before.draft))


@pytest.mark.parametrize("move", NO_ANSWER)
@pytest.mark.parametrize("name", STANDS)
def test_what_answers_nothing_is_replied_to_and_the_question_stays(name: str, move: str) -> None:
    before = stand(name)
    state, effects = advance(DESK, before, MOVES[move])
    assert said(effects)
    if (name, move) in NUMBERED:
        return
    assert state.draft == before.draft
    assert ask(DESK, state).text in {ask(DESK, before).text, ask(DESK, before.beneath).text}


@pytest.mark.parametrize("name", STANDS)
@pytest.mark.parametrize("move", ["改数", "改数（否认）", "改发过的话"])
def test_a_correction_reaches_what_was_said(name: str, move: str) -> None:
    before = stand(name)
    state, effects = advance(DESK, before, MOVES[move])
    if not any("10户" in text for text in told(before.draft)):
        assert said(effects)
        return
    texts = [text for text in told(state.draft) if "走访群众" in text]
    assert [("12户" in text, "10户" in text) for text in texts] == [(True, False)]
    assert "/undo" in said(effects)


@pytest.mark.parametrize("name", STANDS)
def test_what_was_said_last_is_corrected_whole(name: str) -> None:
    before = stand(name)
    state, effects = advance(DESK, before, MOVES["改上一条"])
    assert said(effects) or state.draft != before.draft
    if before.draft.points:
        assert any(point.text == "走访群众12户20人" for point in state.draft.points)
        assert len(state.draft.points) == len(before.draft.points)


@pytest.mark.parametrize("name", STANDS)
@pytest.mark.parametrize("move", ["改姓名", "改发过的姓名"])
def test_a_field_is_corrected_whatever_is_asked(name: str, move: str) -> None:
    before = stand(name)
    state, effects = advance(DESK, before, MOVES[move])
    known = before.draft.profile.author or move == "改姓名"
    assert state.draft.profile.author == ("李铭" if known else "")
    assert said(effects)


@pytest.mark.parametrize("name", STANDS)
@pytest.mark.parametrize(
    ("move", "kind"), [("换话题", "problems"), ("换到打算", "plans"), ("回开头", "opening")]
)
def test_a_change_of_subject_is_followed(name: str, move: str, kind: str) -> None:
    before = stand(name)
    state, effects = advance(DESK, before, MOVES[move])
    outline, now = outline_of(DESK, state.draft), current(DESK, state)
    if outline is None:
        assert "文种" in ask(DESK, state).text or said(effects)
        return
    point = state.draft.point(now.point) if isinstance(now, ReviewingPoint | FollowingUp) else None
    section = now.section if isinstance(now, AskingSection) else point.section if point else ""
    leaf = outline.leaf(section)
    assert leaf is not None
    assert leaf.kind == kind


@pytest.mark.parametrize("name", STANDS)
def test_poured_in_notes_are_all_there_afterwards(name: str) -> None:
    before = stand(name)
    state, _ = advance(DESK, before, MOVES["贴材料"])
    text = "\n".join((*told(state.draft), *_held(state)))
    for line in NOTES:
        assert tidy(line) in text, line


@pytest.mark.parametrize("name", STANDS)
def test_a_word_on_its_own_never_becomes_a_point(name: str) -> None:
    before = stand(name)
    for move in ("没有", "同上", "不知道", "随便", "你定", "以后再说", "谢谢", *ASKING_BACK):
        state, _ = advance(DESK, before, MOVES[move])
        words = MOVES[move]
        assert isinstance(words, Said)
        assert tidy(words.text) not in told(state.draft), move


@pytest.mark.parametrize("name", STANDS)
async def test_undo_takes_every_move_back(name: str, tmp_path: Path) -> None:
    store = await Store.open(tmp_path / "d.db")
    conversation = Conversation(DESK, store)
    for number, event in enumerate(STANDS[name][1]):
        await conversation.handle("me", f"begin-{number}", event)
    before = stand(name)
    question = ask(DESK, before).text
    for move, event in MOVES.items():
        state, _ = advance(DESK, before, event)
        unmoved = same(state, before) or (state.draft, ask(DESK, state).text) == (before.draft, question)
        if unmoved or not STANDS[name][1] or (name, move) == ("确认删除", "第一项"):
            continue
        await conversation.handle("me", f"do-{move}", event)
        await conversation.handle("me", f"undo-{move}", Commanded("undo"))
        where = await conversation.session("me")
        assert where
        assert await conversation.draft("me", where[0]) == before.draft, move
        replies = [outgoing.reply for outgoing in await conversation.unsent("me")]
        assert isinstance(replies[-1], Question)
        assert replies[-1].text == ask(DESK, before).text, move
    await store.close()


def _held(state: State) -> tuple[str, ...]:
    """Give the lines that a question still holds."""
    return state.focus.lines if isinstance(state.focus, Receiving) else ()


def test_what_is_sent_for_a_purpose_is_not_taken_for_an_answer() -> None:
    state = after([MOVES["贴材料"]], stand("等材料"))
    assert not isinstance(current(DESK, state), Awaiting | Rewriting)
    assert len(state.draft.cards) == len(NOTES)
