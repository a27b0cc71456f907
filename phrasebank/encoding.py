"""Tell the encoding of a text from its bytes, without a mark and from a dozen characters on.

Strict UTF-8 is never met by chance. The other encodings decode nearly anything into *some* Chinese
characters; the right one decodes it into common ones.
"""

import codecs
import re
import unicodedata
from collections import Counter
from collections.abc import Callable
from functools import cache

BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
SAMPLE = 65_536
USUAL = "gb18030"
LIKELY, MARGIN, CERTAIN = 0.7, 0.15, 0.9
BINARY_SHARE = 0.02
MARKS = set("　、。，；：？！“”‘’（）《》〈〉【】〔〕「」『』—…·％×℃①②③④⑤⑥⑦⑧⑨⑩０１２３４５６７８９－．")
# What is certainly none of those: blanks, ASCII, common punctuation, Chinese characters, full-width forms.
UNUSUAL = re.compile(
    "[^\t\n\r\f -~\u00b7\u00d7\u2014\u2018-\u201d\u2026\u3000-\u3011\u4e00-\u9fa5\uff01-\uff5e]"
)
ASCII = {chr(code) for code in range(0x20, 0x7F)} | set("\t\n\r")


class UnknownEncodingError(Exception):
    """Bytes that are no text in any encoding tried."""


class NotTextError(Exception):
    """Bytes that decode, but into control, private and unassigned characters."""


def decode(data: bytes) -> str:
    """Decode text: by its mark, as strict UTF-8, else as GB18030, UTF-16, Big5 or a damaged UTF-8.

    Bytes of a damaged file that stand for nothing become U+FFFD. Raises ``UnknownEncodingError`` and
    ``NotTextError``.
    """
    encoding = next((encoding for mark, encoding in BOMS if data.startswith(mark)), None)
    text = _strict(data, encoding or "utf-8")
    if text is None and not encoding:
        text = _guessed(data)
    if text is None:
        raise UnknownEncodingError
    if is_odd(text):
        raise NotTextError
    return text.removeprefix("\ufeff")


def is_odd(text: str) -> bool:
    """Tell what decodes by chance: text has next to no control, private or unassigned characters."""
    counts = Counter(UNUSUAL.findall(text))
    odd = sum(
        times for character, times in counts.items() if unicodedata.category(character) in {"Cc", "Cn", "Co"}
    )
    return "\x00" in counts or odd > BINARY_SHARE * len(text)


def _strict(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _guessed(data: bytes) -> str | None:
    sample = data[:SAMPLE]
    shares = {
        encoding: _share(sample.decode(encoding, "replace"), common)
        for encoding, common in CANDIDATES.items()
    }
    best = max(shares, key=lambda encoding: shares[encoding])
    if shares[best] < max(LIKELY, shares[USUAL] + MARGIN):
        best = USUAL
    text = _strict(data, best)
    return data.decode(best, "replace") if text is None and shares[best] >= CERTAIN else text


def _share(text: str, common: Callable[[str], bool]) -> float:
    """Give the share of common characters among those beyond ASCII, which any decoding finds in any bytes."""
    counts = Counter(text)
    beyond = sum(times for each, times in counts.items() if each not in ASCII)
    known = sum(times for each, times in counts.items() if each in MARKS or common(each))
    return known / beyond if beyond else 0.0


@cache
def _common_simplified(character: str) -> bool:
    """Tell the 3,755 characters of the first level of GB 2312 (rows 16 to 55)."""
    code = character.encode("gb2312", "ignore")
    return len(code) > 1 and 0xB0 <= code[0] <= 0xD7  # noqa: PLR2004 - row 16 and row 55, plus 0xA0


@cache
def _common_traditional(character: str) -> bool:
    """Tell the 5,401 characters of the first level of Big5."""
    code = character.encode("big5", "ignore")
    return len(code) > 1 and 0xA4 <= code[0] <= 0xC6  # noqa: PLR2004 - where that level begins and ends


def _common(character: str) -> bool:
    return _common_simplified(character) or _common_traditional(character)


CANDIDATES: dict[str, Callable[[str], bool]] = {
    USUAL: _common,
    "utf-16-le": _common,
    "utf-16-be": _common,
    "big5": _common_traditional,
    "utf-8": _common,
}
