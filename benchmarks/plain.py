"""The same work as plain SimPy scripts: what a good engineer writes for one system, with no ledger and no generality.

Each function runs one workload and returns its mean cost per day and the work done; ``benchmarks`` times it.
"""

from __future__ import annotations

import collections
import random  # noqa: TID251 - the plain script draws as plain scripts do
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import simpy

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


@dataclass(frozen=True)
class Outcome:
    """Mean cost per day, and how much work was done (orders or node-days)."""

    cost: float
    work: int


class Shop:
    """One (s, S) warehouse under continuous review with backorders."""

    def __init__(self, env: simpy.Environment, luck: random.Random, low: int, high: int) -> None:
        self.env, self.luck, self.low, self.high = env, luck, low, high
        self.stock = self.position = high
        self.owed = self.orders = 0
        self.stock_days = self.owed_days = self.since = 0.0

    def pass_time(self) -> None:
        span = self.env.now - self.since
        self.stock_days += span * self.stock
        self.owed_days += span * self.owed
        self.since = self.env.now

    def customers(self, count: int) -> Iterator[simpy.Event]:
        for _ in range(count):
            yield self.env.timeout(self.luck.expovariate(10.0))
            self.sell()

    def sell(self) -> None:
        self.pass_time()
        if self.stock:
            self.stock -= 1
        else:
            self.owed += 1
        self.position -= 1
        if self.position <= self.low:
            quantity = self.high - self.position
            self.position = self.high
            self.orders += 1
            self.env.process(self.delivery(quantity))

    def delivery(self, quantity: int) -> Iterator[simpy.Event]:
        yield self.env.timeout(self.luck.uniform(0.5, 1.0))
        self.pass_time()
        paid_back = min(quantity, self.owed)
        self.owed -= paid_back
        self.stock += quantity - paid_back


def warehouse(seed: int, low: int, high: int, count: int = 100_000) -> Outcome:
    """W1: ``count`` customers of one warehouse."""
    env = simpy.Environment()
    shop = Shop(env, random.Random(seed), low, high)
    env.run(until=env.process(shop.customers(count)))
    cost = (shop.stock_days + 10.0 * shop.owed_days + 20.0 * shop.orders) / env.now
    return Outcome(cost, count)


class Stage:
    """One base-stock stage of a network, reviewed daily; orders wait in line and are shipped in part if need be."""

    def __init__(
        self, env: simpy.Environment, level: int, lead: int, source: Stage | None, holding: float, penalty: float
    ) -> None:
        self.env, self.level, self.source, self.timeout = env, level, source, env.timeout
        self.underway = lead - 0.5  # there before the day on which it is needed
        self.holding, self.penalty = holding, penalty
        self.stock = self.position = level
        self.line: collections.deque[list] = collections.deque()
        self.owed = 0
        self.stock_days = self.owed_days = 0

    @property
    def cost(self) -> float:
        return self.holding * self.stock_days + self.penalty * self.owed_days

    def ask(self, who: Stage | None, quantity: int) -> None:
        self.position -= quantity
        self.owed += quantity
        self.line.append([who, quantity])

    def travel(self, quantity: int) -> Iterator[simpy.Event]:
        yield self.timeout(self.underway)
        self.stock += quantity

    def reviews(self, offset: float) -> Iterator[simpy.Event]:
        env, level, source, timeout = self.env, self.level, self.source, self.env.timeout
        yield timeout(offset)
        while True:
            quantity = level - self.position
            if quantity:
                self.position = level
                if source is None:
                    env.process(self.travel(quantity))
                else:
                    source.ask(self, quantity)
            yield timeout(1)

    def serve(self) -> None:
        line = self.line
        while line and self.stock:
            entry = line[0]
            who, quantity = entry
            sent = quantity if quantity <= self.stock else self.stock  # noqa: FURB136 - a call of min() is slower
            self.stock -= sent
            self.owed -= sent
            if who is not None:
                self.env.process(who.travel(sent))
            if sent == quantity:
                line.popleft()
            else:
                entry[1] -= sent
        self.stock_days += self.stock
        self.owed_days += self.owed


def _shopping(env: simpy.Environment, stage: Stage, wishes: Sequence[int]) -> Iterator[simpy.Event]:
    timeout, ask = env.timeout, stage.ask
    for wish in wishes:
        ask(None, wish)
        yield timeout(1)


def _shipping(env: simpy.Environment, downwards: Sequence[Stage]) -> Iterator[simpy.Event]:
    timeout, serves = env.timeout, [stage.serve for stage in downwards]
    yield timeout(0.1)
    while True:
        for serve in serves:
            serve()
        yield timeout(1)


def _network(env: simpy.Environment, tiers: Sequence[Sequence[Stage]], wishes: np.ndarray) -> Outcome:
    """Runs tiers, given from the factory down to the shops, on wishes of shape (shops, days)."""
    days = wishes.shape[1]
    for shop, row in zip(tiers[-1], wishes.tolist(), strict=True):
        env.process(_shopping(env, shop, row))
    for distance, tier in enumerate(reversed(tiers), start=1):
        for stage in tier:
            env.process(stage.reviews(distance * 1e-3))
    stages = [stage for tier in tiers for stage in tier]
    env.process(_shipping(env, stages))
    env.run(until=days - 0.2)
    return Outcome(sum(stage.cost for stage in stages) / days, len(stages) * days)


def series(seed: int, days: int = 1000) -> Outcome:
    """W2: four stages in series."""
    wishes = np.random.default_rng(seed).poisson(50, (1, days))  # noqa: TID251 - see above
    env = simpy.Environment()
    tiers: list[list[Stage]] = []
    for level, holding, penalty in ((120, 1.0, 0.0), (120, 2.0, 0.0), (118, 3.0, 0.0), (116, 4.0, 40.0)):
        source = tiers[-1][0] if tiers else None
        tiers.append([Stage(env, level, 2, source, holding, penalty)])
    return _network(env, tiers, wishes)


def tree(seed: int, centres: int = 10, shops: int = 200, days: int = 365) -> Outcome:
    """W3: a factory, distribution centres and shops."""
    wishes = np.random.default_rng(seed).poisson(20, (shops, days))  # noqa: TID251 - see above
    env = simpy.Environment()
    factory = Stage(env, 41 * shops, 2, None, 1.0, 0.0)
    middle = [Stage(env, 64 * shops // centres, 3, factory, 2.0, 0.0) for _ in range(centres)]
    last = [Stage(env, 50, 2, middle[i * centres // shops], 3.0, 30.0) for i in range(shops)]
    return _network(env, [[factory], middle, last], wishes)
