"""Tell advertisements, stamps, page furniture and junk from the text of a report.

Nothing is dropped for one harmless word: 公众号, 微信, 资料 and 平台 occur in real reports too.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain, islice, pairwise

from phrasebank.advertising import (
    CLEAR,
    SERIES,
    STAMP,
    advertises,
    is_certain,
)
from phrasebank.alternatives import any_of
from phrasebank.cues import cues, first_in
from phrasebank.document import Noise, NoiseKind
from phrasebank.markers import read_marker
from phrasebank.reflow import TERMINAL, continuations
from phrasebank.stamps import BRACKETED, PAYWALL, trim
from phrasebank.tidying import SENTENCE, Line
from phrasebank.vocabulary import leaning

PAGE = re.compile(
    r"(?i)[-—－·\s]*\d{1,4}[-—－·\s]*|第 ?[\d一二三四五六七八九十]+ ?页.{0,12}|共 ?\d+ ?页.{0,12}"
    r"|Page ?\d+.*|P\d+|\d+ ?/ ?\d+"
)
POSTED = re.compile(r"20\d\d[-./年]\d{1,2}[-./月]\d{1,2}日? ?\d{1,2}:\d{2}")
"""When a page was put up, to the minute: nobody signs so."""
NAMED = re.compile(
    r"^(?:述职人|述职者|报告人|汇报人|单位|部门|姓名|职务|时间|日期)[：: ]|某某|[*×]{2}"
    r"|(?:党委|党组|支部|委员会|局|公司|医院|学校|小学|中学|大学|学院|办公室|街道|社区|书记|主任|校长|院长)$"
    r"|(?:书记|主任|局长|校长|院长|经理|主席)：[^，。；]{1,4}$"
)
SEPARATED = re.compile("[·|｜丨•]")
SALUTED = re.compile("各位|[们志]：$")
WORDS = re.compile(r"[\u4e00-\u9fff]")
GARBLED = re.compile("锟斤拷|[锟斤拷烫屯]{3,}|[□\ufffd]+")
HUNG = re.compile(r"[。，；：！？、”）》】\]］〕#]{1,3}")
DATE = re.compile(r"(?<!\d)[\d〇零一二三四五六七八九十×Xx*]{2,4}\s*[年./-]")
TEXT_KIND = "(?:报告|总结|材料|讲话稿?|体会|发言稿?|汇报|范文)"
LISTED = re.compile(f"{TEXT_KIND}[^，。]{{0,4}}[、 ｜|].*{TEXT_KIND}")
PAIRED = re.compile("[^：，。]{2,4}：[^：，。]{1,12} [^：，。]{2,4}：[^：，。]{1,20}")
BLOTTED = re.compile("[×Ｘ]{2,4}|[Xx]{2,3}")
DEED = re.compile(r"\d[余多]?[万亿]?(?:[次人场户名项件起条](?!以)|[%％])")
SHORT = 40
BRAND = 12
LEAST_WORDS = 6
ADVERTISING, AT_EDGE = 0.7, 0.35
MOST_FOUND = 6
MOST_SEARCHED = 200
TWICE = 2


def drop_lines(lines: Sequence[Line]) -> tuple[list[Line], list[Noise]]:
    """Part the lines that stay from those that are noise as a whole. Empty lines stay."""
    kinds: list[NoiseKind | None] = []
    inside = continuations(lines)
    for line, goes_on in zip(lines, inside, strict=True):
        # A piece of a wrapped sentence is noise only where the piece before it was.
        kinds.append(_kind(line.text) if not goes_on or kinds[-1] == "ad" else None)
    _judge_by_sound(lines, kinds, inside)
    _spread_brands(lines, kinds)
    _spread_at_edges(lines, kinds)
    judged = list(zip(lines, kinds, strict=True))
    noise = [Noise(line.number, line.text, kind) for line, kind in judged if kind]
    return [line for line, kind in judged if not kind], noise


def _kind(text: str) -> NoiseKind | None:
    """Judge a whole line."""
    if not text:
        return None
    if len(text) <= SHORT:
        if PAYWALL.fullmatch(text):
            return "paywall"
        if PAGE.fullmatch(text) or POSTED.match(text):
            return "page"
        if not WORDS.search(GARBLED.sub("", text)):
            stays = DATE.match(text) or BLOTTED.fullmatch(text) or HUNG.fullmatch(PAYWALL.sub("", text))
            return None if stays else "junk"
        if SEPARATED.search(text) and SERIES.search(text) and not text.endswith(TERMINAL):
            return "ad"
    return "ad" if _is_advertisement(text) else None


def _is_advertisement(text: str) -> bool:
    """Judge a line of words; one with text of the report beside a stamp is not noise as a whole."""
    if len(text) <= SHORT * 2 and any_of(cues().noise.starts).match(text):
        return True
    if len(text) <= SHORT and not text.endswith(TERMINAL) and ("您" in text or LISTED.search(text)):
        return not read_marker(text)
    if not is_certain(text):
        bracketed = BRACKETED.fullmatch(text)
        return bool(bracketed and STAMP.match(text[1:-1]) and not read_marker(text))
    rest, _ = trim(text)
    if rest != text and (len(rest) > BRAND or rest.endswith("。") or read_marker(rest)):
        return False
    if len(text) <= SHORT and not text.endswith(TERMINAL) and not read_marker(text) and not _is_title(text):
        return True
    return sum(len(sentence) for sentence in SENTENCE.findall(text) if advertises(sentence)) * 2 > len(text)


def _is_title(text: str) -> bool:
    return text.endswith(cues().title.ends) and not LISTED.search(text)


def _judge_by_sound(lines: Sequence[Line], kinds: list[NoiseKind | None], inside: Sequence[bool]) -> None:
    """Mark lines of their own that lean to advertising, more readily about the report than within it.

    Where half of the lines do, the report is about such things itself.
    """
    solid = [place for place, line in enumerate(lines) if _is_solid(line.text) and not kinds[place]]
    within = range(solid[0] + 1, solid[-1]) if solid else range(len(lines))
    runs = (run for run in _wrapped(inside) if not kinds[run[0]])
    found = [spoken for run in runs if (spoken := _spoken(lines, run, run[0] in within))]
    if len(found) <= MOST_FOUND or len(found) * 2 <= sum(bool(line.text) for line in lines):
        for place in chain.from_iterable(found):
            kinds[place] = "ad"


def _wrapped(inside: Sequence[bool]) -> Iterator[range]:
    """Give the lines that go on with one another, as runs: most are of one line."""
    starts = [place for place, goes_on in enumerate(inside) if not goes_on]
    yield from (range(start, stop) for start, stop in pairwise([*starts, len(inside)]))


def _spoken(lines: Sequence[Line], run: range, within: bool) -> range:  # noqa: FBT001 - one of two places
    """Give the lines of a run that advertise: all, or the first where a report seems to go on with it."""
    if len(run) == 1:
        return run[: _sounds(lines[run[0]].text, within)]
    texts = [lines[place].text for place in run]
    if _sounds("".join(texts), within) and all(leaning(text) > 0 for text in texts):
        return run
    parted = leaning(texts[0]) > CLEAR and leaning(texts[1]) <= 0
    return run[: parted and _sounds(texts[0], within)]


def _sounds(text: str, within: bool) -> bool:  # noqa: FBT001 - one of two places
    return _may_stand_apart(text) and leaning(text) > _least(text, within)


def _least(text: str, within: bool) -> float:  # noqa: FBT001 - one of two places
    """Say how much a line must lean: less about the report, and where it pairs labels (责编：… 校对：…).

    A whole paragraph is judged alike everywhere.
    """
    if within or (len(text) > SHORT and text.endswith("。")):
        return AT_EDGE if PAIRED.fullmatch(text) else ADVERTISING
    return 0.0 if STAMP.match(text) else AT_EDGE


def _is_solid(text: str) -> bool:
    return _is_body(text) or read_marker(text) is not None


def _may_stand_apart(text: str) -> bool:
    """Tell a line that is neither a paragraph nor marked, dated, named, a title or a deed with its figure."""
    if not LEAST_WORDS <= len(text) <= SHORT * 2 or DATE.search(text) or NAMED.search(text):
        return False
    if text.endswith("。") and DEED.search(text):
        return False
    if text.endswith("：") and SALUTED.search(text):
        return False
    return not (read_marker(text) or _is_title(text) or first_in(text, cues().farewells))


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
            if within and lines[place].text and _is_loose(lines[place].text):
                kinds[place] = kinds[place] or "ad"


def _is_loose(text: str) -> bool:
    """Tell whether a line could be furniture: short, with no marker, full stop, date or word of a title."""
    if len(text) > SHORT or text.endswith(TERMINAL) or read_marker(text) or DATE.search(text):
        return False
    if NAMED.search(text):
        return False
    return not any_of(cues().title.holds).search(text) and not _is_title(text)
