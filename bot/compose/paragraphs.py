"""Joining: the sentences of one topic become a paragraph that runs claim, actions, figures, result."""

import re

from msgspec import Struct

from bot.compose.wording import opening
from bot.compose.words import words
from phrasebank.terms import Move

RANK: dict[Move, int] = {"claim": 0, "action": 1, "evidence": 2, "result": 3}
ORDINALS = ("一是", "二是", "三是", "四是", "五是", "六是", "七是", "八是", "九是", "十是")
ENUMERATED_INSIDE = re.compile(r"[一二三四]是|[①-⑳]")
CLOSED = ("。", "！", "？", "……", "。”", "！”", "？”")
LONG_ITEM = 45
COUNTED_FROM = 3


class Sentence(Struct, frozen=True):
    """A statement ready for print, without its final 。, and the id of the point it tells."""

    text: str
    point: str = ""


def move_of(text: str) -> Move:
    """Tell what a statement of work done does, from how it begins."""
    moves = words().moves
    if text.startswith(moves["result"]):
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


def flowing(sentences: tuple[str, ...]) -> str:
    """Join sentences, already in telling order, as running text: three or more actions are counted off."""
    claims = [text for text in sentences if move_of(text) == "claim"]
    results = [text for text in sentences if move_of(text) == "result"]
    actions = [text for text in sentences if text not in claims and text not in results]
    countable = len(actions) >= COUNTED_FROM and not any(map(ENUMERATED_INSIDE.search, actions))
    middle = enumerated(tuple(actions)) if countable else "".join(_linked(actions))
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


def _linked(texts: list[str]) -> list[str]:
    """Put 同时 or 在此基础上 before what goes on, never the same one twice."""
    linked: list[str] = []
    used: set[str] = set()
    for text in texts:
        link = _link(text) if linked else ""
        linked.append(closed(text if link in used else link + text))
        used.add(link)
    return linked


def _link(text: str) -> str:
    if text.startswith(words().deepening):
        return "在此基础上，"
    return "" if text.startswith(words().continuing) or opening(text).isdigit() else "同时，"
