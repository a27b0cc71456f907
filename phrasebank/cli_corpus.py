"""The commands on a user's own corpus: ``add`` and ``review``."""

import argparse
import os
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any

from phrasebank.corpus_error import CorpusError
from phrasebank.reading import printable

if TYPE_CHECKING:
    from phrasebank.adding import Outcome
    from phrasebank.index import Index

NOISE_NAMES = {"ad": "广告", "watermark": "水印", "paywall": "付费标记", "page": "页码", "junk": "乱码"}
INTERRUPTED = 130
EVERY_SECONDS = 5.0
LONGEST_SAMPLE = 24
NAME = "corpus.db"


def arguments(commands: Any) -> None:  # noqa: ANN401 - argparse does not export the type
    """Add the commands."""
    add = commands.add_parser("add", help="学习自己的材料（文件或文件夹），只存在本机的语料库里")
    add.add_argument("paths", metavar="路径", type=Path, nargs="*", help="文件或文件夹")
    add.add_argument("--forget", metavar="文件", type=Path, help="忘掉这份学过的材料，不留痕迹")
    add.add_argument("--forget-all", action="store_true", help="忘掉学过的全部材料，不留痕迹")
    add.add_argument("--quiet", action="store_true", help="不逐份报告，只报总数")
    database(add)
    add.set_defaults(run=_add)
    review = commands.add_parser("review", help="逐条审一遍学到的句式：采用、不要、改写、撤销")
    database(review)
    review.set_defaults(run=_review)


def database(command: argparse.ArgumentParser) -> None:
    """Let a command name the corpus."""
    command.add_argument(
        "--db",
        metavar="文件",
        type=Path,
        help="语料库（默认在草稿库旁边：SHUZHI_DB 指的，或系统的数据文件夹里的）",
    )


@contextmanager
def index(options: argparse.Namespace) -> Iterator["Index | None"]:
    """Open the corpus for a look-up; ``None`` where nothing was learnt yet."""
    if not options.db and not _path(options).exists():
        yield None
        return
    from phrasebank.corpus import Corpus  # noqa: PLC0415 - each command loads only what it needs

    with Corpus(_existing(options)) as corpus:
        for _ in corpus.settle():
            pass
        yield corpus.index


def _add(options: argparse.Namespace) -> int:
    from phrasebank.adding import add, files_of  # noqa: PLC0415 - each command loads only what it needs
    from phrasebank.corpus import Corpus  # noqa: PLC0415 - likewise

    if options.forget_all or options.forget:
        return _forget(options)
    files = files_of(options.paths)
    if not files:
        sys.stderr.write("没有可学的文件，请给出文件，或里面有 .txt、.md、.docx、.pdf 的文件夹。\n")
        return 2
    counts: Counter[str] = Counter()
    with Corpus(_path(options)) as corpus:
        try:
            for outcome in _progress(add(corpus, files), len(files), "学习"):
                counts[type(outcome).__name__] += 1
                counts["found"] += getattr(outcome, "new", 0)
                if not options.quiet:
                    _report(outcome)
            for _ in corpus.settle():
                pass
        except KeyboardInterrupt:
            sys.stderr.write("\n已停下，学过的都在；再运行一次会接着学。\n")
            return INTERRUPTED
    _write(_total(counts))
    return 2 if counts["Refused"] == len(files) else 0


def _forget(options: argparse.Namespace) -> int:
    from phrasebank.corpus import Corpus  # noqa: PLC0415 - each command loads only what it needs

    path = None if options.forget_all else printable(str(options.forget.absolute()))
    with Corpus(_existing(options)) as corpus:
        count = corpus.forget(path)
    if not count:
        sys.stderr.write("语料库里没有这份材料，请核对路径。\n")
        return 2
    _write(f"已忘掉 {count} 份材料和只从中学到的句式。")
    return 0


def _review(options: argparse.Namespace) -> int:
    from phrasebank.corpus import Corpus  # noqa: PLC0415 - each command loads only what it needs
    from phrasebank.reviewing import review  # noqa: PLC0415 - likewise

    with Corpus(_existing(options)) as corpus:
        for _ in corpus.settle():
            pass
        with suppress(KeyboardInterrupt):
            review(corpus, (line.rstrip("\n") for line in iter(sys.stdin.readline, "")), _say)
    return 0


def _path(options: argparse.Namespace, environ: Mapping[str, str] = os.environ) -> Path:
    """Give the named file, else the one where the talk in the terminal looks: beside its drafts.

    Those are where ``SHUZHI_DB`` says, else in the platform's data folder.
    """
    drafts = environ.get("SHUZHI_DB", "").strip()
    if options.db or drafts:
        return options.db or Path(drafts).with_name(NAME)
    from platformdirs import user_data_path  # noqa: PLC0415 - not needed where the caller names a file

    return user_data_path("shuzhi", appauthor=False) / NAME


def _existing(options: argparse.Namespace) -> Path:
    """Give the file for a command about what was learnt, which must not make one. Raises ``CorpusError``."""
    path = _path(options)
    if not path.exists():
        raise CorpusError(f"找不到语料库 {printable(str(path))}，请核对 --db，或先用 add 学习材料。")
    return path


def _progress(outcomes: Iterator["Outcome"], total: int, what: str) -> Iterator["Outcome"]:
    """Show on standard error how far it is: a bar in a terminal, elsewhere a line every few seconds."""
    if sys.stderr.isatty():
        from tqdm import tqdm  # noqa: PLC0415 - only a terminal needs it

        yield from tqdm(outcomes, what, total, file=sys.stderr, unit="份", dynamic_ncols=True)
        return
    last = monotonic()
    for number, outcome in enumerate(outcomes, 1):
        yield outcome
        if monotonic() - last > EVERY_SECONDS:
            sys.stderr.write(f"{what}：{number}/{total} 份\n")
            last = monotonic()


def _report(outcome: "Outcome") -> None:
    from phrasebank.adding import Known, Refused  # noqa: PLC0415 - loaded already

    name = Path(outcome.path).name
    match outcome:
        case Refused(why=why):
            sys.stderr.write(f"跳过：{why}\n")
        case Known():
            _write(f"{name}：学过了，跳过")
        case _:
            noise = "、".join(f"{NOISE_NAMES[kind]} {count} 处" for kind, count in outcome.noise.items())
            samples = "；".join(f"“{_short(sample)}”" for sample in outcome.samples)
            removed = f"去掉杂质：{noise}（{samples}）" if noise else "没有杂质"
            learnt = f"学到句式 {outcome.found} 条，其中新的 {outcome.new} 条"
            _write(f"{name}：{outcome.characters} 字，{removed}；{learnt}")


def _total(counts: Counter[str]) -> str:
    parts = [f"学了 {counts['Learned']} 份，新句式 {counts['found']} 条"]
    parts += [f"学过的 {counts['Known']} 份"] if counts["Known"] else []
    parts += [f"读不了的 {counts['Refused']} 份"] if counts["Refused"] else []
    return "，".join(parts) + "。用 python -m phrasebank review 逐条审看。"


def _short(text: str) -> str:
    return text if len(text) <= LONGEST_SAMPLE else text[:LONGEST_SAMPLE] + "…"


def _say(text: str) -> None:
    _write(text)
    sys.stdout.flush()


def _write(text: str) -> None:
    sys.stdout.write(printable(text) + "\n")
