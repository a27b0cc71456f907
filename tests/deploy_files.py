"""Strict readers of what lies in deploy/: whatever they do not know is an error."""

import json
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from pathlib import Path

from bot.cli import keeping, operating
from bot.cli.arguments import parsed

ROOT = Path(__file__).parent.parent
DEPLOY = ROOT / "deploy"

SHELL_FORM = {"RUN", "ENV", "ARG", "COPY", "USER", "WORKDIR", "STOPSIGNAL", "VOLUME"}
OPERATING = (operating, keeping)
"""Where the commands are that an operator gives."""

EXEC_FORM = {"ENTRYPOINT", "CMD", "HEALTHCHECK"}


@dataclass
class Stage:
    """One stage of a Dockerfile; ``steps`` are instructions with what follows them, in order."""

    base: str
    name: str
    steps: list[tuple[str, str]] = field(default_factory=list)

    def all(self, instruction: str) -> list[str]:
        return [told for name, told in self.steps if name == instruction]

    def last(self, instruction: str) -> str:
        return self.all(instruction)[-1]

    def command(self, instruction: str) -> list[str]:
        """Give an instruction's command, which must be in exec form: a shell would swallow SIGTERM."""
        told = self.last(instruction)
        made = json.loads(told[told.index("[") :])
        assert isinstance(made, list)
        assert all(isinstance(each, str) for each in made)
        return made

    @property
    def environ(self) -> dict[str, str]:
        pairs = (pair for told in self.all("ENV") for pair in told.split())
        return {name: value for name, _, value in (pair.partition("=") for pair in pairs)}

    @property
    def copies(self) -> Iterator[tuple[list[str], str]]:
        """Give the sources from the build's context, and where they go."""
        for told in self.all("COPY"):
            *sources, target = told.split()
            if not sources[0].startswith("--"):
                yield sources, target


def dockerfile() -> tuple[dict[str, str], list[Stage]]:
    """Read the Dockerfile: the arguments before the first stage, and the stages."""
    text = (DEPLOY / "Dockerfile").read_text(encoding="utf-8")
    lines = re.sub(r"\\\n\s*", "", re.sub(r"^#.*\n", "", text, flags=re.MULTILINE)).splitlines()
    arguments: dict[str, str] = {}
    stages: list[Stage] = []
    for line in filter(None, lines):
        instruction, _, told = line.partition(" ")
        match instruction:
            case "FROM":
                base, _, name = told.partition(" AS ")
                stages.append(Stage(base, name))
            case "ARG" if not stages:
                name, _, value = told.partition("=")
                arguments[name] = value
            case _:
                assert instruction in SHELL_FORM | EXEC_FORM, line
                stages[-1].steps.append((instruction, told))
    return arguments, stages


def entering(root: Path) -> list[Path]:
    """Give the files of a folder that .dockerignore lets into a build.

    Of the names in its first level only those are looked into that a pattern lets in, as Docker does.
    """
    lines = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    patterns = [line for line in lines if line and not line.startswith("#")]
    tops = [top for top in sorted(root.iterdir()) if _enters(top, root, patterns)]
    files = [path for top in tops for path in ([top] if top.is_file() else sorted(top.rglob("*")))]
    return [path for path in files if path.is_file() and _enters(path, root, patterns)]


def _enters(path: Path, root: Path, patterns: list[str]) -> bool:
    """Decide by the last pattern that fits the path or a folder above it."""
    inside = path.relative_to(root)
    names = ["/".join(inside.parts[:depth]) for depth in range(1, len(inside.parts) + 1)]
    fitting = [each for each in patterns if any(_fits(name, each.removeprefix("!")) for name in names)]
    return not fitting or fitting[-1].startswith("!")


def _fits(name: str, pattern: str) -> bool:
    if pattern.startswith("**/"):
        return fnmatchcase(name.rpartition("/")[2], pattern[3:])
    return name.count("/") == pattern.count("/") and fnmatchcase(name, pattern)


def copy_context(target: Path) -> None:
    """Copy what the build stage copies, of what .dockerignore lets in."""
    allowed = entering(ROOT)
    _, (build, *_) = dockerfile()
    for sources, place in build.copies:
        for source in sources:
            found = [path for path in allowed if path.is_relative_to(ROOT / source)]
            assert found, f"{source} does not reach the build"
            for path in found:
                goal = target / (source if place == "./" else place) / path.relative_to(ROOT / source)
                goal.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(path, goal)


def unit(name: str) -> dict[str, dict[str, list[str]]]:
    """Read a unit of systemd: sections, and in each the values of its keys."""
    sections: dict[str, dict[str, list[str]]] = {}
    for line in (DEPLOY / name).read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        if line.startswith("["):
            section = sections.setdefault(line.strip("[]"), {})
            continue
        key, equals, value = line.partition("=")
        assert equals, line
        section.setdefault(key, []).append(value)
    return sections


def runs(arguments: list[str]) -> str:
    """Give the name of the operator's command that a command line leads to; exits where it is none."""
    names = [cell.cell_contents for cell in parsed(arguments).run.__closure__ or ()]
    return next(
        name for name in names if isinstance(name, str) and any(hasattr(each, name) for each in OPERATING)
    )
