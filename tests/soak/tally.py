"""What comes of a run of hostile events."""

from dataclasses import dataclass, field


@dataclass
class Tally:
    """What came of a run. ``faults`` are told with the event's number in a run of that seed.

    ``resident`` are the bytes of memory held after its first fifth and at its end.
    """

    seed: int
    events: int = 0
    files: int = 0
    seconds: float = 0.0
    slow: list[tuple[float, str]] = field(default_factory=list)
    resident: tuple[int, int] = (0, 0)
    faults: list[str] = field(default_factory=list)

    @property
    def grown(self) -> float:
        """What the memory held at the end is of that after the first fifth; 1 where the run was too short."""
        first, last = self.resident
        return last / first if first else 1.0

    def blame(self, number: int, what: object) -> None:
        """Note a fault."""
        self.faults.append(f"seed {self.seed} event {number}: {what}")
