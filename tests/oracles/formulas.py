"""Closed forms: what theory says of the systems in ``cases/``, computed from their parameters.

They check the reference values that are ours alone, and those of the published ones that are the answer of a search
(the best lot, the best levels) and that no single run can give.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy import integrate, special, stats

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Prices:
    """What an order costs, and a unit on hand or owed per time."""

    order: float
    holding: float
    backlog: float


def poisson_loss(level: float, mean: float) -> float:
    """E[(D - level)+] for a Poisson demand and a whole ``level``."""
    if level <= 0:
        return mean - level
    return float(mean * special.pdtrc(level - 1, mean) - level * special.pdtrc(level, mean))


def normal_loss(level: float, mean: float, deviation: float) -> float:
    """E[(D - level)+] for a normal demand."""
    z = (level - mean) / deviation
    return float(deviation * (stats.norm.pdf(z) - z * stats.norm.sf(z)))


def base_stock(level: int, rate: float, lead_time: float) -> dict[str, float]:
    """One-for-one replenishment under Poisson demand: the number on order is Poisson (Palm's theorem).

    Holds for any law of independent lead times with mean ``lead_time``, which may cross.
    Source: Palm (1938); Feeney and Sherbrooke (1966), Management Science 12:391-411.
    """
    on_order = rate * lead_time
    backlog = poisson_loss(level, on_order)
    return {
        "on_order": on_order,
        "backlog": backlog,
        "on_hand": level - on_order + backlog,
        "fill_rate": float(stats.poisson.cdf(level - 1, on_order)),
        "wait": backlog / rate,
    }


def erlang_loss(level: int, rate: float, lead_time: float) -> dict[str, float]:
    """One-for-one replenishment with lost sales: the units on order are the busy servers of Erlang's loss system.

    Holds for any law of independent lead times with mean ``lead_time``.
    Source: Karush (1957), Operations Research 5:693-703.
    """
    load = rate * lead_time
    blocked = 1.0
    for servers in range(1, level + 1):
        blocked = load * blocked / (servers + load * blocked)
    on_order = load * (1 - blocked)
    return {"lost_share": blocked, "on_order": on_order, "on_hand": level - on_order}


def deterministic_server(rate: float, service: float, level: int) -> dict[str, float]:
    """One-for-one replenishment from a source that makes one unit at a time, each in the time ``service``.

    The units on order are the customers of an M/D/1 queue, whose numbers follow from its embedded Markov chain.
    Source: Pollaczek and Khinchine; Gross and Harris, *Fundamentals of Queueing Theory*, ch. 5.
    """
    load = rate * service
    size = 400
    arrivals = stats.poisson.pmf(np.arange(size), load)
    numbers = np.zeros(size)
    numbers[0] = 1 - load
    for n in range(size - 1):
        known = numbers[0] * arrivals[n] + sum(numbers[i] * arrivals[n - i + 1] for i in range(1, n + 1))
        numbers[n + 1] = (numbers[n] - known) / arrivals[0]
        if numbers[n + 1] < 1e-14:
            numbers[n + 1 :] = 0.0
            break
    queue = load + load**2 / (2 * (1 - load))
    counts = np.arange(size)
    on_hand = float(np.sum(np.maximum(level - counts, 0) * numbers))
    backlog = queue - level + on_hand
    return {
        "on_order": queue,
        "on_hand": on_hand,
        "backlog": backlog,
        "wait": backlog / rate,
        "fill_rate": float(numbers[:level].sum()),
    }


def without_crossing(rate: float, shortest: float, longest: float) -> float:
    """Mean time in transit of Poisson shipments whose uniform lead times may not overtake one another.

    A shipment arrives when the latest of those before it and itself would have: P(W <= x) = F(x) exp(-rate * the
    integral of 1 - F from x on), since earlier departures are a Poisson process looked at backwards.
    """
    span = longest - shortest

    def arrived(x: float) -> float:
        return (x - shortest) / span * math.exp(-rate * (longest - x) ** 2 / (2 * span))

    return longest - float(integrate.quad(arrived, shortest, longest)[0])


def patience_until_review(rate: float, interval: float, patience: float) -> dict[str, float]:
    """Buyers who wait for the next review of a stock that is refilled to nothing, at once, each ``interval``.

    A buyer comes at a uniform point of the interval and leaves unserved if more than ``patience`` of it is left.
    """
    return {
        "lost_share": 1 - patience / interval,
        "backlog": rate * (patience - patience**2 / (2 * interval)),
        "lost_units": rate * (1 - patience / interval),
    }


def lost_sales_at_once(level: int, mean: float) -> dict[str, float]:
    """A stock that is filled up to ``level`` before each period's Poisson demand; what is short is lost."""
    lost = poisson_loss(level, mean)
    return {"lost_units": lost, "on_hand": level - mean + lost, "lost_share": lost / mean}


def cycle_of_compound_demand(reorder_point: int, quantity: int, demand: NDArray[np.float64]) -> dict[str, float]:
    """Reorder point with multiples of a quantity under a compound Poisson demand.

    Args:
        reorder_point: Order as many times ``quantity`` as bring the position above it.
        quantity: The multiple.
        demand: Probabilities of the lead-time demand 0, 1, 2, ...

    Source: the position is uniform on the ``quantity`` values above the reorder point; Hadley and Whitin (1963);
    Axsater, *Inventory Control*, ch. 5.
    """
    units = np.arange(len(demand))
    positions = range(reorder_point + 1, reorder_point + quantity + 1)
    on_hand = float(np.mean([np.sum(np.maximum(position - units, 0) * demand) for position in positions]))
    mean_position = reorder_point + (quantity + 1) / 2
    return {"on_hand": on_hand, "backlog": on_hand - mean_position + float(np.sum(units * demand))}


def compound_poisson(mean_customers: float, batch: dict[int, float], size: int = 400) -> NDArray[np.float64]:
    """Probabilities of a compound Poisson sum 0 ... size - 1, by Panjer's recursion (ASTIN Bulletin 12, 1981)."""
    total = np.zeros(size)
    total[0] = math.exp(-mean_customers)
    for n in range(1, size):
        total[n] = mean_customers / n * sum(j * p * total[n - j] for j, p in batch.items() if j <= n)
    return total


def reorder_point_cost(reorder_point: int, quantity: int, rate: float, lead_time: float, prices: Prices) -> float:
    """Cost per time of reorder point and quantity under Poisson demand with backlog.

    Source: Hadley and Whitin (1963), ch. 4; Zheng (1992), Management Science 38:87-103.
    """
    mean = rate * lead_time
    total = 0.0
    for position in range(reorder_point + 1, reorder_point + quantity + 1):
        short = poisson_loss(position, mean)
        total += prices.holding * (position - mean + short) + prices.backlog * short
    return (prices.order * rate + total) / quantity


def best_reorder_point(rate: float, lead_time: float, prices: Prices) -> dict[str, float]:
    """The cheapest reorder point and quantity under Poisson demand with backlog.

    From the cheapest position outwards, takes in the cheaper neighbour as long as that lowers the mean.
    Source: Federgruen and Zheng (1992), Operations Research 40:808-813.
    """
    mean = rate * lead_time

    def at(position: int) -> float:
        short = poisson_loss(position, mean)
        return prices.holding * (position - mean + short) + prices.backlog * short

    low = high = min(range(math.ceil(mean) * 3 + 10), key=at)
    sum_of_costs = prices.order * rate + at(low)
    while min(at(low - 1), at(high + 1)) < sum_of_costs / (high - low + 1):
        if at(low - 1) <= at(high + 1):
            low -= 1
            sum_of_costs += at(low)
        else:
            high += 1
            sum_of_costs += at(high)
    quantity = high - low + 1
    return {"r_star": low - 1, "Q_star": quantity, "cost_star": sum_of_costs / quantity}


def best_min_max(mean: float, prices: Prices) -> tuple[int, int]:
    """The cheapest reorder point and level of a periodic review with Poisson demand and delivery at once.

    Source: the renewal argument of Veinott and Wagner (1965); here every pair of a wide grid is computed.
    """
    size = 60
    demand = stats.poisson.pmf(np.arange(size), mean)
    visits = np.zeros(size)
    visits[0] = 1 / (1 - demand[0])
    for n in range(1, size):
        visits[n] = sum(demand[j] * visits[n - j] for j in range(1, n + 1)) / (1 - demand[0])

    def period(level: int) -> float:
        short = poisson_loss(level, mean)
        return prices.holding * (level - mean + short) + prices.backlog * short

    periods = {level: period(level) for level in range(-10, 30)}

    def cost(pair: tuple[int, int]) -> float:
        point, level = pair
        spans = range(level - point)
        return (prices.order + sum(visits[j] * periods[level - j] for j in spans)) / sum(visits[j] for j in spans)

    return min(((point, level) for level in range(1, 30) for point in range(-10, level)), key=cost)


def seasonal_mean(rate: Callable[[float], float], begin: float, end: float) -> float:
    """Expected customers of a Poisson process of varying rate: the integral of the rate."""
    return float(integrate.quad(rate, begin, end)[0])


def bullwhip_of_moving_average(lead_time: int, periods: int) -> float:
    """Variance ratio of order-up-to on a moving average of independent demands (Chen et al. 2000)."""
    share = lead_time / periods
    return 1 + 2 * share + 2 * share**2


def error_of_bullwhip_of_moving_average(lead_time: int, periods: int, length: int) -> float:
    """Standard error of the same ratio, estimated from ``length`` periods of one run.

    With a = lead time / periods, orders are (1 + a) D(t-1) - a D(t-periods-1). For normal demand the covariance of two
    mean squares is 2 / length x the sum of their squared cross-covariances over all lags (Bartlett 1946), which by the
    delta method for a ratio leaves 2 a (1 + a) / sqrt(length).
    """
    share = lead_time / periods
    return 2 * share * (1 + share) / math.sqrt(length)


def production_lot(demand: float, rate: float, order: float, holding: float) -> dict[str, float]:
    """The economic production quantity where goods flow, and what it costs per time: Taft (1918)."""
    lot = math.sqrt(2 * order * demand / (holding * (1 - demand / rate)))
    return {"Q_star_fluid": lot, "cost_star_fluid": math.sqrt(2 * order * demand * holding * (1 - demand / rate))}


def best_made_to_stock(utilisation: float, holding: float, backlog: float) -> int:
    """The base stock with the lowest cost where one exponential machine makes to stock: rho^(S+1) <= h / (h + b)."""
    level = 0
    while utilisation ** (level + 1) > holding / (holding + backlog):
        level += 1
    return level


@dataclass(frozen=True, slots=True)
class Item:
    """One record of a material requirements plan.

    Attributes:
        parts: Components for one unit.
        lead_time: Weeks from release to receipt.
        on_hand: Stock at the start.
        receipts: What is scheduled already, by week.
        lot: Releases are multiples of this.
    """

    parts: dict[str, int]
    lead_time: int
    on_hand: int
    receipts: dict[int, int]
    lot: int


def requirements(plant: dict[str, Item], demand: dict[int, int], weeks: int = 12) -> dict[str, object]:
    """Netting and explosion, product first: Orlicky (1975), Material Requirements Planning.

    Args:
        plant: The items in the order of their lowest level; the first is the product.
        demand: Gross requirements of the product by week, from 1.
        weeks: Number of weeks.
    """
    product = next(iter(plant))
    gross = {name: [0] * weeks for name in plant}
    gross[product] = [demand.get(week, 0) for week in range(1, weeks + 1)]
    each = {product: 1} | {name: 0 for name in plant if name != product}
    found: dict[str, object] = {}
    late = 0
    for name in sorted(plant, key=lambda name: _depth(plant, name)):
        item, stock = plant[name], plant[name].on_hand
        net, planned, released, projected = ([0] * weeks for _ in range(4))
        for week in range(weeks):
            stock += item.receipts.get(week + 1, 0) - gross[name][week]
            if stock < 0:
                net[week], planned[week] = -stock, -(stock // item.lot) * item.lot
                stock += planned[week]
                late += week < item.lead_time
                released[week - item.lead_time] = planned[week]
            projected[week] = stock
        for part, count in item.parts.items():
            each[part] += each[name] * count
            gross[part] = [before + count * release for before, release in zip(gross[part], released, strict=True)]
        record = zip(("net", "planned_receipts"), (net, planned), strict=True)
        found |= {f"item_{name}.{key}": tuple(values) for key, values in record}
    return (
        found | {"past_due_releases": late} | {f"units_per_A.{name}": each[name] for name in plant if name != product}
    )


def _depth(plant: dict[str, Item], name: str) -> int:
    """How many steps an item is from the product at most."""
    above = [other for other, item in plant.items() if name in item.parts]
    return 1 + max((_depth(plant, other) for other in above), default=-1)
