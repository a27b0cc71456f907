"""Looking wording up in the talk: paged and narrowed, copied, put into the section, and never in the way."""

import re
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.adapters.telegram.keyboard import keyboard
from bot.adapters.telegram.reception import NO_BUTTON
from bot.adapters.telegram.replies import messages_of
from bot.draft import Draft, Profile
from bot.engine import advance, ask
from bot.events import Commanded, Edited, Event, Opened, Picked, Said, Sent
from bot.replies import Choice, Question, Say
from bot.report import assemble
from bot.state import (
    AskingSection,
    Awaiting,
    BrowsingPhrases,
    ChoosingGenre,
    Confirming,
    Finished,
    ReviewingPoint,
    Rewriting,
    State,
)
from bot.steps.checklist import FIELDS, current, outline_of
from bot.steps.filling_in import completed
from bot.steps.phrases import SHOWN
from phrasebank.bank import load
from phrasebank.patterns import fill, readable
from phrasebank.terms import MOVE_NAMES, SECTION_NAMES
from tests.driving import run_terminal
from tests.driving_conversation import BEGINNING, Talk, asked
from tests.driving_engine import DESK, labels, played, said
from tests.driving_telegram import Server, run_telegram, serving
from tests.odd_text import QUERIES, SURROGATES
from tests.oracle.calls import faults
from tests.repairing import stand
from tests.telegram_fake import FakeTelegram, Person

PLAIN = "抓实理论学习，每月集中研讨1次"
BEGUN = State(
    Draft(
        genre="party_building",
        profile=Profile("区委编办党支部", "党支部书记", "李明", 2025),
        asked=FIELDS,
        settled=("opening",),
    )
)


def after(state: State, *events: Event | str) -> State:
    return played(state, *events)[0]


def told(state: State, event: Event | str) -> str:
    return played(state, event)[1]


def looked_up(words: str = "意识形态", state: State = BEGUN) -> State:
    return after(state, Commanded("phrase", words))


def page(state: State) -> list[str]:
    """Give the phrases shown, without what stands behind them in brackets."""
    return [choice.label.rpartition("（")[0] for choice in ask(DESK, state).choices if choice.copy]


def number(state: State, label: str) -> str:
    """Give the number of a choice."""
    return str(labels(state).index(label) + 1)


def numbered(state: State, text: str) -> str:
    """Give the number of a phrase."""
    return str(page(state).index(text) + 1)


def texts(state: State, section: str = "achievements") -> list[str]:
    return [point.text for point in state.draft.points if point.section.startswith(section)]


def report(state: State) -> str:
    outline = outline_of(DESK, state.draft)
    assert outline
    return "\n".join(block.line for block in assemble(state.draft, outline, DESK.bank).blocks)


# What is shown.


@pytest.mark.parametrize("query", ["意识形态", "ysxt"])
def test_words_and_their_initials_find_phrases_that_hold_them(query: str) -> None:
    shown = page(looked_up(query))
    assert len(shown) == SHOWN
    assert all("意识形态" in text for text in shown)


def test_a_phrase_shows_its_gaps_section_and_move_and_copies_with_gaps_that_cannot_be_overlooked() -> None:
    first = ask(DESK, looked_up()).choices[0]
    assert first.label == "研究意识形态工作〔数字〕次（履职情况·举措）"
    assert first.copy == "研究意识形态工作【待补：数字】次"


@pytest.mark.parametrize("section", ["履职情况", "存在问题", "下步打算"])
def test_the_pages_show_every_hit_once_and_those_fit_for_the_section_in_hand_first(section: str) -> None:
    state, shown = looked_up("意识形态", after(BEGUN, Commanded("goto", section))), list[str]()
    while "下一页" in str(ask(DESK, state)):
        shown += page(state)
        state = after(state, "下一页")
    shown += page(state)
    hits = DESK.find("意识形态", limit=100, genre="party_building", year=2025)
    assert sorted(shown) == sorted(readable(hit.text) for hit in hits)
    fit = [readable(hit.text) for hit in hits if SECTION_NAMES[hit.section] == section and hit.score > 5]
    assert fit
    assert shown[: len(fit)] == fit


def test_the_page_before_is_where_it_was() -> None:
    first = looked_up()
    second = after(first, number(first, "下一页"))
    assert page(second) != page(first)
    assert page(after(second, number(second, "上一页"))) == page(first)


@pytest.mark.parametrize(("way", "names"), [("只看某一部分", SECTION_NAMES), ("只看某种作用", MOVE_NAMES)])
def test_a_look_up_is_narrowed_to_any_section_or_move_that_there_is(way: str, names: dict[str, str]) -> None:
    ways = after(looked_up(), way)
    *offered, everything, back = ask(DESK, ways).choices
    assert len(offered) > 2
    assert (everything.label, back.label) == ("全都看", "返回")
    for choice in offered:
        assert choice.label in names.values()
        narrowed = after(ways, choice.label)
        assert page(narrowed)
        assert all(choice.label in each.label for each in ask(DESK, narrowed).choices if each.copy)
    assert page(after(ways, "返回")) == page(looked_up())


def test_section_and_move_narrow_together_and_are_let_go_again() -> None:
    state = after(looked_up(), "只看某一部分", "下步打算", "只看某种作用", "承诺")
    assert {choice.label[-9:] for choice in ask(DESK, state).choices if choice.copy} == {"（下步打算·承诺）"}
    assert page(after(state, "换一部分", "全都看", "换一种作用", "全都看")) == page(looked_up())


def test_without_words_the_wording_of_the_section_in_hand_is_shown() -> None:
    state = after(BEGUN, Commanded("goto", "存在问题"), Commanded("phrase"))
    assert all("（存在问题·" in choice.label for choice in ask(DESK, state).choices if choice.copy)
    assert page(after(State(), Commanded("phrase")))


@pytest.mark.parametrize("words", ["🎉", "“”", "qqqqzzzz"])
def test_what_is_not_found_leaves_everything_as_it_was(words: str) -> None:
    assert "没有找到" in told(BEGUN, Commanded("phrase", words))
    assert looked_up(words).focus is None
    browsing = looked_up()
    assert looked_up(words, browsing).focus == browsing.focus


def test_looking_up_again_begins_a_new_search_over_the_same_question() -> None:
    state = looked_up("党课", after(looked_up(), "下一页", "只看某一部分"))
    assert page(state) == page(looked_up("党课"))
    assert state.beneath.focus is None


# What is put in.


def test_a_phrase_without_gaps_goes_into_the_section_word_for_word() -> None:
    state = after(BEGUN, Commanded("goto", "下步打算"), Commanded("phrase", "调查研究"))
    chosen = "多到基层调查研究"
    state = after(state, numbered(state, chosen))
    assert texts(state, "plans") == [chosen]
    assert isinstance(current(DESK, state), AskingSection)
    assert chosen in report(state)


def test_a_phrase_with_gaps_stands_with_visible_gaps_until_they_are_filled() -> None:
    state = looked_up("党课")
    state = after(state, numbered(state, "讲授党课〔数字〕次"))
    assert texts(state) == ["讲授党课【待补：数字】次"]
    assert "讲授党课【待补：数字】次" in report(state)
    assert isinstance(current(DESK, state), Rewriting)
    assert "还空着 1 处：数字" in ask(DESK, state).text
    assert "【待补：数字】" in report(after(state, Commanded("skip")))


@pytest.mark.parametrize("words", ["4", "4次", "四次", "讲授党课4次", "今年讲授党课4次。"])
def test_gaps_are_filled_by_what_belongs_there_or_by_the_whole_sentence(words: str) -> None:
    state = looked_up("党课")
    state = after(state, numbered(state, "讲授党课〔数字〕次"), words)
    (text,) = texts(state)
    assert re.search("讲授党课[4四]次", text)
    assert "待补" not in text
    assert text.removesuffix("。") in report(state)


def test_words_that_fill_no_gap_are_further_points_and_the_gap_stays() -> None:
    state = looked_up("党课")
    state = after(state, numbered(state, "讲授党课〔数字〕次"), "走访群众10户18人，解决急难愁盼问题7件")
    assert texts(state) == ["讲授党课【待补：数字】次", "走访群众10户18人，解决急难愁盼问题7件"]


def test_no_figure_comes_from_anywhere_but_the_user() -> None:
    for state in (looked_up(""), looked_up("意识形态"), looked_up("调查研究")):
        for place in range(1, SHOWN + 1):
            put = after(state, str(place))
            assert not re.search(r"\d", "".join(texts(put)))


@pytest.mark.parametrize("lead", ["工作中存在的主要问题是：", "主要情况是："])
def test_a_phrase_that_leads_over_to_others_is_no_point(lead: str) -> None:
    state = looked_up(lead)
    assert page(state)[0] == lead
    assert lead in told(state, "1")
    assert after(state, "1").draft == state.draft


def test_the_same_phrase_is_not_put_in_twice() -> None:
    state = after(looked_up("调查研究", after(BEGUN, Commanded("goto", "下步打算"))))
    place = numbered(state, "多到基层调查研究")
    again = after(state, place, Commanded("goto", "下步打算"), Commanded("phrase", "调查研究"), place)
    assert texts(again, "plans") == ["多到基层调查研究"]


def test_where_no_section_is_in_hand_a_phrase_is_set_out_and_nothing_is_written() -> None:
    for state in (State(), after(BEGUN, Commanded("goto", "开头")), after(BEGUN, Commanded("import"))):
        browsing = looked_up("党课", state)
        assert told(browsing, "1") == ask(DESK, browsing).choices[0].copy
        assert after(browsing, "1").draft == state.draft
        assert page(after(browsing, "1")) == page(browsing)


def test_an_edit_of_the_number_that_chose_a_phrase_does_not_reach_the_phrase() -> None:
    state = looked_up("党课")
    state = after(state, Said(numbered(state, "讲授党课〔数字〕次"), "m1"))
    assert texts(after(state, Edited("9", "m1"))) == ["讲授党课【待补：数字】次"]


# Never in the way.


def below() -> dict[str, tuple[State, str]]:
    """Give questions of all sorts, each with words that answer it."""
    reviewing = after(BEGUN, "走访群众10户18人，解决急难愁盼问题7件")
    return {
        "genre": (State(), "书记抓党建"),
        "field": (after(State(), "2"), "区委编办党支部"),
        "section": (BEGUN, "发展党员2名"),
        "review": (reviewing, "走访群众12户20人，解决急难愁盼问题7件"),
        "rewriting": (after(reviewing, "3"), "走访群众12户20人，解决急难愁盼问题7件"),
        "awaiting": (after(BEGUN, Commanded("import")), "慰问困难党员6户\n发展党员2名\n建立党员先锋岗3个"),
        "going": (after(BEGUN, Commanded("goto")), "存在问题"),
        "year": (after(State(), "2", "区委编办党支部", "党支部书记", "李明"), "2025"),
        "elsewhere": (after(BEGUN, Commanded("goto", "下步打算")), PLAIN),
    }


@pytest.mark.parametrize("name", below())
def test_what_answers_nothing_here_answers_the_question_below(name: str) -> None:
    state, words = below()[name]
    plain = after(state, words)
    assert plain != state
    for browsing in (looked_up("党课", state), after(looked_up("党课", state), "只看某种作用")):
        assert browsing.draft == state.draft
        through = after(browsing, words)
        assert (through.draft, through.focus) == (plain.draft, plain.focus)


@pytest.mark.parametrize("name", below())
@pytest.mark.parametrize(
    "leaving", ["返回", "不查了", Commanded("skip"), Commanded("back"), Commanded("cancel")]
)
def test_leaving_comes_back_to_the_question_below(name: str, leaving: str | Event) -> None:
    state, _ = below()[name]
    left = after(looked_up("党课", state), leaving)
    assert (left.draft, left.focus) == (state.draft, state.focus)


def test_a_file_goes_where_it_was_waited_for() -> None:
    waiting = after(BEGUN, Commanded("import"))
    lines = ("发展党员2名", "建立党员先锋岗3个")
    assert isinstance(current(DESK, waiting), Awaiting)
    straight = after(waiting, Sent("材料.txt", lines))
    through = after(looked_up("党课", waiting), Sent("材料.txt", lines))
    assert (through.draft, through.focus) == (straight.draft, straight.focus)


@pytest.mark.parametrize("name", ["help", "preview", "facts", "history", "drafts"])
def test_a_command_that_changes_nothing_leaves_the_page_open(name: str) -> None:
    state = looked_up()
    assert page(after(state, Commanded(name))) == page(state)


def test_an_edit_of_what_was_said_before_reaches_the_draft_and_leaves_the_page_open() -> None:
    state = looked_up("党课", after(BEGUN, Said("发展党员2名", "m1"), "1"))
    edited = after(state, Edited("发展党员3名", "m1"))
    assert texts(edited) == ["发展党员3名"]
    assert page(edited) == page(state)


def test_a_phrase_pasted_with_its_gaps_is_asked_to_be_filled_when_it_is_reworded() -> None:
    state = after(BEGUN, "讲授党课【待补：数字】次", "我来改写")
    assert "还空着 1 处：数字" in ask(DESK, state).text
    assert texts(after(state, "4次")) == ["讲授党课4次"]
    assert texts(after(state, "去村里讲了党课")) == ["去村里讲了党课"]
    assert texts(after(state, Commanded("skip"))) == ["讲授党课【待补：数字】次"]


def test_a_command_that_leads_elsewhere_leads_there() -> None:
    state = after(looked_up(), Commanded("goto", "存在问题"))
    assert current(DESK, state) == AskingSection("problems")


def test_who_comes_back_is_asked_the_question_below() -> None:
    assert after(looked_up(), Opened()).focus is None
    assert after(looked_up(), Commanded("start")).focus is None


@pytest.mark.parametrize("words", ["是", "删除", "确定", "1"])
def test_a_yes_said_to_a_page_erases_nothing(words: str) -> None:
    asked_to_erase = after(BEGUN, Commanded("forget"))
    assert isinstance(asked_to_erase.focus, Confirming)
    _, effects = advance(DESK, looked_up("党课", asked_to_erase), Said(words))
    assert all(isinstance(effect, Say) for effect in effects)


@pytest.mark.parametrize("words", ["行", "用。", "好的！", "1、3", "1 2", "99"])
def test_words_that_choose_but_not_one_are_asked_about_and_taken_for_nothing_else(words: str) -> None:
    state = looked_up()
    assert told(state, words)
    assert after(state, words).draft == state.draft
    assert page(after(state, words)) == page(state)


def test_a_wording_waiting_for_a_yes_is_not_agreed_to_by_one_said_to_a_page() -> None:
    reviewing = after(BEGUN, "发展党员2名")
    assert isinstance(current(DESK, reviewing), ReviewingPoint)
    assert after(looked_up("党课", reviewing), "好").draft == reviewing.draft


# Buttons and undoing.


def test_a_button_of_a_page_turned_since_is_refused() -> None:
    first = looked_up()
    second = after(first, "下一页")
    old = Picked(ask(DESK, first).choices[0].key, first.revision)
    assert "过期" in told(second, old)
    assert after(second, old).draft == second.draft


@pytest.mark.parametrize("key", ["c-any-01", "u-1", "stay", "all", "problems", "p1", "../x", "\ud800", ""])
def test_a_key_that_the_page_does_not_offer_is_refused(key: str) -> None:
    state = looked_up()
    assert "没有这个选项" in told(state, Picked(key, state.revision))
    assert after(state, Picked(key, state.revision)).focus == state.focus


def test_a_phrase_that_was_forgotten_since_it_was_shown_cannot_be_taken() -> None:
    gone = replaced(looked_up("党课"), [Choice("u-9", "讲授党课9次")])
    assert "不在了" in gone


def replaced(state: State, offered: Sequence[Choice]) -> str:
    """Pick what a page shown before offered, and the corpus no longer has."""
    from bot.steps.phrases import BrowsingStep  # noqa: PLC0415 - beside the engine, which offers it no more

    assert isinstance(state.focus, BrowsingPhrases)
    return said(BrowsingStep(DESK, state, state.focus).picked(offered[0].key)[1])


async def test_undo_goes_back_page_by_page_and_takes_a_phrase_out_again(talk: Talk) -> None:
    await talk.says(*BEGINNING)
    before = await talk.draft()
    pages = [asked(await talk.says(each)).text for each in (Commanded("phrase", "党课"), "下一页")]
    await talk.says("1")
    assert (await talk.draft()).points
    for text in reversed(pages):
        assert asked(await talk.says(Commanded("undo"))).text == text
    assert await talk.draft() == before


# Everything that can be typed.

EVENTS: st.SearchStrategy[Event] = st.one_of(
    st.builds(Commanded, st.just("phrase"), QUERIES),
    st.builds(
        Said, st.sampled_from(["1", "2", "5", "6", "7", "8", "下一页", "返回", "4次", "好", "发展党员2名"])
    ),
    st.builds(Said, QUERIES),
    st.builds(
        Picked,
        st.sampled_from(["next", "previous", "section", "move", "back", "problems"]),
        st.integers(0, 9),
    ),
    st.builds(Commanded, st.sampled_from(["undo", "back", "skip", "goto", "cancel"]), st.just("")),
)


@given(st.sampled_from([State(), BEGUN]), st.lists(EVENTS, max_size=8))
@settings(deadline=None)
def test_whatever_is_looked_up_and_typed_ends_in_a_question_that_can_be_stored(
    state: State, events: list[Event]
) -> None:
    for event in events:
        state, _ = advance(DESK, state, event)
        question = ask(DESK, state)
        assert question.text
        assert all(re.fullmatch(r"[!-~]{1,48}", choice.key) for choice in question.choices)
        clean = msgspec.json.decode(msgspec.json.encode(state), type=State)
        assert ask(DESK, clean) == question


@given(QUERIES)
@settings(deadline=None)
def test_any_words_for_a_look_up_find_something_or_say_so(words: str) -> None:
    state = looked_up(words)
    assert page(state) or "没有找到" in told(BEGUN, Commanded("phrase", words))


def test_ten_thousand_characters_are_looked_up_as_their_beginning() -> None:
    state = looked_up("党建" * 5000)
    assert len(str(state.focus)) < 300
    assert page(state)


SENTENCES = st.sampled_from([fill(pattern.text, {}) for pattern in load().patterns if pattern.slots])


@given(
    SENTENCES,
    st.one_of(QUERIES, st.just("4次"), st.just("区委编办、3次"), st.just("3、4、5"), st.just("创建5、3")),
)
@settings(deadline=None)
def test_filling_in_keeps_every_word_of_the_sentence_and_of_the_user_or_does_nothing(
    sentence: str, words: str
) -> None:
    whole = completed(sentence, words)
    if whole not in ("", words):
        assert "【" not in whole or "【" in words
        kept = iter(whole)
        own = re.sub("【待补：[^】]*】", "", sentence)
        assert all(character in kept for character in own)
        assert set(re.findall(r"\d+", whole)) <= {*re.findall(r"\d+", own), *re.findall(r"\d+", words)}


@pytest.mark.parametrize(
    ("sentence", "words", "whole"),
    [
        ("讲授党课【待补：数字】次", "4", "讲授党课4次"),
        ("讲授党课【待补：数字】次", "4次", "讲授党课4次"),
        ("讲授党课【待补：数字】次", "去村里讲了党课", ""),
        ("开展【待补：活动】【待补：数字】次", "77、78", ""),
        ("开展【待补：活动】【待补：数字】次", "创建5、3", ""),
        ("开展【待补：活动】【待补：数字】次", "三会一课、3", "开展三会一课3次"),
        ("截至【待补：日期】，讲授党课【待补：数字】次", "12月15日、3", "截至12月15日，讲授党课3次"),
        ("围绕【待补：问题】开展调研", "77万元", ""),
        ("围绕【待补：活动】讲好身边故事", "走访群众77户", ""),
        ("健全【待补：文件】", "走访群众77户", ""),
        ("健全【待补：文件】", "《党发〔2025〕3号》", "健全《党发〔2025〕3号》"),
        ("讲授党课【待补：数字】次", "3人", ""),
        ("讲授党课【待补：数字】次", "5月", ""),
        ("讲授党课【待补：数字】次", "98%", ""),
        ("讲授党课【待补：数字】次", "12余次", "讲授党课12余次"),
        ("参加培训【待补：数字】人次", "30人", ""),
        ("参加培训【待补：数字】人次", "30人次", "参加培训30人次"),
        ("投入【待补：数字】万元", "300000元", ""),
        ("投入【待补：数字】万元", "30万元", "投入30万元"),
        ("投入【待补：数字】", "30万元", "投入30万元"),
        ("完成率达【待补：数字】，群众满意", "98%", "完成率达98%，群众满意"),
        ("慰问【待补：数字】人", "1,200人", "慰问1,200人"),
        ("到【待补：地点】调研【待补：数字】次", "西山村、3次", "到西山村调研3次"),
        ("到【待补：地点】调研【待补：数字】次", "西山村", ""),
        ("到【待补：地点】调研【待补：数字】次", "到西山村调研3次", "到西山村调研3次"),
        ("【待补：业务领域】落实不够到位", "理论学习", "理论学习落实不够到位"),
        ("【待补：业务领域】落实不够到位", "走访群众10户18人", ""),
    ],
)
def test_gaps_take_what_fits_them(sentence: str, words: str, whole: str) -> None:
    assert completed(sentence, words) == whole


@pytest.mark.parametrize("words", ["3人", "3、5", "20万元"])
def test_a_figure_that_fits_no_gap_is_neither_filled_in_nor_taken_for_a_point(words: str) -> None:
    filling = stand("填空")
    assert "没有填" in told(filling, words)
    assert after(filling, words).draft == filling.draft
    assert isinstance(after(filling, words).focus, Rewriting)


# In every adapter.

TALK = (
    *("2", "区委编办党支部", "党支部书记", "李明", "2025", "1"),
    *("/phrase ysxt", "下一页", "上一页", "2", "4次"),
    *("/句式 党课", "走访群众10户18人，解决急难愁盼问题7件", "1"),
    *("/phrase 调查研究", "只看某一部分", "下步打算", "返回", "/export txt"),
)


def test_the_talk_gives_the_same_report_in_the_terminal_and_on_telegram(tmp_path: Path) -> None:
    shown = "".join(run_terminal(TALK, tmp_path / "terminal.db", tmp_path / "out"))
    (file,) = (tmp_path / "out").iterdir()
    seen, ((_, data),) = run_telegram(TALK, tmp_path / "telegram.db")
    assert file.read_bytes() == data
    assert "专题研究意识形态工作4次" in data.decode()
    assert "走访群众10户18人" in data.decode()
    for text in (shown, "\n".join(seen)):
        assert "2. 专题研究意识形态工作〔数字〕次（履职情况·举措）" in text
        assert "多到基层调查研究（下步打算·承诺）" in text


def test_the_first_question_can_be_looked_away_from_too(tmp_path: Path) -> None:
    shown = run_terminal(["/phrase 党课", "返回"], tmp_path / "drafts.db", tmp_path / "out")
    assert any("讲授党课" in text for text in shown)
    assert "这次写哪一种述职报告" in shown[-1]
    assert isinstance(current(DESK, after(State(), Commanded("phrase", "党课"), "返回")), ChoosingGenre)


def test_a_report_that_is_done_can_be_looked_up_for() -> None:
    done = State(Draft(genre="party_building", asked=FIELDS, settled=tuple(sections())))
    assert isinstance(current(DESK, done), Finished)
    assert page(looked_up("党课", done))


def sections() -> list[str]:
    return [leaf.id for leaf in DESK.outlines["party_building"].leaves()]


@pytest.fixture
async def server(tmp_path: Path, fake: FakeTelegram) -> AsyncIterator[Server]:
    async with serving(tmp_path / "drafts.db", fake) as server:
        for line in ("/start", "2", "区委编办党支部", "党支部书记", "李明", "2025", "1", "/phrase 意识形态"):
            Person(fake).say(line)
        await server.settle()
        yield server


async def test_on_telegram_one_tap_copies_and_another_puts_in(server: Server, fake: FakeTelegram) -> None:
    rows = fake.called("sendMessage")[-1]["reply_markup"]["inline_keyboard"]
    phrases, others = rows[:SHOWN], rows[SHOWN:]
    assert [len(row) for row in rows] == [2] * len(phrases) + [1] * len(others)
    assert phrases[1][1]["copy_text"] == {"text": "专题研究意识形态工作【待补：数字】次"}
    for row in rows:
        assert re.fullmatch(r"v1:\d+:[a-z0-9-]+", row[0]["callback_data"])
    Person(fake).press(phrases[1][0]["callback_data"])
    await server.settle()
    (point,) = (await server.draft()).points
    assert point.text == "专题研究意识形态工作【待补：数字】次"
    Person(fake).say("4")
    await server.settle()
    (point,) = (await server.draft()).points
    assert point.text == "专题研究意识形态工作4次"


async def test_on_telegram_pages_and_narrowing_go_by_buttons(server: Server, fake: FakeTelegram) -> None:
    person = Person(fake)
    taps = {"下一页": "第 2 页", "只看某一部分": "要看哪一部分", "存在问题": "存在问题的句式"}
    for label, shown in taps.items():
        person.tap(label)
        await server.settle()
        assert shown in person.seen[-1]
    person.tap("返回")
    await server.settle()
    assert "这一年做了哪些事" in person.seen[-1]


async def test_on_telegram_an_old_page_and_a_foreign_or_forged_tap_change_nothing(
    server: Server, fake: FakeTelegram
) -> None:
    before, old = await server.draft(), next(iter(fake.chats[7][-1].buttons.values()))
    person, other = Person(fake), Person(fake, 8)
    person.tap("下一页")
    await server.settle()
    person.press(old)
    await server.settle()
    assert "过期" in "".join(person.seen[-2:])
    forged = [other.press(old, chat=7), person.press("v1:8:意识形态")]
    person.press(f"v1:{old.split(':')[1]}:c-any-01")
    await server.settle()
    assert [fake.answers[each] for each in forged] == [NO_BUTTON, NO_BUTTON]
    assert await server.draft() == before


def test_what_is_too_long_to_be_copied_whole_has_no_button_to_copy_it() -> None:
    for length, copies in ((256, True), (257, False)):
        for text in ("字" * length, "𠮷" * (length // 2) + "字" * (length % 2)):
            (message,) = messages_of(Question("？", (Choice("a", "甲", copy=text),), 1))
            made = keyboard(message.buttons)
            assert made
            assert (len(made.inline_keyboard[0]) == 2) is copies


@given(st.text(max_size=300), st.text(SURROGATES, max_size=3))
@settings(deadline=None)
def test_whatever_is_to_be_copied_makes_a_keyboard_that_telegram_takes(text: str, more: str) -> None:
    (message,) = messages_of(Question("？", (Choice("a", "甲", copy=text + more),), 1))
    made = keyboard(message.buttons)
    assert made
    assert not faults("sendMessage", {"chat_id": 7, "text": "？", "reply_markup": made.to_dict()})
