"""Tapes as people give them: a tape, or the path of one."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import TYPE_CHECKING

from sim.errors import UsageError
from sim.experiment.history import History, tape_of
from sim.results import Tape
from sim.results.fitting import fitted
from sim.results.folder import PLAYED
from sim.results.tape_files import check_target, path_of
from sim.scenario import Loaded, load

if TYPE_CHECKING:
    from sim.scenario import Scenario


def played_to(scenario: Scenario, tape: Tape | str | Path | None) -> tuple[Tape | None, tuple[str, ...]]:
    """A tape for a scenario, and what is on it that the scenario does not know.

    Raises:
        UsageError: There is no such tape, it is damaged, or it does not fit.
    """
    if tape is None:
        return None, ()
    found = tape if isinstance(tape, Tape) else Tape.read(tape)
    return found, fitted(found, scenario)


def warn_of(misfits: tuple[str, ...]) -> None:
    """Warns whoever called the function that calls this."""
    for line in misfits:
        warnings.warn(line, UserWarning, stacklevel=3)


def check_tapes(tape: object, save_tape: object, out: str | Path | None) -> None:
    """Refuses what cannot be played or written.

    Raises:
        UsageError: A tape is to be played and recorded at once, or something is no path for a tape.
    """
    if tape is not None and save_tape is not None:
        raise UsageError("a run that plays a tape records none: what it plays is on its tape already")
    if tape is not None and not isinstance(tape, Tape):
        path_of(tape)
    if save_tape is None:
        return
    path = path_of(save_tape)
    if out is not None and path.absolute() == Path(out).absolute() / PLAYED:
        raise UsageError(f"{path}: is where the results keep the tape that was played; give the new one another name")
    check_target(path)
    parent = next((folder for folder in path.absolute().parents if folder.exists()), None)
    if parent is not None and not parent.is_dir():
        raise UsageError(f"{path}: cannot be a tape: {parent} is not a folder")


def make_tape(
    scenario: Loaded | str | Path,
    *,
    demand: str | Path | None = None,
    shipments: str | Path | None = None,
    events: str | Path | None = None,
    variant: str | None = None,
    seed: int | None = None,
) -> tuple[Tape, tuple[str, ...]]:
    """A tape from history, and what looks strange in it.

    Args:
        scenario: The scenario that the history is about.
        demand: CSV file with date, customer, product and quantity.
        shipments: CSV file with lane, product, sent and arrived.
        events: CSV file with disruption, start and end.
        variant: The variant of the file to take.
        seed: Seed of what history does not tell; None for the scenario's own.

    Raises:
        ScenarioError: The scenario, or a row of a file, has mistakes; carries all of them.
        UsageError: A file is not given or not there.
    """
    loaded = scenario if isinstance(scenario, Loaded) else load(scenario, variant=variant)
    files = History(*(None if file is None else Path(file) for file in (demand, shipments, events)))
    return tape_of(loaded, files, loaded.scenario.seed if seed is None else seed)
