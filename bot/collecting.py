"""Collecting what is kept about one person: read from the store a little at a time, packed meanwhile."""

import asyncio
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from bot.draft import Draft
from bot.moments import local
from bot.own_data import (
    EXPLAINED,
    READ_ME,
    Archive,
    File,
    History,
    corpus_files,
    draft_file,
    folder_of,
    other_file,
)
from bot.store.belongings import Spoken
from bot.store.records import Session
from bot.store.store import Store
from bot.store.transaction import Transaction
from bot.turns.place import decoded
from phrasebank.corpus_error import CorpusError
from phrasebank.lessons import holdings, patterns

AT_ONCE = 100
"""Turns that are read in one unit of work: others have theirs in between."""

NAME = "我的数据-{day}.zip"
SEVERAL = "我的数据-{day}-{place}.zip"

Write = Callable[[Draft, str], bytes]
"""Writes a draft in a format."""


class Collector:
    """Collects for one owner; ``corpus`` is the owner's own, ``change`` is done to all that is written."""

    def __init__(self, store: Store, owner: str, corpus: Path | None, change: Callable[[str], str]) -> None:
        self._store = store
        self._owner = owner
        self._corpus = corpus
        self._archive = Archive(change)

    async def collected(self, write: Write) -> tuple[tuple[str, bytes], ...]:
        """Give the archives with their names, one if all fits into it. Raises ``StoreError``."""
        sessions = await self._store.perform(lambda t: t.sessions(self._owner))
        for session in reversed(sessions):
            await self._collect(session, write)
        learnt = await asyncio.to_thread(self._wording)
        others = await self._store.perform(lambda t: t.belongings.others(self._owner))
        self._archive.add(*other_file(others))
        counts = f"草稿 {len(sessions)} 份（空着的也算），{learnt}。"
        now = local(datetime.now(UTC).isoformat())
        self._archive.add(READ_ME, EXPLAINED.format(at=now, counts=counts))
        return _named(self._archive.close(), now[:10])

    async def _collect(self, session: Session, write: Write) -> None:
        head = await self._store.perform(lambda t: t.head(self._owner, session.id))
        if head is None:
            return
        folder, history = folder_of(session), History(local)
        await asyncio.to_thread(self._write, folder, decoded(head.state).draft, write)
        turns = await self._store.perform(partial(_spoken, owner=self._owner, session=session.id, after=0))
        while turns:
            await asyncio.to_thread(self._add, folder, history.take(turns))
            read = partial(_spoken, owner=self._owner, session=session.id, after=turns[-1].number)
            turns = await self._store.perform(read)
        await asyncio.to_thread(self._add, folder, history.rest())

    def _write(self, folder: str, draft: Draft, write: Write) -> None:
        """Add a draft as it stands; one without a genre is no report yet."""
        if draft.genre:
            report, sheet = (write(draft, format_).decode() for format_ in ("txt", "yaml"))
            self._add(folder, (("全文.txt", report), ("答卷.yaml", sheet)))
        self._add(folder, (draft_file(draft),))

    def _add(self, folder: str, files: Iterable[File]) -> None:
        for name, content in files:
            self._archive.add(f"{folder}/{name}", content)

    def _wording(self) -> str:
        """Add the user's own corpus; gives what there is of it, in words."""
        if self._corpus is None:
            return "没有句式库"
        try:
            documents, wording = holdings(self._corpus), patterns(self._corpus)
        except CorpusError as error:
            return f"句式库没有读成（{str(error).rstrip('。')}）"
        for name, text in corpus_files(documents, wording):
            self._archive.add(name, text)
        return f"句式 {len(wording)} 条，学自 {len(documents)} 份材料"


def _spoken(transaction: Transaction, owner: str, session: str, after: int) -> tuple[Spoken, ...]:
    return transaction.belongings.spoken(owner, session, after, AT_ONCE)


def _named(archives: tuple[bytes, ...], day: str) -> tuple[tuple[str, bytes], ...]:
    if len(archives) == 1:
        return ((NAME.format(day=day), archives[0]),)
    return tuple((SEVERAL.format(day=day, place=place), data) for place, data in enumerate(archives, 1))
