"""Speed and size, a line a measure: ``NAME VALUE UNIT``; medians, whatever the figures are.

Run with ``make bench``; no test asserts on any of them.
"""

import asyncio
import resource
import statistics
import tempfile
from collections.abc import Callable
from functools import partial
from itertools import count
from pathlib import Path
from time import perf_counter

from msgspec.structs import replace

from bot.compose.material import Material
from bot.conversation import Conversation
from bot.desk import Desk
from bot.draft import Draft, Profile
from bot.events import Event, Said
from bot.rendering import drawn, rendered
from bot.replies import Attachment
from bot.report import assemble
from bot.revision import revision
from bot.steps.taking import placed
from bot.store.store import Store
from phrasebank.reading import lines_of
from tests import bench_checkup, bench_phrasebank, bench_startup, bench_turns
from tests.golden import talk

ROUNDS = 15


def main() -> None:
    """Print every measure."""
    bench_startup.main()
    desk = Desk()
    turns = asyncio.run(turn_seconds(desk))
    print(f"turn_p50 {statistics.median(turns) * 1000:.1f} ms")
    print(f"turn_max {max(turns) * 1000:.1f} ms")
    draft = material(desk)
    outline = desk.outlines["party_building"]
    print(f"assemble {median(lambda: assemble(draft, outline, desk.bank)) * 1000:.1f} ms")
    for name in ("docx", "md", "txt"):
        export = partial(rendered, desk, draft, Attachment(name))
        print(f"export_{name} {median(export) * 1000:.1f} ms")
    drafts = (replace(draft, profile=replace(draft.profile, author=f"李{n}")) for n in count())
    # Typst remembers what it has set: each time another report, as in a running program.
    print(f"export_pdf {median(lambda: rendered(desk, next(drafts), Attachment('pdf'))) * 1000:.1f} ms")
    review = partial(rendered, desk, draft, Attachment("docx", review=True))
    print(f"export_review {median(review) * 1000:.1f} ms")
    print(f"preview_pages {median(lambda: drawn(desk, next(drafts), Attachment('png'))) * 1000:.1f} ms")
    lines = lines_of(rendered(desk, draft, Attachment("docx")).data, "bench")
    report = assemble(draft, outline, desk.bank)
    print(f"import_compared {median(partial(revision, report, lines)) * 1000:.1f} ms")
    print(f"memory_peak {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")
    bench_turns.main()
    bench_checkup.main()
    bench_phrasebank.main()


async def turn_seconds(desk: Desk) -> list[float]:
    """Time every turn of a whole talk, stored durably, after the warm-up that a running program has had."""
    for _ in range(2):
        with tempfile.TemporaryDirectory() as folder:
            store = await Store.open(Path(folder) / "drafts.db")
            conversation = Conversation(desk, store)
            taken = [await _timed(conversation, number, event) for number, event in enumerate(events())]
            await store.close()
    return taken


def events() -> list[Event]:
    """Give the talk without its commands."""
    lines = talk("party_building")
    return [Said(line) for line in lines if not line.startswith("/")]


def material(desk: Desk) -> Draft:
    """Give a draft of about the length of a real report."""
    draft = Draft(genre="party_building", profile=Profile("区委编办党支部", "党支部书记", "李明", 2025))
    said = (Material(getattr(event, "text", "")) for event in events())
    return placed(draft, desk.outlines["party_building"], said).draft


def median(work: Callable[[], object]) -> float:
    """Time some work."""
    taken = []
    for _ in range(ROUNDS):
        began = perf_counter()
        work()
        taken.append(perf_counter() - began)
    return statistics.median(taken)


async def _timed(conversation: Conversation, number: int, event: Event) -> float:
    began = perf_counter()
    await conversation.handle("bench", f"k{number}", event)
    return perf_counter() - began


if __name__ == "__main__":
    main()
