"""The commands of the phrasebank: ``python -m phrasebank parse | mine | add | review | find``.

Results go to standard output, messages to standard error. Exit codes: 0 success, 1 found what was looked
for and asked to fail on it, 2 bad usage or input.
"""

import argparse
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import msgspec

from phrasebank import cli_corpus
from phrasebank.corpus_error import CorpusError
from phrasebank.loading import BrokenFileError
from phrasebank.reading import UnreadableError, printable
from phrasebank.terms import MOVE_NAMES, MOVES, SECTION_KINDS, SECTION_NAMES, TOPICS

if TYPE_CHECKING:
    from phrasebank.document import Document

Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"  # noqa: SLF001 - it has no other name


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and give its exit code."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8")  # type: ignore[union-attr]  # a terminal may be set to another encoding
    options = _parser().parse_args(arguments)
    try:
        code: int = options.run(options)
        sys.stdout.flush()
    except (UnreadableError, BrokenFileError, CorpusError) as error:
        sys.stderr.write(f"{error}\n")
        return 2
    except BrokenPipeError:
        # The reader has gone; keep the interpreter from complaining about it at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m phrasebank", description="读述职报告，挖掘和查找句式")
    commands = parser.add_subparsers(required=True, metavar="命令")
    _add_parse(commands)
    _add_find(commands)
    _add_mine(commands)
    cli_corpus.arguments(commands)
    return parser


def _add_parse(commands: Commands) -> None:
    command = commands.add_parser("parse", help="解析一份报告：标题、小标题、要点、噪声、缺字")
    command.add_argument("file", metavar="文件", type=Path)
    command.add_argument("--json", action="store_true", help="输出一个 JSON 对象")
    command.set_defaults(run=_parse)


def _parse(options: argparse.Namespace) -> int:
    from phrasebank.parsing import parse  # noqa: PLC0415 - each command loads only what it needs
    from phrasebank.reading import read_lines  # noqa: PLC0415 - likewise

    document = parse(read_lines(options.file), printable(options.file.name))
    _write(_as_json(document) if options.json else _summary(document))
    return 0


def _add_find(commands: Commands) -> None:
    command = commands.add_parser("find", help="按词语或拼音首字母查句式")
    command.add_argument("query", metavar="词语", help="中文词语，或拼音首字母")
    command.add_argument("--section", choices=SECTION_KINDS, help="只要这一部分的句式")
    command.add_argument("--move", choices=MOVES, help="只要这一语步的句式")
    command.add_argument("--topic", choices=TOPICS, help="只要这一主题的句式")
    command.add_argument("--genre", metavar="文种", help="只要这一文种能用的句式")
    cli_corpus.database(command)
    command.add_argument("--limit", metavar="条数", type=int, default=10, help="最多给几条（默认 10）")
    command.add_argument("--json", action="store_true", help="输出一个 JSON 数组")
    command.set_defaults(run=_find)


def _find(options: argparse.Namespace) -> int:
    from phrasebank.bank import load as load_bank  # noqa: PLC0415 - each command loads only what it needs
    from phrasebank.finding import find  # noqa: PLC0415 - likewise

    with cli_corpus.index(options) as corpus:
        hits = find(
            load_bank(),
            options.query,
            options.section,
            options.move,
            options.limit,
            genre=options.genre,
            topic=options.topic,
            corpus=corpus,
        )
    if not hits:
        sys.stderr.write("没有找到合适的句式，换个词，或少写几个字再试。\n")
    if options.json:
        _write(json.dumps(msgspec.to_builtins(hits), ensure_ascii=False))
    for hit in () if options.json else hits:
        own = "，自己的材料" if hit.own else ""
        _write(f"{hit.example}（{SECTION_NAMES[hit.section]}·{MOVE_NAMES[hit.move]}，{hit.id}{own}）")
    return 0


def _add_mine(commands: Commands) -> None:
    command = commands.add_parser("mine", help="从种子文档挖出句式，写成 YAML")
    command.add_argument("paths", metavar="路径", type=Path, nargs="*", help="文件或文件夹（默认 seeds）")
    command.add_argument("--out", metavar="文件夹", type=Path, help="写到哪里（默认词库自己的）")
    command.add_argument("--check", action="store_true", help="只核对：现有 YAML 与挖出的不同时退出码为 1")
    command.set_defaults(run=_mine)


def _mine(options: argparse.Namespace) -> int:
    from phrasebank.harvest import MINED, SEEDS, harvest, pages, save, stale  # noqa: PLC0415 - as above

    out = options.out or MINED
    found = harvest(options.paths or [SEEDS])
    texts = pages(found)
    if options.check:
        changed = stale(texts, out)
        if changed:
            names = "、".join(changed)
            sys.stderr.write(f"{names} 与种子文档挖出的不同，请运行 python -m phrasebank mine 重新生成。\n")
        return int(bool(changed))
    save(texts, out)
    _write(
        f"挖出句式 {len(found.patterns)} 条、固定说法 {len(found.expressions)} 条，"
        f"写成 {len(texts)} 个文件：{out}"
    )
    return 0


def _write(text: str) -> None:
    sys.stdout.write(printable(text) + "\n")


def _as_json(document: "Document") -> str:
    fields = msgspec.to_builtins(document)
    return json.dumps({**fields, "clean": document.clean}, ensure_ascii=False)


def _summary(document: "Document") -> str:
    title = document.title.text if document.title else "（未找到标题）"
    rows = [
        f"标题：{title}",
        f"年度：{document.year or '未知'}",
        f"文种：{document.genre or '未知'}",
        "",
        "小标题：",
    ]
    for heading in document.headings:
        indent = "　" * heading.level
        rows.append(
            f"{indent}{heading.marker}{heading.text}（第{heading.line}行，{SECTION_NAMES[heading.section]}）"
        )
    rows += [
        "",
        f"要点 {len(document.points)} 条，隐去处 {len(document.slots)} 处，噪声 {len(document.noise)} 处",
    ]
    rows += [f"　已去除（第{noise.line}行）：{noise.text}" for noise in document.noise]
    rows += [f"　请核对（第{ask.line}行）“{ask.text}”：{ask.why}" for ask in document.questions]
    return "\n".join(rows)
