"""A stress test worked out of service that is written down, for what shows it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from sim.experiment.outages import Findings, Outage, Response
from sim.experiment.resilience import Band
from sim.experiment.service import Service
from sim.results import Identity
from sim.results.stress import Stress
from sim.scenario import Scenario, load

NODES = ("depot", "grove", "plant", "shop", "town", "village")
IS_CUSTOMER = np.array([False, False, False, False, True, True])
DAYS = 40


def response(number: int, profit: float, down: dict[str, tuple[int, int]]) -> Response:
    """A network that asks 10 of each node on each day and serves none of it between the days named."""
    asked = np.full((len(NODES), DAYS), 10.0)
    served = asked.copy()
    for node, (since, until) in down.items():
        served[NODES.index(node), since:until] = 0
    share = float(served[IS_CUSTOMER].sum() / asked[IS_CUSTOMER].sum())
    return Response(number, profit, share, Service(NODES, IS_CUSTOMER, np.arange(DAYS + 1.0), asked, served))


def stress(count: int = 4) -> Stress:
    """Three outages: one that is felt everywhere, one that nobody but its neighbour feels, and a lane."""
    findings = Findings(Band())
    baseline = [response(n, 1000.0 + 10 * n, {}) for n in range(count)]
    grove = [
        response(
            n, 600.0 + 20 * n, {"grove": (10, 20), "plant": (13 + n, 24), "town": (15 + n, 28), "village": (17, 24)}
        )
        for n in range(count)
    ]
    depot = [response(n, 980.0 + 5 * n, {"depot": (10, 20), "shop": (12, 14)}) for n in range(count)]
    road = [response(n, 700.0, {"town": (11, 40)}) for n in range(count)]
    findings.take(Outage("grove", "supplier", 10.0, 10.0), baseline, grove, {})
    endless = {n: response(n, 500.0, {"village": (30, 40)} if n else {}) for n in range(count)}
    findings.take(Outage("depot", "warehouse", 10.0, 10.0), baseline, depot, endless)
    findings.take(Outage("plant->shop", "lane", 10.0, 14.0), baseline, road, {})
    kinds = ("warehouse", "supplier", "factory", "warehouse", "customer", "customer")
    ways = [("grove", "plant"), ("plant", "depot"), ("plant", "shop"), ("shop", "town"), ("depot", "village")]
    return Stress(
        identity=Identity("juice", None, "f" * 32, 3, "0.1.0"),
        time_unit="day",
        currency="EUR",
        replications=count,
        is_random=count > 1,
        start=10.0,
        lasts={"grove": 10.0, "depot": 10.0, "plant->shop": 14.0},
        band=(0.9, 0.95),
        **findings.tables,
        sites=pd.DataFrame({"site": NODES, "kind": kinds, "region": [None] * len(NODES)}),
        flows=pd.DataFrame(
            [(*way, "juice", "each", 10.0, 0.0) for way in ways],
            columns=["origin", "destination", "product", "unit", "rate", "mass"],
        ),
    )


def slowed(path: str, scenario: Scenario, outage: Outage, for_good: bool) -> Scenario:
    """A stand-in for an outage: what sets out on the road takes a week, or a year; or the shop begins without stock."""
    value = {
        ("road", False): "lanes.road.lead_time=7 days",
        ("road", True): "lanes.road.lead_time=365 days",
        ("shop", False): "sites.shop.stock.item.opening.on_hand=39",
        ("shop", True): "sites.shop.stock.item.opening.on_hand=0",
        ("maker", False): "sites.shop.stock.item.opening.on_hand=0",
    }
    return load(path, settings=[value[outage.name, for_good]]).scenario


def renamed(found: Stress, names: dict[str, str]) -> Stress:
    """The same with other names of sites and lanes."""
    tables = {
        name: table.replace({column: names for column in ("name", "node", "site", "origin", "destination")
                             if column in table})
        for name, table in found.tables.items()
    }  # fmt: skip
    lasts = {names.get(name, name): length for name, length in found.lasts.items()}
    return replace(found, **tables, lasts=lasts)
