"""Read a PDF that has a text layer: its characters with their places, then the paragraphs they make.

PDFium inflates a stream whole before it looks at it, so the streams are measured here first.
"""

import re
import zlib
from collections.abc import Iterator
from contextlib import suppress
from math import hypot
from typing import Any

import pypdfium2 as pdfium
from pypdfium2 import raw

from phrasebank.encoding import is_odd
from phrasebank.formats.layout import Glyph, Row, rows_of
from phrasebank.formats.paragraphs import paragraphs
from phrasebank.formats.radicals import written
from phrasebank.formats.refusal import BROKEN, LOCKED, LONGEST_TEXT, TOO_MUCH, RefusedError

MOST_PAGES = 200
LARGEST_CONTENT, LARGEST_OTHER = 10_000_000, 100_000_000
OTHER = re.compile(rb"/Image|/Length1|/CIDFontType0C|/Type1C|/OpenType")
DEFLATING = re.compile(rb"/(?:FlateDecode|Fl|LZWDecode|LZW|RunLengthDecode|RL)\b")
DICTIONARY = 500
CHUNK = 65_536
PIECE = 1_048_576
SPACE = 0x20
ASLANT = 0.2
STREAM = re.compile(rb"(?<!end)stream\r?\n")
LEAST_CHARACTERS = 20
UNREADABLE = "\ufffd"
SCANNED = "没有可复制的文字（可能是扫描件），请提供文字版，或识别后另存为 .docx 再试。"
GARBLED = "里的文字是乱码（没有编码对照），请提供 .docx 版再试。"


def lines(data: bytes) -> list[str]:
    """Read the paragraphs of a PDF. Raises ``RefusedError``."""
    _measure(data)
    pages = _read(data)
    texts = [written(paragraph) for paragraph in paragraphs(pages)]
    shown = "".join(texts)
    if sum(not each.isspace() for each in shown) < LEAST_CHARACTERS * max(1, len(pages) // 2):
        raise RefusedError(SCANNED)
    if is_odd(shown) or shown.count(UNREADABLE) * 10 > len(shown):
        raise RefusedError(GARBLED)
    return texts


def _measure(data: bytes) -> None:
    """Inflate every stream as far as is allowed, and no further.

    Pictures and fonts may be larger than what draws the pages; nothing needs to be deflated twice.
    """
    room = {True: LARGEST_OTHER, False: LARGEST_CONTENT}
    for match in STREAM.finditer(data):
        dictionary = data[max(0, match.start() - DICTIONARY) : match.start()].rpartition(b" obj")[2]
        is_other = OTHER.search(dictionary) is not None
        room[is_other] -= _expanded(data, match.end(), room[is_other])
        if room[is_other] < 0 or len(DEFLATING.findall(dictionary)) > 1:
            raise RefusedError(TOO_MUCH)


def _expanded(data: bytes, start: int, allowed: int) -> int:
    """Give the size that the stream at a place inflates to, counted to just above what is allowed.

    Where it ends shows only in inflating it. What is not deflated does not grow, and has none.
    """
    inflater = zlib.decompressobj()
    size = 0
    with suppress(zlib.error):
        for place in range(start, len(data), CHUNK):
            pending = data[place : place + CHUNK]
            while pending and not inflater.eof:
                size += len(inflater.decompress(pending, PIECE))
                pending = inflater.unconsumed_tail
                if size > allowed:
                    return size
            if inflater.eof:
                break
    return size


def _read(data: bytes) -> list[list[Row]]:
    """Open a PDF and read the rows of its pages, as long as they hold no more than is allowed."""
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        locked = raw.FPDF_GetLastError() == raw.FPDF_ERR_PASSWORD
        raise RefusedError(LOCKED if locked else BROKEN) from error
    if len(document) > MOST_PAGES:
        raise RefusedError(f"页数太多（超过 {MOST_PAGES} 页），请只保留正文、另存后再试。")
    pages: list[list[Row]] = []
    room = LONGEST_TEXT
    try:
        for number in range(len(document)):
            # The page must outlive the handle that stands for its text.
            text = document[number].get_textpage()
            room -= text.count_chars()
            if room < 0:
                raise RefusedError(TOO_MUCH)
            pages.append(rows_of(list(_glyphs(text.raw))))
    except pdfium.PdfiumError as error:
        raise RefusedError(BROKEN) from error
    finally:
        document.close()
    return pages


def _glyphs(text: Any) -> Iterator[Glyph]:  # noqa: ANN401 - a handle of PDFium's
    """Give the characters of a page but those that PDFium adds and those that stand aslant, as stamps do."""
    box, matrix = raw.FS_RECTF(), raw.FS_MATRIX()
    for index in range(raw.FPDFText_CountChars(text)):
        code = raw.FPDFText_GetUnicode(text, index)
        if code < SPACE or raw.FPDFText_IsGenerated(text, index) == 1:
            continue
        raw.FPDFText_GetMatrix(text, index, matrix)
        if abs(matrix.b) > ASLANT * abs(matrix.a):
            continue
        raw.FPDFText_GetLooseCharBox(text, index, box)
        size = raw.FPDFText_GetFontSize(text, index) * hypot(matrix.c, matrix.d)
        yield Glyph(box.left, box.right, matrix.f, size, chr(code))
