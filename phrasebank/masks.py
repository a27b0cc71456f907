"""What was blotted out of a document (``**``, ``X``, ``××``, ``某``), and what stood there.

The kind follows from what stands around a mask: a measure word behind it tells a number, 区 or 市 a place,
局 or a verb an institution, 《》 about it a work.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache

from phrasebank.alternatives import any_of
from phrasebank.cues import cues
from phrasebank.document import Mask, Question
from phrasebank.reflow import is_full, wrap_width
from phrasebank.terms import SlotKind
from phrasebank.tidying import Line, curl

SURNAMES = (
    "赵钱孙李周吴郑王冯陈卫蒋沈韩杨朱秦许何吕张孔曹严金魏陶姜谢邹苏潘葛范彭鲁马方袁柳史唐薛雷贺倪汤罗毕郝安常于傅齐康伍余"
    "顾孟黄萧尹姚邵汪毛戴宋庞熊项董梁杜阮蓝贾江郭梅林钟徐邱骆高夏蔡田樊胡凌霍万卢莫房丁邓洪包石崔龚程陆翁侯段武刘龙叶黎白"
    "赖乔谭申冉桑尚温庄晏柴瞿阎易廖耿曾关聂晁敖冷辛饶欧牛"
)
# One set of characters first, then what must stand about each: so that text without them is passed over fast.
MASK = re.compile(
    "[*＊XxＸｘ×✕○◯〇_某](?:"
    "(?<=[*＊])[*＊]*"
    "|(?<=[Xx])(?:(?<![A-Za-z0-9].)|(?<=学[A-Z].))[Xx]{0,7}(?![A-Za-z])"
    "|(?<=[XxＸｘ])(?<![A-Za-z].)[XxＸｘ]{0,7}(?=[市县区省镇乡村局])"
    "|(?<=[×✕Ｘｘ])[×✕Ｘｘ]{0,7}"
    "|(?<=[○◯〇])[○◯〇]+(?![年一二三四五六七八九〇])"
    "|(?<=_)_+"
    "|(?<=某)(?:某+|(?=[市县区省镇乡村局委单]|[万亿份篇户余%％亩吨]|公里|人次)"
    "|(?<=[\u4e00-\u9fff]某)(?=[次场件名个条项家天](?:[，。；]|$))"
    f"|(?<=[{SURNAMES}]某)(?=[　 ，。、；（）]|$|同志|老人)))"
)
MEASURE = (
    r"(?:余|多)?(?:[十百千万亿]+)?(?:次|人(?![大社民武])|名|件|个|场(?!所)|户|元|[%％]|篇|期|项(?!目)|条|起(?!草)|家|份|天"
    r"|年|月|日|批|册|公里|平方|亩|岁|小时|分(?![局公管院行店部校支])|届|套|台|张|幅|宗|例|倍|轮|遍|吨|处|位|间|座|辆|只|人次|小时)"
)
AREA = (
    r"(?:省|市|县|区|镇|乡(?!村)|街道|村|社区|地(?![方区])|州|盟|分行|支行|分公司|分校|分院|旗"
    r"|新区|开发区|园区|岛)"
)
SITE = r"(?:纪念馆|烈士陵园|革命老区|博物馆|展览馆|广场|公园|红色教育基地|教育基地|旧址|故居)"
OFFICE = (
    r"(?:局|委(?!托|派)|办(?!理|结|公)|厅|科(?!学|技)|院|校|所(?!有)|站|中心|公司|集团|医院|学校|大学|中学|小学|银行"
    r"|党组|党委|党支部|党总支|支部|机关|单位|分局|支队|大队|协会|联合会|法院|检察院|部(?!分|署|队))"
)
FIELD = r"(?:[+＋]|工作|业务|服务|管理|事业|领域|行业|系统|改革|产业|专业|技术|政策|项目)"
# Each rule: what the text before the mask ends with, what the text behind it begins with, the kind.
SIGNED = r"(?:述职人|述职者|报告人|汇报人|姓名|签名|主任|书记|局长|校长|院长|主席|主任委员)[：:]?\s*"
SURNAMED = rf"(?:^|[\s：:，。、；（）！里叫是由与和请给被任]|(?:书记|主任|长|经理|主席|师|员))[{SURNAMES}]"
CALLED = (
    r"(?:$|[\s，。、；（）]|20\d\d|二[〇○零]|各位|尊敬|同志|老人|同学|等人|女士|先生"
    "|大爷|大娘|奶奶|爷爷|师傅|夫妇|一家|一案|家中)"
)
RULES: tuple[tuple[str, str, SlotKind], ...] = (
    (rf"(?:述职人|报告人|汇报人|姓名)：[{SURNAMES}]", "", "name"),
    (SIGNED, r"(?:$|\s|[，。、（]|同志)", "name"),
    (SURNAMED, CALLED, "name"),
    (r"\S\s+", r"\s*(?:$|20\d\d\s*年|二[〇○零].{2}年|各位|尊敬|同志们)", "name"),
    ("《", "》", "work"),
    ("“", "[+＋]", "domain"),
    ("“", r"[^”，。；]{1,12}(?:计划|工程|行动|品牌|活动|工作法|机制|模式|项目)?”", "name"),
    ("", MEASURE, "number"),
    ("", AREA, "place"),
    ("", SITE, "place"),
    (rf"(?:^|\s)[{SURNAMES}]", "", "name"),
    ("[省市县区]、", "", "place"),
    ("", rf"、[*＊×XxＸｘ]{{1,4}}{AREA}", "place"),
    ("(?:增强|发挥|加强|各级|各类|基层)", "组织", "org_kind"),
    ("", "组织的", "org_kind"),
    ("", OFFICE, "org"),
    ("", FIELD, "domain"),
    (r"(?:共|共计|累计|达|达到|超过|超|近|约|增长|下降|提高|率|第)", "", "number"),
    ("", "(?:同志|先生|女士|书记|局长|主任|科长|处长)", "name"),
    ("(?:前往|赴|到|来到|抵达|位于|走进)", "", "place"),
    ("在", "(?:参加|参与|开展|举办|召开|举行|组织)", "place"),
    ("《", "", "org"),
    ("^", "$", "name"),
    ("", "", "org"),
)
COMPILED = tuple((re.compile(f"(?:{before})$"), re.compile(after), kind) for before, after, kind in RULES)
CONTEXT = 24
# Letters in the place of a character: D委, d员, 学A, 习JP, ZF; and XX大, whose number was blotted out.
CENSORED = re.compile(
    r"[A-Z](?<![A-Za-z“《].)(?=[委员的组课章员费建风政校龄中央国])|d(?<![A-Za-z“《].)(?=[委员组课章费建风校支纪])"
    r"|学[A-Z](?![A-Za-z])"
    r"|习(?<![学复练演实预自研温补见陋].)(?:[A-Za-z]{1,3}(?![A-Za-z])|[*×_]{1,3}(?=平|同志|总书记|主席))"
    r"|(?:ZF|zf|ZY|ZZ)(?<![A-Za-z“]..)(?=[\u4e00-\u9fff])|(?:GCD|gcd)(?<![A-Za-z“]...)(?=[\u4e00-\u9fff])"
    r"|[Xx×*]{2}(?=大(?:精神|报告|胜利|以来|会议|召开|提出|[，。；、]))"
)
CENSORABLE = re.compile("[A-ZXx×*dzg_]")
NUMBERED = r"\d*×XxＸ某一二三四五六七八九十百千万几数多每首再此本两半初逐历屡"
NO_COUNT = re.compile(f"次(?<![{NUMBERED}层档名批依其主届轮]次)(?=[，。；])")
# Each expression begins with plain characters: so that text without them is passed over fast.
DELETED = (
    (re.compile(r"《[区市县省镇乡](?=进一步|关于|深化|贯彻|落实|全面)"), "书名号内疑似缺少名称"),
    (
        re.compile(
            r"(?:对|按照|根据|围绕|依据)的(?:要求|规定|部署|精神)|对绝对忠诚"
            r"|在 ?的(?:正确|坚强|亲切)?(?:领导|指导|关心)下|以 ?同志为核心"
            r"| (?<=[习实彻] )(?=精神|重要讲话|要求|部署)|《》|“”"
        ),
        "疑似缺少词语",
    ),
)
NOT_COUNTED = re.compile(
    rf"(?:开展|组织|召开|举办|参加|接待|走访|培训|服务)[^，。；{NUMBERED}]{{2,10}}"
    r"(?:人次|(?<![层档名批人依其主届轮])次)(?=[，。；])"
)
FIGURE = re.compile(r"[\d一二三四五六七八九十百千万两几]|" + MASK.pattern)


def find_masks(lines: Sequence[Line]) -> list[Mask]:
    """Find masks in the lines of a file, in order. A line that was cut off is read with the one behind it."""
    width = wrap_width(lines)
    found: list[Mask] = []
    for place, line in enumerate(lines):
        goes_on = width is not None and place + 1 < len(lines) and is_full(line, width)
        behind = lines[place + 1].text if goes_on else ""
        found += [Mask(line.number, text, kind) for text, _, kind in masks_in(curl(line.text), behind)]
    return found


def masks_in(text: str, behind: str = "") -> Iterator[tuple[str, tuple[int, int], SlotKind]]:
    """Give each mask of a text with its span and the kind of what it hides; ``behind`` is what follows."""
    for match in MASK.finditer(text):
        if not CENSORED.match(text, match.start()):
            start, end = match.span()
            after = text[end : end + CONTEXT] or behind[:CONTEXT]
            yield match[0], (start, end), _kind_of(text[max(0, start - CONTEXT) : start], after)


def _kind_of(before: str, after: str) -> SlotKind:
    return next(kind for left, right, kind in COMPILED if left.search(before) and right.match(after))


def find_questions(paragraphs: Sequence[Line]) -> list[Question]:
    """Ask about what seems to have been cut out or disguised; nothing is guessed."""
    return [question for paragraph in paragraphs for question in _questions(paragraph.number, paragraph.text)]


def _questions(line: int, text: str) -> Iterator[Question]:
    for match in CENSORED.finditer(text) if CENSORABLE.search(text) else ():
        context = text[max(0, match.start() - 2) : match.end() + 6]
        yield Question(line, context, "疑似有字被替换")
    for pattern, why in DELETED:
        for match in pattern.finditer(text):
            yield Question(line, text[match.start() : match.end() + 4], why)
    for match in NOT_COUNTED.finditer(text) if NO_COUNT.search(text) else ():
        yield Question(line, match[0], "疑似缺少数字")
    for match in _counted().finditer(text):
        opens = not match.start() or text[match.start() - 1] in "，。；！？"
        if opens and not FIGURE.search(match[0]):
            yield Question(line, match[0], "疑似缺少数字")


@cache
def _counted() -> re.Pattern[str]:
    return re.compile(f"(?:{any_of(cues().counted).pattern})[^，。；！？]*")
