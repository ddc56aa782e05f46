"""Replications: the same scenario, each time on other luck.

Each replication runs, proves its books, is measured, and is handed over with its digest and its levels over time. They
are taken in by number, whatever the order in which they end, so that the result is the same to the last bit on one
worker and on many, in one go and resumed.
"""

from __future__ import annotations

import operator
import time
import traceback
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Final

from sim import kpi
from sim.clock import snap
from sim.engine import world
from sim.errors import BooksError, InputError, RunError
from sim.experiment import pilot
from sim.experiment.buckets import edges_of
from sim.experiment.executors import parallel, serial, shielded
from sim.experiment.expectations import judged
from sim.experiment.outcomes import outcomes
from sim.experiment.plan import Plan
from sim.experiment.scene import scene
from sim.experiment.tally import Tally, kpis_of
from sim.experiment.taping import NO_TAPE, Taping, write_tape
from sim.experiment.tracks import tracks_of
from sim.experiment.versions import versions
from sim.ledger.books import Books
from sim.ledger.digest import digest
from sim.ledger.reconcile import reconcile
from sim.results.run import KEYS, Failure, Replication, Run

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

    from sim.ledger.balance import TrialBalance
    from sim.results.folder import Folder
    from sim.results.run import Status
    from sim.results.tape import Tape
    from sim.scenario.document import Scenario
    from sim.streams import Luck

_UNBALANCED: Final = "the books do not balance: {}"


@dataclass(frozen=True, slots=True)
class Task:
    """What a worker needs to know to run a replication.

    Attributes:
        scenario: What to run.
        seed: Seed of all luck.
        edges: Borders of the buckets in time units, of shape (buckets + 1,); None to derive them from the run's end.
        folder: Where to write the ledger; None to keep none.
        taping: What tape is played or recorded.
    """

    scenario: Scenario
    seed: int
    edges: NDArray[np.float64] | None = None
    folder: Folder | None = None
    taping: Taping = NO_TAPE


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
    try:
        plan = _settled(plan)
    except KeyboardInterrupt:  # what the folder holds stays there
        with shielded():
            return _close(plan, Tally(plan.count), folder, "interrupted")
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


def _settled(plan: Plan) -> Plan:
    """The plan with its warm-up found, where that is left open."""
    if not pilot.is_open(plan.scenario):
        return plan
    found = plan.warm_up or pilot.find(plan.scenario, plan.identity.seed, plan.workers, plan.start_up, plan.tape)
    return replace(plan, scenario=pilot.settled(plan.scenario, found.cut), warm_up=found)


def replay(scenario: Scenario, seed: int, number: int = 0, tape: Tape | None = None) -> Books:
    """One replication, closed and proven, for a look at its ledger; on the tape that it played, if it did.

    Raises:
        BooksError: The ledger does not balance.
    """
    if pilot.is_open(scenario):
        scenario = pilot.settled(scenario, pilot.find(scenario, seed, tape=tape).cut)
    books, balance = _proven(scenario, Taping(tape).luck(seed, number))
    if not balance.balances:
        raise BooksError(_UNBALANCED.format(balance))
    return books


def _proven(scenario: Scenario, luck: Luck) -> tuple[Books, TrialBalance]:
    books = Books.of(world.simulate(scenario, luck))
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
    if plan.save_tape is not None:
        numbers = (number for number in numbers if folder.replications.recorded(number) is not None)
    found = {number: folder.replication(number) for number in numbers}
    start = snap(plan.scenario.time.measured_from)
    return frozenset(number for number, each in found.items() if each is not None and each.start == start)


def _outcomes(plan: Plan, folder: Folder | None, kept: frozenset[int]) -> Generator[Replication | Failure]:
    """Runs what is not kept; the first replication runs here, to see whether processes are worth their start."""
    taping = Taping.of(plan, folder)
    task = Task(plan.scenario, plan.identity.seed, _edges(plan, folder, kept), folder if plan.keep_ledger else None)
    task = replace(task, taping=taping)
    missing = [number for number in range(plan.count) if number not in kept]
    seconds = 0.0
    while missing and (task.edges is None or not seconds):
        started = time.perf_counter()
        outcome = run_replication(task, missing.pop(0))
        seconds = time.perf_counter() - started
        if isinstance(outcome, Replication):
            task = replace(task, edges=outcome.tracks.edges)
        yield outcome
    workers = min(plan.workers, len(missing))
    saved = seconds * len(missing) * (1.0 - 1.0 / max(workers, 1))
    pays = workers > 1 and saved >= plan.start_up
    errands = [partial(run_replication, replace(task, taping=taping.part(number)), number) for number in missing]
    yield from parallel(operator.call, errands, workers) if pays else serial(operator.call, errands)


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
    if plan.save_tape is not None:
        write_tape(plan.save_tape, tally.digests, folder, tally.tapes)
    measurements, time = tally.measurements(), plan.scenario.time
    run = Run(
        identity=plan.identity,
        is_random=plan.is_random,
        asked=plan.count,
        period=(time.measured_from, time.horizon if isinstance(time.horizon, float) else tally.end),
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
        versions=versions(),
        command=plan.command,
        text=plan.text,
        settings=plan.settings,
        data=plan.data,
        scene=tally.scene,
        drawn_beyond_tape=tally.drawn_beyond_tape,
        expectations=judged(plan.scenario, measurements, is_random=plan.is_random),
        kind=time.estimates,
        warm_up=plan.warm_up if plan.warm_up is not None and not pilot.is_open(plan.scenario) else None,
        outcomes=outcomes(measurements),
        curves=tally.curves(),
    )
    if folder is not None:
        folder.write(run)
    return run


def _replication(task: Task, number: int) -> Replication | Failure:
    started = time.perf_counter()
    luck = task.taping.luck(task.seed, number)
    books, balance = _proven(task.scenario, luck)
    if not balance.balances:
        return Failure(number, _UNBALANCED.format(balance), goods=balance.goods, money=balance.money)
    if task.folder is not None:
        task.folder.keep_ledger(number, books)
    beyond, tape = task.taping.outcome(luck, books.end)
    return Replication(
        number=number,
        digest=digest(books),
        goods=balance.goods,
        money=balance.money,
        end=books.end,
        measurements=_compact(kpi.measure(books, task.scenario.currency, task.scenario.time.unit)),
        tracks=tracks_of(books, edges_of(books.end, books.days_per_unit) if task.edges is None else task.edges),
        seconds=time.perf_counter() - started,
        scene=scene(task.scenario, books) if number == 0 else None,
        drawn_beyond_tape=beyond,
        tape=tape,
        start=books.start,
    )


def _compact(measured: pd.DataFrame) -> pd.DataFrame:
    """The KPIs with their names as categories: a tenth of the memory, and of the way between processes."""
    return measured.loc[:, [*KEYS, "value"]].astype({**dict.fromkeys(KEYS, "category"), "value": "float64"})
