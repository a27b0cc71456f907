"""Whole talks, one message a line, and the reports that they must give to the byte."""

from pathlib import Path

TALKS = Path(__file__).with_name("talks")
NAMES = sorted(path.stem for path in TALKS.glob("*.txt") if ".golden" not in path.name)
"""The genres, and ``last_year``, in which a line may be a file: ``[last.txt]``."""


def talk(name: str) -> list[str]:
    return (TALKS / f"{name}.txt").read_text(encoding="utf-8").splitlines()


def golden(name: str) -> str:
    return (TALKS / f"{name}.golden.txt").read_text(encoding="utf-8")
