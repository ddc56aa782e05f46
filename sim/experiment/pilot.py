"""Pilot replications: the first few replications, run to see how long the scenario takes to become itself.

They run on the luck of the first replications, so that the same seed finds the same cut. How many there are does not
depend on how many replications are asked for: else a run that is resumed with more of them would be measured from
another time. Nothing is measured in them but a handful of levels of the whole network.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np

from sim.engine import world
from sim.errors import InputError
from sim.experiment import warm_up
from sim.experiment.buckets import edges_of
from sim.experiment.executors import parallel, serial
from sim.experiment.taping import NO_TAPE, Taping
from sim.kpi import Measurement
from sim.ledger.books import Books
from sim.ledger.tables import Event
from sim.scenario.time import AUTO

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from sim.ledger.levels import Levels
    from sim.results.tape import Tape
    from sim.results.warm_up import WarmUp
    from sim.scenario.document import Scenario

PILOTS: Final = 10
"""How many pilot replications are run where something is random. Averaging over ten takes two thirds of the luck out of
a series; Law (*Simulation Modeling and Analysis*, section 9.5.1) asks for five at the least, and more where the series
is restless."""

MOST_BATCHES: Final = 1000
"""Into how many batches a run is divided at most: a cut is as fine as a batch."""


@dataclass(frozen=True, slots=True)
class Sighting:
    """What a pilot replication saw.

    Attributes:
        number: Number of the replication.
        end: When it ended, in time units.
        edges: Borders of the batches, of shape (batches + 1,).
        levels: Levels of the network by measure, five for each batch, of shape (observations,); NaN after the end.
    """

    number: int
    end: float
    edges: NDArray[np.float64]
    levels: dict[str, NDArray[np.float64]]


@dataclass(frozen=True, slots=True)
class Pilot:
    """What a worker needs to know to run a pilot replication.

    Attributes:
        scenario: What to run.
        seed: Seed of all luck.
        edges: Borders of the batches; None to derive them from the run's end.
        taping: The tape that replications play, if they do.
    """

    scenario: Scenario
    seed: int
    edges: NDArray[np.float64] | None = None
    taping: Taping = NO_TAPE

    def __call__(self, number: int) -> Sighting | None:
        """Runs a replication; None if it went wrong, which it will do again when it counts, and be told then.

        Raises:
            InputError: The scenario is not runnable.
        """
        try:
            books = Books.of(world.simulate(self.scenario, self.taping.luck(self.seed, number)))
            return sighting(number, books, self.edges)
        except InputError:
            raise
        except Exception:  # noqa: BLE001 - one replication's fault must not take the others with it
            return None


def find(scenario: Scenario, seed: int, workers: int = 1, start_up: float = 0.0, tape: Tape | None = None) -> WarmUp:
    """The warm-up of a scenario, found in its pilot replications.

    Args:
        scenario: The scenario; what it says of its warm-up does not count.
        seed: Seed of all luck.
        workers: How many processes at most; changes nothing in what is found.
        start_up: Seconds of work below which no processes are started.
        tape: The tape to play; None to draw.

    Raises:
        InputError: The scenario is not runnable.
        RunError: A worker process died.
    """
    count = PILOTS if world.is_random(scenario) else 1
    if tape is not None:
        count = min(count, tape.count or count)
    return found_in(list(_sightings(Pilot(scenario, seed, taping=Taping(tape)), count, workers, start_up)))


def sighting(number: int, books: Books, edges: NDArray[np.float64] | None = None) -> Sighting:
    """What is to be seen in the books of a replication.

    Args:
        number: Number of the replication.
        books: Its books.
        edges: Borders of the batches; None to derive them from its end.
    """
    borders = _batches(books) if edges is None else edges
    return Sighting(number, books.end, borders, network_levels(books, _observed(borders)))


def found_in(sightings: Sequence[Sighting]) -> WarmUp:
    """The warm-up that pilot replications with the same batches show, in whatever order they ended."""
    sightings = sorted(sightings, key=lambda each: each.number)
    if not sightings:
        return warm_up.found({}, np.zeros(1), 0.0)
    end, edges = min(found.end for found in sightings), sightings[0].edges
    seen = edges[edges <= end]
    size = warm_up.BATCH * (seen.size - 1)
    levels = {
        measure: np.stack([found.levels[measure][:size] for found in sightings]) for measure in sightings[0].levels
    }
    told = {measure: values for measure, values in levels.items() if values.any()}  # what is never there never begins
    return warm_up.found(told or levels, seen, end)


def settled(scenario: Scenario, cut: float) -> Scenario:
    """The scenario with a warm-up that was found in place of ``auto``; a steady state even where nothing is cut."""
    time = scenario.time.model_copy(update={"warm_up": cut, "kind": "steady_state"})
    return scenario.model_copy(update={"time": time})


def is_open(scenario: Scenario) -> bool:
    """Whether the warm-up is still to be found."""
    return scenario.time.warm_up == AUTO


def network_levels(books: Books, edges: NDArray[np.float64]) -> dict[str, NDArray[np.float64]]:
    """Levels of the whole network, averaged over the time between each two of ``edges``.

    What a chain costs and whom it serves follows from these: what is in stock, on its way and in process is held, what
    is owed is late, and what is lost is not earned. Products are added up at standard cost if all of them have one, and
    else in their units.

    Args:
        books: The books of a replication.
        edges: Borders in time units, of shape (observations + 1,).

    Returns:
        By measure, each of shape (observations,); NaN for what begins after the end of the replication.
    """
    measurement = Measurement(books)
    value = measurement.value
    weight = (value if (value > 0.0).all() else np.ones_like(value)) / books.steps_per_unit
    levels = {
        "stock_on_hand": books.stock,
        "in_transit": books.transit,
        "in_process": measurement.jobs.in_process,
        "backlog": books.owed_outside,
    }
    means = {name: _mean(each, weight, edges) for name, each in levels.items()}
    means["lost_sales"] = _lost(books, weight, edges)
    over = edges[1:] > books.end
    return {name: np.where(over, np.nan, values) for name, values in means.items()}


def _sightings(pilot: Pilot, count: int, workers: int, start_up: float) -> Iterator[Sighting]:
    """Runs pilot replications; the first here, to see how long one takes, and where batches begin and end."""
    started = time.perf_counter()
    missing = list(range(count))
    first = None
    while missing and first is None:
        started = time.perf_counter()
        first = pilot(missing.pop(0))
    if first is None:
        return
    yield first
    seconds = time.perf_counter() - started
    workers = min(workers, len(missing))
    pays = workers > 1 and seconds * len(missing) * (1.0 - 1.0 / workers) >= start_up
    work = replace(pilot, edges=first.edges)
    outcomes = parallel(work, missing, workers) if pays else serial(work, missing)
    yield from (outcome for outcome in outcomes if outcome is not None)


def _batches(books: Books) -> NDArray[np.float64]:
    """Borders of the batches, which keep step with days and weeks, but for a shorter last one."""
    edges = edges_of(books.end, books.days_per_unit, MOST_BATCHES)
    whole = edges.size < 3 or edges[-1] - edges[-2] >= edges[1] - edges[0]
    return edges if whole else edges[:-1]


def _observed(edges: NDArray[np.float64]) -> NDArray[np.float64]:
    """Borders of the observations: five for each batch."""
    parts = np.arange(warm_up.BATCH) / warm_up.BATCH
    return np.append((edges[:-1, np.newaxis] + np.diff(edges)[:, np.newaxis] * parts).ravel(), edges[-1])


def _mean(levels: Levels, weight: NDArray[np.float64], edges: NDArray[np.float64]) -> NDArray[np.float64]:
    """The sum of all accounts' levels, averaged over the time between each two of ``edges``."""
    before = np.concatenate([np.zeros(1, dtype=np.int64), levels.level[:-1]])
    before[levels.first] = 0
    change = (levels.level - before) * weight[levels.account]
    turn = np.argsort(levels.time, kind="stable")
    at, total = levels.time[turn], np.cumsum(change[turn])
    area = np.concatenate([np.zeros(1), np.cumsum(total[:-1] * np.diff(at))]) if at.size else np.zeros(1)
    if not at.size:
        return np.zeros(edges.size - 1)
    row = np.searchsorted(at, edges, side="right") - 1
    until = area[row] + total[row] * (edges - at[row])
    return np.diff(until) / np.diff(edges)


def _lost(books: Books, weight: NDArray[np.float64], edges: NDArray[np.float64]) -> NDArray[np.float64]:
    """Sales lost between each two of ``edges``, for each time unit."""
    rows = books.events[(books.events["event"] == Event.LOST) & (books.events["order"] < books.orders.size)]
    rows = rows[~books.is_internal[rows["order"]]]
    amount = rows["quantity"] * weight[books.orders["seller"][rows["order"]]]
    bucket = np.searchsorted(edges, rows["time"], side="right") - 1
    inside = (bucket >= 0) & (bucket < edges.size - 1)
    return np.bincount(bucket[inside], weights=amount[inside], minlength=edges.size - 1) / np.diff(edges)
