"""Tell advertising from the text of a report: by sure words and signs, and by which way it leans."""

import re

from phrasebank.cues import cues, rarely
from phrasebank.remembering import remembered
from phrasebank.vocabulary import leaning

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
SIGNS = (  # what they can begin with is in SIGN
    re.compile(r"(?:微信|威信|扣扣|客服|代笔|微号|薇号)[号群]? ?[：:]? ?[a-zA-Z0-9_-]{5,}"),
    re.compile(r"1[3-9]\d[- ]?\d{4}[- ]?\d{4}(?!\d)"),
    re.compile(r"0\d{2,3}-\d{7,8}(?!\d)|(?<!\d)[48]00[- ]\d{3,4}[- ]\d{3,4}(?!\d)"),
    re.compile(r"(?:低至|仅需|只需|首月|特价|原价|售价) ?\d+(?:\.\d+)? ?元"),
    re.compile(r"(?<!万)元 ?/ ?[天篇份]"),
    re.compile(
        r"(?:阅读|浏览|点击|人气|点赞|评论|下载|收藏|转发|访问|关注)(?:量|数|次数)?[：: ] ?\d"
        r"|本文共? ?\d+[余多]? ?字"
    ),
    re.compile("承接[^。；]{0,16}(?:稿|代写|文案)|不满意[^。；]{0,4}退"),
    re.compile(r"[（(](?:精选|通用|最新|推荐|合集|共|优秀|热门)?\d+[篇份]"),
    re.compile("[↓↑→←▼▲►☞☛★☆◆■]{2,}"),
)
# One set of characters first, then what must follow each: so that text without them is passed over fast.
SIGN = re.compile(
    r"[微威扣客代薇承满1048低仅只首特原售元：: 本（(↓↑→←▼▲►☞☛★☆◆■](?:"
    r"(?<=[微威扣客代薇])[信扣服笔号]|(?<=承)接|(?<=满)意"
    r"|(?<=1)[3-9]\d|(?<=[048])\d\d|(?<=[低仅只首特原售])[至需月价]|(?<=元) ?/"
    r"|(?<=[：: ]) ?\d|(?<=本)文|(?<=[（(])[精通最推合共优热\d]"
    "|(?<=[↓↑→←▼▲►☞☛★☆◆■])[↓↑→←▼▲►☞☛★☆◆■])"
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
# Put between two clauses without brackets: from the word that points elsewhere to the name of the place,
# or the name and what it did.
NAME = rf"(?:{SITE}|官网|网站|网|号|站)"
UNBRACKETED = re.compile(
    rf"(?<=[。，；！？：”）])(?!关注(?:微信)?公众号[即就可能后，。；])(?:(?:——)?(?:{FROM}|搜索|访问|登录|请看|详见)[^，。；]{{1,18}}?{NAME}"
    r"(?:[^，。；]{0,6}(?:官网|网站|网|公众号|小程序))?"
    rf"|(?![^，。；：]{{0,8}}(?:微信|官方|门户|政府)(?:公众号|网站|小程序)(?:发布|提供|整理))"
    rf"[「『]?[^，。；：「『]{{2,10}}?{NAME}[」』]?(?:公众号|小程序)?{CREDIT})"
)
# A dash, a name and what it did: ——某某群共享.
TRAILING = re.compile(rf"——(?<=[。，；：！？]——)[^，。；：—]{{2,14}}?(?:{CREDIT}|共享|分享|上传|收集)")
SERIES = re.compile(r"第 ?\d{1,4} ?[篇期辑弹]")
ASIDE = re.compile("[\u4e00-\u9fff，：·]{2,16}")
LABEL = re.compile("[\u4e00-\u9fff“”·—-]{2,16}")
NETWORK = re.compile("[^、，]{2,10}(?<![互联人民新华政务专内外官户府员电管路物域])网")
CLAUSE_STOP = re.compile("[，；。！？]+")
LEAST_REST = 8
REMEMBERED = 1 << 10
LEAST_OF_ASIDE = 0.0
CLEAR, LEANING, DOUBTFUL = 1.2, 0.4, -0.1


def advertises(text: str) -> bool:
    """Tell an advertising sentence: by one sure sign, or by words where it leans that way all along.

    Reports too say 点击链接 and 扫描二维码: unlike an address or a number, a word does not decide alone.
    """
    if _has_sign(text):
        return True
    return is_certain(text) and leaning(text) > (CLEAR if text.endswith("。") else DOUBTFUL)


@remembered(REMEMBERED)
def is_certain(text: str) -> bool:
    """Tell whether one of the words or signs is there that are enough by themselves."""
    return bool(rarely(cues().noise.strong).search(text)) or _has_sign(text)


def _has_sign(text: str) -> bool:
    if SIGN.search(text) and any(sign.search(text) for sign in SIGNS):
        return True
    if CHATTER.search(text, len(text) - 3) or MENU.match(text):
        return True
    if not LATIN.search(text):
        return False
    return bool(SIGNS_WITH_LETTERS.search(text) or (("." in text or "/" in text) and ADDRESS.search(text)))


def end_of_signs(text: str) -> int:
    """Say where the last sure sign of an advertisement ends; 0 where there is none."""
    expressions = (rarely(cues().noise.strong), SERIES, *_all_signs())
    return max((sign.end() for each in expressions for sign in each.finditer(text)), default=0)


def _all_signs() -> tuple[re.Pattern[str], ...]:
    return (*SIGNS, SIGNS_WITH_LETTERS, ADDRESS)


def is_stamp(match: re.Match[str]) -> bool:
    """Tell whether brackets hold the name or the address of a site rather than text of the report."""
    inside = match[0][1:-1]
    if inside.startswith("待补"):
        return False
    if is_certain(inside) or STAMP.match(inside) or leaning(inside) > LEANING:
        return True
    if match[0][0] in "【[［" and match.start():
        return LABEL.fullmatch(inside) is not None
    # An aside follows the word that it explains; what follows a stop was put there by somebody else.
    apart = match.string[: match.start()].endswith(("。", "，", "；", "！", "？", "："))
    strange = ASIDE.fullmatch(inside) is not None and leaning(inside) > LEAST_OF_ASIDE
    return apart and (strange or NETWORK.fullmatch(inside) is not None)


def is_pointer(match: re.Match[str]) -> bool:
    """Tell whether what stands between two clauses points to a site, and does not speak of one."""
    return leaning(match[0]) > CLEAR


def is_credit(match: re.Match[str]) -> bool:
    """Tell a name behind a dash from a clause of the report."""
    return leaning(match[0]) > LEANING


def report_part(sentence: str) -> tuple[str, list[str]]:
    """Part a sentence into what stays and what advertises: all of it, or a piece stuck into the text.

    The piece ends with its last sign and begins with its clause; what is left must sound like a report.
    """
    if not advertises(sentence):
        return sentence, []
    addresses = [address.span() for address in ADDRESS.finditer(sentence)]
    found = [sign.span() for each in (*SIGNS, SIGNS_WITH_LETTERS) for sign in each.finditer(sentence)]
    words = [span for span in found if not any(span[0] in range(*address) for address in addresses)]
    signs = addresses + words
    if not signs:
        return "", [sentence]
    stops = [0, *(stop.end() for stop in CLAUSE_STOP.finditer(sentence))]
    start = max(stop for stop in stops if stop <= min(signs)[0])
    end = max(end for _, end in signs)
    # The stop behind the piece is its own where another stands before it.
    behind = CLAUSE_STOP.match(sentence, end)
    end = behind.end() if behind and start else end
    rest = sentence[:start] + sentence[end:]
    # An address may stand before any sentence; a number to call tells more about what is around it.
    if len(rest) < LEAST_REST or leaning(rest) > (0 if words else CLEAR):
        return "", [sentence]
    return rest, [sentence[start:end]]
