"""What people call: read a scenario, check it, run it, and look at what came out.

result = run("scenarios/grocery_retail.yaml", seed=7)
result.kpis            the KPIs with their intervals
result.series          levels over time
result.ledger.orders   the ledger of one replication
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim import __version__
from sim.api.arguments import folder_path, require_whole
from sim.api.comparison import ComparisonResult
from sim.api.findings import AttributionResult, StressResult
from sim.api.ledger import Ledger
from sim.api.reading import check, diff, load
from sim.api.resilience import attribute, stress
from sim.api.resilience import read as _loaded
from sim.api.result import Result
from sim.api.study import compare
from sim.api.tapes import check_tapes, make_tape, played_to, warn_of
from sim.errors import RunError, UsageError
from sim.experiment.plan import Plan
from sim.experiment.replicate import replay, replicate
from sim.results import Identity, Tape, claimed
from sim.results.folder import PAGE
from sim.scenario import Change, Loaded, Scenario

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sim.ledger.books import Books

__all__ = [
    "AttributionResult",
    "Change",
    "ComparisonResult",
    "Ledger",
    "Loaded",
    "Request",
    "Result",
    "Scenario",
    "StressResult",
    "Tape",
    "attempt",
    "attribute",
    "check",
    "compare",
    "diff",
    "load",
    "make_tape",
    "results_folder",
    "run",
    "simulate",
    "stress",
]


@dataclass(frozen=True, slots=True)
class Request:
    """How to run a scenario.

    Attributes:
        seed: Seed of all luck; None for the scenario's own.
        replications: How many; None for the scenario's own number or 30. Always 1 where nothing is random.
        workers: How many processes at most.
        keep_ledger: Whether to write each replication's ledger into the results folder.
        out: The results folder; None writes nothing.
        resume: Whether to keep the finished replications that the folder holds.
        force: Whether to discard other results that the folder holds.
        command: The command line that asks for the run; empty if there is none.
        figures: Whether to draw figures into the results folder.
        page: Whether to write the page, ``report.html``, into the results folder.
        progress: Told how many of how many replications have ended.
        tape: The tape to play, or its file; None to draw.
        save_tape: Where to write a tape of the run; None records none.
    """

    seed: int | None = None
    replications: int | None = None
    workers: int = 1
    keep_ledger: bool = False
    out: str | Path | None = None
    resume: bool = False
    force: bool = False
    command: str = ""
    figures: bool = True
    page: bool = True
    progress: Callable[[int, int], None] | None = None
    tape: Tape | str | Path | None = None
    save_tape: str | Path | None = None

    def __post_init__(self) -> None:
        """Refuses what cannot be done.

        Raises:
            UsageError: A number is out of range, or an option needs a folder and there is none.
        """
        for name, least in (("seed", 0), ("replications", 1), ("workers", 1)):
            if getattr(self, name) is not None:
                require_whole(name, getattr(self, name), least)
        if self.out is not None:
            folder_path(self.out)
        if self.progress is not None and not callable(self.progress):
            raise UsageError(f"progress must be a function of two numbers, not {self.progress!r}")
        check_tapes(self.tape, self.save_tape, self.out)
        if self.out is None and (self.resume or self.keep_ledger):
            raise UsageError(
                "there is no results folder to resume from: name one" if self.resume
                else "the ledger is kept in the results folder: name one (result.ledger works without)"
            )  # fmt: skip


def run(  # noqa: PLR0913 - the options of one call, all with a default
    scenario: Scenario | Loaded | str | Path,
    *,
    variant: str | None = None,
    settings: Sequence[Any] = (),
    seed: int | None = None,
    replications: int | None = None,
    workers: int = 1,
    keep_ledger: bool = False,
    out: str | Path | None = None,
    resume: bool = False,
    force: bool = False,
    figures: bool = True,
    page: bool = True,
    progress: Callable[[int, int], None] | None = None,
    tape: Tape | str | Path | None = None,
    save_tape: str | Path | None = None,
) -> Result:
    """Runs a scenario.

    Args:
        scenario: A scenario file, one that was loaded, or a scenario built in Python.
        variant: The variant of the file to run; None for the scenario as it stands.
        settings: Values to set by path, e.g. ``["sites.shop.stock.juice.replenish.level=50"]``; for files.
        seed: Seed of all luck; None for the scenario's own.
        replications: How many; None for the scenario's own number or 30. Always 1 where nothing is random.
        workers: How many processes at most; changes no number. Above 1, a script must start in
            ``if __name__ == "__main__":``.
        keep_ledger: Whether to write each replication's ledger into the results folder.
        out: The results folder; None writes nothing.
        resume: Whether to keep the finished replications that the folder holds.
        force: Whether to discard other results that the folder holds.
        figures: Whether to draw figures into the results folder.
        page: Whether to write the page, ``report.html``, into the results folder.
        progress: Told how many of how many replications have ended.
        tape: The tape to play, or its file; None to draw.
        save_tape: Where to write a tape of the run; None records none.

    Returns:
        What was found. A warning says so if a replication failed, or if the tape holds what the scenario does not.

    Raises:
        ScenarioError: The scenario file has mistakes.
        UsageError: An option does not fit.
        RunError: No replication finished.
        KeyboardInterrupt: Ctrl-C; what had finished is in the results folder, if there is one.
    """
    request = Request(
        seed, replications, workers, keep_ledger, out, resume, force, "", figures, page, progress, tape, save_tape
    )
    result = attempt(_loaded(scenario, variant, settings), request)
    warn_of(result.misfits)
    if result.status == "interrupted":
        raise KeyboardInterrupt
    if result.failures:
        warnings.warn(_failed(result), RuntimeWarning, stacklevel=2)
    for doubt in result.run.warm_up.doubts if result.run.warm_up is not None else ():
        warnings.warn(doubt, UserWarning, stacklevel=2)
    return result


def _failed(result: Result) -> str:
    """What is to be said of failed replications.

    Raises:
        RunError: No other has finished.
    """
    first = result.failures[0]
    summary = f"{len(result.failures)} of {result.run.asked} replications failed"
    summary += f"; number {first.replication}: {first.message}"
    if not result.run.finished:
        raise RunError(f"{summary}\n{first.trace}".rstrip())
    return summary


def simulate(
    scenario: Scenario | Loaded | str | Path,
    *,
    variant: str | None = None,
    seed: int | None = None,
    replication: int = 0,
    tape: Tape | str | Path | None = None,
) -> Books:
    """Runs one replication and opens its books: the ledger, closed and reconciled, before anything is measured.

    Args:
        scenario: A scenario file, one that was loaded, or a scenario built in Python.
        variant: The variant of the file to run; None for the scenario as it stands.
        seed: Seed of all luck; None for the scenario's own.
        replication: Number of the replication, from 0.
        tape: The tape to play, or its file; None to draw.

    Raises:
        ScenarioError: The scenario file has mistakes.
        UsageError: An option does not fit.
        BooksError: The ledger does not balance, which is a fault of the simulator.
    """
    require_whole("replication", replication, 0)
    if seed is not None:
        require_whole("seed", seed, 0)
    read_scenario = _loaded(scenario, variant, ()).scenario
    played, _ = played_to(read_scenario, tape)
    return replay(read_scenario, read_scenario.seed if seed is None else seed, replication, played)


def attempt(loaded: Loaded, request: Request) -> Result:
    """Like ``run``, but an interruption and failed replications are for the caller to see in the result.

    Raises:
        InputError: The scenario or an option does not fit.
        RunError: A worker process died, or the folder cannot be written.
    """
    scenario = loaded.scenario
    seed = scenario.seed if request.seed is None else request.seed
    tape, misfits = played_to(scenario, request.tape if request.tape is not None else loaded.tape)
    identity = Identity(
        scenario.name, loaded.variant, loaded.fingerprint, seed, __version__, None if tape is None else tape.digest
    )
    plan = Plan(
        scenario=scenario,
        identity=identity,
        text=loaded.text or None,
        settings=loaded.settings,
        data=loaded.data,
        command=request.command,
        replications=request.replications,
        workers=request.workers,
        keep_ledger=request.keep_ledger,
        tape=tape,
        save_tape=None if request.save_tape is None else Path(request.save_tape),
    )
    if request.out is None:
        return Result(replicate(plan, None, request.progress), scenario, tape=tape, misfits=misfits)
    with claimed(
        folder_path(request.out), identity, data=loaded.data, resume=request.resume, force=request.force
    ) as folder:
        if tape is not None:
            folder.keep_played(tape)
        found = replicate(plan, folder, request.progress)
        if request.figures and found.status == "finished":
            from sim.report import figures

            figures.write(found, folder.path / "figures")
        if request.page and found.status == "finished" and found.finished:
            from sim.report.page import write

            write(found, folder.path / PAGE)
        return Result(found, scenario, folder.path, tape, misfits)


def results_folder(loaded: Loaded, out: Path | None, *, save: bool) -> Path | None:
    """Where the results go: where the user says, else to the scenario's and variant's own place; None for nowhere.

    Raises:
        UsageError: A folder is named, and yet nothing is to be saved.
    """
    if not save and out is not None:
        raise UsageError("--no-save writes nothing, so there is no use for --out")
    name = "-".join(filter(None, (loaded.scenario.name, loaded.variant)))
    return (out or Path("results", name)) if save else None
