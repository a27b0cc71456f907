"""Tell advertising from the text of a report: by sure words and signs, or by many hints together."""

import re
from functools import lru_cache

from phrasebank.cues import any_of, cues, rarely
from phrasebank.vocabulary import familiarity

DOMAIN = (
    r"(?<![\w-])[a-z0-9][\w-]{0,40}\.(?!docx?|xlsx?|pptx?|pdf|txt|jpe?g|png)[a-z]{2,6}"
    r"(?:\.cn)?(?:/[\w./?=&%#~+-]*)?\b"
)
ADDRESS = re.compile(rf"(?ia)(?:https?://|www\.)[\w./?=&%#:~+-]+|(?:[a-z0-9-]{{1,20}}\.)?{DOMAIN}")
# Expressions that begin with plain words are found fastest; hence several.
LATIN = re.compile("[A-Za-z]")
SIGNS_WITH_LETTERS = re.compile(
    r"QQ[号群]? ?[：:]? ?[\w-]{5,}|[vV] ?[：:] ?[a-zA-Z0-9_-]{5,}"
    r"|(?:V[XＸ信]|vx)[号群]? ?[：:]? ?[a-zA-Z0-9_-]{5,}|https?://|www\."
)
SIGNS = (
    re.compile(r"(?:微信|威信|扣扣|客服|代笔|微号|薇号)[号群]? ?[：:]? ?[a-zA-Z0-9_-]{5,}"),
    re.compile(r"1[3-9]\d[- ]?\d{4}[- ]?\d{4}(?!\d)"),
    re.compile(r"0\d{2,3}-\d{7,8}(?!\d)"),
    re.compile(r"(?:低至|仅需|只需|首月|特价|原价|售价) ?\d+(?:\.\d+)? ?元"),
    re.compile(r"(?<!万)元 ?/ ?[天篇份]"),
    re.compile(
        r"(?:阅读|浏览|点击|人气|点赞|评论|下载|收藏|转发|访问|关注)(?:量|数|次数)?[：: ] ?\d"
        r"|本文共? ?\d+ ?字"
    ),
    re.compile(r"[（(](?:精选|通用|最新|推荐|合集|共|优秀|热门)?\d+[篇份]"),
    re.compile("[↓↑→←▼▲►☞☛★☆◆■]{2,}"),
)
CHATTER = re.compile(r"[哦哟啦哈呀噢][！!。~～]?$|吧?[~～]$")
MENU = re.compile(r"[^。；]*[|｜>＞»][^。；]*[|｜>＞»]|[^。；，]{2,12} ?[>＞»] ?[^。；，]{2,20}$")
FROM = (
    "转自|转载自|来源|来自|源自|摘自|选自|下载自|下载于|复制于|首发于|本文|本资料|更多|关注[“「公微]|搜索[“「公微]"
    "|微信搜|搜公众号|扫码|点击"
)
SITE = (
    "(?:文库|素材库?|资料库|文档网?|文稿网?|公文网?|范文[网站]?|文秘网?|材料[网站]|秘书[网圈]|驿站|之家|公众号|小程序"
    "|书屋|工坊|学苑)"
)
CREDIT = r"(?:首发|独家|收录|出品|原创|专供|专用|提供|整理发布|整理|发布|水印|版权所有)"
STAMP = re.compile(rf"(?:{FROM})|.{{2,14}}{SITE}[\w.]{{0,4}}$|.{{2,20}}{CREDIT}$")
ASIDE = re.compile("[\u4e00-\u9fff，：·]{2,16}")
LABEL = re.compile("[\u4e00-\u9fff“”·—-]{2,16}")
NETWORK = re.compile("[^、，]{2,10}(?<![互联人民新华政务专内外官户府员电管路物域])网")
CLAUSE = re.compile("[^，；。！？]+[，；。！？]*")
REMEMBERED = 1 << 10
FEW, MANY = 2, 3
DENSITY = 15
LEAST_HINTED = 0.35
LEAST_OF_ASIDE = 0.5


def may_advertise(text: str) -> bool:
    """Tell whether a sentence of the text can advertise; one with a full stop never does by hints alone."""
    if is_certain(text):
        return True
    whole = text.endswith("。") and "！" not in text and "？" not in text
    return not whole and hints(text) >= MANY


def advertises(text: str) -> bool:
    """Tell an advertising sentence: by one sure sign, or by many hints for its length."""
    if is_certain(text):
        return True
    times = hints(text)
    dense = times >= MANY and times * DENSITY >= len(text) and not text.endswith("。")
    return dense and familiarity(text) < LEAST_HINTED


@lru_cache(maxsize=REMEMBERED)
def is_certain(text: str) -> bool:
    """Tell whether one of the words or signs is there that are enough by themselves."""
    if rarely(cues().noise.strong).search(text) or any(sign.search(text) for sign in SIGNS):
        return True
    if CHATTER.search(text, len(text) - 3) or MENU.match(text):
        return True
    return bool(LATIN.search(text) and (SIGNS_WITH_LETTERS.search(text) or ADDRESS.search(text)))


def end_of_signs(text: str) -> int:
    """Say where the last sure sign of an advertisement ends; 0 where there is none."""
    expressions = (rarely(cues().noise.strong), *SIGNS, SIGNS_WITH_LETTERS, ADDRESS)
    return max((sign.end() for each in expressions for sign in each.finditer(text)), default=0)


def hints(text: str) -> int:
    """Count the different words that add up to an advertisement."""
    return len(set(any_of(cues().noise.weak).findall(text)))


def is_stamp(match: re.Match[str]) -> bool:
    """Tell whether brackets hold the name or the address of a site rather than text of the report."""
    inside = match[0][1:-1]
    if inside.startswith("待补"):
        return False
    if is_certain(inside) or hints(inside) >= FEW or STAMP.match(inside):
        return True
    if match[0][0] in "【[" and match.start():
        return LABEL.fullmatch(inside) is not None
    # An aside follows the word that it explains; what follows a stop was put there by somebody else.
    apart = match.string[: match.start()].endswith(("。", "，", "；", "！", "？", "："))
    strange = ASIDE.fullmatch(inside) is not None and familiarity(inside) < LEAST_OF_ASIDE
    return apart and (strange or NETWORK.fullmatch(inside) is not None)


def report_part(sentence: str) -> tuple[str, list[str]]:
    """Part a sentence into what stays and what advertises: all of it, or clauses among text of the report."""
    if not advertises(sentence):
        return sentence, []
    clauses = CLAUSE.findall(sentence)
    rest = "".join(clause for clause in clauses if not is_certain(clause))
    if sentence.endswith("。") and len(rest) * 2 > len(sentence) and hints(rest) * DENSITY < len(rest):
        return rest, [clause for clause in clauses if is_certain(clause)]
    return "", [sentence]
