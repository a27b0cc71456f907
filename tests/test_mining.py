"""What is mined: frames that hold for anyone, with nothing of a document left in them but its wording."""

import hashlib
import re
from itertools import pairwise
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from msgspec import Struct

from phrasebank import loading
from phrasebank.clauses import clauses_of
from phrasebank.cli import main
from phrasebank.constructions import PAIR, SINGLE, may_hold, may_pair
from phrasebank.fitness import is_parallel, is_whole, quality, refusal, run_alike
from phrasebank.frames import fixed, frame_of, typed
from phrasebank.harvest import HEADER, MINED, SEEDS, harvest, pages, save, stale
from phrasebank.identity import names_somebody
from phrasebank.mining import identify, mine
from phrasebank.parsing import parse
from phrasebank.patterns import Pattern, slots_of
from phrasebank.terms import SHAPES
from tests.harvested import HARVEST, PATTERNS
from tests.truth import REPORT_TRUTHS

TEXTS = {path.name: path.read_text("utf-8") for path in SEEDS.glob("*.txt")}
OFFICIAL = ("习近平新时代中国特色社会主义思想",)


class Seed(Struct, frozen=True, forbid_unknown_fields=True):
    file: str
    sha256: str
    genre: str
    provenance: str


class Manifest(Struct, frozen=True, forbid_unknown_fields=True):
    documents: tuple[Seed, ...]


def faulty(fault: str) -> list[str]:
    return [pattern.text for pattern in PATTERNS if re.search(fault, fixed(pattern.text))]


# The seeds


def test_the_manifest_names_every_seed_as_it_was_given() -> None:
    manifest = loading.load(SEEDS / "manifest.yaml", Manifest)
    sums = {name: hashlib.sha256((SEEDS / name).read_bytes()).hexdigest() for name in TEXTS}
    assert {seed.file: seed.sha256 for seed in manifest.documents} == sums
    assert all("所有者" in seed.provenance for seed in manifest.documents)


def test_the_manifest_and_the_parser_agree_on_genres() -> None:
    for seed in loading.load(SEEDS / "manifest.yaml", Manifest).documents:
        assert parse(TEXTS[seed.file].splitlines()).genre == seed.genre


# What is in the bank


def test_the_seeds_give_many_patterns_of_every_shape_but_whole_sentences() -> None:
    assert len(PATTERNS) >= 280
    assert {pattern.shape for pattern in PATTERNS} == set(SHAPES) - {"sentence"}
    sections = {"opening", "rectification", "achievements", "problems", "causes", "plans"}
    assert {pattern.section for pattern in PATTERNS} == sections


def test_ids_are_stable_and_stand_once() -> None:
    assert all(re.fullmatch(r"p-[0-9a-f]{6}", pattern.id) for pattern in PATTERNS)
    assert len({pattern.id for pattern in PATTERNS}) == len(PATTERNS)
    assert identify("走访群众{number}户", "achievements", "evidence") == "p-6e8d87"


def test_every_pattern_names_the_place_it_was_found_in() -> None:
    for pattern in PATTERNS:
        line = TEXTS[pattern.source.file].split("\n")[pattern.source.line - 1].replace("##paidbegin##", "")
        longest = max(re.split("[…，：“]|以下", fixed(pattern.text)), key=len)
        assert longest in line, pattern


def test_every_pattern_names_all_the_places_and_counts_their_documents() -> None:
    for pattern in PATTERNS:
        assert len(set(pattern.sources)) == len(pattern.sources)
        assert pattern.documents == len({source.file for source in pattern.sources})
    places = {pattern.text: [source.line for source in pattern.sources] for pattern in PATTERNS}
    assert places["存在的主要问题及原因"] == [9, 22, 28, 14]
    shared = next(pattern for pattern in PATTERNS if pattern.text == "在{org}的正确领导下")
    assert [source.file[:3] for source in shared.sources] == ["000", "001", "004"]


def test_near_duplicates_count_as_one_in_the_first_wording() -> None:
    said = [
        "扎实开展“读书”活动。",
        "开展了“演讲”活动。",
        "认真开展“走访”活动。",
        "存在做事拖拉的现象。",
        "存在做事拖拉等现象。",
    ]
    documents = [parse(["述职报告", "一、主要工作", text], f"{place}.txt") for place, text in enumerate(said)]
    texts = {pattern.text: pattern.documents for pattern in mine(documents)}
    assert texts["扎实开展“{activity}”活动"] == 3
    assert texts["存在{problem}的现象"] == 2


def test_no_more_than_twenty_characters_run_as_in_a_seed() -> None:
    text = "\n".join(TEXTS.values())
    for pattern in PATTERNS:
        for run in re.split("…", fixed(pattern.text)):
            assert len(run) <= 20, pattern.text
    for page in MINED.glob("*.yaml"):
        (entries,) = yaml.safe_load(page.read_text("utf-8")).values()
        values = [entry["text"] for entry in entries]
        assert not [value for value in values if len(value) >= 25 and value in text]


def test_fixed_text_is_chinese_with_full_width_punctuation_alone() -> None:
    assert not faulty(r"[^\u4e00-\u9fff，。、；：“”%…]")


def test_fixed_text_holds_no_mask_no_place_and_nobody() -> None:
    assert not faulty(r"\*|[Xx×]|某|[省市县]|(?<!社)区|本人|(?<!要)(?<!自)我(?!抓)|\d")


def test_fixed_text_holds_nothing_of_one_institution() -> None:
    local = "宿城|石刻|海滨|灯塔|郭富山|揭东|机构编制|政务|热线|驻街|英烈|烈士|编办|三为|雷锋"
    assert not faulty(local)


def test_fixed_text_holds_no_dated_wording() -> None:
    assert not faulty("防疫|疫情|十[八九]|二十大|两学一做|主题教育|不忘初心|(?<!全面)从严治党|领导核心|系列")


def test_fixed_text_holds_no_fault() -> None:
    wrong = (SEEDS.parent / "tests" / "always_wrong.txt").read_text("utf-8").split()
    assert not faulty("|".join(wrong))
    assert not faulty("截止|批评与自我批评|缴纳党费|上缴党费|“八项规定”|做贡献|的的|有针对地|按照的|对绝对")


def test_quotation_marks_pair() -> None:
    marks = {re.sub("[^“”]", "", pattern.text) for pattern in PATTERNS}
    assert marks <= {"", "“”", "“”“”"}


def test_endings_fit_the_shape() -> None:
    for pattern in PATTERNS:
        if pattern.shape == "lead":
            assert pattern.text.endswith("：")
        else:
            assert not re.search("[，。：；、等的和及]$", pattern.text), pattern.text


def test_titles_name_their_genres_and_headings_their_moulds() -> None:
    titles = {pattern.text: pattern.genres for pattern in PATTERNS if pattern.shape == "title"}
    assert titles["{org}{post}{year}年度落实主体责任述职报告"] == ("main_responsibility",)
    assert titles["{org}{post}抓基层党建工作述职报告"] == ("leading_group_party_building", "party_building")
    moulds = {pattern.text: pattern.mould for pattern in PATTERNS if pattern.shape == "heading"}
    assert moulds["提高政治站位，强化责任担当"] == "6+6"
    assert moulds["加强学习，落实党建工作责任"] == "4+8"
    assert moulds["存在的主要问题及原因"] is None


def test_what_two_documents_share_counts_twice() -> None:
    counts = {pattern.text: pattern.documents for pattern in PATTERNS}
    assert counts["在{org}的正确领导下"] == 3
    assert counts["存在的主要问题及原因"] == 2


# Frames


@pytest.mark.parametrize(
    ("text", "frame"),
    [
        ("走访群众10户18人", "走访群众{number}户{number_2}人"),
        ("党支部组织学习**次", "党支部组织学习{number}次"),
        ("30余名同志参加", "{number}名同志参加"),
        ("确保2023年底前完成", "确保{year}年底前完成"),
        ("于4月至7月走访", "于{date}走访"),
        ("及时下发《关于加强学习的通知》", "及时下发{document}"),
        ("观看《选择》《刀锋》等专题纪录片", "观看{work}等专题纪录片"),
        ("集中观看《**》专题片", "集中观看{work}专题片"),
        ("开展“转作风、提效能”活动", "开展“{activity}”活动"),
        ("严格落实“一岗双责”", "严格落实“一岗双责”"),
        ("赴xx地参观", "赴{place}参观"),
        ("代表xx局党组汇报", "代表{org}汇报"),
        ("贯彻区委、区政府要求", "贯彻{org}要求"),
        ("把意识形态工作纳入单位重要议事日程", "把{domain}纳入单位重要议事日程"),
        ("与机构编制工作同研究、同部署、同推进", "与{domain}同研究、同部署、同推进"),
        ("对党建工作认识不足", "对{domain}认识不足"),
        ("对干部管理不够严格", "对{person}管理不够严格"),
        ("变党建工作“要我抓”为“我要抓”", "变{domain}“要我抓”为“我要抓”"),
        ("将基层党建工作从“虚”做到“实”", "将{domain}从“{problem}”做到“{result}”"),
        ("针对上年度中“研究不深入”问题，加强专题研讨交流", "针对“{problem}”问题，{measure}"),
        ("推动普法由“大水漫灌”向“精准滴灌”转变", "推动{domain}由“{problem}”向“{result}”转变"),
        ("推动党建与业务深度融合", "推动{domain}与{domain_2}深度融合"),
        ("虽然建立了学习制度，但执行还不够严格", "虽然{measure}，但{problem}"),
        ("针对上级反馈的“联系群众不紧密”等问题，班子成员每月进村入户", "针对“{problem}”问题，{measure}"),
        ("以“红心领航”为抓手", "以“{activity}”为抓手"),
        ("以党建引领为统领", "以{domain}为统领"),
        ("推动审批服务从“多头跑”到“一次办”", "推动{domain}从“{problem}”到“{result}”"),
        ("群众满意率达98.5%", "群众满意率达{number}%"),
        ("同比增长12个百分点", "同比增长{number}个百分点"),
        ("组织培训4期280余人次", "组织培训{number}期{number_2}人次"),
    ],
)
def test_what_is_somebodys_own_becomes_a_slot(text: str, frame: str) -> None:
    assert frame_of(text) == frame


@given(st.text(st.sampled_from("把将对与以为党建工作纳入“”《》同、，针问题虽然但0123X*次{}_x等形式通过")))
def test_any_clause_gives_a_frame_with_known_slots(text: str) -> None:
    slots_of(re.sub("[{}]", "", typed(text)))
    assert frame_of(text).count("{") >= text.count("{") - text.count("《")


def test_the_quick_looks_pass_over_nothing_that_a_construction_holds() -> None:
    texts = [*TEXTS.values(), *("\n".join(truth.lines) for truth in REPORT_TRUTHS)]
    clauses = [clause for text in texts for line in re.split("[。\n]", text) for clause in clauses_of(line)]
    for clause in clauses:
        assert may_hold(clause) == any(each.fullmatch(clause) for each in SINGLE), clause
    for one, other in pairwise(clauses):
        if any(each.fullmatch(f"{one}，{other}") for each in PAIR):
            assert may_pair(one), one


@given(st.text(st.sampled_from("，；：“”（）一是主要20241732余党建工作")))
def test_cutting_into_clauses_loses_nothing_but_figures_and_serials(text: str) -> None:
    def bare(text: str) -> str:
        return re.sub(r"[，；：]|\d+|第?[一二]是|主要是", "", text)

    assert bare("，".join(clauses_of(text))) == bare(text)


# Judgement


@pytest.mark.parametrize(
    ("source", "frame", "reason"),
    [
        ("加强看齐意识", "加强看齐意识", "fault"),
        ("推进从严治党", "推进从严治党", "fault"),
        ("均按照的要求递交", "均按照的要求递交", "broken"),
        ("跟进学A讲话精神", "跟进学A讲话精神", "broken"),
        ("核增编制并调整机构", "核增编制并调整机构", "deletion"),
        ("建设海滨新城", "建设海滨新城", "leak"),
        ("在南城区开展活动", "在南城区开展活动", "leak"),
        ("做好疫情防控", "做好疫情防控", "dated"),
        ("优化政务热线", "优化政务热线", "local"),
        ("用好APP平台", "用好APP平台", "foreign"),
        ("本人始终严格要求", "本人始终严格要求", "personal"),
        ("落实“一岗双责", "落实“一岗双责", "quotes"),
        ("高效", "高效", "length"),
        ("一" * 21, "一" * 21, "copied"),
        ("赴甲地乙馆开展活动", "赴{place}{place_2}开展活动", "hollow"),
    ],
)
def test_a_refusal_has_its_reason(source: str, frame: str, reason: str) -> None:
    assert refusal(source, frame) == reason


def test_a_fault_inside_a_slot_does_no_harm() -> None:
    assert refusal("将意识形工作纳入议事日程", "将{domain}纳入议事日程") is None


@pytest.mark.parametrize("text", ["加强理论学习", "做到有文必学、有规必守", "把任务落到实处"])
def test_a_clause_that_opens_with_a_verb_is_whole(text: str) -> None:
    assert is_whole(text, "achievements")


@pytest.mark.parametrize("text", ["在推进工作中", "加强学习等", "形成了统一领导", "抓好{document}", "工作"])
def test_a_clause_that_something_must_follow_is_not_whole(text: str) -> None:
    assert not is_whole(text, "achievements")


def test_a_shortcoming_is_whole_only_where_shortcomings_are_told() -> None:
    assert is_whole("方式方法单一", "problems")
    assert not is_whole("方式方法单一", "achievements")


def test_parallel_wording_is_recognised() -> None:
    assert is_parallel("做到责任明确、目标具体、任务清晰")
    assert not is_parallel("加强学习、深入开展调查研究")
    assert run_alike("想群众之所想", "急群众之所急")
    assert not run_alike("加强政治学习", "改进工作作风建设")


@pytest.mark.parametrize(
    "clause",
    [
        "赴青石镇开展调研",
        "走进幸福里社区开展服务",
        "与周大山同志谈心谈话",
        "参观育才小学校史馆",
        "到宏达集团开展调研",
        "与教育局开展共建",
    ],
)
def test_names_of_places_people_and_institutions_never_enter(clause: str) -> None:
    assert refusal(clause, clause) == "leak"


SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱林郭罗梁宋郑谢韩唐冯董萧曹袁邓许傅沈彭吕苏卢蒋蔡贾"
    "丁魏薛叶阎潘杜夏汪姜姚谭廖邹熊崔邱侯邵孟汤龚"
)
GIVEN = ("建国", "秀英", "志强", "桂兰", "海燕", "德福", "雪梅", "永刚", "淑芬", "国庆", "静")
PLACES = ("青石县", "白马镇", "柳林乡", "红旗村", "东湖街道", "幸福里社区", "江北区", "云山市", "大河沟村")
UNITS = (
    "青石县财政局",
    "云山人民医院",
    "宏达集团",
    "振兴公司",
    "青山水泥厂",
    "城关派出所",
    "红星酒店",
    "育红幼儿园",
    "惠民合作社",
)
NAMING = (
    "慰问老党员{0}3次",
    "与{0}开展谈心谈话5次",
    "为{0}解决困难4件",
    "组织{0}参加培训2次",
    "走访{0}12次",
    "推荐{0}、{0}参加评选2次",
    "开展“学习{0}”活动2次",
    "表彰先进{0}等5人",
    "深入{0}走访群众20户30人",
    "在{0}召开现场会2次",
    "推动{0}产业发展3项",
    "与{0}签订共建协议2份",
    "加强对{0}的监督检查3次",
    "做到{0}建好、{0}管好",
    "以{0}为榜样",
    "把{0}纳入帮扶范围",
    "存在{0}管理不够严格的现象",
    "针对“{0}作风漂浮”问题，开展专项检查6次",
)


@given(
    st.sampled_from(NAMING),
    st.one_of(
        st.builds(str.__add__, st.sampled_from(SURNAMES), st.sampled_from(GIVEN)),
        st.sampled_from(PLACES + UNITS),
    ),
    st.sampled_from(("一、主要工作", "二、存在问题", "三、下步打算")),
)
def test_no_name_of_a_person_a_place_or_a_unit_becomes_fixed_text(said: str, name: str, heading: str) -> None:
    report = ["2024年度述职报告", heading, f"今年以来，{said.format(name)}。"]
    assert not [pattern.text for pattern in mine([parse(report, "甲.txt")]) if name in pattern.text]


@pytest.mark.parametrize(
    "text", ["桥梁纽带", "高质量发展", "紧张有序", "周密部署", "杜绝浪费", "资金使用", "防范风险"]
)
def test_words_that_hold_a_surname_name_nobody(text: str) -> None:
    assert not names_somebody(text)


@pytest.mark.parametrize(
    "clause", ["推进乡村振兴工作", "服务大局促发展", "深入农村开展调研", "组织各村党员学习", "形成良好格局"]
)
def test_words_that_only_look_like_names_are_none(clause: str) -> None:
    assert refusal(clause, clause) is None


def test_nothing_of_other_reports_writers_is_in_what_they_give() -> None:
    own = "青石|周大山|幸福里|育才|王静怡|陈静|李向前|赵明|脐橙|秘书圈|[Xx×*]|某"
    patterns = mine(parse(truth.lines, truth.file) for truth in REPORT_TRUTHS)
    assert len(patterns) > 100
    assert not [pattern.text for pattern in patterns if re.search(own, fixed(pattern.text))]


def test_quality_is_a_share_and_prefers_a_whole_frame() -> None:
    assert all(0 <= pattern.quality <= 1 for pattern in PATTERNS)
    assert quality("走访群众{number}户{number_2}人", "clause") > quality("{domain}水平", "clause")


def test_nothing_is_mined_from_noise() -> None:
    report = [
        "述职报告",
        "一、主要工作",
        "开展“读书”活动。",
        "更多材料见公众号：老李",
        "走访群众5户8人。",
    ]
    texts = {pattern.text for pattern in mine([parse(report, "甲.txt")])}
    assert {"开展“{activity}”活动", "走访群众{number}户{number_2}人"} <= texts
    assert not [text for text in texts if "公众号" in text]


@given(st.lists(st.text(st.sampled_from("一二、（）述职报告把党建工作纳入考核，。“”：问题不够次0X"))))
def test_any_report_is_mined(lines: list[str]) -> None:
    document = parse(lines, "甲.txt")
    for pattern in mine([document]):
        assert isinstance(pattern, Pattern)
        slots_of(pattern.text)


# Files


def test_the_committed_files_are_what_the_seeds_give(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["mine", "--check"]) == 0
    assert capsys.readouterr().err == ""


def test_files_are_in_block_style_and_say_that_they_are_generated() -> None:
    for path in MINED.glob("*.yaml"):
        text = path.read_text("utf-8")
        assert text.startswith(HEADER)
        flow = (yaml.FlowSequenceStartToken, yaml.FlowMappingStartToken)
        assert not [token for token in yaml.scan(text, yaml.SafeLoader) if isinstance(token, flow)]


def test_mining_gives_the_same_bytes_whatever_the_order_of_files(tmp_path: Path) -> None:
    for name, text in reversed(TEXTS.items()):
        (tmp_path / name).write_text(text, "utf-8")
    assert pages(harvest([tmp_path])) == pages(HARVEST)


def test_a_folder_gives_all_that_can_be_read_at_any_depth(tmp_path: Path) -> None:
    text = "述职报告\n一、主要工作\n{}"
    (tmp_path / "下级").mkdir()
    (tmp_path / "甲.markdown").write_text(text.format("走访群众5户8人。"), "utf-8")
    (tmp_path / "下级" / "乙.html").write_text("<html><p>述职报告</p><p>修订制度5项。</p></html>", "utf-8")
    (tmp_path / "~$甲.docx").write_bytes(b"")
    (tmp_path / "manifest.yaml").write_text("documents: []\n", "utf-8")
    texts = {pattern.text for pattern in harvest([tmp_path]).patterns}
    assert {"走访群众{number}户{number_2}人", "修订制度{number}项"} <= texts


def test_check_tells_what_differs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["mine", "--out", str(tmp_path)]) == 0
    assert "挖出句式" in capsys.readouterr().out
    assert main(["mine", "--check", "--out", str(tmp_path)]) == 0
    (tmp_path / "plans.yaml").write_text("patterns: []\n", "utf-8")
    (tmp_path / "causes.yaml").unlink()
    (tmp_path / "older.yaml").write_text(HEADER + "patterns: []\n", "utf-8")
    assert main(["mine", "--check", "--out", str(tmp_path)]) == 1
    error = capsys.readouterr().err
    assert error.startswith("causes.yaml、older.yaml、plans.yaml ")
    assert error.count("\n") == 1


def test_saving_removes_what_is_generated_no_longer_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "older.yaml").write_text(HEADER + "patterns: []\n", "utf-8")
    (tmp_path / "mine.yaml").write_text("patterns: []\n", "utf-8")
    save(pages(HARVEST), tmp_path)
    assert not stale(pages(HARVEST), tmp_path)
    assert {"mine.yaml", "plans.yaml"} <= {path.name for path in tmp_path.iterdir()}
    assert not (tmp_path / "older.yaml").exists()


def test_a_folder_that_cannot_be_written_gives_one_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    assert main(["mine", "--out", str(tmp_path / "file" / "folder")]) == 2
    assert "写不进文件夹" in capsys.readouterr().err


def test_a_folder_without_documents_gives_one_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["mine", str(tmp_path), "--out", str(tmp_path)]) == 2
    assert "没有可读的文件" in capsys.readouterr().err
