"""Read the comments of a Word document, each as a line of JSON, below a line that says what they are.

The first line is there because a document without comments is no empty document.
"""

import msgspec
from lxml import etree  # type: ignore[import-untyped]  # lxml ships no type information

from phrasebank.formats.markup import children, name, value
from phrasebank.formats.package import Package
from phrasebank.formats.refusal import TOO_MUCH, RefusedError
from phrasebank.remarks import Remark

HEAD = "批注"
MOST = 1000
LONGEST_ABOUT = 200


def lines(data: bytes) -> list[str]:
    """Read the comments of a .docx in the order of their ids. Raises ``RefusedError``."""
    package = Package(data)
    comments = package.xml("comments")
    found = list(children(comments, "comment"))
    if len(found) > MOST:
        raise RefusedError(TOO_MUCH)
    about = _about(package.xml()) if found else {}
    told = (
        Remark(_line(each), value(each, "author") or "", about.get(value(each, "id") or "", ""))
        for each in found
    )
    return [HEAD, *(msgspec.json.encode(each).decode() for each in told if each.text)]


def _about(document: etree._Element) -> dict[str, str]:
    """Give the words between the two ends of each comment, by its id."""
    found: dict[str, str] = {}
    open_ids: list[str] = []
    for each in document.iter():
        match name(each):
            case "commentRangeStart":
                open_ids.append(value(each, "id") or "")
            case "commentRangeEnd":
                open_ids = [identity for identity in open_ids if identity != value(each, "id")]
            case "t":
                for identity in open_ids:
                    found[identity] = (found.get(identity, "") + (each.text or ""))[:LONGEST_ABOUT]
    return found


def _line(comment: etree._Element) -> str:
    paragraphs = (
        "".join(each.text or "" for each in paragraph.iter() if name(each) == "t")
        for paragraph in comment.iter()
        if name(paragraph) == "p"
    )
    return " ".join(text for text in paragraphs if text.strip())
