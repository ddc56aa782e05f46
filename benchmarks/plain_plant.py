"""W5 as a plain SimPy script, the way a good engineer writes it first: resources, containers, a process for each thing.

A plant with three stations makes ten products over three levels of its bill of materials; five lorries take the
finished ones to a warehouse, which sells them. Every stock is reviewed once a day and filled up to its level.
"""

from __future__ import annotations

import random  # noqa: TID251 - the plain script draws as plain scripts do
from typing import TYPE_CHECKING, Final

import simpy

from benchmarks.plain import Outcome

if TYPE_CHECKING:
    from collections.abc import Iterator

DAYS: Final = 365
JOB: Final = 5
HOLDING: Final = {0: 1.0, 1: 2.0, 2: 4.0, 3: 8.0}
"""Per unit and day, by level of the bill of materials: bought, part, assembly, finished."""
BACKLOG: Final = 80.0
MADE_OF: Final[dict[str, dict[str, int]]] = {
    "part_a": {"steel": 1}, "part_b": {"steel": 1}, "part_c": {"steel": 1}, "part_d": {"steel": 1},
    "frame": {"part_a": 2, "part_b": 1}, "body": {"part_b": 1, "part_c": 2}, "lid": {"part_c": 1, "part_d": 1},
    "small": {"frame": 1, "body": 1, "paint": 1}, "large": {"body": 2, "paint": 1},
    "open": {"frame": 1, "lid": 1, "paint": 1},
}  # fmt: skip
STATION: Final = {**dict.fromkeys(("part_a", "part_b", "part_c", "part_d"), "cutting"),
                  **dict.fromkeys(("frame", "body", "lid"), "welding"),
                  **dict.fromkeys(("small", "large", "open"), "assembly")}  # fmt: skip
MACHINES: Final = {"cutting": 2, "welding": 1, "assembly": 1}
MEAN_TIME: Final = {"cutting": 0.02, "welding": 0.03, "assembly": 0.06}
UP_TO: Final = {
    "steel": 1300, "paint": 240, "part_a": 220, "part_b": 260, "part_c": 330, "part_d": 70,
    "frame": 110, "body": 150, "lid": 65, "small": 65, "large": 65, "open": 65,
}  # fmt: skip
AT_WAREHOUSE: Final = 75
DEMAND: Final = 20.0
PURCHASE_TIME: Final = 2.0
WAY: Final = 0.5
LORRIES: Final = 5


def level_of(product: str) -> int:
    """Level of a product in the bill of materials; what is bought is at 0."""
    return 1 + max(map(level_of, MADE_OF[product])) if product in MADE_OF else 0


class Store:
    """A stock that is filled up to its level once a day, and what it costs."""

    def __init__(self, env: simpy.Environment, up_to: int, holding: float) -> None:
        self.env = env
        self.goods = simpy.Container(env, init=up_to)
        self.up_to = self.position = up_to
        self.holding = holding
        self.owed = 0
        self.since = self.cost = 0.0

    def pass_time(self) -> None:
        span = self.env.now - self.since
        self.cost += span * (self.holding * self.goods.level + BACKLOG * self.owed)
        self.since = self.env.now

    def take(self, quantity: int) -> Iterator[simpy.Event]:
        self.pass_time()
        yield self.goods.get(quantity)

    def fill(self, quantity: int) -> None:
        self.pass_time()
        self.goods.put(quantity)

    def missing(self) -> int:
        quantity = self.up_to - self.position
        self.position += quantity
        return quantity


class Plant:
    """The plant, its lorries and the warehouse."""

    def __init__(self, seed: int) -> None:
        self.env = env = simpy.Environment()
        self.luck = random.Random(seed)
        self.stores = {name: Store(env, level, HOLDING[level_of(name)]) for name, level in UP_TO.items()}
        self.shop = {name: Store(env, AT_WAREHOUSE, HOLDING[3]) for name in ("small", "large", "open")}
        self.stations = {name: simpy.Resource(env, count) for name, count in MACHINES.items()}
        self.lorries = simpy.Resource(env, LORRIES)
        self.jobs = 0

    def customers(self, product: str) -> Iterator[simpy.Event]:
        while True:
            yield self.env.timeout(self.luck.expovariate(DEMAND))
            self.env.process(self.customer(self.shop[product]))

    def customer(self, store: Store) -> Iterator[simpy.Event]:
        store.position -= 1
        store.pass_time()
        store.owed += 1
        yield store.goods.get(1)
        store.pass_time()
        store.owed -= 1

    def days(self) -> Iterator[simpy.Event]:
        while True:
            for product, store in self.shop.items():
                if (quantity := store.missing()) > 0:
                    self.stores[product].position -= quantity
                    self.env.process(self.ship(product, quantity))
            for product in sorted(self.stores, key=level_of, reverse=True):
                self.replenish(product)
            yield self.env.timeout(1.0)

    def replenish(self, product: str) -> None:
        missing = self.stores[product].up_to - self.stores[product].position
        if missing <= 0:
            return
        if product not in MADE_OF:
            self.stores[product].position += missing
            self.env.process(self.buy(product, missing))
            return
        for _ in range(-(-missing // JOB)):
            self.stores[product].position += JOB
            for component, each in MADE_OF[product].items():
                self.stores[component].position -= each * JOB
            self.env.process(self.make(product))

    def buy(self, product: str, quantity: int) -> Iterator[simpy.Event]:
        yield self.env.timeout(PURCHASE_TIME)
        self.stores[product].fill(quantity)

    def make(self, product: str) -> Iterator[simpy.Event]:
        self.jobs += 1
        for component, each in MADE_OF[product].items():
            yield from self.stores[component].take(each * JOB)
        station = STATION[product]
        with self.stations[station].request() as turn:
            yield turn
            yield self.env.timeout(self.luck.expovariate(1.0 / MEAN_TIME[station]))
        self.stores[product].fill(JOB)

    def ship(self, product: str, quantity: int) -> Iterator[simpy.Event]:
        yield from self.stores[product].take(quantity)
        with self.lorries.request() as lorry:
            yield lorry
            yield self.env.timeout(WAY)
            self.shop[product].fill(quantity)
            yield self.env.timeout(WAY)


def plant(seed: int) -> Outcome:
    """W5: mean cost per day of all stocks, and the jobs that were made."""
    world = Plant(seed)
    for product in world.shop:
        world.env.process(world.customers(product))
    world.env.process(world.days())
    world.env.run(until=DAYS)
    stores = [*world.stores.values(), *world.shop.values()]
    for store in stores:
        store.pass_time()
    return Outcome(sum(store.cost for store in stores) / DAYS, world.jobs)
