"""Set expressions: fixed wording with one canonical form, and rows of parts built alike.

``expressions.yaml`` holds the fixed ones, each with the variants that are written for it and the source of
its canonical form. The others are told by structure: 责任明确、目标具体、任务清晰.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path

from msgspec import Struct

from phrasebank.clauses import runs
from phrasebank.document import Document
from phrasebank.fitness import LONGEST_RUN, refusal
from phrasebank.frames import words
from phrasebank.loading import load
from phrasebank.patterns import QUOTATION_MARKS, Expression, ExpressionKind, Source

FILE = Path(__file__).with_name("expressions.yaml")
ROW = re.compile("[^，。；：！？“”《》（）{}…A-Za-z0-9*×]*、[^，。；：！？“”《》（）{}…A-Za-z0-9*×]*")
AND = re.compile("[和及与](?=[^和及与、]+$)")
CLAUSES = re.compile("[\u4e00-\u9fff]+(?:，[\u4e00-\u9fff]+)+")
HANGING = ("的", "等", "之")
LEADING = ("的", "克服", "着眼", "通过", "一支", "以及")
SHORTEST_CLAUSE = 4
SHORTEST_PART, LONGEST_PART, IDIOM = 2, 9, 4
LEAST = 6
PAIR = 2


class Fixed(Struct, frozen=True, forbid_unknown_fields=True):
    """One entry of the file: ``text`` is the canonical form, ``source`` says where that stands."""

    text: str
    source: str
    variants: tuple[str, ...] = ()


class _File(Struct, frozen=True, forbid_unknown_fields=True):
    expressions: tuple[Fixed, ...]


class Use(Struct, frozen=True):
    """A place in a text: what is written there, from ``start`` on, and its canonical form."""

    text: str
    written: str
    start: int
    kind: ExpressionKind


@cache
def fixed_expressions() -> tuple[Fixed, ...]:
    """Read the file. Raises ``BrokenFileError``."""
    return load(FILE, _File).expressions


def uses_in(text: str) -> Iterator[Use]:
    """Find fixed expressions, the longest where several overlap, and rows built alike, in order."""
    found = [
        Use(_forms()[match[0].translate(QUOTATION_MARKS)], match[0], match.start(), "fixed")
        for match in _any_form().finditer(text)
    ]
    found += [Use(row, row, start, "parallel") for row, start in rows_in(text)]
    return iter(sorted(found, key=lambda use: (use.start, use.kind)))


def rows_in(text: str) -> Iterator[tuple[str, int]]:
    """Find rows of parts between 、 or ， that are of one length, with their starts.

    What leads to the first part goes, and what hangs on the last (做到…, …的格局), where that is certain.
    """
    for match in ROW.finditer(text) if "、" in text else ():
        row = _row(AND.sub("、", match[0]).split("、"))
        if row:
            begin, length = row
            yield match[0][begin : begin + length], match.start() + begin
    for match in CLAUSES.finditer(text):
        start = match.start()
        for run, places in runs(match[0].split("，"), SHORTEST_CLAUSE):
            before = sum(len(clause) + 1 for clause in match[0].split("，")[: places.start])
            yield run, start + before


def _row(parts: Sequence[str]) -> tuple[int, int] | None:
    """Say where in the parts, joined again, a row begins and how long it is."""
    length = len(parts[1])
    lead, tail = parts[0][:-length], parts[-1][length:]
    inner = [parts[0][-length:], *parts[1:-1], parts[-1][:length]]
    even = SHORTEST_PART <= length <= LONGEST_PART and all(len(part) == length for part in inner)
    # Where all begin alike, it is certain where the first begins.
    led = len({part[:1] for part in inner}) == 1 or not lead or lead.endswith((*LEADING, *words().openers))
    if not (even and led and (not tail or tail.startswith(HANGING)) and _sounds_alike(inner)):
        return None
    return len(lead), (length + 1) * len(inner) - 1


def expressions_of(documents: Iterable[Document]) -> tuple[Expression, ...]:
    """Gather the set expressions of some documents in their canonical form, in the order of first use.

    A row enters only where it is fit to be taken over (``fitness.refusal``); fixed wording always does.
    """
    places: dict[tuple[str, ExpressionKind], dict[Source, None]] = {}
    written: dict[str, dict[str, None]] = {}
    times: dict[str, int] = {}
    for document in documents:
        for paragraph in document.paragraphs:
            for use in uses_in(paragraph.text):
                if use.kind == "parallel" and not _is_fit(use.text):
                    continue
                places.setdefault((use.text, use.kind), {})[Source(document.file, paragraph.line)] = None
                written.setdefault(use.text, {})[use.written] = None
                times[use.text] = times.get(use.text, 0) + 1
    return tuple(
        Expression(
            id="e-" + hashlib.sha256(text.encode()).hexdigest()[:6],
            text=text,
            kind=kind,
            written=tuple(each for each in written[text] if each != text),
            times=times[text],
            documents=len({source.file for source in sources}),
            sources=tuple(sources),
        )
        for (text, kind), sources in places.items()
    )


def _is_fit(row: str) -> bool:
    return LEAST <= len(row) <= LONGEST_RUN and refusal(row, row) is None


def _sounds_alike(parts: Sequence[str]) -> bool:
    """Tell parts with a character in one place of all, idioms, or three and more of some length."""
    if any(len(set(column)) == 1 for column in zip(*parts, strict=True)):
        return len(set(parts)) > 1
    return len(parts[0]) == IDIOM or (len(parts) > PAIR and len(parts[0]) > SHORTEST_PART)


@cache
def _forms() -> dict[str, str]:
    return {
        form.translate(QUOTATION_MARKS): each.text
        for each in fixed_expressions()
        for form in (each.text, *each.variants)
    }


@cache
def _any_form() -> re.Pattern[str]:
    forms = sorted(_forms(), key=len, reverse=True)
    return re.compile("|".join(f"“{re.escape(form)}”|{re.escape(form)}" for form in forms))
