"""A user's corpus taught one document at a time, out of a talk: what it holds, learning, forgetting.

Everything here may raise ``CorpusError``. A corpus that was never taught anything has no file.
"""

import hashlib
from collections.abc import Sequence
from pathlib import Path

from msgspec import Struct

from phrasebank.corpus import Corpus, Reading
from phrasebank.corpus_error import CorpusError
from phrasebank.index import Filters
from phrasebank.parsing import parse
from phrasebank.patterns import Pattern
from phrasebank.reading import printable
from phrasebank.teaching import phrases

MOST_DOCUMENTS = 200
LARGEST_CORPUS = 20_000_000
"""Bytes of a corpus from which on it is taught no more."""

EVERYTHING = 1 << 30


class Holding(Struct, frozen=True):
    """A document that was learnt from: ``path`` is its name in the corpus, ``patterns`` were seen in it."""

    path: str
    patterns: int

    @property
    def name(self) -> str:
        """What its user called it."""
        return Path(self.path).name


class Learnt(Struct, frozen=True):
    """What came of a lesson; ``new`` patterns of those ``found``, none where it was learnt before."""

    found: int
    new: int
    known: bool


def reading_of(name: str, lines: Sequence[str]) -> Reading:
    """Mine a document: pure, and the longest part of a lesson. Two of one name differ in their paths."""
    shown = printable(name)
    digest = hashlib.sha256("\n".join(map(printable, lines)).encode()).digest()
    taught = phrases(parse(list(lines), shown))
    return Reading(shown, f"{digest.hex()[:16]}/{shown}", digest, taught)


def learn(path: Path, reading: Reading) -> Learnt:
    """Store what a document taught; firmly, so that its text need not be kept any longer."""
    with Corpus(path) as corpus:
        known = reading.digest in corpus.digests()
        if not known:
            _refuse_too_much(corpus)
        new = next(iter(corpus.take([reading])))
        for _ in corpus.settle():
            pass
        corpus.firm()
        return Learnt(len(reading.phrases), new or 0, known)


def unlearn(path: Path, document: str | None) -> int:
    """Erase a document, or all, and what was learnt from nothing else; gives how many documents went."""
    if not path.exists():
        return 0
    with Corpus(path) as corpus:
        return corpus.forget(document)


def holdings(path: Path) -> tuple[Holding, ...]:
    """List the documents that were learnt from, in their order."""
    if not path.exists():
        return ()
    with Corpus(path) as corpus:
        return tuple(Holding(source.file, source.line) for source in corpus.files())


def patterns(path: Path, limit: int = EVERYTHING) -> tuple[Pattern, ...]:
    """Give what was learnt, the best first; what its user did not want is left out. Nothing is written."""
    if not path.exists():
        return ()
    with Corpus(path) as corpus:
        return tuple(corpus.index.exact("", Filters(), limit))


def count(path: Path) -> int:
    """Count what was learnt, without what its user did not want."""
    if not path.exists():
        return 0
    with Corpus(path) as corpus:
        return corpus.wanted()


def reject(path: Path, pattern: str) -> None:
    """Never give a pattern again, though another document should teach it; an unknown id changes nothing."""
    with Corpus(path) as corpus:
        wanted = corpus.index.exact("", Filters(), EVERYTHING)
        for each in wanted:
            if each.id == pattern:
                corpus.decide(each, "rejected")


def _refuse_too_much(corpus: Corpus) -> None:
    if len(corpus.digests()) >= MOST_DOCUMENTS:
        told = f"您的句式库里已经有 {MOST_DOCUMENTS} 份"
        raise CorpusError(f"{told}，没有再收。请先用 /corpus 删除 序号 腾出地方。")
    if corpus.path.stat().st_size >= LARGEST_CORPUS:
        size = LARGEST_CORPUS // 1_000_000
        raise CorpusError(f"您的句式库已经有 {size} MB，没有再收。请先用 /corpus 删除 序号 腾出地方。")
