"""A text whose line breaks were lost is cut where its paragraphs began."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phrasebank.breaks import restore, restore_raw
from phrasebank.tidying import Line
from tests.truth import bare

BODY = "坚持把政治理论学习摆在首位，全年组织集中研讨24次，撰写心得体会36篇，政治素养得到进一步提高。"
REPORT = (
    "某局党支部书记2024年度述职报告",
    "2024年，我认真履行第一责任人职责，抓班子带队伍，做了一些工作。现将情况报告如下：",
    "一、履职情况",
    f"（一）加强学习，提高站位。{BODY}",
    f"（二）压实责任，传导压力。{BODY}",
    "二、存在的问题及原因",
    f"一是学习不够深入。{BODY}",
    f"二是监督不够严格。{BODY}",
    "三、下一步打算",
    f"1、抓好学习。{BODY}",
    f"2、抓好监督。{BODY}",
    "某局党支部2024年12月30日",
)


def parts(text: str) -> list[str]:
    return [line.text for line in restore([Line(1, text)])]


def test_paragraphs_are_found_again_by_their_markers() -> None:
    assert parts("".join(REPORT)) == list(REPORT)


def test_blanks_that_stand_for_breaks_are_breaks() -> None:
    assert restore_raw([" ".join(REPORT)]) == ["\v".join(REPORT)]


def test_a_label_ends_where_its_text_begins() -> None:
    text = f"{BODY}{BODY}{BODY}{BODY}{BODY}{BODY}"
    found = parts(f"一、履职情况{text}二、存在的问题及下步打算我在落实责任方面还有差距，{text}")
    assert found[0] == "一、履职情况"
    assert found[2] == "二、存在的问题及下步打算"


def test_short_sentences_that_run_parallel_begin_paragraphs() -> None:
    found = parts(f"一、履职情况。责任链条更紧。{BODY * 2}理论武装更强。{BODY * 2}正风肃纪更严。{BODY * 2}")
    assert [part[:7] for part in found[1:]] == ["责任链条更紧。", "理论武装更强。", "正风肃纪更严。"]


@pytest.mark.parametrize(
    "text",
    [
        "深入学习十九届二中、三中、四中全会精神，第一、二、三产业协调发展，完成投资3.5亿元。" * 8,
        f"{BODY}（一）加强学习。{BODY}",
    ],
)
def test_numbers_that_count_nothing_cut_nothing(text: str) -> None:
    assert "".join(parts(text)) == text
    assert all(not part.startswith(("三中", "二、三", "5亿")) for part in parts(text))


def test_headings_built_alike_end_alike() -> None:
    headings = (
        "一、提高站位，扛起管党治党政治责任",
        "二、凝心铸魂，筑牢干部职工思想防线",
        "三、固本强基，提升基层组织战斗力量",
    )
    texts = [
        f"{begin}这项工作，全年部署12次，听取汇报4次，督促整改问题36个。" * 4
        for begin in ("坚持", "党工委重视", "紧盯")
    ]
    whole = "".join(heading + text for heading, text in zip(headings, texts, strict=True))
    assert parts(whole)[::2] == list(headings)


def test_labels_without_markers_are_found_between_sentences() -> None:
    text = f"{BODY}廉洁自律方面我始终牢记宗旨，{BODY * 4}今后的打算下一步，我将努力工作，{BODY * 2}"
    assert [part for part in parts(text) if len(part) < 10] == ["廉洁自律方面", "今后的打算"]


def test_pairs_of_phrases_that_nothing_closes_are_told_by_their_sisters() -> None:
    headings = {
        "抓班子带队伍，支部有了主心骨": "火车跑得快，全靠车头带。",
        "调结构促增收，群众鼓了钱袋子": "针对地薄水缺的实际，三次外出考察。",
        "办实事解难题，日子添了新变化": "为了老人吃饭，村里办起食堂。",
        "查短板找差距，肩上还有千斤担": "我的政策水平还不高，办法不多。",
        "鼓干劲再出发，明年办好三件事": "第一件，修通后沟的路。",
    }
    whole = BODY * 3 + "".join(head + text + BODY * 2 for head, text in headings.items())
    assert [part for part in parts(whole) if part in headings] == list(headings)


def test_phrases_of_a_length_before_colons_are_headings() -> None:
    headings = ("支部这面旗，我们举得高：", "产业这条路，我们走得稳：", "乡亲这点事，我们办得细：")
    whole = BODY * 3 + "".join(head + BODY * 2 for head in headings)
    assert [part for part in parts(whole) if part in headings] == list(headings)


def test_sisters_that_end_for_certain_tell_where_the_last_one_ends() -> None:
    whole = (
        f"一、主动担当，把责任扛在肩上（一）当好表率。{BODY}二、动真碰硬，把规矩立在前头（一）管住关键。{BODY}"
        f"三、刀刃向内，把问题摆在明处（一）压力不足。{BODY}四、久久为功，把成效落在实处下一年度，我将抓好落实。{BODY}"
    )
    assert "四、久久为功，把成效落在实处" in parts(whole)


def test_a_slogan_of_several_phrases_opens_the_title() -> None:
    title = "牢记代表职责 不负人民重托——市人大代表2024年度履职情况报告"
    whole = f"{title}自2021年当选以来，我牢记宗旨。{BODY * 5}"
    assert parts(whole)[0] == title
    blanks = restore_raw([f"{title} 各位代表： " + " ".join([BODY] * 6)])
    assert blanks[0].split("\v")[0] == title


def test_what_stands_behind_the_date_is_no_part_of_the_signature() -> None:
    whole = f"{BODY * 6}以上报告，请予审议。某某村党支部2023年1月6日觉得不错就点个在看"
    assert parts(whole)[-3:] == ["以上报告，请予审议。", "某某村党支部2023年1月6日", "觉得不错就点个在看"]


def test_a_few_blanks_within_a_text_are_no_line_breaks() -> None:
    whole = f"{BODY * 4}（网站 首发）{BODY * 4}赞(3) 收藏(1) 评论(4)"
    assert restore_raw([whole]) == [whole]


def test_a_title_behind_advertising_begins_where_the_report_does() -> None:
    found = parts("点击上方蓝字关注我们，领取全套模板" + "".join(REPORT))
    assert found[:2] == ["点击上方蓝字关注我们，领取全套模板", REPORT[0]]


@given(st.text(st.sampled_from("一二三、（）1.2是。，：第述职报告情况问题 坚持我“”学习QQ"), max_size=400))
def test_nothing_but_blanks_and_stray_stops_is_lost_or_added(text: str) -> None:
    line = text + BODY * 4
    assert bare("".join(parts(line))) == bare(line)
    assert "".join("".join(restore_raw([line])).split()) == "".join(line.split())


def glued(*lines: str) -> list[str]:
    return [line.text for line in restore([Line(number, text) for number, text in enumerate(lines, start=1)])]


def test_headings_behind_paragraphs_get_lines_of_their_own() -> None:
    joined = [REPORT[0], REPORT[1] + REPORT[2], REPORT[3] + REPORT[4] + REPORT[5], *REPORT[6:9], REPORT[9]]
    assert glued(*joined) == list(REPORT[:10])


def test_a_heading_leaves_the_text_that_runs_on_behind_it() -> None:
    whole = ["一、主要工作情况", BODY * 2, "二、存在的不足", BODY * 2, "三、今后打算", BODY]
    joined = ["".join(whole[place : place + 2]) for place in (0, 2, 4)]
    assert glued(*joined) == whole


def test_restored_paragraphs_keep_the_number_of_their_line() -> None:
    lines = [Line(3, "一、主要工作情况" + BODY * 3), Line(7, "二、存在的不足" + BODY * 3)]
    assert [line.number for line in restore(lines)] == [3, 3, 7, 7]


@pytest.mark.parametrize(
    "report", [REPORT, (*REPORT[:3], BODY * 3, "具体有三项：（一）学。（二）查。（三）改。", *REPORT[5:])]
)
def test_a_text_with_its_line_breaks_is_left_alone(report: tuple[str, ...]) -> None:
    assert glued(*report) == list(report)


def test_items_of_a_row_within_a_paragraph_stay_there_when_others_are_parted() -> None:
    row = "重点做好两件事：1.建一座桥；2.修一条路。"
    assert row in glued(REPORT[0], REPORT[1] + REPORT[2], BODY * 3 + REPORT[5], row, REPORT[8], BODY)


@pytest.mark.parametrize(
    "headings",
    [
        ("【抓学习，筑牢政治忠诚】", "【抓监督，推动责任落实】", "【抓自身，打造过硬队伍】"),
        ("坚守初心 修身立德", "精研医术 救死扶伤", "教学相长 勇攀高峰"),
        ("这一年我做了什么？", "我还差在哪儿？", "明年我往哪使劲？"),
        ("壹、以文辅政有高度", "贰、督查落实有力度", "叁、服务保障有温度"),
        ("● 强化思想引领，凝聚奋进力量", "● 深化建功立业，激发创新活力", "● 优化普惠服务，提升幸福指数"),
        ("一、政治监督：做到抓早抓小", "二、日常监督：做到常态长效", "三、执纪审查：做到有案必查"),
        ("坚持移动优先，平台建得更强", "注重群众口碑，内容做得更活", "严格队伍管理，风气带得更正"),
        ("路修到了家门口", "水引到了灶台边", "灯亮到了巷子里"),
    ],
)
def test_headings_of_many_habits_are_found_in_one_line(headings: tuple[str, ...]) -> None:
    starts = ("坚持每周一学，", "去年最烦的就是这件事，", "今年我们跑了七趟，")
    whole = [
        part for heading, start in zip(headings, starts, strict=True) for part in (heading, start + BODY * 2)
    ]
    opening = "现将一年来的情况报告如下："
    assert parts(opening + "".join(whole))[-6:] == whole


def test_the_parts_of_a_report_hold_sections_of_their_own() -> None:
    whole = [
        "第一部分 履职情况",
        "一、抓实党建育人",
        BODY * 2,
        "二、深耕课堂教学",
        BODY * 2,
        "第二部分 廉洁从政情况",
        BODY,
    ]
    found = parts("".join(whole))
    assert [part for part in found if part in whole] == whole
