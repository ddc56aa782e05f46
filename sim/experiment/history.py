"""A tape from history: what customers asked for, how long shipments took, and what went wrong, as it was recorded.

What history does not tell - other lanes, times after its end - is drawn from the tape's seed when the tape is played.
Demand of history is demand as customers had it, seasons and all; on the tape stands the base demand that the scenario's
own season and trend turn into just that, so that it is played as it was, and a variant's effects come on top of it.
"""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from sim import __version__
from sim.clock import snap
from sim.engine.clock import day_of
from sim.errors import Place, Problem, ScenarioError, UsageError
from sim.experiment.recording import DEMAND, DISRUPTION
from sim.experiment.records import Records, read_records
from sim.names import nearest
from sim.results.tape import EVERY, Head, Tape
from sim.scenario.customer import Customer

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from sim.demand import Demand
    from sim.scenario import Loaded, Scenario
    from sim.scenario.lane import Lane

_MOST_TOLD: Final = 20
_LONG: Final = 5.0
"""How many times as long as usual a silence must be to be told of, where orders follow no clock."""


@dataclass(frozen=True, slots=True)
class History:
    """The files of a history.

    Attributes:
        demand: Orders: date, customer, product, quantity; None if there is no such file.
        shipments: Shipments: lane, product, sent, arrived.
        events: Disruptions: disruption, start, end.
    """

    demand: Path | None = None
    shipments: Path | None = None
    events: Path | None = None


def tape_of(loaded: Loaded, files: History, seed: int) -> tuple[Tape, tuple[str, ...]]:
    """A tape of what the files tell, which is the same in each replication, and what looks strange in them.

    Args:
        loaded: The scenario.
        files: The history.
        seed: Seed of what it does not tell.

    Raises:
        ScenarioError: Rows have mistakes; carries all of them.
        UsageError: No file is given, or one is not there.
    """
    if files == History():
        raise UsageError("a tape from history needs a file: demand, shipments or events")
    reader = _Reader(loaded.scenario)
    tables: dict[str, pd.DataFrame] = {}
    if files.demand is not None:
        tables["demand"] = reader.demand(files.demand)
    if files.shipments is not None:
        tables["draws"] = reader.shipments(files.shipments)
    if files.events is not None:
        tables["windows"] = reader.events(files.events)
    if reader.problems:
        raise ScenarioError(reader.problems)
    tables["coverage"] = pd.DataFrame(reader.coverage, columns=["thing", "until"])
    time = loaded.scenario.time
    head = Head(
        scenario=loaded.scenario.name,
        variant=loaded.variant,
        fingerprint=loaded.fingerprint,
        seed=seed,
        version=__version__,
        time_unit=time.unit,
        start=time.start,
        origin="history",
    )
    tape = Tape.of(head, **{name: table.assign(replication=EVERY) for name, table in tables.items()})
    warnings = reader.warnings[:_MOST_TOLD]
    if len(reader.warnings) > _MOST_TOLD:
        warnings.append(f"and {len(reader.warnings) - _MOST_TOLD} more remarks like these")
    return tape, tuple(warnings)


class _Reader:
    """The files of one history while they are read.

    Attributes:
        problems: Mistakes so far.
        warnings: What looked strange so far.
        coverage: How far each series is known: thing and time.
    """

    def __init__(self, scenario: Scenario) -> None:
        self.scenario = scenario
        self.problems: list[Problem] = []
        self.warnings: list[str] = []
        self.coverage: list[tuple[str, float]] = []
        horizon = scenario.time.horizon
        self._end = horizon if isinstance(horizon, float) else math.inf

    def _wrong(self, records: Records, row: int, message: str, hint: str = "") -> None:
        self.problems.append(Problem(Place(records.file, records.lines[row], 1), "", message, hint))

    def _known(self, records: Records, row: int, missing: str, name: str, known: Iterable[str]) -> bool:
        """Whether a name is known; if not, ``missing`` and the nearest name are told."""
        names = list(known)
        if name in names:
            return True
        self._wrong(records, row, f"{missing} {name!r}", nearest(name, names))
        return False

    # ---- demand

    def demand(self, path: Path) -> pd.DataFrame:
        """Rows of the table ``demand``, without the replication."""
        records = read_records(path, ("date", "customer", "product", "quantity"), self.scenario.time.clock)
        customers = {name: site for name, site in self.scenario.sites.items() if isinstance(site, Customer)}
        series: dict[tuple[str, str], list[int]] = defaultdict(list)
        times, quantities = records.instants("date"), records.amounts("quantity")
        self.problems += records.problems_since()
        for row, (name, product) in enumerate(zip(records["customer"], records["product"], strict=True)):
            if self._known(records, row, "there is no customer", name, customers) and self._known(
                records, row, f"customer {name!r} does not buy", product, customers[name].buys
            ):
                series[(name, product)].append(row)
        if self.problems or not records.lines:
            return pd.DataFrame(columns=["customer", "product", "time", "quantity"])
        last = float(times.max())
        frames = []
        for (name, product), rows in sorted(series.items()):
            chosen = np.array(rows)[np.argsort(times[rows], kind="stable")]
            model = customers[name].buys[product].demand
            frames.append(self._base(records, chosen, model, times[chosen], quantities[chosen]).assign(
                customer=customers[name].luck or name, product=product
            ))  # fmt: skip
            self._look_for_gaps(f"{name}/{product}", model, times[chosen])
            until = math.floor(last) + 1.0
            if model.clock is not None:
                first, every = model.clock
                until = max(until, first + (math.floor((last - first) / every) + 1.0) * every)
            base_until = model.shape.base_time(until, model.profile)
            self.coverage.append((f"{DEMAND}/{customers[name].luck or name}/{product}", base_until))
        self._tell_missing(path, customers, series, last)
        return pd.concat(frames, ignore_index=True)

    def _base(
        self, records: Records, rows: np.ndarray, model: Demand, times: np.ndarray, quantities: np.ndarray
    ) -> pd.DataFrame:
        base_times, base = model.shape.base_of(times, quantities, model.profile)
        for row in rows[~np.isfinite(base)]:
            self._wrong(
                records, int(row), "nobody can ask for anything then: the season or trend is 0",
                "mend the scenario's season or trend, or leave the row out",
            )  # fmt: skip
        some = np.isfinite(base) & (base > 0.0)
        return pd.DataFrame({"time": base_times[some], "quantity": base[some]})

    def _look_for_gaps(self, thing: str, model: Demand, times: np.ndarray) -> None:
        if model.clock is not None:
            first, every = model.clock
            periods = np.unique(np.floor((times - first) / every + 1e-9))
            missing = int(periods[-1] - periods[0]) + 1 - len(periods)
            if missing:
                gaps = np.flatnonzero(np.diff(periods) > 1)
                start = first + (periods[gaps[0]] + 1) * every
                self.warnings.append(
                    f"gap: {thing} has no row in {missing} of {int(periods[-1] - periods[0]) + 1} periods, the first "
                    f"from {self._shown(start)} on; nothing is asked for then"
                )
            return
        silences = np.diff(np.unique(times))
        if len(silences) and silences.max() > _LONG * np.median(silences) and silences.max() > 1.0:
            start = np.unique(times)[int(silences.argmax())]
            self.warnings.append(
                f"gap: {thing} has no row for {silences.max():g} {self.scenario.time.unit}s after "
                f"{self._shown(start)}; nothing is asked for then"
            )

    def _tell_missing(
        self, path: Path, customers: dict[str, Customer], series: dict[tuple[str, str], list[int]], last: float
    ) -> None:
        for name, site in sorted(customers.items()):
            missing = [f"{name}/{product}" for product in sorted(site.buys) if (name, product) not in series]
            self.warnings += [f"{thing} has no row in {path}: its demand will be drawn" for thing in missing]
        if math.floor(last) + 1.0 < self._end:
            self.warnings.append(
                f"{path} ends at {self._shown(last)}, before the run does at {self._shown(self._end)}: what is asked "
                "for after it will be drawn"
            )

    def _shown(self, time: float) -> str:
        unit = self.scenario.time.unit
        return f"{unit} {math.floor(time) + 1}"

    # ---- shipments and events

    def shipments(self, path: Path) -> pd.DataFrame:
        """Rows of the table ``draws``, without the replication: times on the way as values."""
        records = read_records(path, ("lane", "product", "sent", "arrived"), self.scenario.time.clock)
        sent, arrived = records.instants("sent"), records.instants("arrived")
        self.problems += records.problems_since()
        lanes, told = self.scenario.lanes, set()
        rows: dict[str, list[tuple[float, float]]] = defaultdict(list)
        for row, (name, product) in enumerate(zip(records["lane"], records["product"], strict=True)):
            if not self._known(records, row, "there is no lane", name, lanes):
                continue
            lane = lanes[name]
            self._known(records, row, "there is no product", product, self.scenario.products)
            if name not in told and (reason := _unheard(lane)):
                self._wrong(records, row, f"{reason[0].format(name)}", reason[1])
                told.add(name)
            if arrived[row] < sent[row]:
                self._wrong(records, row, "the shipment arrives before it is sent")
            rows[f"lane/{lane.luck or f'{lane.origin}->{lane.destination}'}/{product}"].append(
                (sent[row], arrived[row])
            )
        drawn: list[tuple[str, int, int, float, float]] = []
        for thing, trips in sorted(rows.items() if not self.problems else ()):
            place: dict[int, int] = defaultdict(int)
            for start, end in sorted(trips, key=lambda trip: trip[0]):
                day = day_of(snap(start), self.scenario.time.clock.days)
                drawn.append((thing, day, place[day], math.nan, end - start))
                place[day] += 1
        return pd.DataFrame(drawn, columns=["thing", "day", "ordinal", "uniform", "value"])

    def events(self, path: Path) -> pd.DataFrame:
        """Rows of the table ``windows``, without the replication."""
        records = read_records(path, ("disruption", "start", "end"), self.scenario.time.clock)
        starts, ends = records.instants("start"), records.instants("end")
        self.problems += records.problems_since()
        for row, name in enumerate(records["disruption"]):
            if self._known(records, row, "there is no disruption", name, self.scenario.disruptions):
                reason = _unstruck(self.scenario, name)
                if reason is not None:
                    self._wrong(records, row, *reason)
            if ends[row] < starts[row]:
                self._wrong(records, row, "the event ends before it starts")
        end = self._end if math.isfinite(self._end) else float(ends.max(initial=0.0))
        self.coverage += [(f"{DISRUPTION}/{name}", end) for name in sorted(set(records["disruption"]))]
        silent = sorted({*self.scenario.active} - {*records["disruption"]})
        self.warnings += [f"{name} has no row in {path}: when it strikes will be drawn" for name in silent]
        return pd.DataFrame({"disruption": records["disruption"], "start": starts, "end": ends})


def _unstruck(scenario: Scenario, name: str) -> tuple[str, str] | None:
    """Why nobody would hear when a disruption struck, and what to do; None if it is played."""
    if name not in scenario.active:
        return f"disruption {name!r} is not active: it never strikes", f"say 'active: [{name}]', or take a variant"
    first = name
    while first in scenario.disruptions and scenario.disruptions[first].when.follows is not None:
        first = str(scenario.disruptions[first].when.follows)
    if not scenario.disruptions[first].when.is_foreseen:
        message = f"disruption {name!r} waits for what happens in the chain, so no date of it can be played"
        return message, "leave its rows out"
    return None


def _unheard(lane: Lane) -> tuple[str, str] | None:
    """Why times on the way cannot be given to a lane, and what to do; None if they can."""
    if lane.by is not None:
        return "on lane {!r} goods ride with a carrier, whose trips have their own times", "leave its rows out"
    low, high = lane.lead_time.support
    if low == high:
        return (
            "lane {!r} always takes the same time, so that no other can be played to it",
            "give it a distribution, e.g. 'lead_time: {kind: gamma, mean: 3 days, cv: 0.2}'",
        )
    return None
