"""Joining: the sentences of one topic become a paragraph that runs claim, actions, figures, result."""

import re

from msgspec import Struct

from bot.compose.words import words
from phrasebank.terms import Move

RANK: dict[Move, int] = {"claim": 0, "action": 1, "evidence": 2, "result": 3}
ORDINALS = ("一是", "二是", "三是", "四是", "五是", "六是", "七是", "八是", "九是", "十是")
ENUMERATED_INSIDE = re.compile(r"[一二三四]是|[①-⑳]")
CLOSED = ("。", "！", "？", "……", "。”", "！”", "？”")
HONOURED = re.compile(r"(?:先后)?被[^，。]{1,30}(?:评为|授予|命名为|列为)")
LONG_ITEM = 45
COUNTED_FROM = 3
LINKS = ("同时，", "", "此外，", "")


class Sentence(Struct, frozen=True):
    """A statement ready for print, without its final 。, and the id of the point it tells."""

    text: str
    point: str = ""


def move_of(text: str) -> Move:
    """Tell what a statement of work done does, from how it begins."""
    moves = words().moves
    if text.startswith(moves["result"]) or HONOURED.match(text):
        return "result"
    if text.startswith(moves["evidence"]):
        return "evidence"
    if text.startswith(moves["claim"]) and not re.search(r"\d", text):
        return "claim"
    return "action"


def in_order(texts: tuple[str, ...]) -> tuple[int, ...]:
    """Give the places of the statements in telling order; statements of one move keep theirs."""
    return tuple(sorted(range(len(texts)), key=lambda place: RANK[move_of(texts[place])]))


def closed(text: str) -> str:
    """End a sentence, unless it already ends."""
    return text if text.endswith(CLOSED) else f"{text.rstrip('；，、：;,')}。"


def flowing(sentences: tuple[str, ...], turn: int = 0) -> str:
    """Join sentences, already in telling order, as running text: three or more actions are counted off.

    ``turn`` counts the paragraphs of a section, so that no two running are linked by the same word.
    """
    claims = tuple(text for text in sentences if move_of(text) == "claim")
    results = tuple(text for text in sentences if move_of(text) == "result")
    actions = tuple(text for text in sentences if move_of(text) in {"action", "evidence"})
    countable = len(actions) >= COUNTED_FROM and not any(map(ENUMERATED_INSIDE.search, actions))
    middle = enumerated(actions) if countable else _linked(actions, LINKS[turn % len(LINKS)])
    return "".join(map(closed, claims)) + middle + "".join(map(closed, results))


def enumerated(items: tuple[str, ...]) -> str:
    """Count items off with 一是, 二是: short ones in one sentence, long ones in a sentence each."""
    if len(items) == 1:
        return closed(items[0])
    if len(items) > len(ORDINALS) or any(map(ENUMERATED_INSIDE.search, items)):
        return "".join(map(closed, items))
    counted = [ordinal + item for ordinal, item in zip(ORDINALS, items, strict=False)]
    if all(len(item) <= LONG_ITEM and not re.search(r"[。；！？]", item) for item in items):
        return closed("；".join(counted))
    return "".join(map(closed, counted))


def _linked(texts: tuple[str, ...], word: str) -> str:
    """Link what goes on, by 在此基础上 where it builds on what was said, and no word twice."""
    linked, used = "", {""}
    for text in texts:
        link = _link(text, word) if linked else ""
        linked += closed(text if link in used else link + text)
        used.add(link)
    return linked


def _link(text: str, word: str) -> str:
    if text.startswith(words().deepening):
        return "在此基础上，"
    return "" if text.startswith(words().continuing) else word
