"""Which luck a replication runs on: drawn, recorded or played; and what becomes of the tapes of a run."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol

from sim.errors import UsageError
from sim.experiment.playing import PlayingLuck
from sim.experiment.recording import RecordingLuck
from sim.results.tape import Head, Tape
from sim.scenario.customer import Customer
from sim.streams import Luck

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from sim.demand import Demand
    from sim.results.folder import Folder
    from sim.results.run import Identity
    from sim.scenario.document import Scenario


class Taped(Protocol):
    """A plan, as far as tapes go."""

    @property
    def scenario(self) -> Scenario:
        """What is run."""

    @property
    def identity(self) -> Identity:
        """What the numbers depend on."""

    @property
    def tape(self) -> Tape | None:
        """The tape to play."""

    @property
    def save_tape(self) -> Path | None:
        """Where to write what was recorded."""


@dataclass(frozen=True, slots=True)
class Taping:
    """What tape replications play or record.

    Attributes:
        tape: The tape to play; None to draw.
        head: What a tape of the run says about itself; None to record none.
        folder: Where to write what each has recorded; None to hand it over.
    """

    tape: Tape | None = None
    head: Head | None = None
    folder: Folder | None = None

    @classmethod
    def of(cls, plan: Taped, folder: Folder | None) -> Taping:
        """What a plan says.

        Raises:
            UsageError: What is to be recorded cannot be.
        """
        if plan.save_tape is None:
            return cls(plan.tape)
        return cls(plan.tape, head_of(plan.scenario, plan.identity), folder)

    def part(self, number: int) -> Taping:
        """What a worker must know for one replication: of the tape no more than its part."""
        return self if self.tape is None else Taping(self.tape.part(number), self.head, self.folder)

    def luck(self, seed: int, number: int) -> Luck:
        """The luck of a replication; a tape has its own seed."""
        if self.tape is not None:
            return PlayingLuck.of(self.tape.part(number), number)
        return RecordingLuck(seed, number) if self.head is not None else Luck(seed, number)

    def outcome(self, luck: Luck, end: float) -> tuple[int | None, Tape | None]:
        """How many draws the tape did not hold, and what was recorded, of a replication that ended at ``end``.

        What was recorded is written if there is a folder for it, and else handed over; None for what was not done.
        """
        if isinstance(luck, PlayingLuck):
            return luck.playback.beyond(end), None
        if self.head is None or not isinstance(luck, RecordingLuck):
            return None, None
        tape = luck.record.tape(self.head, luck.replication, end)
        if self.folder is None:
            return None, tape
        self.folder.replications.keep_tape(luck.replication, tape)
        return None, None


NO_TAPE: Final = Taping()
"""Nothing is played and nothing recorded."""


def head_of(scenario: Scenario, identity: Identity) -> Head:
    """What the tape of a run says about itself.

    Raises:
        UsageError: Two customers share the luck of a demand that differs, which no tape could tell apart.
    """
    sharing: dict[tuple[str, str], list[tuple[str, Demand]]] = defaultdict(list)
    for name, site in sorted(scenario.sites.items()):
        if isinstance(site, Customer):
            for product, purchase in site.buys.items():
                sharing[(site.luck or name, product)].append((name, purchase.demand))
    for (_, product), together in sharing.items():
        for name, demand in together[1:]:
            if demand != together[0][1]:
                raise UsageError(
                    f"{together[0][0]!r} and {name!r} share their luck, but ask for {product!r} in different ways: a "
                    "tape cannot tell them apart; give one of them luck of its own to record it"
                )
    return Head(
        scenario=scenario.name,
        variant=identity.variant,
        fingerprint=identity.fingerprint,
        seed=identity.seed,
        version=identity.version,
        time_unit=scenario.time.unit,
        start=scenario.time.start,
    )


def write_tape(path: Path, numbers: Iterable[int], folder: Folder | None, tapes: Mapping[int, Tape]) -> None:
    """Writes one tape of all replications that have finished; none if none has.

    Args:
        path: Where to.
        numbers: The replications that have finished.
        folder: The folder that keeps what was recorded of each; None if there is none.
        tapes: What was recorded of those that no folder keeps.

    Raises:
        ResultsError: The system refused to write.
    """
    parts = []
    for number in sorted(numbers):
        part = tapes.get(number) or (None if folder is None else folder.replications.recorded(number))
        if part is not None:
            parts.append(part)
    if parts:
        Tape.merged(parts).write(path)
