"""The commands of the phrasebank: ``python -m phrasebank parse | mine | find``.

Results go to standard output, messages to standard error. Exit codes: 0 success, 1 found what was looked
for and asked to fail on it, 2 bad usage or input.
"""

import argparse
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path

import msgspec

from phrasebank.document import Document
from phrasebank.loading import BrokenFileError
from phrasebank.parsing import parse
from phrasebank.reading import UnreadableError, printable, read_lines
from phrasebank.terms import SECTION_NAMES


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and give its exit code."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8")  # type: ignore[union-attr]  # a terminal may be set to another encoding
    options = _parser().parse_args(arguments)
    try:
        code: int = options.run(options)
        sys.stdout.flush()
    except (UnreadableError, BrokenFileError) as error:
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
    return parser


def _add_parse(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    command = commands.add_parser("parse", help="解析一份报告：标题、小标题、要点、噪声、缺字")
    command.add_argument("file", metavar="文件", type=Path)
    command.add_argument("--json", action="store_true", help="输出一个 JSON 对象")
    command.set_defaults(run=_parse)


def _parse(options: argparse.Namespace) -> int:
    document = parse(read_lines(options.file), printable(options.file.name))
    sys.stdout.write((_as_json(document) if options.json else _summary(document)) + "\n")
    return 0


def _as_json(document: Document) -> str:
    fields = msgspec.to_builtins(document)
    return json.dumps({**fields, "clean": document.clean}, ensure_ascii=False)


def _summary(document: Document) -> str:
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
