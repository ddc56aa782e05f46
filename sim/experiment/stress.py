"""The stress test: takes out sites and lanes in turn, on the luck of the run in which nothing is out.

First the runs without an outage, then those with each outage, then, where customers did not feel it while it lasted,
those in which it never ends: they tell how long the network would have survived.
"""

from __future__ import annotations

import operator
import time
from contextlib import closing
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from sim.engine import world
from sim.errors import RunError
from sim.experiment.buckets import edges_of
from sim.experiment.closures import shut
from sim.experiment.executors import parallel, serial, shielded
from sim.experiment.outages import Findings, Outage, Response, survived
from sim.experiment.plan import REPLICATIONS, START_UP
from sim.experiment.replicate import replay
from sim.experiment.resilience import Band
from sim.experiment.responses import RESPONSES, Responses, response
from sim.experiment.scene import scene
from sim.experiment.versions import versions
from sim.results.provenance import Provenance
from sim.results.stress import Stress

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from sim.results.run import Identity, Status
    from sim.results.scene import Scene
    from sim.results.tape import Tape
    from sim.scenario import Scenario

    Strike = Callable[[Scenario, Outage, bool], Scenario]


class Run(NamedTuple):
    """One run of a stress test.

    Attributes:
        outage: Place of the outage among those of the plan; -1 for none.
        number: Number of the replication.
        for_good: Whether the outage never ends.
    """

    outage: int
    number: int
    for_good: bool = False


@dataclass(frozen=True, slots=True)
class StressPlan:
    """What to test.

    Attributes:
        scenario: The scenario, its variant applied.
        identity: What its numbers depend on; its seed counts, not the scenario's.
        outages: What is out, one after another.
        strike: Makes of a scenario the same with an outage, which may be for good.
        band: When a service counts as failed and as recovered.
        replications: How many; None for the scenario's own number or 30, and 1 where nothing is random.
        workers: How many processes at most.
        start_up: Seconds of work below which no processes are started; 0 starts them always.
        tape: The tape to play; None to draw.
        provenance: Where the scenario came from, for whoever reads the results.
    """

    scenario: Scenario
    identity: Identity
    outages: tuple[Outage, ...]
    strike: Strike = shut
    band: Band = field(default_factory=Band)
    replications: int | None = None
    workers: int = 1
    start_up: float = START_UP
    tape: Tape | None = None
    provenance: Provenance = field(default_factory=Provenance)

    @property
    def is_random(self) -> bool:
        """Whether replications can differ."""
        return world.is_random(self.scenario)

    @property
    def count(self) -> int:
        """How many pairs of runs each outage has."""
        on_tape = None if self.tape is None else self.tape.count
        stated = self.replications or on_tape or self.scenario.replications or REPLICATIONS
        return stated if self.is_random else 1

    def world(self, run: Run) -> Scenario:
        """What is run."""
        return self.scenario if run.outage < 0 else self.strike(self.scenario, self.outages[run.outage], run.for_good)


def stress(plan: StressPlan, folder: Path | None = None, progress: Callable[[int, int], None] | None = None) -> Stress:
    """Tests every outage of a plan.

    Ctrl-C ends it early: outages all of whose runs had ended are ranked, and the status says so.

    Args:
        plan: What to test.
        folder: Where to keep each run's response as it ends, and to find those that are there; None keeps nothing.
        progress: Told how many of how many runs have ended; the second number may grow.

    Returns:
        What was found.

    Raises:
        InputError: The scenario turned out not to be runnable.
        RunError: A run failed, or a worker process died; what had finished is in the folder.
    """
    session = _Session(plan, folder, progress)
    status: Status = "finished"
    try:
        session.run([Run(-1, number) for number in range(plan.count)])
        session.run([Run(place, number) for place in range(len(plan.outages)) for number in range(plan.count)])
        session.run(session.unhurt())
    except KeyboardInterrupt:
        status = "interrupted"
    return session.close(status)


@dataclass(frozen=True, slots=True)
class Errand:
    """One run of a stress test, as a worker needs it.

    Attributes:
        scenario: The world to run.
        seed: Seed of all luck.
        edges: Borders of the buckets in time units, of shape (buckets + 1,).
        run: Which run it is.
        out: What is out; empty for nothing.
        tape: The part of the tape that is played; None to draw.
    """

    scenario: Scenario
    seed: int
    edges: NDArray[np.float64]
    run: Run
    out: str = ""
    tape: Tape | None = None

    def __call__(self) -> tuple[Run, Response]:
        """Runs it.

        Raises:
            RunError: It failed; says which.
        """
        return self.run, respond(self)


def respond(errand: Errand) -> Response:
    """One run.

    Raises:
        RunError: It failed; says which.
    """
    number = errand.run.number
    try:
        books = replay(errand.scenario, errand.seed, number, errand.tape)
        return response(errand.scenario, number, books, errand.edges)
    except RunError as error:
        what = f"with {errand.out} out" if errand.out else "without an outage"
        raise RunError(f"replication {number} {what} failed: {error}") from error


class _Session:
    """A stress test that goes on: which runs have ended, and what they found."""

    __slots__ = (
        *("_done", "_edges", "_found", "_plan", "_progress", "_responses", "_scene", "_seconds", "_started", "_total"),
    )

    def __init__(self, plan: StressPlan, folder: Path | None, progress: Callable[[int, int], None] | None) -> None:
        self._plan = plan
        self._progress = progress
        self._found: dict[Run, Response] = {}
        self._done = 0
        self._total = plan.count * (1 + len(plan.outages))
        kept = None if folder is None else folder / RESPONSES
        self._responses = Responses(kept, plan.identity)
        self._started = time.perf_counter()
        first = replay(plan.scenario, plan.identity.seed, tape=plan.tape)
        self._edges = edges_of(first.end, first.days_per_unit)
        self._take(Run(-1, 0), response(plan.scenario, 0, first, self._edges))
        self._seconds = time.perf_counter() - self._started
        self._scene: Scene = scene(plan.scenario, first)

    def run(self, runs: Sequence[Run]) -> None:
        """Runs what is not kept."""
        keys = {(run.outage, run.for_good): "" for run in runs}
        for outage, for_good in keys:
            keys[outage, for_good] = self._responses.key(self._plan.world(Run(outage, 0, for_good)))
        missing = []
        for run in runs:
            if run in self._found:
                continue
            kept = self._responses.found(keys[run.outage, run.for_good], run.number)
            if kept is None or kept.service.edges.tolist() != self._edges.tolist():
                missing.append(run)
            else:
                self._take(run, kept)
        with closing(self._outcomes(missing)) as outcomes:
            while (outcome := next(outcomes, None)) is not None:
                with shielded():
                    run, found = outcome
                    self._responses.keep(keys[run.outage, run.for_good], found)
                    self._take(run, found)

    def _outcomes(self, runs: Sequence[Run]) -> Generator[tuple[Run, Response]]:
        workers = min(self._plan.workers, len(runs))
        errands = [self._errand(run) for run in runs]
        saved = self._seconds * len(runs) * (1.0 - 1.0 / max(workers, 1))
        pays = workers > 1 and saved >= self._plan.start_up
        yield from parallel(operator.call, errands, workers) if pays else serial(operator.call, errands)

    def _errand(self, run: Run) -> Errand:
        plan = self._plan
        out = "" if run.outage < 0 else plan.outages[run.outage].name
        tape = None if plan.tape is None else plan.tape.part(run.number)
        return Errand(plan.world(run), plan.identity.seed, self._edges, run, out, tape)

    def _take(self, run: Run, found: Response) -> None:
        self._found[run] = found
        self._done += 1
        if self._progress is not None:
            self._progress(self._done, self._total)

    def unhurt(self) -> list[Run]:
        """The runs without end that are needed: of outages that customers did not feel while they lasted."""
        runs = []
        for place, outage in enumerate(self._plan.outages):
            found = survived(outage, self._of(-1), self._of(place), {})
            runs += [Run(place, int(number), for_good=True) for number in np.flatnonzero(found.is_censored)]
        self._total += len(runs)
        return runs

    def _of(self, outage: int) -> list[Response]:
        return [self._found[Run(outage, number)] for number in range(self._plan.count)]

    def close(self, status: Status) -> Stress:
        """What was found; outages of which a run is missing are left out."""
        plan, findings = self._plan, Findings(self._plan.band)
        numbers = range(plan.count)
        for place, outage in enumerate(plan.outages):
            if all(Run(which, number) in self._found for which in (-1, place) for number in numbers):
                for_good = {n: self._found[Run(place, n, True)] for n in numbers if Run(place, n, True) in self._found}
                findings.take(outage, self._of(-1), self._of(place), for_good)
        tables: dict[str, pd.DataFrame] = findings.tables
        return Stress(
            identity=plan.identity,
            time_unit=plan.scenario.time.unit,
            currency=plan.scenario.currency,
            replications=plan.count,
            is_random=plan.is_random,
            start=min((outage.start for outage in plan.outages), default=0.0),
            lasts={outage.name: outage.lasts for outage in plan.outages},
            band=(plan.band.failed_below, plan.band.recovered_from),
            **tables,
            sites=self._scene.sites,
            flows=self._scene.flows,
            status=status,
            provenance=replace(plan.provenance, seconds=time.perf_counter() - self._started, versions=versions()),
        )
