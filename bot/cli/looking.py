"""Looking without a draft: the facts of a text, the genres."""

import json
import sys
from argparse import Namespace

import msgspec

from bot.compose.placing import kind_of
from bot.compose.splitting import is_label, statements_of
from bot.draft import Point
from bot.facts.extraction import fact_of
from bot.outline import outlines
from phrasebank.reading import UnreadableError, read_lines
from phrasebank.terms import SECTION_NAMES
from phrasebank.topics import topic_of


def facts(options: Namespace) -> int:
    """Print the facts of a file, each with its line."""
    try:
        lines = read_lines(options.file)
    except UnreadableError as error:
        print(error, file=sys.stderr)
        return 2
    statements = [(n, text) for n, line in enumerate(lines, 1) for text in _told(line)]
    found = []
    for place, (number, text) in enumerate(statements, 1):
        kind, _ = kind_of(text)
        fact = fact_of(Point(f"p{place}", kind, text, source=f"{options.file.name}:{number}"))
        found.append({**msgspec.to_builtins(fact), "line": number, "used_in": []})
    if options.json:
        print(json.dumps(found, ensure_ascii=False, indent=1))
        return 0
    for each in found:
        numbers = "；".join(f"{n['counts']}：{n['value']}{n['unit']}" for n in each["numbers"])
        print(f"第 {each['line']} 行　{each['text']}" + (f"　［{numbers}］" if numbers else ""))
    return 0


def _told(line: str) -> list[str]:
    return [text for text in statements_of(line, topic_of) if not is_label(text)]


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
