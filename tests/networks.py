"""Random supply chains for property tests: small, valid, and with every feature of the language somewhere."""

from __future__ import annotations

import copy
from typing import Any

from hypothesis import strategies as st

from sim.clock import Clock
from sim.engine.world import simulate
from sim.ledger.books import Books
from sim.quantities import Reading
from sim.scenario.document import Scenario
from sim.streams import Luck
from tests.factories import PART, RAW, REST, factories

Document = dict[str, Any]


def read(document: Document) -> Scenario:
    """The scenario that a document says; a copy is read, so the document can be used again."""
    reading = Reading(clock=Clock(document["time"].get("unit", "day")))
    return Scenario.model_validate(copy.deepcopy(document), context=reading)


def run(document: Document, seed: int = 1, **options: Any) -> Books:
    """One replication of a document, closed."""
    return Books.of(simulate(read(document), Luck(seed, **options)))


def distributions(low: float, high: float) -> st.SearchStrategy[Document]:
    """Distributions with a mean between ``low`` and ``high``."""
    mean = st.floats(low, high).map(lambda value: round(value, 2))
    return st.one_of(
        mean.map(lambda m: {"kind": "constant", "value": m}),
        mean.map(lambda m: {"kind": "uniform", "low": m / 2, "high": m * 1.5}),
        mean.map(lambda m: {"kind": "exponential", "mean": m}),
        mean.map(lambda m: {"kind": "gamma", "mean": m, "cv": 0.5}),
    )


def demands() -> st.SearchStrategy[Document]:
    """Demand models of a few units per day."""
    rate = st.integers(1, 6)
    season = st.none() | st.just({"period": 4, "factors": [0.5, 1.5]})
    plain = st.one_of(
        rate.map(lambda r: {"kind": "poisson", "rate": r}),
        rate.map(lambda r: {"kind": "constant", "quantity": r, "every": 1}),
        rate.map(lambda r: {"kind": "periodic", "quantity": {"kind": "poisson", "mean": r}}),
        rate.map(lambda r: {"kind": "compound_poisson", "rate": r, "size": {"kind": "geometric", "probability": 0.5}}),
        rate.map(lambda r: {"kind": "autoregressive", "mean": r, "correlation": 0.5, "innovation": 1}),
        st.lists(
            st.tuples(st.integers(0, 44).map(lambda halves: halves / 2), rate).map(list), min_size=1, max_size=9
        ).map(lambda orders: {"kind": "trace", "orders": sorted(orders), "sum": len(orders) % 2 == 0}),
    )
    return st.builds(lambda d, s: d if s is None else {**d, "season": s}, plain, season)


def forecasts() -> st.SearchStrategy[Document]:
    """Forecasters that learn from what they see."""
    return st.one_of(
        st.integers(1, 5).map(lambda n: {"kind": "moving_average", "periods": n}),
        st.sampled_from([0.1, 0.5, 1]).map(lambda alpha: {"kind": "exponential_smoothing", "alpha": alpha}),
    )


def forecasting_policies() -> st.SearchStrategy[Document]:
    """Replenishment policies that follow a forecast."""
    level, share, forecast = st.integers(5, 60), st.sampled_from([0, 0.3, 1]), forecasts()
    return st.one_of(
        st.builds(
            lambda forecast, cover: {"kind": "order_up_to", "forecast": forecast, "cover": cover, "review": 1},
            forecast,
            st.integers(1, 6),
        ),
        st.builds(
            lambda forecast, target, alpha, beta: {
                "kind": "anchor_and_adjust",
                "target": target,
                "stock_adjustment": alpha,
                "supply_line_weight": beta,
                "forecast": forecast,
            },
            forecast,
            level,
            share,
            share,
        ),
        st.builds(
            lambda forecast, level: {
                "kind": "proportional_order_up_to",
                "level": level,
                "adjustment_time": 2,
                "forecast": forecast,
                "review": 1,
            },
            forecast,
            level,
        ),
    )


def policies() -> st.SearchStrategy[Document]:
    """Replenishment policies, continuous and periodic."""
    plain = plain_policies()
    return st.one_of(
        plain,
        forecasting_policies(),
        st.builds(
            lambda quantities, then: {"kind": "opening_play", "first": {"quantity": quantities}, "then": then},
            st.lists(st.integers(0, 9), min_size=1, max_size=3),
            plain,
        ),
    )


def plain_policies() -> st.SearchStrategy[Document]:
    """Replenishment policies that stand alone and forecast nothing."""
    level = st.integers(5, 60)
    every = st.sampled_from([0.5, 1, 2, {"every": 1, "before": "demand"}])
    return st.one_of(
        level.map(lambda s: {"kind": "base_stock", "level": s}),
        st.builds(lambda s, every: {"kind": "base_stock", "level": s, "review": every}, level, every),
        st.builds(lambda s, more: {"kind": "min_max", "reorder_point": s, "up_to": s + more}, level, level),
        st.builds(lambda s, q: {"kind": "reorder_point", "point": s, "quantity": q}, level, level),
        st.builds(lambda s, every: {"kind": "order_up_to", "level": s, "review": every}, level, every),
        every.map(lambda every: {"kind": "pass_through", "review": every}),
        st.builds(
            lambda s, base: {"kind": "proportional_order_up_to", "level": s, "adjustment_time": 3, "base": base},
            level,
            st.integers(0, 6),
        ),
        st.builds(
            lambda quantity, every: {"kind": "fixed_interval_quantity", "quantity": quantity, "review": every},
            st.integers(0, 9),
            every,
        ),
        st.builds(
            lambda quantities, repeat: {"kind": "planned", "quantities": quantities, "repeat": repeat},
            st.lists(st.integers(0, 9), min_size=1, max_size=4),
            st.booleans(),
        ),
    )


@st.composite
def stocks(draw: st.DrawFn) -> Document:
    """How a warehouse stocks a product."""
    stock: Document = {
        "opening": {"on_hand": draw(st.integers(0, 50))},
        "replenish": draw(policies()),
        "allocation": draw(st.sampled_from(["first_come", "proportional", {"kind": "priority", "order": ["c0"]}])),
        "deliveries": draw(st.sampled_from(["partial", "whole"])),
        "costs": {
            "holding": draw(st.sampled_from([0, 0.25, "20 % per year"])),
            "backlog": draw(st.sampled_from([0, 2])),
            "lost_sale": draw(st.sampled_from([0, 3])),
            "per_order": draw(st.sampled_from([0, 5])),
            "per_unit_ordered": draw(st.sampled_from([0, 0.5])),
        },
    }
    if stock["replenish"].get("forecast") and draw(st.booleans()):
        stock["opening"]["forecast"] = draw(st.integers(0, 9))
    if draw(st.booleans()):
        stock["opening"]["arriving"] = [{"quantity": draw(st.integers(1, 9)), "at": draw(st.integers(0, 5))}]
    if draw(st.booleans()):
        stock["opening"]["orders_under_way"] = [{"quantity": draw(st.integers(1, 9)), "at": draw(st.integers(0, 5))}]
    return stock


@st.composite
def supplies(draw: st.DrawFn) -> Document:
    """On what terms a supplier sells."""
    supply: Document = {
        "price": draw(st.sampled_from([0, 1.5])),
        "lead_time": draw(st.sampled_from([0, 0.7, 2]) | distributions(0.2, 3.0)),
    }
    if draw(st.booleans()):
        supply["capacity"] = draw(st.integers(5, 40))
    if draw(st.booleans()):
        supply["minimum_order"] = draw(st.integers(1, 20))
    if draw(st.booleans()):
        supply["multiple"] = draw(st.integers(2, 12))
    if draw(st.booleans()):
        supply["stock"] = draw(st.integers(50, 500))
    return supply


@st.composite
def lanes(draw: st.DrawFn, origin: str, destination: str) -> Document:
    """A lane between two sites."""
    return {
        "from": origin,
        "to": destination,
        "lead_time": draw(st.just(0) | distributions(0.2, 4.0)),
        "crossing": draw(st.booleans()),
        "information_delay": draw(st.sampled_from([0, 0, 0.5, 1])),
        "costs": {
            "per_shipment": draw(st.sampled_from([0, 7])),
            "per_unit": draw(st.sampled_from([0, 0.1])),
            "per_kg": draw(st.sampled_from([0, 0.01])),
            "holding": draw(st.sampled_from([0, 0.05, "10 % per year"])),
        },
    }


@st.composite
def purchases(draw: st.DrawFn, shop: str) -> Document:
    """How a customer buys a product from a shop."""
    patience = st.just(1.5) | distributions(0.2, 3.0)
    return {
        "from": shop,
        "price": draw(st.sampled_from([0, 4])),
        "demand": draw(demands()),
        "when_short": draw(
            st.sampled_from(["backorder", "lost"]) | patience.map(lambda time: {"kind": "wait", "patience": time})
        ),
        "deliveries": draw(st.sampled_from(["partial", "whole"])),
        "promised": draw(st.sampled_from([0, 1])),
    }


def _product(bulk: bool) -> Document:
    product: Document = {"unit": "kg" if bulk else "each", "value": 2.5, "weight": 0.4}
    return {**product, "step": 0.001} if bulk else product


@st.composite
def networks(draw: st.DrawFn) -> Document:
    """A chain of one to three tiers of warehouses below a supplier or a factory, with customers at the end.

    One company owns it. There are one or two products; each warehouse stocks all of them, and customers buy some.
    """
    products = {name: _product(draw(st.booleans())) for name in ("item", "other")[: draw(st.sampled_from([1, 1, 2]))]}
    sites: Document = {"s0": {"kind": "supplier", "supplies": {name: draw(supplies()) for name in products}}}
    links: Document = {}
    above = ["s0"]
    if draw(st.booleans()):
        above = draw(st.sampled_from([["f0"], ["f0", "s0"]]))
        sites["f0"] = draw(factories(sorted(products), stocks(), "s0"))
        sites["s0"]["supplies"].update({raw: draw(supplies()) for raw in RAW})
        links["s0_f0"] = draw(lanes("s0", "f0"))
    for tier in range(draw(st.integers(1, 3))):
        here = [f"w{tier}{letter}" for letter in "ab"[: draw(st.integers(1, 2))]]
        for name in here:
            sources = draw(st.lists(st.sampled_from(above), min_size=1, max_size=2, unique=True))
            stock = {product: draw(stocks()) for product in products}
            for goods in stock.values():
                if len(sources) == 2:
                    goods["source"] = draw(
                        st.sampled_from(
                            [
                                {"kind": "priority", "sites": sources},
                                {"kind": "split", "shares": {sources[0]: 0.25, sources[1]: 0.75}},
                            ]
                        )
                    )
            sites[name] = {"kind": "warehouse", "stock": stock}
            for source in sources:
                links[f"{source}_{name}"] = draw(lanes(source, name))
        above = here
    for number in range(draw(st.integers(1, 3))):
        shop = draw(st.sampled_from([*above, "f0"] if "f0" in sites else above))
        name = f"c{number}"
        bought = draw(st.lists(st.sampled_from(sorted(products)), min_size=1, unique=True))
        sites[name] = {"kind": "customer", "buys": {product: draw(purchases(shop)) for product in bought}}
        if draw(st.booleans()):
            links[f"{shop}_{name}"] = draw(lanes(shop, name))
        for product in bought:
            if product in sites[shop]["stock"]:  # else it is made to order
                sites[shop]["stock"][product]["opening"]["backlog"] = draw(st.sampled_from([0, 0, 7]))
    if "f0" in sites:
        products |= {name: _product(draw(st.booleans())) for name in (*RAW, PART, REST)}
    return {
        "name": "random",
        "time": {"horizon": draw(st.sampled_from([12, 20.5])), "warm_up": draw(st.sampled_from([0, 4]))},
        "products": products,
        "sites": sites,
        "lanes": links,
    }
