"""Reading a clause by a frame: the fixed words in their places, and in each gap only what its kind allows.

The words are looked for as they stand; one expression for each kind of slot, and none for each of some two
thousand frames, is what keeps the first answer as quick as the later ones.
"""

import re
from functools import cache

from bot.facts.dates import DATE
from phrasebank.patterns import SLOT
from phrasebank.terms import SlotKind

NUMBER_FORM = (
    r"(?:近|约|超过|超|逾)?(?:\d[\d,]*(?:\.\d+)?[百千万亿]*|[二两三四五六七八九十百千万]+)[余多]?"
    r"(?:[-—~～至到](?:\d[\d,.]*|[二两三四五六七八九十百千万]+)[余多]?)?"
)
FORMS: dict[SlotKind, re.Pattern[str]] = {
    "number": re.compile(NUMBER_FORM),
    "document": re.compile(r"《[^《》]+》(?:等)?"),
    "work": re.compile(r"《[^《》]+》(?:等)?"),
    "date": DATE,
    "year": re.compile(r"\d{4}"),
}
ANY_FORM = re.compile(r"[^，。；：！？,;:\s\d（）()【】]{2,20}")


def read_by(frame: str, clause: str) -> dict[str, str] | None:
    """Give what stands in the slots of a frame, by their names, if the whole clause reads like it."""
    words, slots = _parts(frame)
    if not clause.startswith(words[0]) or not clause.endswith(words[-1]):
        return None
    return _filled(clause, len(words[0]), words[1:], slots)


def edge_of(frame: str) -> str:
    """Give what a clause must begin with, ``^开展``, or end with, ``人次$``, to be read by a frame.

    At most two characters; empty for a frame that begins and ends with a slot.
    """
    words, _ = _parts(frame)
    return f"^{words[0][:2]}" if words[0] else f"{words[-1][-2:]}$" if words[-1] else ""


def edges_of(clause: str) -> tuple[str, ...]:
    """Give the edges of the frames that may read a clause."""
    return f"^{clause[:2]}", f"^{clause[:1]}", f"{clause[-2:]}$", f"{clause[-1:]}$", ""


def _filled(
    clause: str, start: int, words: tuple[str, ...], slots: tuple[tuple[str, SlotKind], ...]
) -> dict[str, str] | None:
    """Try each place at which the words behind the first slot stand, the shortest filling first."""
    if not slots:
        return {} if start == len(clause) else None
    (name, kind), last = slots[0], len(slots) == 1
    end = len(clause) - len(words[0]) if last else clause.find(words[0], start + 1)
    while start < end <= len(clause):
        if FORMS.get(kind, ANY_FORM).fullmatch(clause, start, end):
            rest = _filled(clause, end + len(words[0]), words[1:], slots[1:])
            if rest is not None:
                return {name: clause[start:end], **rest}
        if last:
            return None
        end = clause.find(words[0], end + 1)
    return None


@cache
def _parts(frame: str) -> tuple[tuple[str, ...], tuple[tuple[str, SlotKind], ...]]:
    """Take a frame apart: the words around its slots, one piece more than slots, and the slots."""
    slots = tuple((match[0][1:-1], match[1]) for match in SLOT.finditer(frame))
    return tuple(re.split(r"\{[^}]*\}", frame)), slots  # type: ignore[return-value]  # the loader checks kinds
