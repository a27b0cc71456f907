"""Tell advertisements, stamps, page furniture and junk from the text of a report.

Nothing is dropped for one harmless word: 公众号, 微信, 资料 and 平台 occur in real reports too.
"""

import re
from collections import Counter
from collections.abc import Sequence
from itertools import islice, pairwise

from msgspec.structs import replace

from phrasebank.advertising import (
    ADDRESS,
    FEW,
    LEAST_HINTED,
    MANY,
    STAMP,
    advertises,
    hints,
    is_certain,
    is_stamp,
    may_advertise,
    report_part,
)
from phrasebank.cues import any_of, cues
from phrasebank.document import Noise, NoiseKind
from phrasebank.markers import read_marker
from phrasebank.reflow import TERMINAL, continuations, is_full, wrap_width
from phrasebank.tidying import SENTENCE, Line
from phrasebank.vocabulary import familiarity

PAYWALL = re.compile(
    r"(?i)#{2,4} ?\w{0,20} ?#{2,4}|\[/?(?:paid|vip|hide|reply|login|free|pay|ad)[^\[\]]{0,40}\]"
)
SEARCHED = re.compile(
    r"(?:微信|公众号|百度|抖音|头条|QQ)(?:搜一搜|搜索|搜|关注|查找)[：: ]?(?:公众号|小程序)?[：: ]?"
    r"(?:[“「【《][^”」】》]{1,20}[”」】》])"
    r"|(?:更多[^，。；]{0,12})?(?:关注|搜索)(?:微信)?(?:公众号|小程序)[：: ]?(?:[“「【][^”」】]{1,20}[”」】])"
)
BRACKETED = re.compile(r"（[^（）]{1,60}）|【[^【】]{1,60}】|\[[^\[\]]{1,60}\]|〔[^〔〕]{1,60}〕")
DASHED = re.compile("(?<=[。，；])——[\u4e00-\u9fff·]{2,14}——|[|｜][\u4e00-\u9fff·]{2,14}[|｜]")
PAGE = re.compile(
    r"(?i)[-—－·\s]*\d{1,4}[-—－·\s]*|第 ?[\d一二三四五六七八九十]+ ?页.{0,12}|共 ?\d+ ?页.{0,12}"
    r"|Page ?\d+.*|P\d+|\d+ ?/ ?\d+"
)
NAMED = re.compile(
    r"^(?:述职人|述职者|报告人|汇报人|单位|部门|姓名|职务|时间|日期)[：: ]|某某|[*×]{2}"
    r"|(?:党委|党组|支部|委员会|局|公司|医院|学校|小学|中学|大学|学院|办公室|街道|社区|书记|主任|校长|院长)$"
    r"|(?:书记|主任|局长|校长|院长|经理|主席)：[^，。；]{1,4}$"
)
WORDS = re.compile(r"[\u4e00-\u9fff]")
GARBLED = re.compile("锟斤拷|[锟斤拷烫屯]{3,}|[□\ufffd]+")
HUNG = re.compile("[。，；：！？、”）》]{1,3}")
DATE = re.compile(r"[\d〇零一二三四五六七八九十×Xx*]{2,4}\s*[年./-]")
SUSPICIOUS = re.compile(r"[（【\[〔#|｜]|——|(?:搜索?|关注|查找)[：: ]?(?:公众号|小程序)?[：: ]?[“「【《]")
SHORT = 40
BRAND = 12
LEAST_ALONE, LEAST_FAMILIAR, LEAST_AT_EDGE = 0.1, 0.2, 0.5
SHORTEST_STRANGER = 4
FEW_LOOSE = 2
SPREAD = 2
MOST_SEARCHED = 200
TWICE = 2


def drop_lines(lines: Sequence[Line]) -> tuple[list[Line], list[Noise]]:
    """Part the lines that stay from those that are noise as a whole. Empty lines stay."""
    kinds: list[NoiseKind | None] = []
    for line, inside in zip(lines, continuations(lines), strict=True):
        # A piece of a wrapped sentence is noise only where the piece before it was.
        kinds.append(_kind(line.text) if not inside or kinds[-1] == "ad" else None)
    _judge_strangers(lines, kinds)
    _spread_brands(lines, kinds)
    _spread_at_edges(lines, kinds)
    judged = list(zip(lines, kinds, strict=True))
    noise = [Noise(line.number, line.text, kind) for line, kind in judged if kind]
    return [line for line, kind in judged if not kind], noise


def drop_spans(paragraphs: Sequence[Line]) -> tuple[list[Line], list[Noise]]:
    """Trim paragraphs of what was stuck into them."""
    kept: list[Line] = []
    noise: list[Noise] = []
    for paragraph in paragraphs:
        text, spans = _trim(paragraph.text)
        noise += [Noise(paragraph.number, span, kind) for span, kind in spans]
        if text:
            kept.append(replace(paragraph, text=text) if spans else paragraph)
    return kept, noise


def _kind(text: str) -> NoiseKind | None:
    """Judge a whole line."""
    if not text:
        return None
    if len(text) <= SHORT:
        if PAYWALL.fullmatch(text):
            return "paywall"
        if PAGE.fullmatch(text):
            return "page"
        if not WORDS.search(GARBLED.sub("", text)):
            return None if DATE.match(text) or HUNG.fullmatch(text) else "junk"
    return "ad" if _is_advertisement(text) else None


def _is_advertisement(text: str) -> bool:
    """Judge a line of words; one with text of the report beside a stamp is not noise as a whole."""
    if len(text) <= SHORT * 2 and any_of(cues().noise.starts).match(text):
        return True
    if "您" in text and len(text) <= SHORT and not text.endswith(TERMINAL):
        return True
    long = len(text) > SHORT and text.endswith("。")
    if not is_certain(text) and (long or hints(text) < FEW or _sounds_right(text)):
        bracketed = BRACKETED.fullmatch(text)
        return bool(bracketed and STAMP.match(text[1:-1]) and not read_marker(text))
    rest, _ = _trim(text)
    if rest != text and (len(rest) > BRAND or rest.endswith("。")):
        return False
    if len(text) <= SHORT and not text.endswith(TERMINAL) and not read_marker(text) and not _is_title(text):
        return True
    return sum(len(sentence) for sentence in SENTENCE.findall(text) if advertises(sentence)) * 2 > len(text)


def _sounds_right(text: str) -> bool:
    """Tell a line of a list without full stops, which may speak of 网站 and 公众号 like any report."""
    return len(text) <= SHORT and familiarity(text) >= LEAST_HINTED


def _is_title(text: str) -> bool:
    return text.endswith(cues().title.ends)


def _trim(text: str) -> tuple[str, list[tuple[str, NoiseKind]]]:
    """Take marks, stamps in brackets, advertising sentences and addresses out of a line of text."""
    if not SUSPICIOUS.search(text) and not may_advertise(text):
        return text, []
    spans: list[tuple[str, NoiseKind]] = []

    def take(match: re.Match[str], kind: NoiseKind) -> str:
        spans.append((match[0], kind))
        return ""

    def bracket(match: re.Match[str]) -> str:
        return take(match, "watermark") if is_stamp(match) else match[0]

    def sentence(match: re.Match[str]) -> str:
        kept, dropped = report_part(match[0])
        spans.extend((span, "ad") for span in dropped)
        return kept

    text = PAYWALL.sub(lambda match: take(match, "paywall"), text)
    text = SEARCHED.sub(lambda match: take(match, "watermark"), text)
    text = BRACKETED.sub(bracket, text)
    text = DASHED.sub(lambda match: take(match, "watermark"), text)
    if may_advertise(text):
        text = SENTENCE.sub(sentence, text)
        text = ADDRESS.sub(lambda match: take(match, "watermark"), text)
    return text.strip(), spans


def _judge_strangers(lines: Sequence[Line], kinds: list[NoiseKind | None]) -> None:
    """Mark loose lines between the paragraphs of a report that do not sound like one.

    Where headings are numbered, a line without a number has to sound more like a report, unless it is one
    of several that head a paragraph. A text that is mostly a list without full stops is left alone.
    """
    body = [place for place, line in enumerate(lines) if line.text.endswith("。") or read_marker(line.text)]
    numbered = sum(read_marker(lines[place].text) is not None for place in body)
    filled = [place for place, line in enumerate(lines) if line.text and not kinds[place]]
    if sum(_is_loose(lines[place].text) for place in filled) * FEW_LOOSE > len(filled):
        return
    heading = {
        one for one, other in pairwise(filled) if _is_loose(lines[one].text) and _is_body(lines[other].text)
    }
    width = wrap_width(lines)
    for place in range(body[0], body[-1]) if body else ():
        line = lines[place]
        above = lines[place - 1]
        goes_on = is_full(line, width) or (is_full(above, width) and not above.text.endswith(TERMINAL))
        if kinds[place] or goes_on or len(line.text) < SHORTEST_STRANGER or not _is_loose(line.text):
            continue
        alike = sum(abs(len(lines[each].text) - len(line.text)) <= SPREAD for each in heading)
        strict = numbered >= MANY and not (place in heading and alike > 1)
        least = (LEAST_HINTED if hints(line.text) else LEAST_FAMILIAR) if strict else LEAST_ALONE
        if familiarity(line.text) < least:
            kinds[place] = "ad"


def _is_body(text: str) -> bool:
    return len(text) > SHORT and text.endswith("。")


def _spread_brands(lines: Sequence[Line], kinds: list[NoiseKind | None]) -> None:
    """Mark as brands short lines that an advertisement names or that come again and again."""
    found = (line.text for line, kind in zip(lines, kinds, strict=True) if kind == "ad")
    advertisements = "\n".join(islice(found, MOST_SEARCHED))
    times = Counter(line.text for line in lines)
    for place, line in enumerate(lines):
        if kinds[place] or not 1 < len(line.text) <= BRAND or not _is_loose(line.text):
            continue
        if line.text in advertisements or times[line.text] > TWICE:
            kinds[place] = "watermark"


def _spread_at_edges(lines: Sequence[Line], kinds: list[NoiseKind | None]) -> None:
    """Between advertisements at the head or the tail of a file, loose short lines are theirs."""
    solid = [
        place
        for place, line in enumerate(lines)
        if line.text and not kinds[place] and not _is_loose(line.text)
    ]
    if not solid:
        return
    for edge in (range(solid[0]), range(len(lines) - 1, solid[-1], -1)):
        noisy = [place for place in edge if kinds[place]]
        for place in edge if noisy else ():
            within = edge.index(place) < edge.index(noisy[-1])
            if within and lines[place].text and familiarity(lines[place].text) < LEAST_AT_EDGE:
                kinds[place] = kinds[place] or "ad"


def _is_loose(text: str) -> bool:
    """Tell whether a line could be furniture: short, with no marker, full stop, date or word of a title."""
    if len(text) > SHORT or text.endswith(TERMINAL) or read_marker(text) or DATE.search(text):
        return False
    if NAMED.search(text):
        return False
    return not any_of(cues().title.holds).search(text) and not _is_title(text)
