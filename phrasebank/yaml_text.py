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


def mappings(text: str) -> Iterator[list[tuple[int, str]]]:
    """Give the keys of every mapping of a text that is correct YAML, each with its line, the outermost first.

    A key is given as it is written, also where it is no text: ``1``, ``yes``.
    """
    waiting = [yaml.compose(text, Loader=Loader)]
    while waiting:
        match waiting.pop():
            case yaml.MappingNode(value=pairs):
                keys = (key for key, _ in pairs if isinstance(key, yaml.ScalarNode))
                yield [(key.start_mark.line + 1, key.value) for key in keys]
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


WHERE = re.compile(r" - at (?P<key>`key` in )?`(?P<path>\$[^`]*)`$")
STEP = re.compile(r"\[(\d+|\.\.\.)\]|\.([^.\[\]]+)")
GOT = re.compile(r"got `(\w+)`$|Invalid enum value '(.+)'$")
TAG = "tag:yaml.org,2002:"
TAGS = {"array": f"{TAG}seq", "object": f"{TAG}map"}


def _explain(message: str, text: str, name: str) -> str:
    where = WHERE.search(message)
    path, what = where["path"] if where else "$", WHERE.sub("", message)
    found = _meant(path, text)
    if where and where["key"]:
        keys = [key for node in found if isinstance(node, yaml.MappingNode) for key, _ in node.value]
        node = _culprit(what, [key for key in keys if key.tag != f"{TAG}str"] or keys or found)
        told = f"“{node.value}”不能当名称" if isinstance(node, yaml.ScalarNode) else "名称写得不对"
    else:
        node, told = _culprit(what, found), _in_chinese(what)
    return f"文件 {name} 第 {node.start_mark.line + 1 if node else 1} 行（{path}）不合要求：{told}。"


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
            told = pattern.sub(sentence, message).replace(" | ", "或")
            return re.sub(r"[a-z]+", lambda kind: KINDS.get(kind[0], kind[0]), told)
    return message


def _meant(path: str, text: str) -> list[Any]:
    """Give all nodes that a path may mean, or the nearest above it that there are: ``[...]`` is any item."""
    found = [yaml.compose(text, Loader=Loader)]
    for step in STEP.finditer(path):
        below = [child for node in found for child in _children(node, step)]
        if not below:
            break
        found = below
    return found


def _children(node: Any, step: re.Match[str]) -> list[Any]:  # noqa: ANN401 - PyYAML's nodes are untyped
    match node:
        case yaml.SequenceNode(value=items):
            return list(items) if step[1] == "..." else items[int(step[1]) :][:1] if step[1] else []
        case yaml.MappingNode(value=pairs):
            return [value for key, value in pairs if step[1] == "..." or key.value == step[2]]
        case _:
            return []


def _culprit(what: str, found: list[Any]) -> Any:  # noqa: ANN401 - likewise
    """Give the first node that is as the message says; the first of all where none is, or it does not say."""
    got = GOT.search(what)
    kind, value = got.groups() if got else (None, None)
    tag = TAGS.get(kind or "", f"{TAG}{kind}")
    return next((node for node in found if node and (node.tag == tag or node.value == value)), found[0])
