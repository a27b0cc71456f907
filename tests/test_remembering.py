"""What is remembered of users' words: within bounds, and nothing of it once somebody's words are erased."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.compose.material import Material, statements_in
from bot.compose.splitting import is_one
from bot.conversation import Conversation
from bot.desk import Desk
from bot.events import Commanded, Picked, Said
from bot.replies import Question
from bot.store.store import Store
from bot.store.transaction import Transaction
from bot.turns.handling import handle
from phrasebank.remembering import MOST_CHARACTERS, Recent, held, remembered, wipe

ROOT = Path(__file__).parent.parent
BEGINNING = ("2", "区委编办党支部", "党支部书记", "李明", "2025", "1", "走访群众10户18人")
ME = "local"


async def began(conversation: Conversation) -> Question:
    for number, words in enumerate(BEGINNING):
        replies = await conversation.handle(ME, f"k{number}", Said(words))
    (question,) = [each.reply for each in replies if isinstance(each.reply, Question)]
    return question


async def test_nothing_is_remembered_once_words_are_erased(store: Store) -> None:
    conversation = Conversation(Desk(), store)
    await began(conversation)
    assert held() > 0
    await conversation.handle(ME, "forget", Commanded("forget", "all"))
    replies = await conversation.handle(ME, "sure", Said("1"))
    assert "删除" in str(replies[0].reply)
    assert held() == 0


async def test_a_turn_that_was_taken_back_is_not_remembered_as_said(store: Store) -> None:
    conversation = Conversation(Desk(), store)
    await began(conversation)

    def fails(transaction: Transaction) -> None:
        handle(transaction, Desk(), ME, "lost", Said("慰问困难党员7人"))
        raise InterruptedError

    with pytest.raises(InterruptedError):
        await store.perform(fails)
    await conversation.handle(ME, "next", Said("发展党员2名"))
    session, _ = await conversation.session(ME) or ("", 0)
    draft = await conversation.draft(ME, session)
    assert draft
    assert [point.text for point in draft.points] == ["走访群众10户18人", "发展党员2名"]


async def test_a_session_that_another_program_went_on_with_is_read_anew(tmp_path: Path) -> None:
    one = await Store.open(tmp_path / "drafts.db")
    other = await Store.open(tmp_path / "drafts.db")
    here, there = Conversation(Desk(), one), Conversation(Desk(), other)
    await began(here)
    await there.handle(ME, "there", Said("发展党员2名"))
    await here.handle(ME, "here", Said("慰问困难党员7人"))
    session, _ = await here.session(ME) or ("", 0)
    draft = await here.draft(ME, session)
    assert draft
    assert [point.text for point in draft.points] == ["走访群众10户18人", "发展党员2名", "慰问困难党员7人"]
    await one.close()
    await other.close()


async def test_a_button_works_the_same_whether_its_question_is_remembered_or_not(store: Store) -> None:
    told = []
    for name in ("remembered", "wiped"):
        conversation = Conversation(Desk(), store)
        for number, words in enumerate(BEGINNING):
            replies = await conversation.handle(name, f"k{number}", Said(words))
        question = replies[-1].reply
        assert isinstance(question, Question)
        if name == "wiped":
            wipe()
        press = Picked(question.choices[0].key, question.revision)
        told.append([each.reply for each in await conversation.handle(name, "press", press)])
    assert told[0] == told[1]


def test_what_is_asked_for_again_stays_and_what_was_used_least_lately_goes() -> None:
    recent = Recent[str, int](2)
    recent.put("一", 1)
    recent.put("二", 2)
    assert recent.get("一") == 1
    recent.put("三", 3)
    assert [recent.get(key) for key in ("一", "二", "三")] == [1, None, 3]


def test_what_was_remembered_is_worked_out_anew_after_wiping() -> None:
    calls: list[str] = []

    @remembered(4)
    def length(text: str) -> int:
        calls.append(text)
        return len(text)

    assert (length("走访群众"), length("走访群众"), len(calls)) == (4, 4, 1)
    wipe()
    assert (length("走访群众"), len(calls)) == (4, 2)


@pytest.mark.parametrize("package", ["bot", "phrasebank"])
def test_bounded_caches_stand_in_one_module_where_they_can_be_wiped(package: str) -> None:
    own_words = {
        "phrasebank/remembering.py",
        "phrasebank/finding.py",  # of the bank
        "bot/compose/wording.py",  # of the bank
        "bot/export/template.py",  # of the layouts
    }
    found = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / package).rglob("*.py")
        if "lru_cache" in path.read_text(encoding="utf-8")
    }
    assert found <= own_words


PIECES = (
    "一是",
    "二是",
    "，",
    "。",
    "；",
    "：",
    "1.",
    "2.",
    "①",
    "②",
    "第一",
    "首先，",
    "存在的问题：",
    "|",
    "\n",
)


@given(st.lists(st.one_of(st.sampled_from(PIECES), st.text("党支部开展学习12次人", max_size=8)), max_size=12))
def test_what_is_one_statement_at_a_glance_is_never_cut_into_several(pieces: list[str]) -> None:
    text = "".join(pieces)
    if is_one(text):
        found, _ = statements_in([Material(text)])
        assert len(found) <= 1


def test_of_long_texts_no_more_is_remembered_than_of_many_short_ones() -> None:
    @remembered(1000)
    def first(text: str) -> str:
        return text[:1]

    before = held()
    for place in range(40):
        assert first(f"{place}{'学' * 100_000}") == f"{place}"[:1]
        assert held() - before <= MOST_CHARACTERS // 100_000
    assert first("学习") == "学"
