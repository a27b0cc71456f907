import msgspec
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from bot.draft import Draft
from bot.engine import advance, ask
from bot.events import Commanded, Event, Opened, Picked, Said, Unreadable
from bot.outline import outlines
from bot.replies import Say
from bot.state import State
from bot.steps.limits import LONGEST_MESSAGE
from bot.steps.menu import COMMANDS
from tests.driving_engine import DESK, played
from tests.soak.hostile import KEYS

WORDS = (
    "区委编办党支部",
    "党支部书记",
    "李明",
    "2025",
    "2025年",
    "1",
    "2",
    "6",
    "99",
    "没有",
    "下一项",
    "开展主题党日12次，书记讲党课4次，参加180人次",
    "走访群众10户18人\n发展党员2名\n搞了3次警示教育",
    "理论学习不够深入，全年集中研讨只有4次",
    "针对“党员教育形式单一”问题，开设微党课6期",
    "一是抓学习；二是抓作风。三是抓廉政",
    "2025年12月20日",
    "2025-02-30",
    "\x00\ud800",
    "😀",
    "半个数字12.",
    "字" * (LONGEST_MESSAGE + 1),
)
commands = st.builds(
    Commanded,
    st.sampled_from([*(c for c in COMMANDS if c != "notice"), "skip", "nothing"]),
    st.sampled_from(["", "1", "3", "存在问题", "党建", "all", "txt", "final", "9" * 5000]),
)
events: st.SearchStrategy[Event] = st.one_of(
    st.builds(Said, st.sampled_from(WORDS)),
    st.builds(Said, st.sampled_from(WORDS)),
    st.builds(Said, st.text(max_size=60)),
    st.builds(Picked, st.sampled_from([*KEYS, *outlines()]), st.integers(0, 40)),
    commands,
    st.builds(Unreadable, st.sampled_from(["photo", "sticker", "?"])),
    st.just(Opened()),
)


def begun(genre: str) -> State:
    number = str(list(outlines()).index(genre) + 1)
    return played(State(), number, "市总工会", "党组书记", "李明", "2025")[0]


@settings(max_examples=1000, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from([None, *outlines()]), st.lists(events, max_size=25))
@example("party_building", [Commanded("forget"), Said("1")])
def test_any_talk_ends_in_one_question_and_survives_json(genre: str | None, talk: list[Event]) -> None:
    state = begun(genre) if genre else State()
    for event in talk:
        state, _ = advance(DESK, state, event)
        question = ask(DESK, state)
        assert "例" in question.text
        assert question.revision == state.revision
        assert msgspec.json.decode(msgspec.json.encode(state), type=State) == state
        assert ask(DESK, state) == question


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(list(outlines())), st.lists(events, max_size=15))
def test_every_choice_offered_can_be_taken(genre: str, talk: list[Event]) -> None:
    state, _ = played(begun(genre), *talk)
    for number, choice in enumerate(ask(DESK, state).choices, 1):
        by_button = advance(DESK, state, Picked(choice.key, state.revision))
        by_number = advance(DESK, state, Said(str(number)))
        assert by_button == by_number


def test_a_button_of_an_older_question_changes_nothing() -> None:
    state = begun("party_building")
    after, effects = advance(DESK, state, Picked("another", state.revision - 1))
    assert after.draft == state.draft
    assert effects == (Say("这是之前那个问题的按钮，已经过期。请看下面最新的问题。"),)


def test_a_forged_choice_changes_nothing() -> None:
    state = begun("party_building")
    after, effects = advance(DESK, state, Picked("drop table", state.revision))
    assert after.draft == state.draft
    assert effects == (Say("没有这个选项。请看下面的问题。"),)


def test_a_message_too_long_is_refused_and_nothing_kept_of_it() -> None:
    state = begun("party_building")
    after, effects = advance(DESK, state, Said("学" * 100_001))
    assert after.draft == state.draft
    assert effects == (
        Say("这条太长（100001 字），没有记。请存成文件发来，或分成几条，每条不超过 100000 字。"),
    )


def test_an_empty_message_is_answered_with_what_to_do() -> None:
    state = begun("party_building")
    for nothing in ("", "  \n", "\x00", "\ud800", "\u200b"):
        after, effects = advance(DESK, state, Said(nothing))
        assert after.draft == state.draft
        assert effects == (Say("没有收到文字。请用文字回答下面的问题；不知道怎么写可以发 /help。"),)


def test_a_fresh_talk_asks_for_the_genre() -> None:
    assert [choice.key for choice in ask(DESK, State()).choices] == list(outlines())
    assert State().draft == Draft()
