"""A whole talk with last year's report, the same in every adapter."""

import asyncio
from pathlib import Path

from tests.driving import run_terminal
from tests.driving_telegram import serving
from tests.golden import golden, talk
from tests.telegram_fake import FakeTelegram, Person

OWN = Path(__file__).with_name("last_year")
TALK, GOLDEN = talk("last_year"), golden("last_year")


def file_in(line: str) -> Path | None:
    """Give the file that a line of the talk says is sent: ``[last.txt]``."""
    return OWN / line[1:-1] if line.startswith("[") else None


def test_the_talk_in_the_terminal_gives_the_report(tmp_path: Path) -> None:
    lines = [f"/import {file}" if (file := file_in(line)) else line for line in TALK]
    replies = run_terminal(lines, tmp_path / "drafts.db", tmp_path / "out")
    (file,) = (tmp_path / "out").iterdir()
    assert file.read_text(encoding="utf-8") == GOLDEN
    assert any("从《water_bureau.txt》读出 3 个问题、4 条打算" in reply for reply in replies)


def test_the_same_talk_on_telegram_gives_the_same_report(tmp_path: Path) -> None:
    async def talked() -> list[tuple[str, bytes]]:
        fake = FakeTelegram()
        person = Person(fake)
        async with serving(tmp_path / "drafts.db", fake) as server:
            for line in ("/start", *TALK):
                if file := file_in(line):
                    fake.files["f1"] = file.read_bytes()
                    named = {"file_id": "f1", "file_unique_id": "f1", "file_name": file.name}
                    person.send(document=named)
                else:
                    person.say(line)
                await server.settle()
        return person.documents

    documents = asyncio.run(talked())
    assert [data.decode() for _, data in documents] == [GOLDEN]
