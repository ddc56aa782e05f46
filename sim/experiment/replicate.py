"""Replications: the same scenario, each time on other luck.

Each replication runs, proves its books, is measured, and is handed over with its digest and its levels over time. They
are taken in by number, whatever the order in which they end, so that the result is the same to the last bit on one
worker and on many, in one go and resumed.
"""

from __future__ import annotations

import platform
import time
import traceback
from dataclasses import dataclass, field, replace
from functools import partial
from importlib.metadata import version
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from sim import kpi
from sim.engine import world
from sim.errors import BooksError, InputError, RunError, UsageError
from sim.experiment.buckets import edges_of
from sim.experiment.executors import parallel, serial, shielded
from sim.experiment.scene import scene
from sim.experiment.tally import Tally, kpis_of
from sim.ledger.books import Books
from sim.ledger.digest import digest
from sim.ledger.reconcile import reconcile
from sim.ledger.series import series
from sim.results.run import KEYS, Failure, Replication, Run, Tracks
from sim.scenario.document import MOST_REPLICATIONS
from sim.streams import Luck

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Mapping
    from pathlib import Path

    import pandas as pd
    from numpy.typing import NDArray

    from sim.ledger.balance import TrialBalance
    from sim.results.folder import Folder
    from sim.results.run import Identity, Status
    from sim.scenario.document import Scenario

REPLICATIONS: Final = 30
"""How many replications where nobody says."""
START_UP: Final = 1.5
"""Seconds that starting processes costs; for less than that, one is quicker."""
_SELLERS: Final = frozenset({"supplier", "warehouse"})
_BUYERS: Final = frozenset({"warehouse", "customer"})
_APPLIES: Final[dict[str, frozenset[str]]] = {
    "on_hand": frozenset({"warehouse"}),
    "backlog": _SELLERS,
    "in_transit": _BUYERS,
    "on_order": _BUYERS,
    "demand": _SELLERS,
    "received": _SELLERS,
    "shipped": _SELLERS,
    "ordered": _BUYERS,
    "lost": _SELLERS,
}
"""The measures that are kept over time, and the kinds of site that each is about."""
_UNBALANCED: Final = "the books do not balance: {}"
_PACKAGES: Final = ("numpy", "pandas", "pyarrow", "pydantic", "scipy", "simpy")


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
        return (self.replications or self.scenario.replications or REPLICATIONS) if self.is_random else 1


@dataclass(frozen=True, slots=True)
class Task:
    """What a worker needs to know to run a replication.

    Attributes:
        scenario: What to run.
        seed: Seed of all luck.
        edges: Borders of the buckets in time units, of shape (buckets + 1,); None to derive them from the run's end.
        folder: Where to write the ledger; None to keep none.
    """

    scenario: Scenario
    seed: int
    edges: NDArray[np.float64] | None = None
    folder: Folder | None = None


def replicate(plan: Plan, folder: Folder | None = None, progress: Callable[[int, int], None] | None = None) -> Run:
    """Runs the replications of a plan.

    Ctrl-C ends it early: the run then holds what had finished, and its status says so.

    Args:
        plan: What to run.
        folder: Where to write each replication as it ends, and to find those that are finished; None writes nothing.
        progress: Told how many of how many replications have ended, each time that one does.

    Returns:
        What was found; replications that failed are in ``failures``.

    Raises:
        InputError: The scenario turned out not to be runnable.
        RunError: A worker process died; what had finished is in the folder.
        ResultsError: The folder cannot be written.
    """
    kept = _kept(plan, folder)
    tally = Tally(plan.count, folder, kept, progress)
    outcomes = _outcomes(plan, folder, kept)
    try:
        while (outcome := next(outcomes, None)) is not None:
            with shielded():
                tally.take(outcome)
    except KeyboardInterrupt:
        with shielded():
            outcomes.close()
    with shielded():
        return _close(plan, tally, folder, "finished" if tally.is_complete else "interrupted")


def replay(scenario: Scenario, seed: int, number: int = 0) -> Books:
    """One replication, closed and proven, for a look at its ledger.

    Raises:
        BooksError: The ledger does not balance.
    """
    books, balance = _proven(scenario, seed, number)
    if not balance.balances:
        raise BooksError(_UNBALANCED.format(balance))
    return books


def _proven(scenario: Scenario, seed: int, number: int) -> tuple[Books, TrialBalance]:
    books = Books.of(world.simulate(scenario, Luck(seed, number)))
    return books, reconcile(books)


def run_replication(task: Task, number: int) -> Replication | Failure:
    """Runs one replication; what goes wrong in it is data.

    Raises:
        InputError: The scenario is not runnable: no replication of it would be.
    """
    try:
        return _replication(task, number)
    except InputError:
        raise
    except Exception as error:  # noqa: BLE001 - one replication's fault must not take the others with it
        message = str(error) if isinstance(error, RunError) else f"{type(error).__name__}: {error}"
        return Failure(number, message, traceback.format_exc())


def _kept(plan: Plan, folder: Folder | None) -> frozenset[int]:
    """The replications that the folder holds, undamaged and with all that is asked for now."""
    if folder is None:
        return frozenset()
    numbers = (n for n in range(plan.count) if not plan.keep_ledger or folder.ledger(n).is_dir())
    return frozenset(number for number in numbers if folder.replication(number) is not None)


def _outcomes(plan: Plan, folder: Folder | None, kept: frozenset[int]) -> Generator[Replication | Failure]:
    """Runs what is not kept; the first replication runs here, to see whether processes are worth their start."""
    task = Task(plan.scenario, plan.identity.seed, _edges(plan, folder, kept), folder if plan.keep_ledger else None)
    missing = [number for number in range(plan.count) if number not in kept]
    seconds = 0.0
    while missing and (task.edges is None or not seconds):
        started = time.perf_counter()
        outcome = run_replication(task, missing.pop(0))
        seconds = time.perf_counter() - started
        if isinstance(outcome, Replication):
            task = replace(task, edges=outcome.tracks.edges)
        yield outcome
    work = partial(run_replication, task)
    workers = min(plan.workers, len(missing))
    saved = seconds * len(missing) * (1.0 - 1.0 / max(workers, 1))
    pays = workers > 1 and saved >= plan.start_up
    yield from parallel(work, missing, workers) if pays else serial(work, missing)


def _edges(plan: Plan, folder: Folder | None, kept: frozenset[int]) -> NDArray[np.float64] | None:
    """Borders of the buckets; None where only a run can tell when it ends."""
    horizon = plan.scenario.time.horizon
    if isinstance(horizon, float):
        time = plan.scenario.time
        return edges_of(horizon, None if time.unit == "period" else time.clock.days)
    replication = folder.replication(min(kept)) if folder is not None and kept else None
    return None if replication is None else replication.tracks.edges


def _close(plan: Plan, tally: Tally, folder: Folder | None, status: Status) -> Run:
    tally.close()
    measurements, time = tally.measurements(), plan.scenario.time
    run = Run(
        identity=plan.identity,
        is_random=plan.is_random,
        asked=plan.count,
        period=(time.warm_up, time.horizon if isinstance(time.horizon, float) else tally.end),
        time_unit=time.unit,
        kpis=kpis_of(measurements),
        measurements=measurements,
        series=tally.series(),
        digests=tally.digests,
        goods=tally.goods,
        money=tally.money,
        failures=tuple(tally.failures),
        status=status,
        seconds=tally.seconds,
        versions={"python": platform.python_version(), **{name: version(name) for name in _PACKAGES}},
        command=plan.command,
        text=plan.text,
        settings=plan.settings,
        data=plan.data,
        scene=tally.scene,
    )
    if folder is not None:
        folder.write(run)
    return run


def _replication(task: Task, number: int) -> Replication | Failure:
    started = time.perf_counter()
    books, balance = _proven(task.scenario, task.seed, number)
    if not balance.balances:
        return Failure(number, _UNBALANCED.format(balance), goods=balance.goods, money=balance.money)
    if task.folder is not None:
        task.folder.keep_ledger(number, books)
    return Replication(
        number=number,
        digest=digest(books),
        goods=balance.goods,
        money=balance.money,
        end=books.end,
        measurements=_compact(kpi.measure(books, task.scenario.currency, task.scenario.time.unit)),
        tracks=_tracks(books, edges_of(books.end, books.days_per_unit) if task.edges is None else task.edges),
        seconds=time.perf_counter() - started,
        scene=scene(task.scenario, books) if number == 0 else None,
    )


def _compact(measured: pd.DataFrame) -> pd.DataFrame:
    """The KPIs with their names as categories: a tenth of the memory, and of the way between processes."""
    return measured.loc[:, [*KEYS, "value"]].astype({**dict.fromkeys(KEYS, "category"), "value": "float64"})


def _tracks(books: Books, edges: NDArray[np.float64]) -> Tracks:
    """Levels over time of the sites; undefined where a measure does not apply, and after the end of the run."""
    register, measured = books.register, series(books, edges)
    at_sites = np.flatnonzero(~register.is_transit)
    over = edges[:-1] >= books.end
    measures = {}
    for name, applies in _APPLIES.items():
        values = getattr(measured, name)[at_sites]
        values[[register.accounts[row].kind not in applies for row in at_sites]] = np.nan
        values[:, over] = np.nan
        measures[name] = values
    return Tracks(
        tuple((register.accounts[row].site, register.accounts[row].product) for row in at_sites), edges, measures
    )
