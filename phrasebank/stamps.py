"""Cut what was stuck into a paragraph out of it: marks of walls, names of sites, sentences that advertise."""

import re
from collections.abc import Callable, Sequence
from functools import partial

from msgspec.structs import replace

from phrasebank.advertising import (
    ADDRESS,
    TRAILING,
    UNBRACKETED,
    is_certain,
    is_credit,
    is_pointer,
    is_stamp,
    report_part,
)
from phrasebank.document import Noise, NoiseKind
from phrasebank.tidying import SENTENCE, Line, punctuate

PAYWALL = re.compile(
    r"(?i)#{2,4} ?\w{0,20} ?#{2,4}|\[/?(?:paid|vip|hide|reply|login|free|pay|ad)[^\[\]]{0,40}\]"
)
SEARCHED = re.compile(
    r"(?:微信|公众号|百度|抖音|头条|QQ)(?:搜一搜|搜索|搜|关注|查找)[：: ]?(?:公众号|小程序)?[：: ]?"
    r"(?:[“「【《][^”」】》]{1,20}[”」】》])"
    r"|(?:更多[^，。；]{0,12})?(?:关注|搜索)(?:微信)?(?:公众号|小程序)[：: ]?(?:[“「【][^”」】]{1,20}[”」】])"
)
BRACKETED = re.compile(
    r"（[^（）]{1,60}）|【[^【】]{1,60}】|[\[［][^\[\]［］]{1,60}[\]］]|〔[^〔〕]{1,60}〕|[{｛][^{}｛｝]{1,40}[}｝]|<[^<>]{1,40}>"
    r"|〖[^〖〗]{1,40}〗|[「『][^「」『』]{1,40}[」』](?:公众号|小程序)?(?:出品|原创|首发|独家|整理)?"
)
DASHED = re.compile(
    "(?<=[。，；])——[\u4e00-\u9fff·]{2,14}——|[-=_]{2,}[\u4e00-\u9fff·]{2,14}[-=_]{2,}|([|｜★☆※◆◇■□●▲△♦♥✿#＃~～])[\u4e00-\u9fff·]{2,14}\\1"
    "|@[\\w-]{2,14}(?=[，。；！？ ]|$)"
)
# One set of characters first, then what must follow each: so that text without them is passed over fast.
SUSPICIOUS = re.compile(
    r"[（【\[［〔〖#＃|｜{｛<@★☆※◆◇■□●▲△♦♥✿~～「『—=_页摘转来更访官网库站号搜关查-](?:"
    r"(?<=[（【\[［〔〖#＃|｜{｛<@★☆※◆◇■□●▲△♦♥✿~～「『])|(?<=—)—|(?<=-)-|(?<==)=|(?<=_)_|(?<=页) ?共"
    r"|(?<=[摘转来])自|(?<=更)多|(?<=访)问|(?<=官)网|(?<=[网库站号])(?:提供|整理|发布|原创|首发|独家|出品)"
    r"|(?:(?<=搜)索?|(?<=关)注|(?<=查)找)[：: ]?(?:公众号|小程序)?[：: ]?[“「【《])"
)
Span = tuple[str, NoiseKind]


def _always(_: re.Match[str]) -> bool:
    return True


FOOT = re.compile(r"第 ?\d{1,3} ?页[ ，/]{0,2}共 ?\d{1,3} ?页")
# What is looked for in turn, its kind, and whether what was found is one.
STAMPS: tuple[tuple[re.Pattern[str], NoiseKind, Callable[[re.Match[str]], bool]], ...] = (
    (PAYWALL, "paywall", _always),
    (FOOT, "page", _always),
    (SEARCHED, "watermark", _always),
    (BRACKETED, "watermark", is_stamp),
    (DASHED, "watermark", _always),
    (UNBRACKETED, "watermark", is_pointer),
    (TRAILING, "watermark", is_credit),
)


def drop_spans(paragraphs: Sequence[Line]) -> tuple[list[Line], list[Noise]]:
    """Trim paragraphs of what was stuck into them."""
    return _dropped(paragraphs, trim)


def drop_stamps(paragraphs: Sequence[Line]) -> tuple[list[Line], list[Noise]]:
    """Cut out marks and names only, with a blank in their place where nothing else parts what they parted.

    Where line breaks were lost, a sentence may hold a heading too, and what was stuck in stood between lines.
    """
    return _dropped(paragraphs, partial(cut_stamps, instead=" "))


def trim(text: str) -> tuple[str, list[Span]]:
    """Take stamps, advertising sentences and addresses out of a line of text."""
    if not SUSPICIOUS.search(text) and not is_certain(text):
        return text, []
    text, spans = cut_stamps(text)

    def sentence(match: re.Match[str]) -> str:
        kept, dropped = report_part(match[0])
        spans.extend((span, "ad") for span in dropped)
        return kept

    if is_certain(text):
        text = SENTENCE.sub(sentence, text)
        text = ADDRESS.sub(lambda match: _take(match, "watermark", spans), text)
    return text.strip(), spans


def cut_stamps(text: str, instead: str = "") -> tuple[str, list[Span]]:
    """Take marks of walls and the names of sites out of a line of text, and put something else there."""
    spans: list[Span] = []
    for pattern, kind, fits in STAMPS if SUSPICIOUS.search(text) else ():
        text = pattern.sub(partial(_judged, kind, fits, spans, instead), text)
    return text.strip(), spans


def _judged(
    kind: NoiseKind,
    fits: Callable[[re.Match[str]], bool],
    spans: list[Span],
    instead: str,
    match: re.Match[str],
) -> str:
    if not fits(match):
        return match[0]
    stopped = match.string[: match.start()].endswith(("。", "，", "；", "：", "！", "？"))
    return _take(match, kind, spans) + ("" if stopped else instead)


def _take(match: re.Match[str], kind: NoiseKind, spans: list[Span]) -> str:
    spans.append((match[0], kind))
    return ""


def _dropped(
    paragraphs: Sequence[Line], cut: Callable[[str], tuple[str, list[Span]]]
) -> tuple[list[Line], list[Noise]]:
    kept: list[Line] = []
    noise: list[Noise] = []
    for paragraph in paragraphs:
        text, spans = cut(paragraph.text)
        noise += [Noise(paragraph.number, span, kind) for span, kind in spans]
        if text:
            kept.append(replace(paragraph, text=punctuate(text)) if spans else paragraph)
    return kept, noise
