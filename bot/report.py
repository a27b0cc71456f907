"""Assembling: a draft becomes a report, every required section in its place."""

import re
from collections.abc import Iterator

from msgspec.structs import replace

from bot.compose.headings import marker
from bot.compose.paragraphs import closed
from bot.compose.sections import Passage, Setting, composed
from bot.compose.tidy import tidy
from bot.draft import Draft, Profile
from bot.export.blocks import Block, Report
from bot.facts.extraction import fact_id
from bot.outline import Outline, Section
from phrasebank.bank import Bank
from phrasebank.patterns import Pattern, fill
from phrasebank.terms import Move

LONGEST_OVERLAP = 8
BODIES = re.compile(r"党组(?!织)|党工委|党支部|党总支")
FIRST, SECOND = "第一责任人", re.compile("副|委员|成员|专职")
"""Who is 第一责任人 is the head; a deputy or a member answers for a part."""


def assemble(draft: Draft, outline: Outline, bank: Bank, *, final: bool = False) -> Report:
    """Make the report of a draft. What a required section lacks stands in it as 【待补：…】."""
    title = title_of(draft, outline, bank)
    blocks = [Block(id="", kind="title", text=title)]
    if not final:
        blocks.append(Block(id="", kind="mark", text="（讨论稿）"))
    if draft.profile.salutation:
        blocks.append(Block(id="", kind="salutation", text=salutation(draft.profile)))
    blocks += _sections(outline.sections, 1, draft, outline, bank)
    numbered = (replace(block, id=f"b{place}") for place, block in enumerate(blocks, 1))
    return Report(title, tuple(numbered), final)


def gap(what: str) -> str:
    """Mark what is missing."""
    return f"【待补：{what}】"


def appointment(profile: Profile) -> str:
    """Join organisation and post, saying what they share once: 区委编办党支部 + 党支部书记."""
    organization, post = profile.organization or gap("单位"), profile.post or gap("职务")
    for length in range(min(len(organization), len(post), LONGEST_OVERLAP), 1, -1):
        if organization.endswith(post[:length]):
            return organization + post[length:]
    return organization + post


def salutation(profile: Profile) -> str:
    """Give the form of address, closed by a full-width colon (GB/T 9704-2012, 7.3.2)."""
    return tidy(profile.salutation) + "："


def title_of(draft: Draft, outline: Outline, bank: Bank) -> str:
    """Give the report's title."""
    return filled(title_pattern(draft, outline, bank), draft.profile)


def title_pattern(draft: Draft, outline: Outline, bank: Bank) -> Pattern:
    """Give the pattern of the report's title."""
    return bank.select(shape="title", genre=outline.id, year=draft.profile.year)[0]


def formulas(section: Section, outline: Outline, bank: Bank, draft: Draft) -> tuple[Pattern, ...]:
    """Give the bank's wordings for an opening or a closing, the one now chosen first."""
    move: Move = "open" if section.kind == "opening" else "close"
    found = bank.select(
        shape="sentence", section=section.kind, move=move, genre=outline.id, year=draft.profile.year
    )
    fitting = [pattern for pattern in found if outline.voices(pattern.text)] or list(found)
    fitting = [pattern for pattern in fitting if not _of_another_post(pattern.text, draft.profile)] or fitting
    chosen = draft.chosen.get(section.id)
    return tuple(sorted(fitting, key=lambda pattern: pattern.id != chosen))


def _of_another_post(text: str, profile: Profile) -> bool:
    """Whether a wording speaks of a body that the profile does not name, or makes a deputy the first."""
    named = profile.organization + profile.post
    first = FIRST in text and bool(SECOND.search(profile.post))
    return first or any(body not in named for body in BODIES.findall(text))


def filled(pattern: Pattern, profile: Profile) -> str:
    """Fill a pattern from the profile; organisation and post side by side become one appointment."""
    year = str(profile.year) if profile.year else ""
    frame = pattern.text.replace("{org}{post}", "{appointment}")
    if not year:
        frame = re.sub(r"\{year\}年度?", "{year}", frame)
    given = {"org": profile.organization, "post": profile.post, "year": year}
    return fill(frame, {**given, "appointment": appointment(profile)})


def _sections(
    sections: tuple[Section, ...], level: int, draft: Draft, outline: Outline, bank: Bank
) -> Iterator[Block]:
    number = 0
    for section in sections:
        if section.id in draft.absent:
            continue
        if section.heading:
            number += 1
            yield Block(
                id="",
                kind="heading",
                text=section.heading,
                level=level,
                marker=marker(level, number),
                section=section.id,
            )
        inner = level + 1 if section.heading else level
        if section.kind is None:
            yield from _sections(section.sections, inner, draft, outline, bank)
        else:
            yield from _leaf(Setting(section, outline, draft, bank, inner))


def _leaf(setting: Setting) -> Iterator[Block]:
    section, draft = setting.section, setting.draft
    match section.kind:
        case "signature":
            yield from _signature(section, draft.profile)
        case "opening" | "closing" if not draft.in_section(section.id):
            chosen = formulas(section, setting.outline, setting.bank, draft)[0]
            yield Block(id="", kind="paragraph", text=filled(chosen, draft.profile), section=section.id)
        case "opening" | "closing":
            text = "".join(
                _ended(point.sentence or tidy(point.text), section) for point in draft.in_section(section.id)
            )
            yield Block(id="", kind="paragraph", text=text, section=section.id, facts=_facts(setting))
        case _:
            passages = composed(setting) or (Passage(text=gap(section.name or section.heading)),)
            for passage in passages:
                yield _block(passage, section)


def _ended(text: str, section: Section) -> str:
    """End a sentence; an opening may end in 述职如下： as the report itself follows."""
    return text if section.kind == "opening" and text.endswith("：") else closed(text)


def _facts(setting: Setting) -> tuple[str, ...]:
    return tuple(fact_id(point.id) for point in setting.draft.in_section(setting.section.id))


def _block(passage: Passage, section: Section) -> Block:
    return Block(
        id="",
        kind="paragraph",
        text=passage.text,
        level=passage.level,
        marker=passage.marker,
        lead=closed(passage.lead) if passage.lead else "",
        section=section.id,
        facts=tuple(map(fact_id, passage.points)),
    )


def _signature(section: Section, profile: Profile) -> Iterator[Block]:
    author = f"述职人：{profile.author}" if profile.author else gap("述职人姓名")
    yield Block(id="", kind="signature", text=author, section=section.id)
    yield Block(id="", kind="date", text=profile.date or gap("成文日期"), section=section.id)
