"""``draft``: an answer sheet becomes a report."""

import asyncio
import json
import sys
from argparse import Namespace
from pathlib import Path
from secrets import token_hex

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from bot.adapters.terminal.glance import OWNER
from bot.checks.leftovers import leftovers
from bot.cli.database import database_of
from bot.cli.shortening import explain, length_of
from bot.conversation import Conversation
from bot.desk import Desk
from bot.draft import Draft
from bot.export.blocks import Report
from bot.export.naming import ExportError, write
from bot.facts.extraction import fact_id, facts_of
from bot.outline import Outline
from bot.rendering import rendered
from bot.replies import Attachment
from bot.report import assemble
from bot.sheet import read
from bot.sheet_form import SheetError
from bot.steps.carrying import unanswered
from bot.steps.checklist import missing, outline_of
from bot.steps.checkup import findings_of, wrong
from bot.steps.headed import titles
from bot.steps.measures import unmeasured
from bot.steps.profile import NAMES
from bot.steps.requirements import asks, requirements
from bot.steps.shortening import shortened
from bot.store.faults import StoreError
from bot.store.store import Store
from phrasebank.reading import UnreadableError


def draft(options: Namespace) -> int:
    """Draft from a sheet, keep the draft, write the files."""
    try:
        given = read(options.sheet)
        return asyncio.run(_draft(options, laid_out(given.draft, options.layout), given.unused))
    except (SheetError, UnreadableError, StoreError, ExportError) as error:
        print(error, file=sys.stderr)
        return 2


def laid_out(draft: Draft, layout: str) -> Draft:
    """Give a draft that is to be set in a layout, its own where none is given."""
    return replace(draft, preferences=replace(draft.preferences, layout=layout)) if layout else draft


async def _draft(options: Namespace, given: Draft, unused: tuple[str, ...]) -> int:
    for each in unused:
        print(each, file=sys.stderr)
    database = database_of(options)
    desk = Desk(database.parent)
    outline = outline_of(desk, given)
    assert outline is not None, "the sheet's genre has been looked up"  # noqa: S101 - a broken invariant
    characters = length_of(options)
    short = shortened(desk, outline, given, characters) if characters else None
    written = short.draft if short else given
    report = assemble(written, outline, desk.bank, final=options.final)
    why_not = gap_or_wrong(desk, outline, written) if options.final else ""
    if why_not:
        print(f"{why_not}，不能出定稿。去掉 --final 可以出讨论稿。", file=sys.stderr)
        return 1
    session, desk = await _kept(database, desk, given)
    files = [_written(desk, given, name, options) for name in options.format]
    explain(short, characters)
    if options.json:
        made = Made(desk, given, written, outline, report, session, tuple(files))
        result = told(made) | {"headings": titles(desk, outline, given)}
        print(json.dumps(result, ensure_ascii=False, indent=1))
    else:
        print("\n".join(f"已写出：{file}" for file in files))
        for section in missing(outline, given):
            print(f"还缺：{section.name}", file=sys.stderr)
    return 0


async def _kept(database: Path, desk: Desk, given: Draft) -> tuple[str, Desk]:
    """Keep a draft; gives its id, and the desk with the texts that it must not repeat."""
    store = await Store.open(database)
    try:
        conversation = Conversation(desk, store)
        session = await conversation.adopt(OWNER, token_hex(8), given)
        texts = await conversation.texts(OWNER, session)
        await conversation.hand_over(OWNER, session, given)
        return session, desk.of(OWNER, lambda: texts)
    finally:
        await store.close()


def gap_or_wrong(desk: Desk, outline: Outline, draft: Draft) -> str:
    """Say why a draft cannot be signed off: a gap, or something certainly wrong."""
    gaps = leftovers(block.line for block in assemble(draft, outline, desk.bank, final=True).blocks)
    return f"还有 {len(gaps)} 处没有填好，如“{gaps[0].text}”" if gaps else wrong(desk, outline, draft)


def _written(desk: Desk, given: Draft, name: str, options: Namespace) -> str:
    attachment = Attachment(
        name, options.final, options.appendices, length_of(options), options.review, options.encoding
    )
    file = rendered(desk, given, attachment)
    return str(write(options.out / file.name, file.data))


class Made(Struct, frozen=True):
    """A draft as given, as much of it as the report tells, and what came of it."""

    desk: Desk
    given: Draft
    written: Draft
    outline: Outline
    report: Report
    session: str
    files: tuple[str, ...]


def told(made: Made) -> dict[str, object]:
    """Put what was made into the shape that other programs read.

    The requirements are judged by the report, what is missing by all that was given.
    """
    given, outline, report = made.given, made.outline, made.report
    kept = {point.id for point in made.written.points}
    facts = facts_of(given)
    used = {fact.id: [block.id for block in report.blocks if fact.id in block.facts] for fact in facts}
    demanded = requirements(outline, made.written, report)
    return {
        "draft": made.session,
        "files": list(made.files),
        "characters": sum(len("".join(block.line.split())) for block in report.blocks),
        "facts": [{**msgspec.to_builtins(fact), "used_in": used[fact.id]} for fact in facts],
        "requirements": [msgspec.to_builtins(each) for each in demanded],
        "missing": _gaps(outline, given, report),
        "left_out": [
            {"id": fact_id(point.id), "text": point.text, "section": point.section}
            for point in given.points
            if point.id not in kept
        ],
        "findings": [
            msgspec.to_builtins(each) for each in findings_of(made.desk, outline, made.written, report)
        ],
    }


def _gaps(outline: Outline, given: Draft, report: Report) -> list[dict[str, str]]:
    of_last_year = unanswered(outline, given)
    apart = {section for section, _ in of_last_year}  # each of last year's problems is asked for by its name
    asked = [
        *(
            (leaf.id, leaf.ask)
            for leaf in missing(outline, given)
            if leaf.kind != "rectification" or leaf.id not in apart
        ),
        *(("profile", name) for field, name in NAMES.items() if not getattr(given.profile, field)),
        *of_last_year,
        *unmeasured(outline, given),
        *asks(outline, given, requirements(outline, given, report)),
    ]
    return [{"section": section, "ask": ask} for section, ask in asked]
