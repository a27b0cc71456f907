"""The formats that a report can be written in."""

from collections.abc import Callable

from bot.export import markdown, plain
from bot.export.blocks import Report
from bot.export.clean import clean, cleaned
from bot.export.naming import ExportError

ENCODINGS = {"utf8": "utf-8", "gb18030": "gb18030", "gbk": "gb18030", "gb2312": "gb18030"}
"""GB18030 holds every character; GBK and GB2312, which it extends, would lose rare names."""

LONGEST_NAME = 20  # of what a message repeats


def _docx(report: Report) -> bytes:
    from bot.export import docx  # noqa: PLC0415 - python-docx and lxml load when first needed

    return docx.write(report)


def _pdf(report: Report) -> bytes:
    from bot.export import pdf  # noqa: PLC0415 - typst and its fonts load when first needed

    return pdf.write(report)


FORMATS: dict[str, Callable[[Report], bytes]] = {
    "docx": _docx,
    "md": markdown.write,
    "pdf": _pdf,
    "txt": plain.write,
}
"""What writes a cleaned report, by the ending of its files."""


def format_named(name: str) -> str:
    """Give the ending of a format's files. Raises ``ExportError`` that lists the known ones."""
    found = name.strip().lower().removeprefix(".")
    if found not in FORMATS:
        raise ExportError(f"不会导出“{clean(name)[:LONGEST_NAME]}”格式，可以选：{'、'.join(FORMATS)}。")
    return found


def render(report: Report, name: str, encoding: str = "") -> bytes:
    """Write a report in the format of that name; the same report gives the same bytes.

    ``encoding`` is that of plain text, empty for UTF-8. Whatever the texts hold, nothing is raised but
    ``ExportError``: for an unknown name, encoding or layout, or for a PDF with characters that no font here
    draws.
    """
    ending = format_named(name)
    made = FORMATS[ending](cleaned(report))
    if not encoding or ending != "txt":
        return made
    if encoding.lower().replace("-", "") not in ENCODINGS:
        raise ExportError(f"不会写“{clean(encoding)[:LONGEST_NAME]}”编码，可以选：utf-8、gb18030。")
    return made.decode().encode(ENCODINGS[encoding.lower().replace("-", "")])


def pages(report: Report) -> tuple[bytes, ...]:
    """Draw the pages of a report as PNG pictures. Raises ``ExportError`` as ``render`` does for a PDF."""
    from bot.export import pdf  # noqa: PLC0415 - typst and its fonts load when first needed

    return pdf.pages(cleaned(report))
