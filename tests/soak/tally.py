"""What comes of a run of hostile events."""

from dataclasses import dataclass, field


@dataclass
class Tally:
    """What came of a run. ``faults`` are told with the event's number in a run of that seed."""

    seed: int
    events: int = 0
    files: int = 0
    seconds: float = 0.0
    slow: list[tuple[float, str]] = field(default_factory=list)
    resident: tuple[int, int] = (0, 0)
    faults: list[str] = field(default_factory=list)

    def blame(self, number: int, what: object) -> None:
        """Note a fault."""
        self.faults.append(f"seed {self.seed} event {number}: {what}")
