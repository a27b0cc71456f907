"""What the hand-written wording keeps to: no fact of its own, no fault, nothing missing."""

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise, product
from pathlib import Path

import pytest
import yaml

from phrasebank.bank import HERE, Bank, load
from phrasebank.patterns import SLOT, Pattern, fill, slots_of
from phrasebank.terms import TOPICS, Move, SectionKind, Shape

ROOT = Path(__file__).parent.parent
FILES = sorted((HERE / "curation").glob("*.yaml"))
GENRES = (
    "main_responsibility",
    "party_building",
    "strict_governance",
    "secretary_party_building",
    "leading_group_party_building",
)
YEARS = range(2023, 2031)
ADDED = tuple(pattern for pattern in load().patterns if pattern.source.file.startswith("curation/"))
BANK = Bank(ADDED)
CLAUSES = BANK.select(shape="clause")


def frames() -> Iterator[tuple[Pattern, str]]:
    for pattern in ADDED:
        for frame in (pattern.text, *pattern.reads):
            yield pattern, frame


def faulty(fault: str) -> list[tuple[str, str]]:
    return [(pattern.id, frame) for pattern, frame in frames() if re.search(fault, SLOT.sub("…", frame))]


def keys(node: yaml.Node | None) -> Iterator[list[str]]:
    if isinstance(node, yaml.MappingNode):
        yield [key.value for key, _ in node.value]
        for _, value in node.value:
            yield from keys(value)
    if isinstance(node, yaml.SequenceNode):
        for value in node.value:
            yield from keys(value)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_no_key_stands_twice_where_the_second_would_silently_win(path: Path) -> None:
    root = yaml.compose(path.read_text("utf-8"), yaml.SafeLoader)
    assert not [name for names in keys(root) for name, times in Counter(names).items() if times > 1]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_files_are_in_block_style(path: Path) -> None:
    flow = [
        token.start_mark.line + 1
        for token in yaml.scan(path.read_text("utf-8"), yaml.SafeLoader)
        if isinstance(token, (yaml.FlowSequenceStartToken, yaml.FlowMappingStartToken))
    ]
    assert not flow


def test_every_id_is_readable_and_tells_that_it_is_curated() -> None:
    assert not [pattern.id for pattern in ADDED if not re.fullmatch(r"c(-[a-z]+)+(-\d+)+", pattern.id)]


def test_a_pattern_names_the_file_it_stands_in() -> None:
    assert {pattern.source.file for pattern in ADDED} == {f"curation/{path.name}" for path in FILES}


def test_no_text_is_written_twice_for_the_same_use() -> None:
    uses = Counter((item.text, item.shape, item.section, item.genres) for item in ADDED)
    assert not [use for use, times in uses.items() if times > 1]


# Faults of wording


def test_fixed_text_is_chinese_with_full_width_punctuation_alone() -> None:
    assert not faulty(r"[^\u4e00-\u9fff，。、；：“”《》%…]")


def test_fixed_text_holds_no_mask_and_no_real_place() -> None:
    assert not faulty(r"某|[省市县]|(?<!社)区")


def test_fixed_text_holds_no_word_that_is_always_wrong() -> None:
    wrong = (ROOT / "tests" / "always_wrong.txt").read_text("utf-8").split()
    assert len(wrong) == 100
    assert not faulty("|".join(wrong))


@pytest.mark.parametrize(
    "outdated",
    [
        r"(?<!全面)从严治党",
        r"防疫|疫情",
        r"十九|十八大",
        r"领导核心|政治核心作用",
        r"严的主基调",
        r"提升组织力",
        r"[缴]纳党费|上缴党费",
        r"批评与自我批评",
        r"支部民主生活会|召开生活会",
        r"系列重要讲话|系列全会",
        r"法制(意识|思维|建设)",
        r"民主法制",
        r"“八项规定”",
        r"向习近平总书记看齐",
        r"以人民为中心的大局观",
        r"做(?=出?(贡献|决定|报告|表率|承诺))(?!报告)",
        r"其它|截止|有待于进一步(?!提高)",
        r"》、《|”、“四风",
    ],
)
def test_texts_use_the_wording_in_force(outdated: str) -> None:
    assert not [item.id for item in ADDED if re.search(outdated, item.text)]


def test_official_wordings_are_quoted_whole_and_in_order() -> None:
    whole = "深刻领悟“两个确立”的决定性意义，增强“四个意识”、坚定“四个自信”、做到“两个维护”"
    for part in ("两个确立", "四个意识", "四个自信", "两个维护"):
        assert not [item.id for item in ADDED if part in item.text and whole not in item.text]
    assert not [
        item.id
        for item in ADDED
        if "八项规定" in item.text and "中央八项规定及其实施细则精神" not in item.text
    ]


OFFICIAL = (
    "习近平新时代中国特色社会主义思想",
    "中央八项规定及其实施细则精神",
    "深刻领悟“两个确立”的决定性意义，增强“四个意识”",
)


def test_no_text_shares_twenty_characters_running_with_a_seed() -> None:
    def windows(text: str) -> set[str]:
        for words in OFFICIAL:
            text = text.replace(words, "\n")
        return {run[at : at + 20] for run in re.split(r"\n|…", text) for at in range(max(len(run) - 19, 0))}

    seeds = windows("\n".join(path.read_text("utf-8") for path in (ROOT / "seeds").glob("*.txt")))
    assert seeds
    assert not [item.id for item in ADDED if windows(SLOT.sub("…", item.text)) & seeds]


def test_nothing_counts_what_only_the_user_can_count() -> None:
    counts = r"\d|(以下|这|下列|如下)[一二三四五六七八九十几两]+(个|项|条|点|方面)"
    assert not faulty(counts)


@pytest.mark.parametrize("shape", ["sentence", "lead", "title", "heading", "clause"])
def test_endings_fit_the_shape(shape: Shape) -> None:
    ends = {"sentence": "。", "lead": "："}.get(shape)
    for pattern in BANK.select(shape=shape):
        if pattern.section == "opening" and pattern.pinned and shape == "sentence":
            assert pattern.text.endswith("如下："), pattern.id
        elif ends:
            assert pattern.text.endswith(ends), pattern.id
        else:
            assert not re.search(r"[，。：；、]$", pattern.text), pattern.id


def test_quotation_marks_pair() -> None:
    assert not [
        item.id for item in ADDED if re.sub(r"[^“”]", "", item.text) not in ("", "“”", "“”“”", "“”“”“”“”")
    ]


# Titles, openings, closings and lead-ins


@pytest.mark.parametrize(("genre", "year"), [*product(GENRES, YEARS)])
def test_every_genre_has_titles_openings_and_closings_in_every_year(genre: str, year: int) -> None:
    titles = BANK.select(shape="title", genre=genre, year=year)
    openings = BANK.select(shape="sentence", section="opening", move="open", genre=genre, year=year)
    assert len(titles) >= 2
    assert "{org}{post}{year}年度" in titles[0].text
    assert len(openings) >= 3
    assert len(BANK.select(shape="sentence", section="closing", move="close", genre=genre, year=year)) >= 6


OPENINGS = BANK.select(shape="sentence", section="opening", move="open")


@pytest.mark.parametrize("pattern", OPENINGS, ids=lambda pattern: pattern.id)
def test_an_opening_is_one_paragraph_in_one_voice(pattern: Pattern) -> None:
    assert 60 <= len(pattern.text) <= 140
    assert {slot.name for slot in pattern.slots} <= {"year", "org", "post"}
    assert pattern.text.count("{org}") == pattern.text.count("{org}{post}") == pattern.text.count("{post}")
    assert ("本人" in pattern.text) != bool(re.search(r"(?<!自)我", pattern.text))


@pytest.mark.parametrize("genre", GENRES)
def test_openings_leave_out_what_may_be_unknown(genre: str) -> None:
    used = {
        frozenset(slot.name for slot in pattern.slots) for pattern in OPENINGS if pattern.genres == (genre,)
    }
    assert used == {
        frozenset({"year", "org", "post"}),
        frozenset({"org", "post"}),
        frozenset({"year"}),
        frozenset(),
    }


@pytest.mark.parametrize(
    ("section", "least"),
    [
        ("problems", 6),
        ("causes", 6),
        ("plans", 6),
        ("rectification", 4),
        ("integrity", 4),
        ("achievements", 4),
    ],
)
def test_lead_ins_stand_in_several_wordings_and_promise_no_figure(section: SectionKind, least: int) -> None:
    leads = BANK.select(shape="lead", section=section)
    assert len(leads) >= least
    assert not [
        lead.id
        for lead in leads
        if lead.slots or "年" in lead.text.replace("一年来", "").replace("上年度", "")
    ]


# Headings


def halves(pattern: Pattern) -> list[str]:
    return pattern.text.split("，")


@pytest.mark.parametrize("mould", ["6+6", "4+8", "6+8", "8", "10"])
def test_achievements_have_two_headings_a_topic_in_every_mould(mould: str) -> None:
    firsts, openings = [], []
    for topic in TOPICS:
        found = BANK.select(shape="heading", section="achievements", move="claim", topic=topic, mould=mould)
        assert len(found) >= 2
        assert {"+".join(str(len(half)) for half in halves(heading)) for heading in found} == {mould}
        firsts.append(found[0])
        openings += [heading.text[:2] for heading in found]
    assert len(set(openings)) == len(openings)
    verbs = [half[:2] for heading in firsts for half in halves(heading)]
    assert len(set(verbs)) == len(verbs)


@pytest.mark.parametrize("mould", ["6+6", "4+8", "8"])
def test_plans_have_two_headings_a_topic_that_open_unlike_achievements(mould: str) -> None:
    done = {heading.text[:2] for heading in BANK.select(shape="heading", section="achievements")}
    openings = []
    for topic in TOPICS:
        found = BANK.select(shape="heading", section="plans", move="commit", topic=topic, mould=mould)
        assert len(found) >= 2
        openings += [heading.text[:2] for heading in found]
    assert len(set(openings)) == len(openings)
    assert not set(openings) & done


@pytest.mark.parametrize("mould", ["6+6", "4+8", "6+8", "8", "10"])
def test_integrity_has_two_headings_in_every_mould(mould: str) -> None:
    assert len(BANK.select(shape="heading", section="integrity", mould=mould)) == 2


def test_a_heading_claims_no_figure_and_repeats_no_word() -> None:
    for pattern in BANK.select(shape="heading"):
        assert not pattern.slots
        pairs = Counter(map("".join, pairwise(pattern.text)))
        repeated = {pair for pair, times in pairs.items() if times > 1}
        assert not repeated, pattern.text


# Clauses

FILLERS = {
    "number": "12",
    "activity": "专题辅导",
    "domain": "制度建设",
    "name": "先锋模范",
    "person": "年轻同志",
    "document": "《工作方案》",
    "work": "《榜样》",
    "problem": "停车困难",
    "measure": "加强整治",
    "result": "零差错",
}
FORMS = {"number": r"\d+", "document": "《[^》]+》", "work": "《[^》]+》"}


def reading(frame: str) -> re.Pattern[str]:
    parts = re.split(r"(\{[a-z_]+?(?:_\d)?\})", frame)
    slots = {f"{{{slot.name}}}": slot for slot in slots_of(frame)}
    return re.compile(
        "".join(
            f"(?P<{slots[part].name}>{FORMS.get(slots[part].kind, '[^0-9]{2,20}?')})"
            if part in slots
            else re.escape(part)
            for part in parts
        )
    )


def filled(frame: str) -> str:
    return fill(frame, {slot.name: FILLERS[slot.kind] for slot in slots_of(frame)})


READINGS = [(pattern, [reading(frame) for frame in (*pattern.reads, pattern.text)]) for pattern in CLAUSES]


def rewritten(said: str, section: SectionKind) -> list[str]:
    found = []
    for pattern, expressions in READINGS:
        if pattern.section == section:
            match = next((match for one in expressions if (match := one.fullmatch(said))), None)
            found += [fill(pattern.text, match.groupdict())] if match else []
    return found


def test_there_are_clauses_for_every_topic_and_section() -> None:
    assert len(CLAUSES) >= 90
    assert all(pattern.reads for pattern in CLAUSES)
    assert all(BANK.select(shape="clause", section="achievements", topic=topic) for topic in TOPICS)
    for section in ("problems", "causes", "plans", "rectification", "integrity"):
        assert len(BANK.select(shape="clause", section=section)) >= 5


def test_a_clause_has_the_slots_of_each_of_its_readings() -> None:
    for pattern in CLAUSES:
        for frame in pattern.reads:
            assert {slot.name for slot in slots_of(frame)} == {slot.name for slot in pattern.slots}, frame


def test_a_number_keeps_its_measure_word() -> None:
    def measures(frame: str) -> list[str]:
        return sorted(re.findall(r"\{(number(?:_\d)?\}(?:人次|小时|[^{]))", frame))

    for pattern in CLAUSES:
        for frame in pattern.reads:
            assert measures(frame) == measures(pattern.text), (pattern.text, frame)


ADDITIONS = re.compile(
    "定期|每月|每季度|每半年|每周|经常|多次|反复|全体|全部|全员|全年|全面|全覆盖|各级|所有|累计|带头|亲自|认真|(?<!不够)扎实|积极"
    "|主动|(?<!不够)及时|有力|有效|圆满|高质量|显著|不断|持续|(?<!不够)严格|专题|联合|牵头|首次|大幅|因此|从而|使|推动|促进|通过|按期"
)
SAME = {
    "专题": "专门",
    "持续": "继续|接着",
    "积极": "积极分子",
    "每季度": "每个季度",
    "每月": "每个月",
}


def test_a_rewriting_adds_no_frequency_totality_praise_or_cause() -> None:
    for pattern in CLAUSES:
        for word in ADDITIONS.findall(pattern.text):
            said = re.compile(f"{word}|{SAME.get(word, word)}")
            assert all(said.search(frame) for frame in pattern.reads), (pattern.id, word)


def test_every_reading_is_understood_and_no_rewriting_stutters() -> None:
    for pattern in CLAUSES:
        for frame in pattern.reads:
            found = rewritten(filled(frame), pattern.section)
            assert filled(pattern.text) in found, frame
            assert not [text for text in found if re.search(r"([\u4e00-\u9fff]{2,})\1", text)], frame


@pytest.mark.parametrize(
    ("said", "section", "text"),
    [
        ("开了12次支委会", "achievements", "召开支部委员会会议12次"),
        ("书记讲党课4次", "achievements", "书记讲授党课4次"),
        ("走访群众10户18人", "achievements", "走访群众10户18人"),
        ("搞了3次政策宣讲", "achievements", "开展政策宣讲3次"),
        ("下基层少", "problems", "深入基层不够"),
        ("全年集中研讨只有4次", "problems", "全年集中研讨仅4次"),
        ("把主题党日抓好", "plans", "抓好主题党日"),
        ("个人事项如实报告了", "integrity", "如实报告个人有关事项"),
    ],
)
def test_plain_words_become_the_words_of_the_genre(said: str, section: SectionKind, text: str) -> None:
    assert rewritten(said, section)[0] == text


# Sentences

MOVES: dict[SectionKind, tuple[Move, ...]] = {
    "opening": ("open", "claim", "evidence"),
    "rectification": ("open", "claim", "action", "evidence", "result", "commit"),
    "achievements": ("claim", "action", "evidence", "result"),
    "problems": ("admit",),
    "causes": ("cause",),
    "plans": ("commit",),
    "integrity": ("claim", "action", "evidence", "admit", "commit"),
    "closing": ("close", "commit"),
}


@pytest.mark.parametrize(
    ("section", "move"), [(section, move) for section in MOVES for move in MOVES[section]]
)
def test_every_section_offers_three_sentences_for_each_move(section: SectionKind, move: Move) -> None:
    assert len(BANK.select(shape="sentence", section=section, move=move)) >= 3


@pytest.mark.parametrize(("section", "topic"), [*product(("achievements", "problems", "plans"), TOPICS)])
def test_every_topic_has_three_sentences_in_each_main_section(section: SectionKind, topic: str) -> None:
    found = [pattern for pattern in BANK.select(shape="sentence", section=section) if pattern.topic == topic]
    assert len(found) >= 3


def test_there_are_more_than_150_sentences_on_offer() -> None:
    assert len(BANK.select(shape="sentence")) >= 150


def test_years_of_validity_are_in_order() -> None:
    assert not [item.id for item in ADDED if item.since and item.until and item.since > item.until]
