"""A line of text becomes a command only where it can be nothing else; the rest is kept as it was said."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.adapters.incoming import ALIASES, BARE, event_of
from bot.events import Commanded, Said
from bot.steps.menu import COMMANDS

SLASHED = st.builds("{}{}{}".format, st.sampled_from(["/", "／", " /"]), st.text(max_size=12), st.text())


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("/help", Commanded("help")),
        ("/HELP", Commanded("help")),
        ("  /undo \n", Commanded("undo")),
        ("／undo", Commanded("undo")),
        ("／ＵＮＤＯ", Commanded("undo")),
        ("/export docx final", Commanded("export", "docx final")),
        ("/export@shuzhi_bot docx", Commanded("export", "docx")),
        ("/start@shuzhi_bot", Commanded("start")),
        ("/goto　存在问题", Commanded("goto", "存在问题")),
        ("/phrase 意识形态\n责任制", Commanded("phrase", "意识形态\n责任制")),
        ("/nosuch", Commanded("nosuch")),
    ],
)
def test_a_word_in_latin_letters_after_a_slash_is_a_command(text: str, command: Commanded) -> None:
    assert event_of(text) == command


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("/goto存在问题", Commanded("goto", "存在问题")),
        ("/resume2", Commanded("resume", "2")),
        ("/phrase：意识形态", Commanded("phrase", "意识形态")),
        ("/help。", Commanded("help")),
        ("/继续2", Commanded("resume", "2")),
        ("/导出，txt", Commanded("export", "txt")),
    ],
)
def test_what_an_input_method_sets_for_a_space_parts_a_command_from_its_argument(
    text: str, command: Commanded
) -> None:
    assert event_of(text) == command


def test_every_chinese_name_leads_to_a_command_that_there_is() -> None:
    assert {event_of(f"/{name}") for name in ALIASES} == {Commanded(name) for name in ALIASES.values()}
    assert set(ALIASES.values()) <= set(COMMANDS)


@pytest.mark.parametrize("word", sorted(BARE))
def test_three_words_are_commands_without_a_slash_but_only_alone(word: str) -> None:
    assert event_of(f" {word}\n") == Commanded(ALIASES[word])
    assert event_of(f"{word}了2项证明事项") == Said(f"{word}了2项证明事项")


@pytest.mark.parametrize(
    "text",
    [
        "/3月开展主题党日",
        "/3",
        "/",
        "//",
        "/ help",
        "/home/x y",
        "/etc.d",
        "/存在问题",
        "/撤销了2项证明事项",
        "/A股上市公司走访3家",
        "km/h",
        "help",
        "草稿",
        "取消",
        "帮助困难群众3户",
        "开展主题党日12次 /export",
        "",
    ],
)
def test_what_may_belong_into_the_report_is_said(text: str) -> None:
    assert event_of(text) == Said(text)


@given(st.one_of(st.text(), SLASHED))
def test_no_word_is_lost_or_made_up_whatever_the_line(text: str) -> None:
    match event_of(text):
        case Said(said):
            assert said == text
        case Commanded(name, argument):
            assert name.isascii()
            assert name == name.lower()
            assert argument in text
        case other:
            pytest.fail(f"a line of text is never {other}")


@given(st.text(alphabet=st.characters(blacklist_characters="/／")))
def test_without_a_slash_everything_else_is_said(text: str) -> None:
    assert event_of(text) == (Commanded(ALIASES[text.strip()]) if text.strip() in BARE else Said(text))
