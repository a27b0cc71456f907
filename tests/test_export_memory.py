"""What typesetting a report leaves behind in the process: nothing of its text, and not its compiler taken."""

import gc
from concurrent.futures import ThreadPoolExecutor

from msgspec.structs import replace

from bot.export.blocks import Report
from bot.export.formats import pages, render
from tests.papers import REPORT, SENTENCE, block
from tests.soak.fuzz import resident

PARAGRAPHS = 20
REPORTS = 10
MEGABYTE = 1 << 20
MOST = 12 * MEGABYTE
"""Of ten reports of five thousand characters, of which typst left to itself keeps 24 MB."""


def told(number: int) -> Report:
    """Give a report of which no paragraph stands in another."""
    lines = (f"第{number}篇第{place}段：{SENTENCE * 6}" for place in range(PARAGRAPHS))
    return replace(REPORT, blocks=tuple(block("paragraph", line) for line in lines))


def test_reports_written_one_after_another_are_not_kept_in_memory() -> None:
    for number in range(2):  # the fonts are loaded with the first
        render(told(number), "pdf")
    gc.collect()
    before = resident()
    for number in range(2, 2 + REPORTS):
        render(told(number), "pdf")
    gc.collect()
    assert resident() - before < MOST


def test_reports_written_at_the_same_time_come_out_as_if_alone() -> None:
    reports = [replace(REPORT, blocks=(block("paragraph", f"第{number}篇"),)) for number in range(6)]
    with ThreadPoolExecutor(len(reports)) as pool:
        together = list(pool.map(lambda each: render(each, "pdf"), reports))
    assert together == [render(each, "pdf") for each in reports]
    assert len(set(together)) == len(reports)


def test_a_report_that_was_drawn_before_is_drawn_the_same_again() -> None:
    assert pages(REPORT) == pages(REPORT)
