"""Replies as messages: long texts split well, choices as buttons."""

from hypothesis import given
from hypothesis import strategies as st

from bot.adapters.telegram.replies import Message, messages_of
from bot.adapters.telegram.splitting import split
from bot.adapters.telegram.updates import incoming_of
from bot.outline import outlines
from bot.replies import Choice, Question, Say
from tests.oracle.calls import units

TEXTS = st.text(st.sampled_from("述职。！\n ”）a😀𠮷\u200d"), max_size=60)


def question(*labels: str) -> Question:
    return Question("选哪个？", tuple(Choice(f"k{n}", label) for n, label in enumerate(labels)), 5)


@given(TEXTS | st.text(max_size=60), st.integers(2, 12))
def test_the_parts_joined_are_the_text_and_each_one_fits(text: str, longest: int) -> None:
    text = text.encode(errors="replace").decode()
    parts = split(text, longest)
    assert "".join(parts) == text
    for part in parts:
        assert len(part.encode("utf-16-le")) // 2 <= longest


@given(st.integers(0, 5000), st.integers(4000, 9000))
def test_a_character_of_two_units_is_never_cut(before: int, rare: int) -> None:
    parts = split("述" * before + "𠮷" * rare)
    assert "".join(parts) == "述" * before + "𠮷" * rare
    assert all(units(part) <= 4096 for part in parts)


def test_a_text_is_split_after_a_paragraph_rather_than_a_sentence() -> None:
    assert split("甲。乙\n丙。丁。戊", 8) == ("甲。乙\n", "丙。丁。戊")


def test_a_long_paragraph_is_split_after_a_sentence_with_its_quotation_mark() -> None:
    assert split("他说：“好。”我记下了", 8) == ("他说：“好。”", "我记下了")


def test_a_long_sentence_is_split_where_the_room_ends() -> None:
    assert split("一二三四五六七八九十", 4) == ("一二三四", "五六七八", "九十")


def test_a_text_that_fits_stays_whole() -> None:
    assert split("述" * 4096) == ("述" * 4096,)


def test_the_buttons_stand_below_the_last_part() -> None:
    long = Question("述" * 5000, (Choice("take", "就用这句"),), 3)
    first, last = messages_of(long)
    assert first.buttons == ()
    assert [(button.label, button.data) for button in last.buttons] == [("1. 就用这句", "v1:3:take")]


def test_short_labels_stand_on_the_buttons_alone() -> None:
    (message,) = messages_of(question("就用这句", "换一种写法"))
    assert message.text == "选哪个？"
    assert [button.label for button in message.buttons] == ["1. 就用这句", "2. 换一种写法"]


def test_long_labels_stand_in_the_text_too_with_the_numbers_to_type() -> None:
    (message,) = messages_of(question("不改了", "开展主题党日" * 20))
    assert message.text == "选哪个？\n1. 不改了\n2. " + "开展主题党日" * 20
    assert [len(button.label) for button in message.buttons] == [6, 60]
    assert message.buttons[1].label.endswith("…")


def test_so_many_choices_that_not_all_get_buttons_stand_in_the_text() -> None:
    (message,) = messages_of(question(*(f"第{n}条" for n in range(99))))
    assert len(message.buttons) == 40
    assert "\n99. 第98条" in message.text


def test_what_cannot_be_sent_is_made_fit() -> None:
    assert messages_of(Say("a\ud800b")) == (Message("a\ufffdb"),)
    assert messages_of(Say(" \n ")) == (Message("…"),)
    assert messages_of(Say("述" * 4080 + "\n" * 8160 + "职")) == (Message("述" * 4080), Message("职"))


@given(
    st.integers(0, 10**15 - 1), st.sampled_from([leaf.id for o in outlines().values() for leaf in o.leaves()])
)
def test_every_section_fits_into_a_button_and_comes_back_from_it(revision: int, section: str) -> None:
    (message,) = messages_of(Question("？", (Choice(section, "补"),), revision))
    data = message.buttons[0].data
    assert len(data.encode()) <= 64
    person = {"id": 7}
    chat = {"chat": {"id": 7, "type": "private"}}
    press = incoming_of({"callback_query": {"id": "q", "from": person, "data": data, "message": chat}}, "b")
    assert press is not None
    assert (press.event.key, press.event.revision) == (section, revision)  # type: ignore[union-attr]  # a Press
