"""Tell advertisements, stamps, page furniture and junk from the text of a report.

Nothing is dropped for one harmless word: 公众号, 微信, 资料 and 平台 occur in real reports too.
"""

import re
from collections import Counter
from collections.abc import Sequence
from itertools import islice

from msgspec.structs import replace

from phrasebank.cues import cues, first_in
from phrasebank.document import Noise, NoiseKind
from phrasebank.markers import read_marker
from phrasebank.reflow import TERMINAL, continuations
from phrasebank.tidying import SENTENCE, Line

PAYWALL = re.compile(r"(?i)#{2,4} ?\w{0,20} ?#{2,4}|\[/?(?:paid|vip|hide|reply)[^\[\]]{0,40}\]")
ADDRESS = re.compile(
    r"(?ia)(?:https?://|www\.)[\w./?=&%#:~+-]+"
    r"|(?<![\w-])[\w-]{1,40}\.(?:com|cn|net|org|cc|top|vip)(?:\.cn)?(?:/[\w./?=&%#~+-]*)?\b"
)
CONTACT = re.compile(r"(?i)(?:QQ|微信|威信|VX|V信|扣扣|客服|代笔)[号群]? ?[：:]? ?[a-z0-9_-]{5,}")
BRACKETED = re.compile(r"（[^（）]{1,60}）|【[^【】]{1,60}】|\[[^\[\]]{1,60}\]|〔[^〔〕]{1,60}〕")
PAGE = re.compile(
    r"(?i)[-—－ ]*\d{1,4}[-—－ ]*|第 ?[\d一二三四五六七八九十]+ ?页.{0,12}|Page ?\d+.*|\d+ ?/ ?\d+"
)
WORDS = re.compile(r"[\u4e00-\u9fff]")
DATE = re.compile(r"[\d〇零一二三四五六七八九十×Xx*]{2,4}\s*[年./-]")
STRONG = 3
SHORT = 40
BRAND = 12
MOST_SEARCHED = 200
TWICE = 2


def drop_lines(lines: Sequence[Line]) -> tuple[list[Line], list[Noise]]:
    """Part the lines that stay from those that are noise as a whole. Empty lines stay."""
    inside = continuations(lines)
    kinds = [None if within else _kind(line.text) for line, within in zip(lines, inside, strict=True)]
    _spread_brands(lines, kinds)
    _spread_at_edges(lines, kinds)
    kept = [line for line, kind in zip(lines, kinds, strict=True) if not kind]
    return kept, [
        Noise(line.number, line.text, kind) for line, kind in zip(lines, kinds, strict=True) if kind
    ]


def drop_spans(paragraphs: Sequence[Line]) -> tuple[list[Line], list[Noise]]:
    """Trim paragraphs of what was stuck into them."""
    kept: list[Line] = []
    noise: list[Noise] = []
    for paragraph in paragraphs:
        text, spans = _trim(paragraph.text)
        noise += [Noise(paragraph.number, span, kind) for span, kind in spans]
        if text:
            kept.append(replace(paragraph, text=text))
    return kept, noise


def weight(text: str) -> int:
    """Weigh how much a stretch reads like an advertisement: from ``STRONG`` on it is one."""
    words = cues().noise
    if first_in(text, words.strong) or CONTACT.search(text) or ADDRESS.search(text):
        return STRONG
    return min(STRONG, sum(word in text for word in words.weak))


def _kind(text: str) -> NoiseKind | None:
    """Judge a whole line."""
    if not text:
        return None
    if PAYWALL.fullmatch(text):
        return "paywall"
    if PAGE.fullmatch(text):
        return "page"
    if not WORDS.search(text):
        return None if DATE.match(text) else "junk"
    return "ad" if _is_advertisement(text) else None


def _is_advertisement(text: str) -> bool:
    if text.startswith(cues().noise.starts) and len(text) <= SHORT * 2:
        return True
    if _trim(text)[0] != text and len(_trim(text)[0]) > BRAND:
        return False
    if len(text) <= SHORT and not text.endswith(TERMINAL) and not read_marker(text) and not _is_title(text):
        return weight(text) >= TWICE
    sentences = SENTENCE.findall(text)
    bad = sum(len(sentence) for sentence in sentences if weight(sentence) >= STRONG and _dense(sentence))
    return bad * 2 > len(text)


def _dense(sentence: str) -> bool:
    """Tell whether weak words alone are many enough for the length of the sentence."""
    words = cues().noise
    if first_in(sentence, words.strong) or CONTACT.search(sentence) or ADDRESS.search(sentence):
        return True
    return sum(word in sentence for word in words.weak) * 15 >= len(sentence)


def _is_title(text: str) -> bool:
    return text.endswith(cues().title.ends)


def _trim(text: str) -> tuple[str, list[tuple[str, NoiseKind]]]:
    """Take marks, stamps in brackets, addresses and advertising sentences out of a line of text."""
    spans: list[tuple[str, NoiseKind]] = []

    def cut(kind: NoiseKind, pattern: re.Pattern[str], text: str, least: int) -> str:
        def take(match: re.Match[str]) -> str:
            if weight(match[0]) < least or not _dense(match[0]):
                return match[0]
            spans.append((match[0], kind))
            return ""

        return pattern.sub(take, text)

    def mark(match: re.Match[str]) -> str:
        spans.append((match[0], "paywall"))
        return ""

    text = PAYWALL.sub(mark, text)
    text = cut("watermark", BRACKETED, text, STRONG)
    text = cut("ad", SENTENCE, text, STRONG)
    text = cut("watermark", ADDRESS, text, STRONG)
    return text.strip(), spans


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
            if lines[place].text and place != noisy[-1] and edge.index(place) < edge.index(noisy[-1]):
                kinds[place] = kinds[place] or "ad"


def _is_loose(text: str) -> bool:
    """Tell whether a line could be furniture: short, with no marker, full stop, date or word of a title."""
    if len(text) > SHORT or text.endswith(TERMINAL) or read_marker(text) or DATE.search(text):
        return False
    return not first_in(text, cues().title.holds) and not _is_title(text)
