"""The phrasebank at scale, a line a measure: ``NAME VALUE UNIT``, or ``NAME RATIO x PEER`` for a comparison.

Each comparison is a ratio of runs made in turns, since other work on the machine slows both. The libraries
are ``library``'s. Environment: ``BENCH_CHARACTERS`` (millions, comma separated; default ``1,10``; the size
that matters is 90), ``BENCH_ENTRIES`` (default 150000; the size that matters is 1500000).
"""

import os
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import warnings
from collections.abc import Callable, Iterable, Sequence
from itertools import islice, pairwise
from pathlib import Path
from time import perf_counter

from phrasebank.corpus import Corpus, Reading, phrase_of
from phrasebank.index import Filters
from phrasebank.index_terms import letters, plain
from phrasebank.mining import identify
from phrasebank.patterns import Pattern, Source
from tests import bench_ingestion, library

MEGABYTE = 1 << 20
TEN = 10
BATCH = 1000
QUERIES = 200
ROUNDS = 5


def main() -> None:
    """Print every measure."""
    for millions in os.environ.get("BENCH_CHARACTERS", "1,10").split(","):
        bench_ingestion.measure(float(millions))
    lookups(int(os.environ.get("BENCH_ENTRIES", "150000")))
    cold_start()


def lookups(count: int) -> None:
    """Look up the same queries here and in tantivy; each gives the ten best with their text."""
    chance = random.Random(2)  # noqa: S311 - no secret
    texts = list(dict.fromkeys(library.sentences(count, chance)))
    queries = [*_queries(texts, chance)]
    with tempfile.TemporaryDirectory() as scratch:
        began = perf_counter()
        corpus = _corpus(Path(scratch) / "corpus.db", texts)
        built = perf_counter() - began
        size = (Path(scratch) / "corpus.db").stat().st_size
        text_size = sum(len(text.encode()) for text in texts)
        print(f"entries {len(texts)} sentences")
        print(f"index_build {built:.1f} s")
        print(f"index_size {size / text_size:.2f} x text")
        corpus.close()
        corpus = Corpus(Path(scratch) / "corpus.db")
        ours = _ours(corpus)
        first = sorted(_each(ours, queries))
        print(f"lookup_first_time_p50 {_at(first, 50) * 1000:.3f} ms")
        print(f"lookup_first_time_p99 {_at(first, 99) * 1000:.3f} ms")
        wrong = sum(not _right(ours(query), query, texts) for query in queries[:40])
        print(f"lookup_wrong {wrong} of_40_checked_by_scanning")
        theirs = _tantivy(Path(scratch) / "tantivy", texts)
        if theirs:
            _compare("lookup", ours, theirs, queries)
        spelt = [letters(plain(query)).replace(" ", "") for query in queries if " " not in query]
        times = _times(lambda query: corpus.index.by_initials(query, Filters(), TEN), spelt)
        print(f"pinyin_p50 {_at(times, 50) * 1000:.3f} ms")
        print(f"pinyin_p99 {_at(times, 99) * 1000:.3f} ms")
        slips = [query[0] + query[2:] for query in queries if len(query) > 3 and " " not in query]
        times = _times(lambda query: corpus.index.nearly(query, Filters(), TEN), slips)
        print(f"slip_p50 {_at(times, 50) * 1000:.3f} ms")
        print(f"slip_p99 {_at(times, 99) * 1000:.3f} ms")
        corpus.close()
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"lookup_memory {memory:.0f} MB_with_the_texts_and_tantivy")


def cold_start() -> None:
    """Time a new process to its first answer, against a bare start of Python."""
    ratios = []
    for _ in range(2 * ROUNDS):
        find = _seconds([sys.executable, "-m", "phrasebank", "find", "意识形态", "--limit", "3"])
        ratios.append(find / _seconds([sys.executable, "-c", "pass"]))
    print(f"find_cold_process {statistics.median(ratios):.1f} x bare Python")


def _seconds(command: Sequence[str]) -> float:
    began = perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return perf_counter() - began


def _queries(texts: Sequence[str], chance: random.Random) -> Iterable[str]:
    """Take what stands in the texts: of 2, of 3 to 4, of 5 to 8 characters, and two terms together."""
    for number in range(QUERIES):
        length = (2, 2, 3, 4, chance.randint(5, 8), chance.randint(5, 8), 2, 2)[number % 8]
        words: list[str] = []
        while len(words) < (2 if number % 8 > 5 else 1):
            clause = chance.choice(chance.choice(texts).split("，"))
            at = chance.randrange(max(len(clause) - length, 1))
            word = clause[at : at + length]
            words += [word] if len(plain(word)) == length and " " not in plain(word) else []
        yield " ".join(words)


def _corpus(path: Path, texts: Sequence[str]) -> Corpus:
    corpus = Corpus(path)
    for start in range(0, len(texts), BATCH):
        patterns = [
            Pattern(
                id=identify(text, "achievements", "action"),
                text=text.rstrip("。"),
                shape="sentence",
                section="achievements",
                move="action",
                source=Source("", line),
            )
            for line, text in enumerate(texts[start : start + BATCH], start)
        ]
        digest = start.to_bytes(32)
        corpus.take([Reading(str(start), str(start), digest, tuple(map(phrase_of, patterns)))])
    for _ in corpus.settle():
        pass
    return corpus


def _ours(corpus: Corpus) -> Callable[[str], list[str]]:
    return lambda query: [found.text for found in corpus.index.exact(query, Filters(), TEN)]


def _right(found: Sequence[str], query: str, texts: Sequence[str]) -> bool:
    """Compare with a scan: as many as there are, up to ten, and each holds all that was asked for."""
    words = plain(query).split()
    holding = (text for text in texts if all(word in text.casefold() for word in words))
    there = sum(1 for _ in islice(holding, TEN))
    return len(found) >= there * 0.9 and all(word in text.casefold() for text in found for word in words)


def _tantivy(folder: Path, texts: Sequence[str]) -> Callable[[str], list[str]] | None:
    """Build the peer: pairs of characters, all of them required, ranked by BM25."""
    try:
        import tantivy  # noqa: PLC0415 - a peer, and no part of the program
    except ImportError:
        print("lookup_peer 0 tantivy_is_not_installed")
        return None
    folder.mkdir()
    analyzer = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.ngram(2, 2)).build()
    schema = tantivy.SchemaBuilder().add_text_field("text", stored=True, tokenizer_name="pairs").build()
    index = tantivy.Index(schema, path=str(folder))
    index.register_tokenizer("pairs", analyzer)
    writer = index.writer(256 * MEGABYTE, 1)
    for text in texts:
        writer.add_document(tantivy.Document(text=text))
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    searcher = index.searcher()

    def find(query: str) -> list[str]:
        pairs = dict.fromkeys(a + b for word in query.split() for a, b in pairwise(word))
        terms = [(tantivy.Occur.Must, tantivy.Query.term_query(schema, "text", pair)) for pair in pairs]
        hits = searcher.search(tantivy.Query.boolean_query(terms), TEN).hits
        return [searcher.doc(address)["text"][0] for _, address in hits]

    return find


def _compare(
    name: str, ours: Callable[[str], list[str]], theirs: Callable[[str], list[str]], queries: Sequence[str]
) -> None:
    """Time both in turns, round by round; a query's time is its median."""
    rounds = [(_each(ours, queries), _each(theirs, queries)) for _ in range(ROUNDS)]
    mine = sorted(map(statistics.median, zip(*(one for one, _ in rounds), strict=True)))
    other = sorted(map(statistics.median, zip(*(two for _, two in rounds), strict=True)))
    for percent in (50, 99):
        print(f"{name}_p{percent} {_at(mine, percent) * 1000:.3f} ms")
        print(f"{name}_p{percent} {_at(mine, percent) / _at(other, percent):.3f} x tantivy")


def _times(look: Callable[[str], object], queries: Sequence[str]) -> list[float]:
    rounds = [_each(look, queries) for _ in range(ROUNDS)]
    return sorted(map(statistics.median, zip(*rounds, strict=True)))


def _each(look: Callable[[str], object], queries: Sequence[str]) -> list[float]:
    taken = []
    for query in queries:
        began = perf_counter()
        look(query)
        taken.append(perf_counter() - began)
    return taken


def _at(times: Sequence[float], percent: int) -> float:
    return times[min(len(times) * percent // 100, len(times) - 1)]


if __name__ == "__main__":
    with warnings.catch_warnings():
        main()
