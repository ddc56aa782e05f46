"""Mistakes that simulators are known for must be seen: a run with one in it falls outside of the tolerance."""

from __future__ import annotations

import pytest

import sim
from tests.oracles import comparisons
from tests.oracles.catalogue import CASES
from tests.oracles.references import FOLDER, references

SHOP = "sites.shop.stock.item"
REPLICATIONS = 20
MISTAKES = {
    "orders only below the reorder point": ("rq-poisson-5-8", "avg_on_hand", f"{SHOP}.replenish.trigger=below"),
    "a period more of lead time": ("basestock-periodic-poisson", "end_on_hand", "lanes.supply.lead_time=3"),
    "review after the demand": ("basestock-periodic-poisson", "end_on_hand", f"{SHOP}.replenish.review={{every: 1}}"),
    "lost sales wait": (
        "rq-lost-sales-hadley-whitin",
        "avg_on_hand",
        "sites.buyers.buys.item.when_short=backorder",
    ),
    "a place between machines": ("line-of-three", "throughput", "sites.plant.lines.second.queue=1"),
    "failures at work only": ("breakdowns-by-the-calendar", "wip", "sites.shop.lines.machine.breakdowns.clock=busy"),
}


@pytest.mark.oracle
@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_known_mistake_is_seen(mistake):
    name, measure, setting = MISTAKES[mistake]
    case = next(case for case in CASES if case.name == name)
    reading = next(item.reading for item in case.measures if item.reference == measure)
    path = FOLDER / "cases" / f"{case.file}.yaml"
    result = sim.run(path, settings=[setting], seed=comparisons.seed(name), replications=REPLICATIONS)
    reference = references(case.file)[measure]
    widening = (case.replications / REPLICATIONS) ** 0.5
    tolerances = tuple(widening * tolerance for tolerance in reference.simulated)
    assert not comparisons._compare(measure, reference, reading.read(result), tolerances).passes
