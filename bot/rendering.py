"""A draft as a finished file; python-docx and its like load here, when first needed."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from bot.desk import Desk
from bot.draft import Draft
from bot.replies import Attachment
from bot.steps.checklist import outline_of
from bot.turns.origins import Origin

if TYPE_CHECKING:
    from bot.export.blocks import Report


class File(Struct, frozen=True):
    """A finished file."""

    name: str
    data: bytes


def rendered(
    desk: Desk, draft: Draft, attachment: Attachment, when: Mapping[str, Origin] | None = None
) -> File:
    """Write a draft as a file.

    ``when`` gives the origins of the points, for the list of evidence and for notes. A sheet is always whole;
    of pictures it is the first page.
    """
    from bot.export.formats import format_named, render  # noqa: PLC0415 - exporters are not needed for a talk
    from bot.export.naming import file_name  # noqa: PLC0415 - likewise

    if attachment.format == "png":
        return drawn(desk, draft, attachment)[0]
    report = report_of(desk, draft, attachment, when)
    if attachment.format == "yaml":
        from bot import sheet  # noqa: PLC0415 - likewise

        return File(file_name(report, ".yaml"), sheet.write(draft).encode())
    data = render(report, attachment.format, attachment.encoding)
    return File(file_name(report, f".{format_named(attachment.format)}"), data)


def report_of(
    desk: Desk, draft: Draft, attachment: Attachment, when: Mapping[str, Origin] | None = None
) -> "Report":
    """Assemble the report that an attachment asks for, with its appendices, notes and layout."""
    outline = outline_of(desk, draft) or next(iter(desk.outlines.values()))
    if attachment.characters and attachment.format != "yaml":
        from bot.abridging import abridged  # noqa: PLC0415 - few files are cut

        draft = abridged(draft, outline, desk.bank, attachment.characters).draft
    from bot.appendices import tables  # noqa: PLC0415 - it loads what compares figures
    from bot.report import assemble  # noqa: PLC0415 - the first update is answered before it loads

    report = assemble(draft, outline, desk.bank, final=attachment.final)
    report = replace(
        report,
        appendices=tables(attachment.appendices, draft, outline, report, when),
        layout=draft.preferences.layout,
    )
    if attachment.review and attachment.format != "yaml":
        from bot.reviewing import case_of, reviewed  # noqa: PLC0415 - it loads the check-up

        case = case_of(desk, outline, draft, report, when)
        return reviewed(case, comments=attachment.format == "docx")
    return report


def drawn(desk: Desk, draft: Draft, attachment: Attachment) -> tuple[File, ...]:
    """Draw the pages of a draft as pictures; typst loads here. Raises ``ExportError``."""
    from bot.export.formats import pages  # noqa: PLC0415 - exporters are not needed for a talk
    from bot.export.naming import file_name  # noqa: PLC0415 - likewise

    report = report_of(desk, draft, attachment)
    return tuple(
        File(file_name(report, f"-{number:02}.png"), picture)
        for number, picture in enumerate(pages(report), 1)
    )
