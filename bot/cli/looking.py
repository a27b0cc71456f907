"""Looking without a draft: the facts of a text, the genres."""

import json
import re
import sys
from argparse import Namespace
from typing import Any

import msgspec

from bot.compose.material import statements_in
from bot.compose.placing import kind_of
from bot.draft import Point
from bot.facts.extraction import fact_of
from bot.outline import outlines
from bot.steps.pouring import materials_of
from bot.steps.taking import cue_of
from phrasebank.document import Document
from phrasebank.parsing import parse
from phrasebank.reading import UnreadableError, read_lines
from phrasebank.terms import SECTION_NAMES


def facts(options: Namespace) -> int:
    """Print the facts of a file, each with its line, its section and the cue that placed it there."""
    try:
        lines = read_lines(options.file)
    except UnreadableError as error:
        print(error, file=sys.stderr)
        return 2
    found = facts_in(lines, options.file.name)
    if options.json:
        print(json.dumps(found, ensure_ascii=False, indent=1))
        return 0
    for told in found:
        numbers = "；".join(f"{n['counts']}：{n['value']}{n['unit']}" for n in told["numbers"])
        print(f"第 {told['line']} 行　{told['text']}" + (f"　［{numbers}］" if numbers else ""))
    return 0


def facts_in(lines: list[str], name: str) -> list[dict[str, Any]]:
    """Give the facts of a file's lines in the shape that other programs read, noise left out."""
    document = parse(lines, name)
    by_line = {each.line: each.section for each in document.paragraphs} if document.headings else {}
    found = []
    for place, each in enumerate(statements_in(materials_of(without_noise(lines, document), name))[0], 1):
        line = int(each.source.rpartition(":")[2])
        kind, _ = kind_of(each.text)
        if kind == "achievements":
            kind = by_line.get(line) or each.label.kind or kind
        fact = fact_of(Point(f"p{place}", kind, each.text, source=each.source))
        found.append({**msgspec.to_builtins(fact), "line": line, "cue": cue_of(each, None), "used_in": []})
    return found


def without_noise(lines: list[str], document: Document) -> list[str]:
    """Take out what the parser found to be noise; every line keeps its number."""
    noise: dict[int, list[str]] = {}
    for each in document.noise:
        noise.setdefault(each.line, []).append(each.text)
    return [_without(text, noise.get(number, [])) for number, text in enumerate(lines, 1)]


def _without(text: str, noise: list[str]) -> str:
    """Take parts out of a line; the parser may have mended the marks of a whole one."""
    if any(_letters(part) == _letters(text) for part in noise):
        return ""
    for part in noise:
        text = text.replace(part, "")
    return text


def _letters(text: str) -> str:
    return re.sub(r"\W", "", text)


def genres(options: Namespace) -> int:
    """Print the genres with their sections."""
    listed = [
        {
            "id": outline.id,
            "name": outline.name,
            "summary": outline.summary,
            "required": [leaf.id for leaf in outline.leaves() if leaf.required],
            "sections": [
                {"id": leaf.id, "name": leaf.name, "kind": leaf.kind, "required": leaf.required}
                for leaf in outline.leaves()
            ],
        }
        for outline in outlines().values()
    ]
    if options.json:
        print(json.dumps(listed, ensure_ascii=False, indent=1))
        return 0
    for outline in outlines().values():
        print(f"{outline.id}　{outline.name}　{outline.summary}")
        for leaf in outline.leaves():
            print(f"    {leaf.id}　{leaf.name}（{SECTION_NAMES[leaf.kind or 'achievements']}）")
    return 0
