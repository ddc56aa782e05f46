"""Attributing: runs a scenario without some of its disruptions, in all combinations, on the same luck.

A disruption that follows another strikes only where that one does, so without its cause it is not there either: worlds
in which the same disruptions are left are one world, and run once.
"""

from __future__ import annotations

import hashlib
import json
import math
import operator
import time
from contextlib import closing
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from sim import kpi
from sim.engine import world
from sim.errors import ResultsError, RunError, UsageError
from sim.experiment.attribution import Measure, attributed
from sim.experiment.executors import parallel, serial, shielded
from sim.experiment.plan import REPLICATIONS, START_UP
from sim.experiment.replicate import replay
from sim.experiment.shapley import PAIRS, Coalition, Game
from sim.experiment.versions import versions
from sim.names import nearest
from sim.results.files import read_parquet, write_parquet
from sim.results.provenance import Provenance
from sim.results.run import GRAIN
from sim.scenario import fingerprint
from sim.streams import Luck

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from sim.results.attribution import Attribution
    from sim.results.run import Identity
    from sim.results.tape import Tape
    from sim.scenario import Scenario

WORLDS: Final = "worlds"
"""The folder of the runs within that of an attribution."""
MEASURES: Final = ("operating_profit", "fill_rate", "on_time_in_full")
"""The KPIs that are shared where nobody names others: what was lost in profit and in service."""
_METADATA: Final = "headwater.world"


@dataclass(frozen=True, slots=True)
class AttributionPlan:
    """What to run.

    Attributes:
        scenario: The scenario, its variant applied and its warm-up settled.
        identity: What its numbers depend on; its seed counts, not the scenario's.
        kpis: The KPIs of the network to share.
        replications: How many; None for the scenario's own number or 30, and 1 where nothing is random.
        pairs: How many pairs of orders are drawn where there are too many disruptions for all of them.
        workers: How many processes at most.
        start_up: Seconds of work below which no processes are started; 0 starts them always.
        tape: The tape to play; None to draw.
        provenance: Where the scenario came from.
    """

    scenario: Scenario
    identity: Identity
    kpis: tuple[str, ...] = MEASURES
    replications: int | None = None
    pairs: int = PAIRS
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
        """How many replications each world has."""
        on_tape = None if self.tape is None else self.tape.count
        stated = self.replications or on_tape or self.scenario.replications or REPLICATIONS
        return stated if self.is_random else 1


@dataclass(frozen=True, slots=True)
class World:
    """One run of one world, as a worker needs it.

    Attributes:
        key: What its numbers depend on, as one word.
        scenario: What to run.
        seed: Seed of all luck.
        number: Number of the replication.
        tape: The part of the tape that is played; None to draw.
    """

    key: str
    scenario: Scenario
    seed: int
    number: int
    tape: Tape | None = None

    def __call__(self) -> tuple[str, int, dict[str, float]]:
        """Runs it: its key, its number, and the KPIs of the network that are defined.

        Raises:
            RunError: It failed; says which.
        """
        try:
            books = replay(self.scenario, self.seed, self.number, self.tape)
        except RunError as error:
            active = ", ".join(sorted(self.scenario.active)) or "no disruption"
            raise RunError(f"replication {self.number} with {active} failed: {error}") from error
        measured = kpi.measure(books, self.scenario.currency, self.scenario.time.unit)
        network = measured[measured[list(GRAIN)].isna().all(axis="columns")]
        values = zip(network["kpi"], network["value"], strict=True)
        return self.key, self.number, {str(name): float(value) for name, value in values if math.isfinite(value)}


def attribute(
    plan: AttributionPlan, folder: Path | None = None, progress: Callable[[int, int], None] | None = None
) -> Attribution:
    """Runs every world that is needed, and shares what the disruptions did between them.

    Args:
        plan: What to run.
        folder: Where to keep each run as it ends, and to find those that are there; None keeps nothing.
        progress: Told how many of how many runs have ended.

    Raises:
        UsageError: No disruption is active, there are too many, or there is no such KPI.
        RunError: A run failed, or a worker process died; what had finished is in the folder.
        KeyboardInterrupt: Ctrl-C; what had finished is in the folder.
    """
    started = time.perf_counter()
    game, measures = question(plan)
    found = _run(plan, game.coalitions, folder, progress)
    worth = {coalition: _worth(found[_left(plan.scenario, coalition)], measures) for coalition in game.coalitions}
    shared = attributed(game, plan.identity, measures, worth, is_random=plan.is_random)
    seconds = time.perf_counter() - started
    return replace(shared, provenance=replace(plan.provenance, seconds=seconds, versions=versions()))


def question(plan: AttributionPlan) -> tuple[Game, tuple[Measure, ...]]:
    """Which disruptions share the change of which KPIs; asked before a folder is cleared for the answer.

    Raises:
        UsageError: No disruption is active, there are too many, or there is no such KPI.
    """
    players = tuple(sorted(plan.scenario.active))
    if not players:
        raise UsageError("no disruption is active: there is nothing to attribute; name a variant that has some")
    measures = _measures(plan)
    return Game.of(players, Luck(plan.identity.seed), plan.pairs), measures


def _left(scenario: Scenario, coalition: Coalition) -> Coalition:
    """The disruptions that can strike where only these are active: those whose causes are active, too."""
    left = coalition
    while True:
        causes = {name: scenario.disruptions[name].when.follows for name in left}
        kept = frozenset(name for name, cause in causes.items() if cause is None or cause in left)
        if kept == left:
            return left
        left = kept


def _measures(plan: AttributionPlan) -> tuple[Measure, ...]:
    """The KPIs to share with their units.

    Raises:
        UsageError: There is no such KPI.
    """
    for name in plan.kpis:
        if name not in kpi.KINDS:
            raise UsageError(f"there is no KPI {name!r}; {nearest(name, kpi.KINDS) or kpi.LISTED}")
    scenario = plan.scenario
    units = {name: kpi.KINDS[name].unit.replace("time unit", scenario.time.unit) for name in plan.kpis}
    return tuple(Measure(name, unit.replace("money", scenario.currency)) for name, unit in units.items())


def _run(
    plan: AttributionPlan,
    coalitions: Sequence[Coalition],
    folder: Path | None,
    progress: Callable[[int, int], None] | None,
) -> dict[Coalition, list[dict[str, float]]]:
    """The KPIs of each world by replication; a world is told by the disruptions that are left in it."""
    room = None if folder is None else folder / WORLDS
    left = dict.fromkeys(_left(plan.scenario, coalition) for coalition in coalitions)
    worlds = {each: plan.scenario.model_copy(update={"active": tuple(sorted(each))}) for each in left}
    keys = {each: _key(plan, scenario) for each, scenario in worlds.items()}
    numbers = range(plan.count)
    found: dict[tuple[str, int], dict[str, float]] = {}
    missing: list[World] = []
    for each, scenario in worlds.items():
        for number in numbers:
            kept = None if room is None else _kept(room, keys[each], number)
            if kept is not None:
                found[keys[each], number] = kept
            else:
                tape = None if plan.tape is None else plan.tape.part(number)
                missing.append(World(keys[each], scenario, plan.identity.seed, number, tape))
    total = len(found) + len(missing)
    with closing(_outcomes(plan, missing)) as outcomes:
        while (outcome := next(outcomes, None)) is not None:
            with shielded():
                key, number, values = outcome
                if room is not None:
                    _keep(room, key, number, values)
                found[key, number] = values
                if progress is not None:
                    progress(len(found), total)
    return {each: [found[keys[each], number] for number in numbers] for each in left}


def _outcomes(plan: AttributionPlan, missing: list[World]) -> Generator[tuple[str, int, dict[str, float]]]:
    """Runs what is missing; the first run is made here, to see whether processes are worth their start."""
    if not missing:
        return
    started = time.perf_counter()
    yield missing[0]()
    seconds, rest = time.perf_counter() - started, missing[1:]
    workers = min(plan.workers, len(rest))
    pays = workers > 1 and seconds * len(rest) * (1.0 - 1.0 / workers) >= plan.start_up
    yield from parallel(operator.call, rest, workers) if pays else serial(operator.call, rest)


def _worth(runs: list[dict[str, float]], measures: Sequence[Measure]) -> NDArray[np.float64]:
    """The KPIs of a world, of shape (measures, replications); NaN where undefined."""
    return np.array([[values.get(measure.kpi, math.nan) for values in runs] for measure in measures])


def _key(plan: AttributionPlan, scenario: Scenario) -> str:
    identity = plan.identity
    words = json.dumps([fingerprint(scenario), identity.seed, identity.version, identity.tape])
    return hashlib.blake2b(words.encode(), digest_size=16).hexdigest()


def _path(room: Path, key: str, number: int) -> Path:
    return room / f"{key}-{number:04d}.parquet"


def _keep(room: Path, key: str, number: int, values: dict[str, float]) -> None:
    """Writes what a run found; once this returns, it cannot be lost."""
    frame = pd.DataFrame({"kpi": list(values), "value": list(values.values())})
    write_parquet(_path(room, key, number), frame, {_METADATA: json.dumps({"key": key, "number": number})})


def _kept(room: Path, key: str, number: int) -> dict[str, float] | None:
    """What a run found, if the folder holds it undamaged; else None: run it again."""
    path = _path(room, key, number)
    if not path.exists():
        return None
    try:
        frame, metadata = read_parquet(path)
        said: dict[str, Any] = json.loads(metadata[_METADATA])
        if (said["key"], said["number"]) != (key, number):
            return None
        return {str(name): float(value) for name, value in zip(frame["kpi"], frame["value"], strict=True)}
    except (ResultsError, ValueError, KeyError, TypeError):
        return None
