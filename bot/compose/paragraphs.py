"""Joining: the sentences of one topic become a paragraph that runs claim, actions, figures, result."""

import re

from msgspec import Struct

from bot.compose.verbs import ADJUNCT
from bot.compose.words import words
from phrasebank.remembering import remembered
from phrasebank.terms import Move

RANK: dict[Move, int] = {"claim": 0, "action": 1, "evidence": 2, "result": 3}
ORDINALS = ("一是", "二是", "三是", "四是", "五是", "六是", "七是", "八是", "九是", "十是")
ENUMERATED_INSIDE = re.compile(r"[一二三四]是|[①-⑳]")
HONOURED = re.compile(r"^.{0,8}?(?:获评|荣获|获得|荣立|(?:先后)?被[^，。]{1,30}(?:评为|授予|命名为|列为))")
CLOSED = ("。", "！", "？", "……", "。”", "！”", "？”")
LONG_ITEM = 45
FEWEST_COUNTED, MOST_COUNTED = 3, 5
IN_ONE_SENTENCE = 3
LINKS = ("同时，", "", "此外，", "")


class Sentence(Struct, frozen=True):
    """A statement ready for print, without its final 。, and the id of the point it tells."""

    text: str
    point: str = ""


@remembered(8192)
def move_of(text: str) -> Move:
    """Tell what a statement of work done does, from how it begins after an adverb of time."""
    plain, moves = ADJUNCT.sub("", text), words().moves
    if plain.startswith(moves["result"]) or HONOURED.match(plain):
        return "result"
    if text.startswith(moves["evidence"]):
        return "evidence"
    if plain.startswith(moves["claim"]) and not re.search(r"\d", text):
        return "claim"
    return "action"


def in_order(texts: tuple[str, ...]) -> tuple[int, ...]:
    """Give the places of the statements in telling order; statements of one move keep theirs."""
    return tuple(sorted(range(len(texts)), key=lambda place: RANK[move_of(texts[place])]))


def closed(text: str) -> str:
    """End a sentence, unless it already ends."""
    return text if text.endswith(CLOSED) else f"{text.rstrip('；，、：;,')}。"


def flowing(sentences: tuple[str, ...], turn: int = 0, *, counted: bool = True) -> str:
    """Join sentences, already in telling order, as running text.

    ``counted`` allows three to five actions to be counted off 一是…二是…; ``turn`` counts the paragraphs of a
    section, so that no two running are linked by the same word.
    """
    claims = tuple(text for text in sentences if move_of(text) == "claim")
    results = tuple(text for text in sentences if move_of(text) == "result")
    actions = _actions(sentences)
    if counted and countable(sentences):
        middle = enumerated(actions)
    elif len(actions) < FEWEST_COUNTED:
        middle = _linked(actions, LINKS[turn % len(LINKS)])
    else:
        middle = _grouped(actions)
    return "".join(map(closed, claims)) + middle + "".join(map(closed, results))


def countable(sentences: tuple[str, ...]) -> bool:
    """Whether the actions among sentences are few enough, and not too few, to be counted off."""
    actions = _actions(sentences)
    few = FEWEST_COUNTED <= len(actions) <= MOST_COUNTED
    return few and not any(map(ENUMERATED_INSIDE.search, actions))


def _actions(sentences: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(text for text in sentences if move_of(text) in {"action", "evidence"})


def _grouped(texts: tuple[str, ...]) -> str:
    """Set many short statements three to a sentence, and a long one in a sentence of its own."""
    groups: list[list[str]] = []
    for text in texts:
        short = len(text) <= LONG_ITEM and not re.search(r"[。；！？]", text)
        if short and groups and len(groups[-1]) < IN_ONE_SENTENCE and not groups[-1][-1].endswith("。"):
            groups[-1].append(text)
        else:
            groups.append([text if short else closed(text)])
    return "".join(closed("；".join(group)) for group in groups)


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
    """Choose what links a statement to the one before: deeds go on with ``word``, others stand alone."""
    if text.startswith(words().deepening):
        return "在此基础上，"
    deed = text.startswith((*words().openings, *words().event_verbs, *words().verbs))
    return word if deed and not text.startswith(words().continuing) else ""
