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
SPANS: tuple[tuple[re.Pattern[str], NoiseKind], ...] = (
    (PAYWALL, "paywall"),
    (BRACKETED, "watermark"),
    (SENTENCE, "ad"),
    (ADDRESS, "watermark"),
)
SHORT = 40
BRAND = 12
FEW, MANY = 2, 3
DENSITY = 15
MOST_SEARCHED = 200
TWICE = 2


def drop_lines(lines: Sequence[Line]) -> tuple[list[Line], list[Noise]]:
    """Part the lines that stay from those that are noise as a whole. Empty lines stay."""
    inside = continuations(lines)
    kinds = [None if within else _kind(line.text) for line, within in zip(lines, inside, strict=True)]
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
            kept.append(replace(paragraph, text=text))
    return kept, noise


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
    """Judge a line of words; one with text of the report beside a stamp is not noise as a whole."""
    if text.startswith(cues().noise.starts) and len(text) <= SHORT * 2:
        return True
    rest, _ = _trim(text)
    if rest != text and (len(rest) > BRAND or rest.endswith("。")):
        return False
    if len(text) <= SHORT and not text.endswith(TERMINAL) and not read_marker(text) and not _is_title(text):
        return _certain(text) or _hints(text) >= FEW
    return sum(len(sentence) for sentence in SENTENCE.findall(text) if _advertises(sentence)) * 2 > len(text)


def _advertises(text: str) -> bool:
    """Tell an advertising sentence: by one sure sign, or by many hints for its length."""
    hints = _hints(text)
    return _certain(text) or (hints >= MANY and hints * DENSITY >= len(text) and not text.endswith("。"))


def _certain(text: str) -> bool:
    found = first_in(text, cues().noise.strong) or CONTACT.search(text) or ADDRESS.search(text)
    return found is not None


def _hints(text: str) -> int:
    return sum(word in text for word in cues().noise.weak)


def _is_title(text: str) -> bool:
    return text.endswith(cues().title.ends)


def _trim(text: str) -> tuple[str, list[tuple[str, NoiseKind]]]:
    """Take marks, stamps in brackets, advertising sentences and addresses out of a line of text."""
    spans: list[tuple[str, NoiseKind]] = []

    def cut(pattern: re.Pattern[str], kind: NoiseKind, text: str) -> str:
        def take(match: re.Match[str]) -> str:
            if kind != "paywall" and not _advertises(match[0]):
                return match[0]
            spans.append((match[0], kind))
            return ""

        return pattern.sub(take, text)

    for pattern, kind in SPANS:
        text = cut(pattern, kind, text)
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
