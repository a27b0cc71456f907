"""The desk: the outlines and the bank that every step works from, read-only."""

import re
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from bot.outline import Outline, outlines
from phrasebank.remembering import remembered
from phrasebank.terms import Move, SectionKind

if TYPE_CHECKING:
    from bot.checks.overlap import Known
    from bot.checks.rules import Rule
    from phrasebank.bank import Bank
    from phrasebank.finding import Hit
    from phrasebank.lessons import Holding
    from phrasebank.patterns import Pattern

LOOKED_UP = 64
"""Look-ups in the bank that are remembered."""


class Desk:
    """What the program knows. The bank is read when first used: the first prompt must not wait for it.

    ``corpora`` is the folder of the users' own corpora, of which ``owner`` sees one and nobody else's.
    ``texts`` gives, when they are first asked for, the texts that the report in hand must not repeat.
    """

    def __init__(
        self,
        corpora: Path | None = None,
        owner: str | None = None,
        texts: "Callable[[], tuple[Known, ...]] | None" = None,
    ) -> None:
        self._corpora = corpora
        self._owner = owner
        self._texts = texts
        self._known: tuple[Known, ...] | None = None
        self._found: dict[tuple[object, ...], tuple[Hit, ...]] = {}

    @property
    def outlines(self) -> dict[str, Outline]:
        """The genres by id, in the order offered."""
        return outlines()

    @property
    def bank(self) -> "Bank":
        """The phrasebank."""
        from phrasebank.bank import load  # noqa: PLC0415 - the first prompt does not need it

        return load()

    def of(self, owner: str, texts: "Callable[[], tuple[Known, ...]] | None" = None) -> "Desk":
        """Give the desk as one user sees it."""
        return Desk(self._corpora, owner, texts)

    @property
    def known(self) -> "tuple[Known, ...]":
        """The texts that a report is compared with: those of the bank, and those at hand."""
        from bot.checks.overlap import seeds  # noqa: PLC0415 - the first prompt does not need it

        if self._known is None:
            self._known = self._texts() if self._texts else ()
        return (*seeds(), *self._known)

    @property
    def formulations(self) -> "tuple[Rule, ...]":
        """The formulations added on this machine; a file that cannot be read is passed over."""
        from bot.checks.added import added, place  # noqa: PLC0415 - the first prompt does not need it
        from phrasebank.loading import BrokenFileError  # noqa: PLC0415 - likewise

        try:
            return added(place(self._corpora)) if self._corpora else ()
        except BrokenFileError:
            return ()

    def find(  # noqa: PLR0913 - one argument for each way of narrowing a look-up
        self,
        query: str,
        section: SectionKind | None = None,
        move: Move | None = None,
        *,
        limit: int,
        genre: str | None = None,
        year: int | None = None,
    ) -> "tuple[Hit, ...]":
        """Look up wording, also in the user's own corpus; one that cannot be read is passed over.

        What was looked up once is known from then on: a turn puts the same question several times. So this is
        for a desk ``of`` somebody, which is given up after the turn.
        """
        from phrasebank.corpus_error import CorpusError  # noqa: PLC0415 - the first prompt does not need it
        from phrasebank.finding import find  # noqa: PLC0415 - likewise

        asked = (query, section, move, limit, genre, year)
        if asked in self._found:
            return self._found[asked]
        path = self.corpus
        found: tuple[Hit, ...] | None = None
        if path and path.is_file():
            from phrasebank.corpus import Corpus  # noqa: PLC0415 - most users have none

            with suppress(CorpusError), Corpus(path) as corpus:
                found = find(
                    self.bank, query, section, move, limit, genre=genre, year=year, corpus=corpus.index
                )
        self._found[asked] = _in_bank(self.bank, *asked) if found is None else found
        return self._found[asked]

    @property
    def corpus(self) -> Path | None:
        """The file of the user's own corpus, whether it is there or not."""
        return corpus_path(self._corpora, self._owner) if self._corpora and self._owner else None

    def holdings(self) -> "tuple[Holding, ...]":
        """List the documents that the user's own corpus learnt from. Raises ``CorpusError``."""
        from phrasebank.lessons import holdings  # noqa: PLC0415 - few users have a corpus

        return holdings(self.corpus) if self.corpus else ()

    def learnt(self, limit: int) -> "tuple[int, tuple[Pattern, ...]]":
        """Count the wording of the user's own corpus, and give the best of it. Raises ``CorpusError``."""
        from phrasebank.lessons import count, patterns  # noqa: PLC0415 - few users have a corpus

        return (count(self.corpus), patterns(self.corpus, limit)) if self.corpus else (0, ())


@remembered(LOOKED_UP)
def _in_bank(  # noqa: PLR0913, PLR0917 - they are all one key
    bank: "Bank",
    query: str,
    section: SectionKind | None,
    move: Move | None,
    limit: int,
    genre: str | None,
    year: int | None,
) -> "tuple[Hit, ...]":
    """Look wording up in the bank alone; whoever turns the page asks for the same again."""
    from phrasebank.finding import find  # noqa: PLC0415 - the first prompt does not need it

    return find(bank, query, section, move, limit, genre=genre, year=year)


def corpus_path(corpora: Path, owner: str) -> Path:
    """Give the file of a user's own corpus: of the terminal's, that of ``python -m phrasebank add``."""
    return corpora / corpus_name(owner)


def corpus_name(owner: str) -> str:
    """Name the file of a user's own corpus."""
    return "corpus.db" if owner == LOCAL else f"corpus-{re.sub(r'[^0-9A-Za-z]', '-', owner)}.db"


LOCAL = "local"
"""The owner of what is written in the terminal."""
