"""Parse YAML as data, and say in Chinese what is wrong with it and where.

Anchors, very deep nesting and large files are refused before anything walks them: a few lines of aliases
load in milliseconds and take minutes to traverse.
"""

import re
from collections.abc import Iterator
from typing import Any

import msgspec
import yaml

from phrasebank.loading import BrokenFileError

try:
    from yaml import CSafeLoader as SafeLoader
except ImportError:  # a PyYAML built without libyaml reads the same, only slower
    from yaml import SafeLoader  # type: ignore[assignment]

LARGEST = 4_000_000
DEEPEST = 40


class Loader(SafeLoader):
    """The safe loader, without dates: 2025-12-20 stays the text that was written."""

    yaml_implicit_resolvers = {  # noqa: RUF012 - PyYAML's own name and kind
        first: [(tag, form) for tag, form in resolvers if tag != "tag:yaml.org,2002:timestamp"]
        for first, resolvers in SafeLoader.yaml_implicit_resolvers.items()
    }


def parsed(text: str, name: str) -> Any:  # noqa: ANN401 - whatever the text says
    """Give YAML text as data; ``name`` stands for the file in messages. Raises ``BrokenFileError``."""
    if len(text) > LARGEST:
        raise BrokenFileError(f"文件 {name} 太大（{len(text)} 字），上限是 {LARGEST} 字。")
    try:
        _refuse_traps(text, name)
        return yaml.load(text, Loader=Loader)  # noqa: S506 - it is the safe loader, with less
    except yaml.YAMLError as error:
        told = f"文件 {name}{_place(error)}不是正确的 YAML，请检查那里的缩进、引号和括号是否成对。"
        raise BrokenFileError(told) from error
    except (ValueError, TypeError, OverflowError) as error:
        raise BrokenFileError(f"文件 {name} 里有读不懂的值：{error}。") from error


def misfit(error: msgspec.ValidationError, text: str, name: str) -> BrokenFileError:
    """Say which line of a text is not as it should be."""
    return BrokenFileError(_explain(str(error), text, name))


def mappings(text: str) -> Iterator[tuple[int, list[str]]]:
    """Give the keys of every mapping of a text that is correct YAML, with its first line."""
    waiting = [yaml.compose(text, Loader=Loader)]
    while waiting:
        match waiting.pop():
            case yaml.MappingNode(value=pairs, start_mark=mark):
                yield mark.line + 1, [key.value for key, _ in pairs if isinstance(key, yaml.ScalarNode)]
                waiting += [value for _, value in pairs]
            case yaml.SequenceNode(value=items):
                waiting += items


def _refuse_traps(text: str, name: str) -> None:
    depth = 0
    for event in yaml.parse(text, Loader=Loader):
        line = event.start_mark.line + 1 if event.start_mark else 0
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise BrokenFileError(
                f"文件 {name} 第 {line} 行用了 YAML 锚点（& 或 *），这里不支持，请直接写出内容。"
            )
        if isinstance(event, (yaml.SequenceStartEvent, yaml.MappingStartEvent)):
            depth += 1
        elif isinstance(event, (yaml.SequenceEndEvent, yaml.MappingEndEvent)):
            depth -= 1
        if depth > DEEPEST:
            raise BrokenFileError(f"文件 {name} 第 {line} 行嵌套太深（超过 {DEEPEST} 层）。")


def _place(error: yaml.YAMLError) -> str:
    mark = getattr(error, "problem_mark", None)
    return f" 第 {mark.line + 1} 行" if mark else ""


WHERE = re.compile(r" - at `(\$[^`]*)`$")
STEP = re.compile(r"\[(\d+|\.\.\.)\]|\.([^.\[\]]+)")


def _explain(message: str, text: str, name: str) -> str:
    where = WHERE.search(message)
    path = where[1] if where else "$"
    line = _line_of(path, text)
    return f"文件 {name} 第 {line} 行（{path}）不合要求：{_in_chinese(WHERE.sub('', message))}。"


PHRASES = (
    (re.compile(r"Object missing required field `(.+)`"), r"缺少“\1”"),
    (re.compile(r"Object contains unknown field `(.+)`"), r"不认识“\1”这一项"),
    (re.compile(r"Invalid enum value (.+)"), r"没有\1这个取值"),
    (re.compile(r"Expected `(.+)`, got `(.+)`"), r"应是\1，却是\2"),
)
KINDS = {
    "array": "列表",
    "object": "“名称: 值”",
    "str": "文字",
    "int": "整数",
    "float": "小数",
    "null": "空",
    "bool": "是或否",
}


def _in_chinese(message: str) -> str:
    for pattern, sentence in PHRASES:
        if pattern.fullmatch(message):
            return re.sub(r"[a-z]+", lambda kind: KINDS.get(kind[0], kind[0]), pattern.sub(sentence, message))
    return message


def _line_of(path: str, text: str) -> int:
    node: Any = yaml.compose(text, Loader=Loader)
    line = node.start_mark.line + 1 if node else 1
    for step in STEP.finditer(path):
        node = _child(node, step)
        if node is None:
            return line
        line = node.start_mark.line + 1
    return line


def _child(node: Any, step: re.Match[str]) -> Any:  # noqa: ANN401 - PyYAML's nodes are untyped
    if isinstance(node, yaml.SequenceNode) and (step[1] or "").isdigit():
        return node.value[int(step[1])] if int(step[1]) < len(node.value) else None
    if isinstance(node, yaml.MappingNode) and step[2]:
        return next((value for key, value in node.value if key.value == step[2]), None)
    return None
