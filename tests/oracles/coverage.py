"""How often intervals hold the truth: ``python -m tests.oracles.coverage`` prints the table of ``docs/statistics.md``.

An experiment is what a user does: replications on one seed, and an interval from them. Where the expectation is known,
the share of experiments whose 95 % interval holds it can be counted. 1,000 of them tell that share to within 1.4
percentage points (two standard errors). Means are measured by the simulator; probabilities, quantiles and CVaR on
values drawn from the same systems' known distributions, as single replications would have them.
"""

from __future__ import annotations

import argparse
import math
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

from sim.engine import world
from sim.experiment import pilot
from sim.experiment.intervals import cvar, quantile_interval, wilson
from sim.experiment.statistics import summarise
from sim.kpi import KINDS, Measurement
from sim.ledger.books import Books
from sim.scenario import load
from sim.streams import Luck

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from numpy.typing import NDArray

    from sim.scenario import Scenario

CASES: Final = Path(__file__).parent / "cases"
EXPERIMENTS: Final = 1000
REPLICATIONS: Final = 10
P_FIVE: Final = 0.8**5
"""Probability of five or more jobs at a machine that is busy 80 % of the time (M/M/1)."""
SPENT: Final = 5.0
"""Mean time of a job there in hours; the time is exponential."""


@dataclass(frozen=True)
class System:
    """A system whose long-run mean is known.

    Attributes:
        name: What the table calls it.
        case: Name of its scenario.
        settings: How it is run here.
        kpi: The KPI of the network whose mean is known.
        truth: That mean.
        warm_up: A warm-up that is long enough, in time units.
    """

    name: str
    case: str
    settings: tuple[str, ...]
    kpi: str
    truth: float
    warm_up: float

    @property
    def scenario(self) -> Scenario:
        """Its scenario."""
        return load(CASES / f"{self.case}.yaml", settings=self.settings).scenario


QUEUE: Final = System(
    "M/M/1, jobs in the shop",
    "queue-mm1",
    ("time.horizon=1500", "time.warm_up=0"),
    "wip",
    4.0,
    500.0,
)
STOCK: Final = System(
    "(s,S), cost per period",
    "ss-poisson-4-7",
    ("time.horizon=400", "time.warm_up=0", "sites.shop.stock.item.opening.on_hand=200"),
    "cost_rate",
    8.034111561,
    100.0,
)


@dataclass(frozen=True)
class Experiment:
    """What one experiment found: estimate and half-width, by where measuring began; and the cut of MSER-5."""

    intervals: dict[str, tuple[float, float]]
    cut: float


def experiment(system: System, scenario: Scenario, seed: int, replications: int = REPLICATIONS) -> Experiment:
    """Runs replications once, and measures them from the start, from a stated warm-up, and from the cut of MSER-5."""
    books = [Books.of(world.simulate(scenario, Luck(seed, number))) for number in range(replications)]
    first = pilot.sighting(0, books[0])
    others = [pilot.sighting(number, each, first.edges) for number, each in enumerate(books) if number]
    cut = pilot.found_in([first, *others]).cut
    starts = {"none": 0.0, "stated": system.warm_up, "MSER-5": cut}
    intervals = {}
    for name, start in starts.items():
        summary = summarise(np.array([value(system.kpi, replace(each, start=start)) for each in books]))
        intervals[name] = (float(summary.mean), float(summary.half_width))
    return Experiment(intervals, cut)


def value(name: str, books: Books) -> float:
    """A KPI of the whole network."""
    found = [each for each in KINDS[name].values(Measurement(books)) if not each.grain.names and each.category is None]
    return float(found[0].value.item())


def uniforms(seed: int, name: str, count: int) -> NDArray[np.float64]:
    """Uniforms of one experiment, of shape (count,)."""
    return Luck(seed).stream("coverage", name).uniforms(count)


def cost_of_a_period() -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Costs that a period of the (s,S) system can have, ascending, and their probabilities.

    The position after the review is a Markov chain on 5 ... 10: it falls by the demand, and is back at 10 when it is 4
    or less. What is on hand or owed at the end of the period costs 1 or 4, an order 5.
    """
    demand = np.array([math.exp(-6.0) * 6.0**units / math.factorial(units) for units in range(60)])
    levels = np.arange(5, 11)
    moves = np.zeros((6, 6))
    for row, level in enumerate(levels):
        for units, chance in enumerate(demand):
            moves[row, (level - units if level - units > 4 else 10) - 5] += chance
    left = np.linalg.matrix_power(moves, 200)[0]
    costs: dict[float, float] = {}
    for row, level in enumerate(levels):  # the order is paid in the period in which it comes: seen from the one before
        for units, chance in enumerate(demand):
            rest = int(level) - units
            cost = max(rest, 0) + 4.0 * max(-rest, 0) + (5.0 if rest <= 4 else 0.0)
            costs[cost] = costs.get(cost, 0.0) + left[row] * chance
    keys = sorted(costs)
    return np.array(keys), np.array([costs[key] for key in keys])


def held(intervals: Iterator[tuple[float, ...]], truth: float) -> float:
    """The share of intervals, each ending in its two ends, that hold the truth."""
    return float(np.mean([low <= truth <= high for *_, low, high in intervals]))


def tail_of(costs: NDArray[np.float64], chances: NDArray[np.float64], share: float) -> tuple[float, float]:
    """The value that ``share`` of outcomes exceed at most, and the mean of that share."""
    below = np.cumsum(chances)
    border = int(np.searchsorted(below, 1.0 - share))
    beyond = float((costs[border + 1 :] * chances[border + 1 :]).sum())
    rest = share - float(chances[border + 1 :].sum())
    return float(costs[border]), (beyond + rest * float(costs[border])) / share


def queue_values(seed: int, count: int) -> NDArray[np.float64]:
    """Times of jobs in the shop, of shape (count,)."""
    return -SPENT * np.log1p(-uniforms(seed, "time", count))


def stock_values(seed: int, count: int) -> NDArray[np.float64]:
    """Costs of periods, of shape (count,)."""
    costs, chances = cost_of_a_period()
    return costs[np.minimum(np.searchsorted(np.cumsum(chances), uniforms(seed, "cost", count)), costs.size - 1)]


def arrays(count: int, experiments: int) -> dict[str, float]:
    """Coverage of Wilson, quantile and CVaR intervals from ``count`` replications."""
    costs, chances = cost_of_a_period()
    dear = float(chances[costs >= 20.0].sum())
    p95, worst = tail_of(costs, chances, 0.05)
    seeds = range(experiments)

    def wilsons(probability: float, name: str) -> Iterator[tuple[float, ...]]:
        return (wilson(int((uniforms(seed, name, count) < probability).sum()), count) for seed in seeds)

    def quantiles(values: Callable[[int, int], NDArray[np.float64]]) -> Iterator[tuple[float, ...]]:
        return (quantile_interval(values(seed, count), 0.95) for seed in seeds)

    def worsts(values: Callable[[int, int], NDArray[np.float64]]) -> Iterator[tuple[float, ...]]:
        return (cvar(values(seed, count), 0.05) for seed in seeds)

    return {
        "M/M/1, Wilson: five jobs or more": held(wilsons(P_FIVE, "five"), P_FIVE),
        "M/M/1, quantile: P95 of the time in the shop": held(quantiles(queue_values), SPENT * math.log(20.0)),
        "M/M/1, CVaR: the longest 5 % of times": held(worsts(queue_values), SPENT * (math.log(20.0) + 1.0)),
        "(s,S), Wilson: a period that costs 20 or more": held(wilsons(dear, "dear"), dear),
        "(s,S), quantile: P95 of a period's cost": held(quantiles(stock_values), p95),
        "(s,S), CVaR: the dearest 5 % of periods": held(worsts(stock_values), worst),
    }


def means(system: System, experiments: int, replications: int = REPLICATIONS) -> tuple[dict[str, float], float, float]:
    """Coverage and mean estimate of t intervals on the simulator.

    Returns:
        For each way to begin the share of intervals that hold the truth, with ``... mean`` the mean of the estimates;
        then mean and largest cut of MSER-5.
    """
    scenario = system.scenario
    runs = [experiment(system, scenario, seed, replications) for seed in range(1, experiments + 1)]
    found: dict[str, float] = {}
    for name in runs[0].intervals:
        ends = [run.intervals[name] for run in runs]
        found[name] = held(((mean - half, mean + half) for mean, half in ends), system.truth)
        found[f"{name} mean"] = float(np.mean([mean for mean, _ in ends]))
    cuts = [run.cut for run in runs]
    return found, float(np.mean(cuts)), max(cuts)


def report(experiments: int) -> Iterator[str]:
    """The tables, line by line."""
    yield "| mean, by Student t | truth | warm-up | mean of the estimates | intervals that hold the truth |"
    yield "|---|---|---|---|---|"
    for system in (QUEUE, STOCK):
        found, mean_cut, largest = means(system, experiments)
        kinds = {
            "none": "none",
            "stated": f"{system.warm_up:g}, stated",
            "MSER-5": f"`auto`: {mean_cut:.0f} in the mean, {largest:g} at most",
        }
        for kind, words in kinds.items():
            yield f"| {system.name} | {system.truth:.3f} | {words} | {found[f'{kind} mean']:.3f} | {found[kind]:.1%} |"
    counts = (30, 60, 100, 400)
    yield ""
    yield f"| interval | {' | '.join(f'{count} replications' for count in counts)} |"
    yield f"|---|{'---|' * len(counts)}"
    columns = [arrays(count, experiments) for count in counts]
    for name in columns[0]:
        yield f"| {name} | {' | '.join(f'{column[name]:.1%}' for column in columns)} |"


def main() -> None:
    """Prints the tables."""
    parser = argparse.ArgumentParser(description="How often 95 % intervals hold the truth.")
    parser.add_argument("--experiments", type=int, default=EXPERIMENTS)
    for line in report(parser.parse_args().experiments):
        print(line, flush=True)  # noqa: T201 - a table to paste


if __name__ == "__main__":
    main()
