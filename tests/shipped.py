"""Runs of the shipped scenarios for tests to share, and their KPIs."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import sim

SCENARIOS = Path(__file__).parents[1] / "scenarios"
FILES = sorted(SCENARIOS.glob("*.yaml"))
SHORTER = {
    "car_plant_jit": ["time.horizon=4 weeks", "time.warm_up=1 week"],
    "fuel_refinery": ["time.horizon=16 weeks"],
    "grocery_retail": ["time.horizon=12 weeks", "time.warm_up=4 weeks"],
    "orange_juice": ["time.horizon=16 weeks"],
    "penny_fab": ["time.horizon=2880"],
    "pharma_cold_chain": ["time.horizon=52 weeks"],
}
"""What keeps the test of a large scenario quick; the others run as they stand."""


def result_of(name: str, variant: str | None = None, replications: int = 1) -> sim.Result:
    """The result of a shipped scenario or one of its variants, run once and kept."""
    return _run(name, variant, replications)


@cache
def _run(name: str, variant: str | None, replications: int) -> sim.Result:
    file = SCENARIOS / f"{name}.yaml"
    return sim.run(file, variant=variant, settings=SHORTER.get(name, ()), replications=replications)


def kpi(
    result: sim.Result,
    name: str,
    *,
    site: str | None = None,
    product: str | None = None,
    line: str | None = None,
    category: str | None = None,
) -> float:
    """The mean of one KPI: of the network, or of what is named."""
    rows = result.kpis[result.kpis["kpi"] == name]
    about = {"site": site, "product": product, "customer": None, "lane": None, "resource": line, "category": category}
    for column, wanted in about.items():
        rows = rows[rows[column].isna() if wanted is None else rows[column] == wanted]
    (mean,) = rows["mean"]
    return float(mean)
