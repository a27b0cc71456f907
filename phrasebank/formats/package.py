"""The package that a .docx is: a zip of XML parts, opened with its sizes counted while inflating.

What the zip says of itself is not believed. Parts that are not asked for are never inflated; nothing is
written to disk, so that part names lead nowhere, and odd ones are refused all the same.
"""

import posixpath
import re
import zlib
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from lxml import etree  # type: ignore[import-untyped]  # lxml ships no type information

from phrasebank.formats.refusal import BROKEN, LARGEST_EXPANDED, LOCKED, TOO_MUCH, RefusedError

MOST_PARTS = 200
MOST_ENTRIES = 1_000
LARGEST_PART = 8_000_000
MOST_ELEMENTS = 200_000
DEEPEST = 200
CHUNK = 65_536
ENTRY = b"PK\x01\x02"
ODD_NAME = re.compile(r"^/|\\|\x00|^[A-Za-z]:|(?:^|/)\.\.(?:/|$)")
KINDS = (
    ("xl/", "是表格，请用 Word 或 WPS 另存为 .docx 再试。"),
    ("ppt/", "是演示文稿，请把文字另存为 .docx 再试。"),
    ("OFD.xml", "是 OFD 文件，请另存为 .docx 或 .pdf 再试。"),
    ("mimetype", "是 ODF 文件，请另存为 .docx 再试。"),
)
ARCHIVE = "是压缩包，请先解压，再选其中的文件。"


class Package:
    """An opened package; each part that is read counts against what the whole may expand to."""

    def __init__(self, data: bytes) -> None:
        """Open a package. Raises ``RefusedError``."""
        self._room = LARGEST_EXPANDED
        self._zip = _opened(data)
        self._parts = {info.filename: info for info in _checked(self._zip.infolist())}
        targets = self._targets("")
        self.main = targets.get("officeDocument") or self._without_document()
        self._related = self._targets(self.main)

    def xml(self, relation: str = "") -> etree._Element | None:
        """Parse the main part, or the one that it names as its ``styles``, ``numbering``, ….

        ``None`` where the document has no such part. Raises ``RefusedError``.
        """
        name = self._related.get(relation, "") if relation else self.main
        return self._parsed(name) if name in self._parts else None

    def _targets(self, source: str) -> dict[str, str]:
        """Give the parts that one part names, by the last word of the kind of relation."""
        folder, file = posixpath.split(source)
        name = posixpath.join(folder, "_rels", f"{file}.rels")
        found: dict[str, str] = {}
        for relation in self._parsed(name) if name in self._parts else ():
            if relation.get("TargetMode") != "External":
                kind = (relation.get("Type") or "").rpartition("/")[2]
                target = posixpath.join("/", folder, relation.get("Target") or "")
                found.setdefault(kind, posixpath.normpath(target).lstrip("/"))
        return {kind: name for kind, name in found.items() if name in self._parts}

    def _without_document(self) -> str:
        if "word/document.xml" in self._parts:
            return "word/document.xml"
        found = (why for start, why in KINDS if any(name.startswith(start) for name in self._parts))
        raise RefusedError(next(found, BROKEN if "[Content_Types].xml" in self._parts else ARCHIVE))

    def _parsed(self, name: str) -> etree._Element:
        return parse(self._inflated(self._parts[name]))

    def _inflated(self, info: ZipInfo) -> bytes:
        allowed = min(LARGEST_PART, self._room)
        try:
            with self._zip.open(info) as part:
                data = part.read(allowed + 1)
        except (BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError) as error:
            raise RefusedError(BROKEN) from error
        if len(data) > allowed:
            raise RefusedError(TOO_MUCH)
        self._room -= len(data)
        return data


def parse(data: bytes) -> etree._Element:
    """Parse XML that has no DTD, counting elements and depth while it grows. Raises ``RefusedError``."""
    parser = etree.XMLPullParser(
        events=("start", "end"),
        resolve_entities=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    elements = depth = 0
    try:
        for start in range(0, len(data), CHUNK):
            parser.feed(data[start : start + CHUNK])
            for event, element in parser.read_events():
                if not elements and element.getroottree().docinfo.doctype:
                    raise RefusedError(BROKEN)
                elements += event == "start"
                depth += 1 if event == "start" else -1
                if elements > MOST_ELEMENTS or depth > DEEPEST:
                    raise RefusedError(TOO_MUCH)
        return parser.close()
    except (etree.LxmlError, ValueError, LookupError) as error:
        raise RefusedError(BROKEN) from error


def _opened(data: bytes) -> ZipFile:
    if data.count(ENTRY) > MOST_ENTRIES:
        raise RefusedError(TOO_MUCH)
    try:
        return ZipFile(BytesIO(data))
    except (BadZipFile, OSError, ValueError, EOFError, RuntimeError) as error:
        raise RefusedError(BROKEN) from error


def _checked(parts: list[ZipInfo]) -> list[ZipInfo]:
    if len(parts) > MOST_PARTS:
        raise RefusedError(TOO_MUCH)
    names = [part.orig_filename for part in parts]
    if any(ODD_NAME.search(name) for name in names) or len(set(names)) < len(names):
        raise RefusedError(BROKEN)
    if any(part.flag_bits & 1 for part in parts):
        raise RefusedError(LOCKED)
    if any(part.compress_type not in {ZIP_STORED, ZIP_DEFLATED} for part in parts):
        raise RefusedError(BROKEN)
    return parts
