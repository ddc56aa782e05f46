"""Closed forms of carriers: loads and waits at a dock, and fleets that are short."""

from __future__ import annotations

import numpy as np
from scipy import integrate, stats

RATE = 10.0
SPACE = 12


def by_quantity(quantity: int = SPACE) -> dict[str, float]:
    """A vehicle leaves with the last of ``quantity`` units: the first waits for all others, the last for nobody."""
    return {"mean_wait": (quantity - 1) / (2 * RATE), "shipments_per_day": RATE / quantity}


def by_timetable() -> dict[str, float]:
    """A vehicle leaves each day in which something came, with all of it."""
    leaves = 1 - np.exp(-RATE)
    return {"mean_wait": 0.5, "mean_load": RATE / leaves, "shipments_per_day": leaves}


def by_time() -> dict[str, float]:
    """A vehicle leaves a day after the first unit of its load."""
    load = 1 + RATE
    return {"mean_wait": (1 + RATE / 2) / load, "mean_load": load, "shipments_per_day": RATE / load}


def by_time_and_quantity() -> dict[str, float]:
    """A vehicle leaves with the twelfth unit, or a day after the first.

    The load is 1 + min(N(1), 11) for the units N that come after the first; those that wait at a time t after it are
    1 + N(t) while N(t) is below 11, and the wait of a unit is their integral over the load.
    """
    more = np.arange(SPACE - 1)
    load = 1 + float((more * stats.poisson.pmf(more, RATE)).sum()) + (SPACE - 1) * stats.poisson.sf(SPACE - 2, RATE)
    waiting, _ = integrate.quad(lambda time: float(((1 + more) * stats.poisson.pmf(more, RATE * time)).sum()), 0, 1)
    length = load / RATE  # a cycle brings its load, at the rate of the stream
    return {"mean_wait": waiting / load, "mean_load": load, "shipments_per_day": 1 / length}


def one_a_day() -> dict[str, float]:
    """A vehicle of twelve units leaves each day, if anything is there; what does not fit in stays.

    What stays follows max(stays + Poisson - 12, 0) from day to day; on average those that stay wait a day longer.
    """
    size = 400
    came = stats.poisson.pmf(np.arange(size), RATE)
    stays = np.zeros(size)
    stays[0] = 1.0
    for _ in range(2000):
        there = np.convolve(stays, came)[: size + SPACE]
        after = np.zeros(size)
        after[0] = there[: SPACE + 1].sum()
        after[1:] = there[SPACE + 1 : size + SPACE]
        done = float(np.abs(after - stays).max()) < 1e-15
        stays = after
        if done:
            break
    left = float((np.arange(size) * stays).sum())
    load = RATE / (1 - stays[0] * came[0])
    return {"mean_wait": 0.5 + left / RATE, "mean_load": load, "load_factor": load / SPACE}


def one_server(rate: float, times: dict[float, float]) -> float:
    """Mean wait of a queue with one server, by the probability of each service time: Pollaczek-Khinchine."""
    first = sum(time * share for time, share in times.items())
    second = sum(time**2 * share for time, share in times.items())
    return rate * second / (2 * (1 - rate * first))


def two_servers(rate: float, mean: float) -> float:
    """Mean wait of a queue with two servers and exponential times: Erlang C."""
    load = rate * mean
    busy = load / 2
    waits = load**2 / 2 / (1 - busy)
    return waits / (1 + load + waits) / (2 / mean - rate)


def _prefixed(prefix: str, values: dict[str, float]) -> dict[str, float]:
    return {f"{prefix}.{name}": value for name, value in values.items()}


def values() -> dict[str, dict[str, float]]:
    """Reference values by case and name."""
    both = one_server(1.0, {0.4: 0.5, 1.0: 0.5})
    consolidation = {"a": by_quantity(), "b": by_timetable(), "c": by_time()}
    consolidation |= {"hybrid": by_time_and_quantity(), "one_a_day": one_a_day()}
    return {
        "carrier-consolidation": {
            name: value for prefix, found in consolidation.items() for name, value in _prefixed(prefix, found).items()
        },
        "fleet-that-is-short": {
            "one_truck.wait": one_server(1.0, {0.7: 1.0}),
            "one_truck.lead_time": one_server(1.0, {0.7: 1.0}) + 0.4,
            "one_truck.utilisation": 0.7,
            "two_trucks.wait": two_servers(1.6, 1.0),
            "two_trucks.utilisation": 0.8,
            "two_lanes.wait_near": both,
            "two_lanes.wait_far": both,
            "two_lanes.utilisation": 0.7,
        },
    }
