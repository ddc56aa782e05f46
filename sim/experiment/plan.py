"""The plan of a run: what to run, how often, and on what luck."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from sim.engine import world
from sim.errors import UsageError
from sim.scenario.document import MOST_REPLICATIONS

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from sim.results.run import Identity
    from sim.results.tape import Tape
    from sim.results.warm_up import WarmUp
    from sim.scenario.document import Scenario

REPLICATIONS: Final = 30
"""How many replications where nobody says."""
START_UP: Final = 1.5
"""Seconds that starting processes costs; for less than that, one is quicker."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What to run.

    Attributes:
        scenario: The scenario, its variant applied.
        identity: What the numbers will depend on; its seed counts, not the scenario's.
        text: The scenario file as it was read; None for a scenario built in Python.
        settings: The values that were set over the file and its variant.
        data: Where the scenario's data files are, each by its path relative to the scenario file.
        command: The command line that asked for it; empty if there was none.
        replications: How many; None for the scenario's own number or 30, and 1 where nothing is random.
        workers: How many processes at most.
        keep_ledger: Whether to write each replication's ledger; needs a folder.
        start_up: Seconds of work below which no processes are started; 0 starts them always.
        tape: The tape to play; None to draw.
        save_tape: Where to write what was recorded; None records nothing.
        warm_up: The warm-up to measure from where the scenario's is ``auto``; None to find it in pilot replications.
    """

    scenario: Scenario
    identity: Identity
    text: str | None = None
    settings: tuple[str | tuple[str, Any], ...] = ()
    data: Mapping[str, Path] = field(default_factory=dict)
    command: str = ""
    replications: int | None = None
    workers: int = 1
    keep_ledger: bool = False
    start_up: float = START_UP
    tape: Tape | None = None
    save_tape: Path | None = None
    warm_up: WarmUp | None = None

    def __post_init__(self) -> None:
        """Refuses more replications than can be kept apart in memory and on disk.

        Raises:
            UsageError: There are more.
        """
        wanted = self.replications or self.scenario.replications or REPLICATIONS
        if wanted > MOST_REPLICATIONS:
            raise UsageError(f"replications must be at most {MOST_REPLICATIONS:,}, not {wanted}")

    @property
    def is_random(self) -> bool:
        """Whether replications can differ."""
        return world.is_random(self.scenario)

    @property
    def count(self) -> int:
        """How many replications will run."""
        on_tape = None if self.tape is None else self.tape.count
        stated = self.replications or on_tape or self.scenario.replications or REPLICATIONS
        return stated if self.is_random else 1
