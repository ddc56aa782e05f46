"""Where a result comes from: what its ledger is read from, or made again by."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, cast

from sim import __version__
from sim.clock import Clock
from sim.errors import HeadwaterError, ResultsError
from sim.experiment.pilot import settled
from sim.experiment.replicate import replay
from sim.ledger.digest import digest
from sim.ledger.frames import tables as tables_of
from sim.results import Folder
from sim.scenario import load

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

    from sim.clock import TimeUnit
    from sim.results import Run, Tape
    from sim.scenario import Scenario

_NEEDED: Final = frozenset({"purpose"})
"""Columns of orders that ledgers had not from the beginning; those without are made again."""


@dataclass(frozen=True, slots=True)
class Origin:
    """What the replications of a run can be made again from.

    Attributes:
        run: The run.
        scenario: Its scenario; None to read it from the folder.
        folder: The results folder; None if nothing was written.
        tape: The tape that was played; None if there was none.
    """

    run: Run
    scenario: Scenario | None
    folder: Path | None
    tape: Tape | None

    @property
    def clock(self) -> Clock:
        """The clock of the scenario; without its dates where the scenario is not there any more."""
        try:
            return self._scenario().time.clock
        except ResultsError:  # the ledger may have been kept; only dates are missing then
            return Clock(cast("TimeUnit", self.run.time_unit))

    def tables(self, number: int) -> dict[str, pd.DataFrame]:
        """The ledger of a replication: as it was kept, else of a run that is made again.

        Raises:
            ResultsError: It was not kept, and the scenario is not there to run again or gave another digest.
        """
        if self.folder is not None:
            kept = Folder(self.folder, self.run.identity).read_ledger(number)
            if kept is not None and set(kept["orders"]) >= _NEEDED:
                return kept
        return self._replayed(number)

    def _replayed(self, number: int) -> dict[str, pd.DataFrame]:
        identity = self.run.identity
        scenario = self._scenario()
        if self.run.warm_up is not None:
            scenario = settled(scenario, self.run.warm_up.cut)
        books = replay(scenario, identity.seed, number, self.tape)
        if digest(books) != self.run.digests[number]:
            raise ResultsError(
                f"replication {number} does not repeat: it was run with version {identity.version}, "
                f"this is {__version__}; run the scenario again and keep its ledger"
            )
        return tables_of(books)

    def _scenario(self) -> Scenario:
        if self.scenario is not None:
            return self.scenario
        reason = "the scenario file is not in the folder"
        if self.folder is not None and self.run.text is not None:
            try:
                loaded = load(
                    self.folder / "scenario.yaml", variant=self.run.identity.variant, settings=self.run.settings
                )
                if loaded.fingerprint == self.run.identity.fingerprint:
                    return loaded.scenario
                reason = "the scenario was run with other data files than are in the folder"
            except HeadwaterError as error:
                reason = str(error)
        raise ResultsError(f"the ledger was not kept, and cannot be made again: {reason}")
