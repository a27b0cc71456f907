"""What people found in notices, and how what is read is compared with it."""

from collections import Counter
from pathlib import Path

from msgspec import Struct

from bot.draft import Demand, Notice
from bot.notice.reading import read_notice
from bot.outline import outlines
from phrasebank.loading import load
from phrasebank.reading import read_lines

FOLDER = Path(__file__).with_name("notices")
ALIKE = 0.6


class TrueDemand(Struct, frozen=True, forbid_unknown_fields=True):
    kind: str
    line: int
    text: str
    section: str = ""
    topic: str = ""
    count: int | None = None
    share: float | None = None
    characters: int | None = None
    least: int | None = None
    minutes: float | None = None


class Truth(Struct, frozen=True, forbid_unknown_fields=True):
    genre: str
    demands: tuple[TrueDemand, ...]


class Score(Struct, frozen=True):
    """Right, read and true demands, by kind; and the words of those wrong and those missed."""

    right: Counter[str]
    read: Counter[str]
    true: Counter[str]
    placed: int
    wrong: tuple[str, ...]
    missed: tuple[str, ...]

    @property
    def precision(self) -> float:
        return self.right.total() / max(self.read.total(), 1)

    @property
    def recall(self) -> float:
        return self.right.total() / max(self.true.total(), 1)


def names() -> list[str]:
    return sorted(path.stem for path in FOLDER.glob("*.txt"))


def truth_of(name: str) -> Truth:
    return load(FOLDER / f"{name}.yaml", Truth)


def read(name: str) -> Notice:
    return read_notice(read_lines(FOLDER / f"{name}.txt"), f"{name}.txt", outlines()[truth_of(name).genre])


def score(name: str) -> Score:
    truth, notice = truth_of(name), read(name)
    left = list(truth.demands)
    right, placed, wrong = Counter[str](), 0, []
    for demand in notice.demands:
        match = next((each for each in left if _same(each, demand)), None)
        if match is None:
            wrong.append(f"{demand.line} {demand.kind} {demand.text}")
            continue
        left.remove(match)
        right[demand.kind] += 1
        placed += match.section == demand.section
    return Score(
        right,
        Counter(demand.kind for demand in notice.demands),
        Counter(demand.kind for demand in truth.demands),
        placed,
        tuple(wrong),
        tuple(f"{each.line} {each.kind} {each.text}" for each in left),
    )


def _same(true: TrueDemand, demand: Demand) -> bool:
    if (true.kind, true.line) != (demand.kind, demand.line):
        return False
    match demand.kind:
        case "length":
            limit = demand.limit
            return limit is not None and (true.characters, true.least, true.minutes) == (
                limit.characters,
                limit.least,
                limit.minutes,
            )
        case "problems":
            share = round(demand.share, 2) if demand.share else None
            return (true.count, round(true.share, 2) if true.share else None) == (demand.count, share)
        case "deadline" | "last_year":
            return True
        case _:
            return _alike(true.text, demand.text)


def _alike(one: str, other: str) -> bool:
    pairs, others = ({text[n : n + 2] for n in range(len(text) - 1)} for text in (one, other))
    return 2 * len(pairs & others) >= ALIKE * (len(pairs) + len(others))
