import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.draft import Draft, Point
from bot.facts.extraction import fact_of, facts_of, numbers_of
from bot.facts.numerals import dates, numerals


def numbers(text: str) -> list[tuple[str, str, str]]:
    return [(number.value, number.unit, number.counts) for number in numbers_of(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "开展主题党日12次，书记讲党课4次，参加180人次",
            [("12", "次", "主题党日"), ("4", "次", "书记讲党课"), ("180", "人次", "参加")],
        ),
        ("走访群众10户18人", [("10", "户", "走访群众"), ("18", "人", "走访群众")]),
        ("结合职能职责开展12次专题研讨", [("12", "次", "专题研讨")]),
        ("6次跟进学习最新重要讲话精神", [("6", "次", "跟进学习最新重要讲话精神")]),
        ("三十余名党员作出承诺", [("三十余", "名", "党员作出承诺")]),
        ("近百个项目", [("近百", "个", "项目")]),
        ("办结率98.5%", [("98.5", "%", "办结率")]),
        ("发放慰问金25.2万元", [("25.2", "万元", "发放慰问金")]),
        ("受理话务12.6万件", [("12.6万", "件", "受理话务")]),
        ("签订责任书1,200份", [("1,200", "份", "签订责任书")]),
        ("收集意见3—5条", [("3—5", "条", "收集意见")]),
        ("严格落实“三会一课”“一岗双责”，压实两个责任", []),
        ("学习《习近平谈治国理政》第四卷", []),
        ("进一步统一思想，形成一系列制度", []),
    ],
)
def test_numbers_come_with_their_unit_and_what_they_count(
    text: str, expected: list[tuple[str, str, str]]
) -> None:
    assert numbers(text) == expected


def test_dates_are_no_figures() -> None:
    text = "3月5日至4月2日走访，4月至7月整改，2023年底前完成，2025年12月20日总结"
    assert numbers(text) == []
    assert dates(text) == ("3月5日至4月2日", "4月至7月", "2023年底前", "2025年12月20日")


def test_a_fact_keeps_the_words_the_documents_and_the_source() -> None:
    fact = fact_of(Point("p7", "achievements", " 3月5日学习《党章》，参加28人。", source="minutes.txt:3"))
    assert fact.id == "f7"
    assert fact.text == "3月5日学习《党章》，参加28人。"
    assert fact.documents == ("《党章》",)
    assert fact.dates == ("3月5日",)
    assert fact.source == "minutes.txt:3"


def test_every_point_is_a_fact_in_the_order_said() -> None:
    draft = Draft().with_points("achievements", ["走访10户", "学习4次"])
    assert [fact.id for fact in facts_of(draft)] == ["f1", "f2"]


@given(st.text(alphabet="12345开展主题党日次名，。、余多近三十百万%％.—至月日年《》“”第一 \n", max_size=80))
def test_any_text_can_be_read_and_each_number_is_where_it_says(text: str) -> None:
    for number in numerals(text):
        written = text[number.start : number.end]
        assert number.value in written
        assert written.endswith(number.unit)
