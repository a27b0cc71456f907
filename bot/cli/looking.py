"""Looking without a draft: the facts of a text, the genres."""

import json
import sys
from argparse import Namespace

import msgspec

from bot.compose.material import Material, statements_in
from bot.compose.placing import kind_of
from bot.draft import Point
from bot.facts.extraction import fact_of
from bot.outline import outlines
from phrasebank.reading import UnreadableError, read_lines
from phrasebank.terms import SECTION_NAMES


def facts(options: Namespace) -> int:
    """Print the facts of a file, each with its line."""
    try:
        lines = read_lines(options.file)
    except UnreadableError as error:
        print(error, file=sys.stderr)
        return 2
    materials = [Material(line, f"{options.file.name}:{number}") for number, line in enumerate(lines, 1)]
    found = []
    for place, each in enumerate(statements_in(materials)[0], 1):
        kind = kind_of(each.text)[0]
        section = (each.label.kind or kind) if kind == "achievements" else kind
        fact = fact_of(Point(f"p{place}", section, each.text, source=each.source))
        line = int(each.source.rpartition(":")[2])
        found.append({**msgspec.to_builtins(fact), "line": line, "used_in": []})
    if options.json:
        print(json.dumps(found, ensure_ascii=False, indent=1))
        return 0
    for told in found:
        numbers = "；".join(f"{n['counts']}：{n['value']}{n['unit']}" for n in told["numbers"])
        print(f"第 {told['line']} 行　{told['text']}" + (f"　［{numbers}］" if numbers else ""))
    return 0


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
