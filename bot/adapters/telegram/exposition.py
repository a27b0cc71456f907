"""Prometheus' text format, version 0.0.4."""

from collections.abc import Iterator
from typing import Literal

from msgspec import Struct

Kind = Literal["counter", "gauge", "histogram"]

Sample = tuple[str, dict[str, str], float]
"""What follows the figure's name in the sample's, its labels, and its value."""


class Figure(Struct, frozen=True):
    """Something counted or measured, in one line of words, with its samples in order."""

    name: str
    kind: Kind
    told: str
    samples: tuple[Sample, ...]


def lines_of(figure: Figure) -> Iterator[str]:
    """Write a figure; the name gets the program's before it."""
    name = f"shuzhi_{figure.name}"
    yield f"# HELP {name} {figure.told}"
    yield f"# TYPE {name} {figure.kind}"
    for ending, labels, value in figure.samples:
        shown = ",".join(f'{label}="{given}"' for label, given in labels.items())
        yield f"{name}{ending}{{{shown}}} {value:.15g}" if shown else f"{name}{ending} {value:.15g}"
