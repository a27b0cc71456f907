"""The desk: the outlines and the bank that every step works from, read-only."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from bot.outline import Outline, outlines
from phrasebank.terms import SectionKind

if TYPE_CHECKING:
    from bot.checks.overlap import Known
    from bot.checks.rules import Rule
    from phrasebank.bank import Bank
    from phrasebank.finding import Hit


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

    def find(
        self, query: str, section: SectionKind | None, limit: int, *, genre: str | None, year: int | None
    ) -> "tuple[Hit, ...]":
        """Look up wording, also in the user's own corpus; one that cannot be read is passed over."""
        from phrasebank.corpus_error import CorpusError  # noqa: PLC0415 - the first prompt does not need it
        from phrasebank.finding import find  # noqa: PLC0415 - likewise

        path = corpus_path(self._corpora, self._owner) if self._corpora and self._owner else None
        if path and path.is_file():
            from phrasebank.corpus import Corpus  # noqa: PLC0415 - most users have none

            try:
                with Corpus(path) as corpus:
                    return find(
                        self.bank, query, section, limit=limit, genre=genre, year=year, corpus=corpus.index
                    )
            except CorpusError:
                pass
        return find(self.bank, query, section, limit=limit, genre=genre, year=year)


def corpus_path(corpora: Path, owner: str) -> Path:
    """Give the file of a user's own corpus: of the terminal's, that of ``python -m phrasebank add``."""
    name = "corpus" if owner == LOCAL else f"corpus-{re.sub(r'[^0-9A-Za-z]', '-', owner)}"
    return corpora / f"{name}.db"


LOCAL = "local"
"""The owner of what is written in the terminal."""
