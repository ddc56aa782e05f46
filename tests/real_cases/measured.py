"""What is read from the books of a replication of a shipped case: queues, shelves, shipments and KPIs."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

import sim
from sim.ledger.frames import tables

if TYPE_CHECKING:
    from collections.abc import Callable

    import pandas as pd
    from numpy.typing import NDArray

    from sim.ledger.books import Books

SCENARIOS: Final = Path(__file__).parents[2] / "scenarios"
TEU_PER_SHIP: Final = 432_909 / 70
"""Room of the ships that waited before Los Angeles and Long Beach in September 2021; the source is in the scenario."""


@dataclass(frozen=True, eq=False)
class Replication:
    """The books of a replication, and what is read from them again and again."""

    books: Books
    start: dt.date

    @classmethod
    @lru_cache(maxsize=128)
    def of(cls, case: str, variant: str | None, number: int) -> Replication:
        """A replication of a shipped case, simulated once."""
        path = next(iter(sorted(SCENARIOS.rglob(f"{case}.yaml"))))
        scenario = sim.load(path, variant=variant).scenario
        start = scenario.time.start
        return cls(sim.simulate(scenario, replication=number), start or dt.date.min)

    def at(self, date: str, hour: float = 0.0) -> float:
        """Days from the start to an hour of a date."""
        return (dt.date.fromisoformat(date) - self.start).days + hour / 24.0

    @cached_property
    def frames(self) -> dict[str, pd.DataFrame]:
        """The tables of the ledger."""
        return tables(self.books)

    @cached_property
    def kpis(self) -> pd.DataFrame:
        """KPIs of the network."""
        from sim.kpi import measure

        found = measure(self.books)
        grains = ["site", "product", "customer", "lane", "resource", "category"]
        return found[found[grains].isna().all(axis="columns")].set_index("kpi")["value"]

    def stock(self, prefix: str, time: float) -> NDArray[np.int64]:
        """Steps on hand at sites whose names begin so, after what happened at ``time``."""
        books = self.books
        accounts, levels = books.register.accounts, books.stock
        own = [n for n in np.flatnonzero(books.register.is_warehouse) if accounts[n].site.startswith(prefix)]
        # Rows are sorted by account, then time.
        starts, ends = (np.searchsorted(levels.account, own, side) for side in ("left", "right"))
        pairs = zip(starts, ends, strict=True)
        rows = [start + int(np.searchsorted(levels.time[start:end], time, "right")) - 1 for start, end in pairs]
        return levels.level[rows]

    def events(self, buyer: str) -> pd.DataFrame:
        """What happened to the orders of a buyer."""
        found = self.frames["events"]
        return found[found["buyer"] == buyer]

    def moved(self, origin: str, destination: str, since: float, until: float) -> float:
        """Units that went from one place to another in a time."""
        goods = self.frames["goods"]
        of = goods[(goods["from"] == origin) & (goods["to"] == destination)]
        return float(of.loc[(of["time"] >= since) & (of["time"] < until), "quantity"].sum())


def kpi(name: str, scale: float = 1.0) -> Callable[[Replication], float]:
    """A KPI of the network, times ``scale``."""
    return lambda one: scale * float(one.kpis[name])


# ---------------------------------------------------------------------------------------------- Suez
REOPENED: Final = 84.75


def waits_for_the_canal(one: Replication) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """When each cargo comes to the mouth of the canal, and when it goes in: twelve days before it is there."""
    goods = one.frames["goods"]
    came = goods[(goods["from"] == "asia") & (goods["to"] == "by_canal")].set_index("order")["time"]
    landed = goods[(goods["from"] == "by_canal") & (goods["to"] == "europe")].set_index("order")["time"]
    entered = (landed - 12.0).reindex(came.index).fillna(np.inf)
    return came.to_numpy(), entered.to_numpy()


def ships_before_suez(one: Replication) -> float:
    """Ships that wait when the canal opens."""
    came, entered = waits_for_the_canal(one)
    return float(((came <= REOPENED) & (entered >= REOPENED)).sum())


def days_for_those(one: Replication) -> float:
    """Days until the last of them is in the canal."""
    came, entered = waits_for_the_canal(one)
    return float(entered[(came <= REOPENED) & (entered >= REOPENED)].max() - REOPENED)


def days_until_nobody_waits(one: Replication) -> float:
    """Days until a ship that comes goes in at once."""
    came, entered = waits_for_the_canal(one)
    return float(entered[(entered > came + 1e-6) & np.isfinite(entered)].max() - REOPENED)


# --------------------------------------------------------------------------------------- Los Angeles
def _queue(one: Replication) -> pd.DataFrame:
    events = one.events("san_pedro_bay")
    came = events[events["event"] == "arrived"].set_index("order")
    up = events[events["event"] == "unloading"].set_index("order")["time"]
    return came.assign(up=up.reindex(came.index).fillna(np.inf))


def ships_at_anchor(date: str) -> Callable[[Replication], float]:
    """Ships that wait for a berth on a day."""

    def value(one: Replication) -> float:
        queue, day = _queue(one), one.at(date)
        waiting = queue[(queue["time"] <= day) & (queue["up"] > day)]
        return float(waiting["quantity"].sum() / TEU_PER_SHIP)

    return value


def days_at_anchor(date: str) -> Callable[[Replication], float]:
    """How long those waited that got a berth in the thirty days before."""

    def value(one: Replication) -> float:
        queue, day = _queue(one), one.at(date)
        berthed = queue[(queue["up"] <= day) & (queue["up"] > day - 30.0)]
        return float((berthed["up"] - berthed["time"]).mean())

    return value


# ---------------------------------------------------------------------------------------- the others
def shut(date: str, hour: float) -> Callable[[Replication], float]:
    """How many of 900 restaurants have no chicken at an hour."""
    return lambda one: 900.0 * float((one.stock("restaurants", one.at(date, hour)) == 0).mean())


def shipped(since: str, until: str) -> Callable[[Replication], float]:
    """Millions of disks that left the industry's stock from one day until another."""

    def value(one: Replication) -> float:
        begin, end = one.at(since) / 7.0, one.at(until) / 7.0
        return one.moved("industry_stock", "computer_makers", begin, end) / 1000.0

    return value


def lines_that_left(one: Replication) -> float:
    """Percent of the shipping lines that are longer on their way in the end."""
    states = one.frames["states"]
    longer = states[
        states["resource"].astype(str).str.startswith("detour/lead_time") & (states["state"] == "disrupted")
    ]
    return 100.0 * longer["resource"].nunique() / 12.0


def sold(since: str, until: str) -> Callable[[Replication], float]:
    """What retailers ask for on average in a day, from one day until another."""

    def value(one: Replication) -> float:
        orders = one.frames["orders"]
        begin, end = one.at(since), one.at(until)
        mine = orders[(orders["buyer"] == "retailers") & (orders["placed_at"] >= begin) & (orders["placed_at"] < end)]
        return float(mine["quantity"].sum() / (end - begin))

    return value
