"""Where a heading ends that no full stop closes, in a text without line breaks."""

import re

from msgspec import Struct

from phrasebank.vocabulary import beginnings, endings, usual_pairs

STOP = re.compile("[。！？\n]")
LABEL = re.compile(
    "(?:情况|问题|原因分析|问题分析|原因|亮点|措施|举措|打算|经验|工作|思路|整改|方向|计划|成效|做法|不足|差距|短板|安排|设想|体会"
    "|方面|成绩|总结|建议|规划|困难|目标|任务|薄弱环节|之处|汇报|剖析|对策|意见|要求|如下|小结|概况|回顾)"
)
GOES_ON = re.compile(
    rf"[的和与及、，。：；）”]|以及|中|上|下功夫|{LABEL.pattern}|存在|完成|开展|做|抓|办|落实|分析|根源|重点|主要|努力|改进|整改|怎么|怎样|如何|是什么"
)
SAID_OF = re.compile(
    "显著|明显|突出|薄弱|欠缺|缺乏|偏|仍|还|更|较为|不[断够强高足深实到]|清晰|稳步|有[力待所]|得[到以]|取得|提升|增强|日[益趋渐]|持续(?:提升|改善|向好|巩固|优化)"
)
"""What is said of a label behind it, which then is the subject of a sentence."""
BACK = frozenset({"回顾", "总结", "反思", "剖析", "对照"})
LOOKS_BACK = re.compile("..(?:一年|过去|这一|自己|自身|上级|检查|全年|20)")
LABELLED = 34
DOUBTFUL = frozenset({"工作", "任务", "要求", "整改", "问题"})
SHORTEST_LABEL = 4
SHORT_LABEL = 16
BEGINS = re.compile(
    "针对|我|本人|今年|一年来|过去|20\\d\\d年|[*×X]{1,4}|在(?!的)|围绕|坚持|通过|虽然|当前|目前|按照|根据|总的|回顾|认真|始终|严格|继续"
    "|经过|随着|以(?!及)|全面|全年|深入|对照|一是|加强|组织|优化|学习|各|为|从|切实|高度|牢固|参加|究其|出现|产生|上述|尽管|第一[件步点条项个]?[，、]|首先|回头看|静下心"
    "|制定|召开|健全|完善|开展|推行|建立|实施|修订|落实|全体|充分|积极|带头|紧盯|紧扣|受理|推动|强化|牵头|主动|利用|成绩|工作中|由于"
    "|主要是|归根|面对|总结一年|总结过去|对标|结合|扎实|圆满|支持|不断|着力|进一步|聚焦|带领|紧紧|牢牢|常态化|先后|累计|共"
    "|实行|施行|依托|立足|邀请|按(?![时期劳])|每(?:[周月天日年季名个]|半年|逢)|把|将|给(?!予)|审核|列席|处置|查处|办理|修订|建成|新[建增]|投入|争取|引进|举办|起草|撰写|印发|编[发印]|承办|组建|成立|选[派树]|评选|拍摄|清理|拆除|走访|慰问|发放|接待|化解|检查|排查|约谈|培训|带教|主刀|参与|主持|拒收"
)
ANEW = re.compile(
    "我|咱|大[家伙]|乡亲|有[人的些]|谁|今年|去年|前[几些两]年|往年|过去|以[前往]|从前|原来|当初|起初|刚(?!性)|自从|这[一两几]年|近[年几两]|一年|全年"
    "|[上下]半年|年[初底末]|[春夏秋冬]天|开春|入[春夏秋冬]|腊月|正月|春节|每[周月天日年逢到]|[一二三四五六七八九十]+月|20\\d\\d年|说[起到实]|谈[起到]|提起|话说|俗话|老话|常言|都说|老实|坦率|不瞒|当着|对照"
    "|[村厂校院站所队科镇乡班组店](?:里|上|子里)|全[县区市镇乡村校院所局队科厂班社]|对照|针对|按照|根据|随着|为了|面对|坚持|回[头顾想]|静下|究其|归根|总的|由于|因为|如果|只要|作为|明年|来年|新的一年|接下来|下一[步年]"
)
"""Words that hardly ever stand behind the subject of a sentence: what stands before them is a heading."""
AHEAD = re.compile("新的一年|下一年|下年|新一年|明年|下一步|下步|今后|接下来")
LABEL_END = re.compile(f"(?:{LABEL.pattern})$")
QUOTES = re.compile("[“”《》]")
COMMA = re.compile("[，、；]")
PARTS = re.compile("[，、；：]")
COLON = re.compile(r"[^，。；：]{3,25}(?:，[^，。；：]{3,16})?：.")
INSIDE = "的和与及、，。；：”）》！？了着过地得中上下里之性化也还都仍很"
INSIDE_END = "的和与及、，；：“（《在把对将以从向于是不有我"
SINCE = re.compile(
    "(?:全|今|去|每|近|上半|下半|一)年来?$|以来$|期间$|同时$|累计$|先后$|共$|之[后前中]$|[我你他]们?$"
)
PUT = "摆放落扛站走写记挂立抓干做学用融刻印冲沉聚集建设处存住守留献洒绣严实深"
"""Behind one of these, 在 goes on with the phrase: 摆在首位, 学在深处."""
USUAL = range(6, 17)
DONE, CROSSING, BLANK, MOST = 0.7, 3.0, 3.0, 0.6
CLOSED, OWN_LINE = 4.0, 9.0
Shape = tuple[int, ...]
FIGURES = re.compile(r"\d[余多]?[人个名次户件项岁场家元]")
LEAST_SCORE = 1.4
TWO, UNEVEN, SHORT_PAIR = 2, 2, 26


class Sisters(Struct, frozen=True):
    """The shape that the headings of a row share, such as 4 + 10 characters, and what it weighs."""

    shape: Shape
    weight: float


def shape_of(phrase: str) -> Shape:
    """Give the lengths of the parts between commas and colons, quotation marks not counted."""
    bare = phrase.replace("“", "").replace("”", "") if "“" in phrase else phrase
    return tuple(map(len, PARTS.split(bare))) if PARTS.search(bare) else (len(bare),)


def open_end(text: str, start: int, close: int, least: float, sisters: Sisters | None = None) -> int | None:
    """Find where a heading ends whose text follows without a stop; ``None``: it ends with the sentence."""
    scores = {
        phrase: score + (sisters.weight if sisters and shape_of(phrase) == sisters.shape else 0.0)
        for phrase, score in scored(text, start, close).items()
    }
    best = max(scores, key=lambda phrase: scores[phrase], default="")
    enough = best and scores[best] >= least and scores[best] > closing(text, start, close)
    return start + len(best) if enough else None


def scored(text: str, start: int, close: int) -> dict[str, float]:
    """Weigh each beginning of a sentence that may be a heading."""
    limit = min(close, start + LABELLED) - 1
    ends = range(start + SHORTEST_LABEL, limit)
    return {text[start:end]: score for end in ends if (score := end_score(text, start, end)) is not None}


def end_score(text: str, start: int, end: int) -> float | None:
    """Weigh signs that a heading ends here: a label, halves, the words about it; ``None``: it cannot."""
    phrase, rest = text[start:end], text[end : end + 6]
    label = LABEL_END.search(phrase)
    begins = BEGINS.match(rest) or AHEAD.match(rest) or ANEW.match(rest) or rest[:2] in beginnings()
    goes_on = (
        (rest[0] == "在" and phrase[-1] in PUT)
        or (rest[0] in INSIDE and not begins)
        or (phrase[-1] in INSIDE_END and not label)
    )
    if (
        goes_on
        or (phrase[-2:] in BACK and phrase[-4:-2] != "工作" and LOOKS_BACK.match(phrase[-2:] + rest))
        or (phrase[-2:] == "工作" and rest[:2] in BACK)
        or SINCE.search(phrase)
        or (QUOTES.search(phrase) and _is_cut(phrase))
    ):
        return None
    apart = rest[0] == " " and phrase[-1] not in INSIDE_END
    score = (
        (2.0 if begins else -1.0 if not label else 0.0)
        + BLANK * apart
        - CROSSING * (phrase[-1] + rest[0] in usual_pairs())
    )
    score += 0.5 * (len(phrase) in USUAL) + (not label and phrase[-2:] in endings())
    said = GOES_ON.match(rest) or SAID_OF.match(rest)
    if label and ((rest[:2] in BACK and LOOKS_BACK.match(rest)) or not said):
        score += 1.5 if label[0] in DOUBTFUL else 3.5
    score -= DONE * (phrase[-1] == "了")
    return score + evenness(shape_of(phrase)) - len(phrase) / LABELLED


def _is_cut(phrase: str) -> bool:
    """Tell a phrase that ends within a quotation."""
    return phrase.count("“") != phrase.count("”") or phrase.count("《") != phrase.count("》")


def evenness(shape: Shape) -> float:
    """Weigh how a heading falls into halves: two of a length are best, three are hardly ever one."""
    if len(shape) == TWO:
        return 1.5 if shape[0] == shape[1] else 0.5 if abs(shape[0] - shape[1]) <= UNEVEN else -1.0
    return -2.0 if len(shape) > TWO else 0.0


def closing(text: str, start: int, close: int) -> float:
    """Weigh whether a heading ends with its sentence, or with its line."""
    if text[close : close + 1] == "\n" and close - start <= LABELLED:
        return OWN_LINE
    return _closed_score(text[start:close])


def _closed_score(sentence: str) -> float:
    """Weigh whether a whole sentence is the heading, or what its colon closes: one comma at most."""
    commas = len(COMMA.findall(sentence))
    colon = COLON.match(sentence)
    if commas and FIGURES.search(colon[0] if colon else sentence):
        return 0.0
    if (commas or "：" in sentence) and _is_label_before_text(sentence):
        return 2.0
    if len(sentence) > LABELLED or commas > 1 or "：" in sentence[:-1]:
        return 4.0 if colon else 0.0
    return 4.0 if len(sentence) <= (SHORT_LABEL, SHORT_PAIR)[commas] else 2.0


def is_labelled(phrase: str) -> bool:
    """Tell a phrase that ends with what hardly anything but a heading ends with: 情况, 不足, 打算."""
    label = LABEL_END.search(phrase)
    return label is not None and label[0] not in DOUBTFUL


def _is_label_before_text(sentence: str) -> bool:
    """Tell a sentence that begins with a whole label, with other words behind it: 存在不足｜说起不足，…."""
    first = re.split("[，：、]", sentence, maxsplit=1)[0]
    return any(
        match.end() >= SHORTEST_LABEL and len(first) > match.end() + 1 and _has_text_behind(first, match)
        for match in LABEL.finditer(first)
    )


def _has_text_behind(first: str, label: re.Match[str]) -> bool:
    if label[0] in DOUBTFUL:
        return ANEW.match(first, label.end()) is not None
    return not (GOES_ON.match(first, label.end()) or SAID_OF.match(first, label.end()))
