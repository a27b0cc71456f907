"""Corpora that hold a few patterns of a test's own."""

from pathlib import Path

from bot.desk import corpus_path
from phrasebank.corpus import Corpus, Reading, phrase_of
from phrasebank.patterns import Pattern, Source
from phrasebank.terms import Move, SectionKind


def pattern(
    text: str, section: SectionKind = "achievements", move: Move = "action", **rest: object
) -> Pattern:
    fields = {"id": "", "shape": "clause", "source": Source("", 1), **rest}
    return Pattern(text=text, section=section, move=move, **fields)  # type: ignore[arg-type]  # filled in above


def stored(corpus: Corpus, *patterns: Pattern, name: str = "报告.txt") -> None:
    """Store patterns as if one document had held them."""
    digest = name.encode().ljust(32, b".")
    corpus.take([Reading(name, f"/{name}", digest, tuple(map(phrase_of, patterns)))])
    list(corpus.settle())


def taught(folder: Path, owner: str, text: str) -> None:
    """Have an owner's corpus, among those of a data folder, hold a pattern."""
    with Corpus(corpus_path(folder, owner)) as corpus:
        stored(corpus, pattern(text))
